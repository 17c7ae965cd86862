import type { GatewayAccount, GatewayAccountStatus, GatewayPerson } from '@/lib/gateway/client';
import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import { fullNameOf, isConnectedBy } from '@/lib/gateway/person-fields';
import { toStorableText } from '@/lib/gateway/storable-text';
import { providerOf } from './provider-names';
import type { WireAccount, WireProfile, WireRelationRequest } from './wire';

/**
 * `partial`: one product needs a sign-in; `degraded`: one fails and nobody can do anything about it
 * (v2 §2). A word of later times is `unknown`, which needs attention.
 */
const STATUSES: ReadonlyMap<string, GatewayAccountStatus> = new Map([
  ['running', 'ok'],
  ['disconnected', 'credentials'],
  ['partial', 'permissions'],
  ['errored', 'error'],
  ['degraded', 'error'],
  ['paused', 'stopped'],
]);

const PAID_PRODUCTS = ['sales_navigator', 'recruiter'];

export function toAccount(wire: WireAccount): GatewayAccount {
  const provider = providerOf(wire.provider);
  const products = Object.keys(wire.metadata?.products_connection_status ?? {});
  const address = wire.name?.includes('@') ? wire.name : null;
  return {
    providerAccountId: wire.id,
    provider,
    name: wire.name ?? '',
    ...statusOf(wire),
    identity: wire.user_id,
    handle: address,
    features: PAID_PRODUCTS.filter((product) => products.includes(product)),
    // As in v1: an account is too dear to be lost for a broken date.
    createdAt: wire.created_at ?? new Date(0),
  };
}

/** A locked account refuses every call until it is unlocked, whatever its status says. */
function statusOf(wire: WireAccount): Pick<GatewayAccount, 'status' | 'rawStatus'> {
  const rawStatus = toStorableText(wire.status);
  if (wire.is_locked) return { status: 'stopped', rawStatus: 'locked' };
  return { status: STATUSES.get(wire.status.toLowerCase()) ?? 'unknown', rawStatus };
}

export function toInvitation(wire: WireRelationRequest): GatewayInvitation {
  return {
    gatewayInvitationId: wire.id,
    direction: wire.type,
    person: {
      providerUserId: wire.user?.id ?? null,
      publicIdentifier: wire.user?.public_identifier ?? null,
      name: named(wire.user?.display_name),
      headline: named(wire.user?.description),
    },
    note: named(wire.message),
    approximateAt: wire.created_at,
    ageText: null,
    // v2 needs none to answer.
    sharedSecret: wire.type === 'received' ? '' : null,
  };
}

export function toPerson(wire: WireProfile): GatewayPerson {
  return {
    providerUserId: wire.id,
    publicIdentifier: wire.public_identifier,
    name: named(wire.display_name) ?? fullNameOf(wire),
    headline: named(wire.description),
    pictureUrl: wire.public_picture_url,
    isConnection: isConnectedBy(wire.specifics?.network_distance),
  };
}

/** Nothing but blanks is nothing. */
export function named(text: string | null | undefined): string | null {
  return text?.trim() ? text : null;
}
