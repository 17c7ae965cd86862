import type { Hono } from 'hono';
import { markRead } from '../domain/messaging';
import { requireUsable, selfOf } from '../domain/people';
import { invalid } from '../errors';
import { optionalFlag, readJson, requireChoice, utcDate } from '../input';
import { cutPage, listLimit, type PageRequest, readPage } from '../pagination';
import type { Chat, Message } from '../state';
import { attendeeWire, chatWire } from '../wire/chat';
import { messageWire } from '../wire/message';
import { isSynchronised, lastActivityMs, unreadCount, type World } from '../world';
import { type ApiEnv, requireChat } from './context';

const chatFilters = ['unread', 'before', 'after', 'account_type', 'account_id'];
const chatTypes = [
  'WHATSAPP',
  'LINKEDIN',
  'SLACK',
  'TWITTER',
  'MESSENGER',
  'INSTAGRAM',
  'TELEGRAM',
];

/** `/chats`: list with every filter, get, patch, messages, attendees, history synchronisation. */
export function chatRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/chats', (c) => {
    const page = readPage(c.req.query(), chatFilters, listLimit);
    return c.json(chatList(world, world.state.chats.values(), page));
  });

  api.get('/chats/:id', (c) => {
    const { chat, account } = requireChat(world, c, c.req.param('id'), c.req.query('account_id'));
    const last = world.messagesOf(chat.id).at(-1);
    return c.json({
      ...chatWire(world, account, chat),
      lastMessage: last === undefined ? null : messageWire(world, account, chat, last),
    });
  });

  api.patch('/chats/:id', async (c) => {
    const { chat, account } = requireChat(world, c, c.req.param('id'));
    const fields = await readJson(c.req.raw);
    requireChoice(fields, 'action', ['setReadStatus']);
    if (typeof fields.value !== 'boolean') throw invalid('value must be true or false');
    requireUsable(account);
    markRead(world, chat, fields.value);
    return c.json({ object: 'ChatPatched' });
  });

  api.get('/chats/:id/messages', (c) => {
    const { chat } = requireChat(world, c, c.req.param('id'));
    const page = readPage(c.req.query(), ['before', 'after', 'sender_id'], listLimit);
    return c.json(messageList(world, world.messagesOf(chat.id), page));
  });

  api.get('/chats/:id/attendees', (c) => {
    const { chat, account } = requireChat(world, c, c.req.param('id'));
    const others = chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
    const items = [...others, selfOf(world, account)];
    return c.json({
      object: 'ChatAttendeeList',
      items: items.map((attendee) => attendeeWire(world, account, attendee)),
      cursor: null,
    });
  });

  api.get('/chats/:id/sync', (c) => {
    const { chat, account } = requireChat(world, c, c.req.param('id'));
    requireUsable(account);
    const status = world.syncs.poll(chat.id, 'SYNC_DONE');
    return c.json({ object: 'ChatHistorySync', chat_id: chat.id, status });
  });
}

/** One page of chats, latest activity first; the filters come from the query or the cursor. */
export function chatList(world: World, chats: Iterable<Chat>, page: PageRequest) {
  const { filters } = page;
  const before = utcDate(filters.before, 'before') ?? Number.POSITIVE_INFINITY;
  const after = utcDate(filters.after, 'after') ?? Number.NEGATIVE_INFINITY;
  const isUnread = optionalFlag(filters, 'unread');
  const accountIds = filters.account_id?.split(',').filter((id) => id !== '');
  const { account_type: type } = filters;
  if (type !== undefined && !chatTypes.includes(type)) throw invalid('account_type is not known');
  const matching = [...chats].filter((chat) => {
    const account = world.state.accounts.get(chat.accountId);
    if (!isSynchronised(world, chat)) return false;
    if (account === undefined || (type !== undefined && account.type !== type)) return false;
    if (accountIds !== undefined && !accountIds.includes(chat.accountId)) return false;
    const at = lastActivityMs(world, chat);
    if (at >= before || at <= after) return false;
    return isUnread === undefined || unreadCount(world, chat) > 0 === isUnread;
  });
  const cut = cutPage(matching, page, (chat) => ({
    id: chat.id,
    date: lastActivityMs(world, chat),
  }));
  const items = cut.items.flatMap((chat) => {
    const account = world.state.accounts.get(chat.accountId);
    return account === undefined ? [] : [chatWire(world, account, chat)];
  });
  return { object: 'ChatList', items, cursor: cut.cursor };
}

/** One page of messages, newest first; bounds are exclusive. */
export function messageList(world: World, messages: Iterable<Message>, page: PageRequest) {
  const { filters } = page;
  const before = utcDate(filters.before, 'before') ?? Number.POSITIVE_INFINITY;
  const after = utcDate(filters.after, 'after') ?? Number.NEGATIVE_INFINITY;
  const matching = [...messages].filter((message) => {
    if (message.atMs >= before || message.atMs <= after) return false;
    if (filters.sender_id !== undefined && message.senderId !== filters.sender_id) return false;
    return filters.account_id === undefined || message.accountId === filters.account_id;
  });
  const cut = cutPage(matching, page, (message) => ({ id: message.id, date: message.atMs }));
  const items = cut.items.flatMap((message) => {
    const chat = world.state.chats.get(message.chatId);
    const account = world.state.accounts.get(message.accountId);
    if (chat === undefined || account === undefined) return [];
    return [messageWire(world, account, chat, message)];
  });
  return { object: 'MessageList', items, cursor: cut.cursor };
}
