import type { Hono } from 'hono';
import { bytesOf, fillerStream } from '../attachments';
import { scheduleAnswer } from '../domain/auto-reply';
import { addOwnMessage, publishMessage, reactToMessage } from '../domain/messaging';
import { requireUsable, selfOf } from '../domain/people';
import { ApiError, notFound } from '../errors';
import { readJson, requireText } from '../input';
import { listLimit, readPage } from '../pagination';
import type { Message } from '../state';
import { messageWire } from '../wire/message';
import type { World } from '../world';
import { messageList } from './chats';
import { type ApiContext, type ApiEnv, requireAccount, requireChat } from './context';

/** `/messages`: list over all accounts, get, forward, react, attachment bytes. */
export function messageRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/messages', (c) => {
    const page = readPage(c.req.query(), ['before', 'after', 'sender_id', 'account_id'], listLimit);
    const accountId = page.filters.account_id;
    if (accountId !== undefined) requireAccount(world, c, accountId);
    return c.json(messageList(world, world.allMessages(), page));
  });

  api.get('/messages/:id', (c) => {
    const { message, chat, account } = requireMessage(world, c, c.req.param('id'));
    return c.json(messageWire(world, account, chat, message));
  });

  api.post('/messages/:id/forward', async (c) => {
    const { message, account } = requireMessage(world, c, c.req.param('id'));
    const fields = await readJson(c.req.raw);
    const { chat } = requireChat(world, c, requireText(fields, 'chat_id'), account.id);
    if (account.type !== 'WHATSAPP') throw new ApiError(403, 'account_mismatch');
    requireUsable(account);
    const forwarded = addOwnMessage(world, account, chat, {
      text: message.text,
      attachments: message.attachments.map((item) => ({ ...item, id: world.newId('attachment') })),
    });
    publishMessage(world, forwarded);
    scheduleAnswer(world, account, chat, forwarded);
    return c.json({ object: 'MessageForwarded', message_id: forwarded.id });
  });

  api.post('/messages/:id/reaction', async (c) => {
    const { message, chat, account } = requireMessage(world, c, c.req.param('id'));
    const value = requireText(await readJson(c.req.raw), 'reaction');
    requireUsable(account);
    if (account.type === 'TWITTER') throw new ApiError(501, 'feature_not_implemented');
    if (chat.disabledFeatures?.includes('reactions') || message.isDeleted === true) {
      throw new ApiError(422, 'unprocessable_entity');
    }
    reactToMessage(world, message, selfOf(world, account), value);
    return c.json({ object: 'MessageReactionSent' });
  });

  api.get('/messages/:id/attachments/:attachmentId', (c) => {
    const { message } = requireMessage(world, c, c.req.param('id'));
    return attachmentAnswer(message, c.req.param('attachmentId'));
  });
}

/** The bytes of an attachment; 404 when there are none. */
export function attachmentAnswer(message: Message, wanted: string): Response {
  const attachment = message.attachments.find((item) => item.id === wanted);
  if (attachment === undefined || attachment.isUnavailable === true) throw notFound('Attachment');
  const bytes = bytesOf(attachment);
  const headers: Record<string, string> = { 'Content-Type': attachment.mime };
  const size = attachment.fillerBytes ?? bytes.length;
  if (attachment.isChunked !== true) headers['Content-Length'] = String(size);
  const isPlain = attachment.fillerBytes === undefined && attachment.isChunked !== true;
  return new Response(isPlain ? new Uint8Array(bytes) : fillerStream(size, bytes), { headers });
}

function requireMessage(world: World, c: ApiContext, messageId: string) {
  const message = world.findMessage(messageId);
  const chat = message === null ? undefined : world.state.chats.get(message.chatId);
  const account = message === null ? undefined : world.state.accounts.get(message.accountId);
  if (message === null || chat === undefined || account === undefined) throw notFound('Message');
  c.set('accountId', account.id);
  return { message, chat, account };
}
