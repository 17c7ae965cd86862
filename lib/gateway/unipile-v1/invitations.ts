import { read, readObject } from '@/lib/gateway/answers';
import type { PageRequest } from '@/lib/gateway/client';
import { GatewayError, garbage } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import type {
  GatewayInvitationClient,
  InvitationSendOutcome,
  OutgoingInvitation,
} from '@/lib/gateway/invitation-types';
import { invitationOutcomeOf, refusalOf } from '@/lib/gateway/outcomes';
import { readPage } from './answers';
import { toReceivedInvitation, toSentInvitation } from './invitation-map';
import {
  invitationHandledSchema,
  invitationSentSchema,
  receivedInvitationSchema,
  sentInvitationSchema,
} from './invitation-wire';

/** Invitations to connect, sent and received (contract v1 §8). */
export function invitationVerbs(http: GatewayHttp): GatewayInvitationClient {
  const list = (
    direction: 'sent' | 'received',
    { providerAccountId }: { providerAccountId: string },
    { cursor, limit }: PageRequest = {},
  ): Call => ({
    method: 'GET',
    route: `/api/v1/users/invite/${direction}`,
    // Unlike those of other lists, the cursor of this one holds no account (contract v1 §1.1).
    query: { account_id: providerAccountId, cursor, limit },
    providerAccountId,
  });
  return {
    listSentInvitations: (filter, page) =>
      readPage(http, list('sent', filter, page), sentInvitationSchema, toSentInvitation),

    listReceivedInvitations: (filter, page) =>
      readPage(
        http,
        list('received', filter, page),
        receivedInvitationSchema,
        toReceivedInvitation,
      ),

    sendInvitation: (invitation) => sendInvitation(http, invitation),

    answerInvitation: ({ providerAccountId, gatewayInvitationId, sharedSecret, isAccepted }) =>
      invitationOutcomeOf(async () => {
        const value = {
          provider: 'LINKEDIN',
          shared_secret: sharedSecret,
          account_id: providerAccountId,
          action: isAccepted ? 'accept' : 'decline',
        };
        const call: Call = {
          method: 'POST',
          route: '/api/v1/users/invite/received/{invitationId}',
          params: { invitationId: gatewayInvitationId },
          body: { kind: 'json', value },
          providerAccountId,
        };
        const { status } = await read(http, call, invitationHandledSchema);
        if (status !== (isAccepted ? 'ACCEPTED' : 'DECLINED')) throw garbage(null);
      }),

    withdrawInvitation: ({ providerAccountId, gatewayInvitationId }) =>
      invitationOutcomeOf(async () => {
        const call: Call = {
          method: 'DELETE',
          route: '/api/v1/users/invite/sent/{invitationId}',
          params: { invitationId: gatewayInvitationId },
          query: { account_id: providerAccountId },
          providerAccountId,
        };
        await readObject(http, call, 'InvitationCanceled');
      }),
  };
}

/** Posts once, whatever happens; the caller repeats it only after `not_reached`. */
async function sendInvitation(
  http: GatewayHttp,
  invitation: OutgoingInvitation,
): Promise<InvitationSendOutcome> {
  const { providerAccountId, providerUserId, note, email, signal } = invitation;
  const value = {
    account_id: providerAccountId,
    provider_id: providerUserId,
    ...(note && { message: note }),
    ...(email && { user_email: email }),
  };
  const call: Call = {
    method: 'POST',
    route: '/api/v1/users/invite',
    body: { kind: 'json', value },
    providerAccountId,
    signal,
  };
  try {
    const sent = await read(http, call, invitationSentSchema);
    return { state: 'sent', gatewayInvitationId: sent.invitation_id, usagePercent: sent.usage };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === 'already_done') return { state: 'already_done', error: error.info };
    return refusalOf(error);
  }
}
