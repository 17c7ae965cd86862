import { read, readObject } from '@/lib/gateway/answers';
import type { GatewayAttendee, GatewayClient, SendOutcome } from '@/lib/gateway/client';
import { GatewayError, garbage } from '@/lib/gateway/errors';
import type { Call, GatewayHttp } from '@/lib/gateway/http';
import { refusalOf } from '@/lib/gateway/outcomes';
import { notSupported, readPage } from './answers';
import { filesOf, sendTimeoutMs } from './files';
import { fromChatId, fromMessageId, toMessageId } from './ids';
import { toAttendee, toChat, toMessage } from './message-map';
import {
  chatSchema,
  messageSchema,
  messageSentSchema,
  participantSchema,
  reactionSchema,
  type WireChat,
} from './message-wire';

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
  | 'openAttachment'
  | 'setChatRead'
>;

/** Of a list of which nobody asks for a second page. */
const WHOLE = { limit: 100 };
const CHAT = '/v2/{accountId}/chats/{chatId}';
const MESSAGE = `${CHAT}/messages/{messageId}`;

/** Chats, their messages and their people (v2 §7). */
export function chatVerbs(http: GatewayHttp): ChatVerbs {
  return {
    listChats({ providerAccountId, ...bounds }, page = {}) {
      const call: Call = {
        method: 'GET',
        route: '/v2/{accountId}/chats',
        params: { accountId: providerAccountId },
        query: queryOf(bounds),
        providerAccountId,
      };
      return readPage(http, call, page, chatSchema, (wire) => toChat(providerAccountId, wire));
    },

    async getChat(gatewayChatId) {
      const { accountId } = fromChatId(gatewayChatId);
      return toChat(accountId, await readChat(http, gatewayChatId));
    },

    async listChatMessages({ gatewayChatId, ...bounds }, page = {}) {
      const { accountId } = fromChatId(gatewayChatId);
      const call: Call = {
        method: 'GET',
        ...ofChat(gatewayChatId, '/messages'),
        query: queryOf(bounds),
      };
      return readPage(http, call, page, messageSchema, (wire) => toMessage(accountId, wire));
    },

    // v2 lists the messages of one chat alone.
    async listMessages() {
      throw notSupported();
    },

    async getMessage(gatewayMessageId) {
      const { accountId, messageId } = fromMessageId(gatewayMessageId);
      const call: Call = { method: 'GET', ...ofMessage(gatewayMessageId) };
      const wire = await read(http, call, messageSchema);
      if (wire.id !== messageId) throw garbage(null);
      if (wire.reactions_counter.length === 0) return toMessage(accountId, wire);
      const who: Call = { method: 'GET', ...ofMessage(gatewayMessageId, '/reactions') };
      const { items } = await readPage(http, who, WHOLE, reactionSchema, (reaction) => reaction);
      return toMessage(accountId, wire, items);
    },

    async listChatAttendees(gatewayChatId) {
      const chat = await readChat(http, gatewayChatId);
      return chat.is_group || chat.is_channel
        ? listParticipants(http, gatewayChatId)
        : chat.user
          ? [toAttendee(chat.user, false)]
          : [];
    },

    sendMessage: (message) => sendMessage(http, message),

    async addReaction({ gatewayMessageId, value }) {
      const call: Call = {
        method: 'POST',
        ...ofMessage(gatewayMessageId, '/reactions'),
        body: { kind: 'json', value: { reaction: value } },
      };
      await readObject(http, call, 'MessageReactionAdded');
    },

    async openAttachment({ gatewayMessageId, attachmentId, signal }) {
      const { params, ...one } = ofMessage(gatewayMessageId, '/attachments/{attachmentId}');
      return http.open({ method: 'GET', ...one, params: { ...params, attachmentId }, signal });
    },

    async setChatRead(gatewayChatId, isRead) {
      const body = { kind: 'json', value: { read_status: isRead } } as const;
      await read(http, { method: 'PATCH', ...ofChat(gatewayChatId), body }, chatSchema);
    },
  };
}

/** Posts once, whatever happens. */
async function sendMessage(
  http: GatewayHttp,
  message: Parameters<GatewayClient['sendMessage']>[0],
): Promise<SendOutcome> {
  const { gatewayChatId, text, files, quotedGatewayMessageId, signal } = message;
  try {
    const { accountId, chatId } = fromChatId(gatewayChatId);
    const quoteId = quotedGatewayMessageId && fromMessageId(quotedGatewayMessageId).messageId;
    const call: Call = {
      method: 'POST',
      ...ofChat(gatewayChatId, '/messages/send'),
      body: {
        kind: 'json',
        value: {
          text,
          ...(quoteId && { quote_id: quoteId }),
          ...(files?.length && { attachments: await filesOf(files) }),
        },
      },
      defaultTimeoutMs: sendTimeoutMs(files),
      signal,
    };
    const { message_id: id } = await read(http, call, messageSentSchema);
    return { state: 'sent', gatewayMessageId: id && toMessageId(accountId, chatId, id) };
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return refusalOf(error);
  }
}

function readChat(http: GatewayHttp, gatewayChatId: string): Promise<WireChat> {
  return read(http, { method: 'GET', ...ofChat(gatewayChatId) }, chatSchema);
}

async function listParticipants(
  http: GatewayHttp,
  gatewayChatId: string,
): Promise<readonly GatewayAttendee[]> {
  const call: Call = { method: 'GET', ...ofChat(gatewayChatId, '/participants') };
  const map = ({ user, is_self }: { user: Parameters<typeof toAttendee>[0]; is_self: boolean }) =>
    toAttendee(user, is_self);
  return (await readPage(http, call, WHOLE, participantSchema, map)).items;
}

function ofChat(gatewayChatId: string, below = '') {
  const { accountId, chatId } = fromChatId(gatewayChatId);
  const params = { accountId, chatId };
  return { route: `${CHAT}${below}`, params, providerAccountId: accountId };
}

function ofMessage(gatewayMessageId: string, below = '') {
  const { accountId, chatId, messageId } = fromMessageId(gatewayMessageId);
  const params = { accountId, chatId, messageId };
  return { route: `${MESSAGE}${below}`, params, providerAccountId: accountId };
}

function queryOf({ after, before }: { after?: Date; before?: Date }): Call['query'] {
  return { after: after?.toISOString(), before: before?.toISOString() };
}
