import type { GatewayInvitation } from '@/lib/gateway/invitation-types';
import type { WireInvitation } from './invitation-wire';

export function toSentInvitation(wire: WireInvitation): GatewayInvitation {
  return {
    ...common(wire),
    direction: 'sent',
    person: {
      providerUserId: wire.invited_user_id,
      publicIdentifier: wire.invited_user_public_id,
      name: named(wire.invited_user),
      headline: named(wire.invited_user_description),
    },
    sharedSecret: null,
  };
}

export function toReceivedInvitation(wire: WireInvitation): GatewayInvitation {
  return {
    ...common(wire),
    direction: 'received',
    person: {
      providerUserId: wire.inviter?.inviter_id ?? null,
      publicIdentifier: wire.inviter?.inviter_public_identifier ?? null,
      name: named(wire.inviter?.inviter_name),
      headline: named(wire.inviter?.inviter_description),
    },
    sharedSecret: wire.specifics?.shared_secret ?? null,
  };
}

function common(wire: WireInvitation) {
  return {
    gatewayInvitationId: wire.id,
    note: named(wire.invitation_text),
    approximateAt: wire.parsed_datetime,
    ageText: named(wire.date),
  };
}

/** Nothing but blanks is nothing. */
function named(text: string | null | undefined): string | null {
  return text?.trim() ? text : null;
}
