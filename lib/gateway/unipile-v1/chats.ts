import { read, readObject } from '@/lib/gateway/answers';
import type { GatewayClient, PageRequest, SendOutcome } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { refusalOf } from '@/lib/gateway/outcomes';
import { readPage } from './answers';
import { toAttendee, toChat, toMessage } from './map';
import { filePartsOf, sendTimeoutMs } from './outgoing-files';
import { attendeeSchema, chatSchema, messageSchema, messageSentSchema } from './wire';

type ChatVerbs = Pick<
  GatewayClient,
  | 'listChats'
  | 'getChat'
  | 'listChatMessages'
  | 'listMessages'
  | 'getMessage'
  | 'listChatAttendees'
  | 'sendMessage'
  | 'addReaction'
  | 'setChatRead'
>;

/** Chats, their messages and their people. */
export function chatVerbs(http: GatewayHttp): ChatVerbs {
  return {
    listChats({ providerAccountId, ...bounds }, page) {
      const query = pageQuery({ account_id: providerAccountId, ...bounds }, page);
      const call = { method: 'GET', route: '/api/v1/chats', query, providerAccountId } as const;
      return readPage(http, call, chatSchema, toChat);
    },

    async getChat(gatewayChatId) {
      return toChat(await read(http, { method: 'GET', ...oneChat(gatewayChatId) }, chatSchema));
    },

    listChatMessages({ gatewayChatId, ...bounds }, page) {
      const query = pageQuery(bounds, page);
      const call = { method: 'GET', ...oneChat(gatewayChatId, '/messages'), query } as const;
      return readPage(http, call, messageSchema, toMessage);
    },

    listMessages({ providerAccountId, ...bounds }, page) {
      const query = pageQuery({ account_id: providerAccountId, ...bounds }, page);
      const call = { method: 'GET', route: '/api/v1/messages', query, providerAccountId } as const;
      return readPage(http, call, messageSchema, toMessage);
    },

    async getMessage(gatewayMessageId) {
      const route = '/api/v1/messages/{messageId}';
      const call = { method: 'GET', route, params: { messageId: gatewayMessageId } } as const;
      return toMessage(await read(http, call, messageSchema));
    },

    async listChatAttendees(gatewayChatId) {
      const call = { method: 'GET', ...oneChat(gatewayChatId, '/attendees') } as const;
      return (await readPage(http, call, attendeeSchema, toAttendee)).items;
    },

    sendMessage: (message) => sendMessage(http, message),

    async addReaction({ gatewayMessageId, value }) {
      // A route of later versions whose answer no document describes, so any JSON
      // will do.
      await http.call({
        method: 'POST',
        route: '/api/v1/messages/{messageId}/reaction',
        params: { messageId: gatewayMessageId },
        body: { kind: 'json', value: { reaction: value } },
      });
    },

    async setChatRead(gatewayChatId, isRead) {
      const value = { action: 'setReadStatus', value: isRead };
      const body = { kind: 'json', value } as const;
      await readObject(http, { method: 'PATCH', ...oneChat(gatewayChatId), body }, 'ChatPatched');
    },
  };
}

/** Posts once, whatever happens; the caller repeats it only after `not_reached`. */
async function sendMessage(
  http: GatewayHttp,
  message: Parameters<GatewayClient['sendMessage']>[0],
): Promise<SendOutcome> {
  const { gatewayChatId, providerAccountId, text, quotedGatewayMessageId, signal } = message;
  const files = filePartsOf(message.files);
  const fields: Record<string, string> = { account_id: providerAccountId };
  if (text !== '') fields.text = text;
  if (quotedGatewayMessageId) fields.quote_id = quotedGatewayMessageId;
  const call: Call = {
    method: 'POST',
    ...oneChat(gatewayChatId, '/messages'),
    // The account is a guard: the API refuses a chat that belongs to another one.
    body: { kind: 'form', fields, files },
    providerAccountId,
    defaultTimeoutMs: sendTimeoutMs(files),
    signal,
  };
  try {
    const sent = await read(http, call, messageSentSchema);
    return { state: 'sent', gatewayMessageId: sent.message_id };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // "Done before" counts as done.
    if (error.type === 'errors/action_already_performed') {
      return { state: 'sent', gatewayMessageId: null };
    }
    return refusalOf(error);
  }
}

function oneChat(gatewayChatId: string, below = '') {
  return { route: `/api/v1/chats/{chatId}${below}`, params: { chatId: gatewayChatId } };
}

/** A cursor holds the filters of the first page, so it goes alone. */
function pageQuery(
  filter: { account_id?: string; after?: Date; before?: Date },
  page: PageRequest = {},
): Call['query'] {
  const { cursor, limit } = page;
  if (cursor) return { cursor, limit };
  const { account_id, after, before } = filter;
  // The pattern of both bounds demands milliseconds; `toISOString` always has them.
  return { account_id, after: after?.toISOString(), before: before?.toISOString(), limit };
}
