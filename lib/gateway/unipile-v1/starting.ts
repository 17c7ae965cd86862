import { read } from '@/lib/gateway/answers';
import type { GatewayClient, GatewayPerson, StartOutcome } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { refusalOf } from '@/lib/gateway/outcomes';
import { fullNameOf, isConnectedBy } from '@/lib/gateway/person-fields';
import { readPage } from './answers';
import { toChat } from './map';
import { filePartsOf, sendTimeoutMs } from './outgoing-files';
import { chatSchema, chatStartedSchema, profileSchema, type WireProfile } from './wire';

type StartVerbs = Pick<GatewayClient, 'findUser' | 'startChat' | 'listChatsWith'>;

/** Finding a person and beginning a conversation. */
export function startVerbs(http: GatewayHttp): StartVerbs {
  return {
    async findUser({ providerAccountId, identifier, linkedinApi }) {
      const call = {
        method: 'GET',
        route: '/api/v1/users/{identifier}',
        params: { identifier },
        query: {
          account_id: providerAccountId,
          // The classic product is what the API answers for when none is named.
          linkedin_api: linkedinApi === 'classic' ? null : linkedinApi,
        },
        providerAccountId,
      } as const;
      return toPerson(await read(http, call, profileSchema));
    },

    startChat: (start) => startChat(http, start),

    listChatsWith({ providerAccountId, providerUserId }, page = {}) {
      const { cursor, limit } = page;
      const call = {
        method: 'GET',
        route: '/api/v1/chat_attendees/{attendeeId}/chats',
        params: { attendeeId: providerUserId },
        query: cursor ? { cursor, limit } : { account_id: providerAccountId, limit },
        providerAccountId,
      } as const;
      return readPage(http, call, chatSchema, toChat);
    },
  };
}

/** Posts once, whatever happens. */
async function startChat(
  http: GatewayHttp,
  start: Parameters<GatewayClient['startChat']>[0],
): Promise<StartOutcome> {
  const { title, subject, linkedinApi } = start;
  const isClassicInmail = start.isInmail && linkedinApi === 'classic';
  const files = filePartsOf(start.files);
  const fields = {
    account_id: start.providerAccountId,
    ...(start.text !== '' && { text: start.text }),
    // One field for each person; several make a group.
    attendees_ids: start.providerUserIds,
    ...(title && { title }),
    ...(subject && { subject }),
    // The API takes a named product for an InMail, and the classic one is what it does unasked.
    ...(linkedinApi && linkedinApi !== 'classic' && { 'linkedin[api]': linkedinApi }),
    ...(isClassicInmail && { 'linkedin[api]': 'classic', 'linkedin[inmail]': 'true' }),
  };
  const call: Call = {
    method: 'POST',
    route: '/api/v1/chats',
    body: { kind: 'form', fields, files },
    providerAccountId: start.providerAccountId,
    defaultTimeoutMs: sendTimeoutMs(files),
  };
  try {
    const { chat_id, message_id } = await read(http, call, chatStartedSchema);
    return { state: 'sent', gatewayChatId: chat_id, gatewayMessageId: message_id };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // "Done before" counts as done; where it is has to be looked for.
    if (error.type === 'errors/action_already_performed') {
      return { state: 'sent', gatewayChatId: null, gatewayMessageId: null };
    }
    return refusalOf(error);
  }
}

function toPerson(wire: WireProfile): GatewayPerson {
  return {
    // Instagram takes messages for an id of its own; WhatsApp calls its only id `id`.
    providerUserId: wire.provider_messaging_id ?? wire.provider_id ?? wire.id ?? '',
    publicIdentifier: wire.public_identifier,
    name: fullNameOf(wire) ?? (wire.full_name || null),
    headline: wire.headline,
    pictureUrl: wire.profile_picture_url,
    isConnection: isConnectedBy(wire.network_distance),
  };
}
