import { read, readObject } from '@/lib/gateway/answers';
import type { GatewayErrorInfo, PageRequest } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import type {
  GatewayInvitationClient,
  InvitationSendOutcome,
  OutgoingInvitation,
} from '@/lib/gateway/invitation-types';
import { invitationOutcomeOf, refusalOf } from '@/lib/gateway/outcomes';
import { isConnectedBy } from '@/lib/gateway/person-fields';
import { readPage } from './answers';
import { toInvitation } from './map';
import { readProfile } from './users';
import { relationRequestSchema, relationRequestSentSchema } from './wire';

const ROUTE = '/v2/{accountId}/users/me/relation-requests';

/** Invitations to connect, which v2 calls relation requests (v2 §5). */
export function relationRequestVerbs(http: GatewayHttp): GatewayInvitationClient {
  const list = (
    type: 'sent' | 'received',
    { providerAccountId }: { providerAccountId: string },
    page: PageRequest = {},
  ) => {
    const call: Call = { method: 'GET', ...at(providerAccountId), query: { type } };
    return readPage(http, call, page, relationRequestSchema, toInvitation);
  };
  const act = (
    { providerAccountId, gatewayInvitationId }: Target,
    verb: 'accept' | 'cancel',
    object: string,
  ) =>
    invitationOutcomeOf(async () => {
      const call: Call = {
        method: 'POST',
        ...at(providerAccountId, `/{requestId}/${verb}`, { requestId: gatewayInvitationId }),
      };
      await readObject(http, call, object);
    });
  return {
    listSentInvitations: (filter, page) => list('sent', filter, page),
    listReceivedInvitations: (filter, page) => list('received', filter, page),
    sendInvitation: (invitation) => sendInvitation(http, invitation),
    answerInvitation: ({ isAccepted, ...one }) =>
      isAccepted
        ? act(one, 'accept', 'RelationRequestConfirmed')
        : act(one, 'cancel', 'RelationRequestCanceled'),
    withdrawInvitation: (one) => act(one, 'cancel', 'RelationRequestCanceled'),
  };
}

interface Target {
  providerAccountId: string;
  gatewayInvitationId: string;
}

/**
 * Posts once, whatever happens. v2 takes no address of the person: whoever cannot be invited without
 * it is refused by the provider, which says so.
 */
async function sendInvitation(
  http: GatewayHttp,
  invitation: OutgoingInvitation,
): Promise<InvitationSendOutcome> {
  const { providerAccountId, providerUserId, note, signal } = invitation;
  const value = { user_id: providerUserId, ...(note && { message: note }) };
  const body = { kind: 'json', value } as const;
  const call: Call = { method: 'POST', ...at(providerAccountId), body, signal };
  try {
    const sent = await read(http, call, relationRequestSentSchema);
    return { state: 'sent', gatewayInvitationId: sent.id, usagePercent: null };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.type === 'provider/unprocessable_entity') return explained(http, invitation, error);
    if (error.code === 'already_done') return { state: 'already_done', error: error.info };
    return refusalOf(error);
  }
}

/**
 * v2 has one word for everything that a provider refuses. Why it did so is asked of the person's
 * profile, which nothing but the refusal makes us read: the text beside the word is not relied on.
 */
async function explained(
  http: GatewayHttp,
  { providerAccountId, providerUserId }: OutgoingInvitation,
  error: GatewayError,
): Promise<InvitationSendOutcome> {
  const because = (code: GatewayErrorInfo['code']) => ({ ...error.info, code });
  try {
    const { specifics } = await readProfile(http, { providerAccountId, userId: providerUserId });
    const status = specifics?.relation_request_status;
    const isOurs = specifics?.relation_request?.type !== 'received';
    if (isConnectedBy(specifics?.network_distance) || (status === 'PENDING' && isOurs)) {
      return { state: 'already_done', error: because('already_done') };
    }
    if (status === 'WITHDRAWN' || status === 'IGNORED') {
      return { state: 'failed', error: because('limit_reached') };
    }
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    if (cause.code === 'not_found') {
      return { state: 'failed', error: because('recipient_unreachable') };
    }
  }
  return refusalOf(error);
}

function at(accountId: string, below = '', more: Record<string, string> = {}) {
  return {
    route: `${ROUTE}${below}`,
    params: { accountId, ...more },
    providerAccountId: accountId,
  };
}
