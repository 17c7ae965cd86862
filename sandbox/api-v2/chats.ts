import type { Hono } from 'hono';
import type { ApiContext, ApiEnv } from '../api/context';
import { isMailbox } from '../domain/folders';
import { findDirectChat, markRead } from '../domain/messaging';
import { requireUsable, selfOf } from '../domain/people';
import { ApiError } from '../errors';
import { optionalFlag, readJson, utcDate } from '../input';
import type { Account, Chat } from '../state';
import { chatWireV2, participantWire } from '../wire-v2/chat';
import { isSynchronised, lastActivityMs, unreadCount, type World } from '../world';
import { requireV2Account, v2NotFound } from './context';
import { invalidParameters } from './errors';
import { providerPage } from './pagination';
import { requireUser } from './users';

/** Chats of an account: list, get, mark read, participants, and those with somebody. */
export function chatRoutesV2(api: Hono<ApiEnv>, world: World): void {
  api.get('/:account/chats', (c) => {
    const account = requireMessaging(world, c);
    return c.json(
      providerPage(account, c.req.query(), (query) =>
        chatsBy(world, account, query).map((chat) => chatWireV2(world, account, chat)),
      ),
    );
  });

  api.get('/:account/chats/:chat', (c) => {
    const { account, chat } = requireV2Chat(world, c);
    return c.json(chatWireV2(world, account, chat));
  });

  api.patch('/:account/chats/:chat', async (c) => {
    const { account, chat } = requireV2Chat(world, c);
    const { read_status: isRead, ...others } = await readJson(c.req.raw);
    if (typeof isRead !== 'boolean' || Object.keys(others).length > 0) {
      throw invalidParameters('read_status is all that can be changed here');
    }
    requireUsable(account);
    markRead(world, chat, isRead);
    return c.json(chatWireV2(world, account, chat));
  });

  api.get('/:account/chats/:chat/participants', (c) => {
    const { account, chat } = requireV2Chat(world, c);
    if (chat.type === 0) throw new ApiError(501, 'feature_not_implemented');
    const others = chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
    const people = [...others, selfOf(world, account)];
    return c.json(
      providerPage(account, c.req.query(), () =>
        people.map((one) => participantWire(world, account, one)),
      ),
    );
  });

  api.get('/:account/users/:user/chat', (c) => {
    const account = requireMessaging(world, c);
    const contact = requireUser(world, c, account);
    const chats = world.chatsOf(account.id).filter((chat) => {
      const isWithThem = chat.attendeeIds.some(
        (id) => world.state.attendees.get(id)?.providerId === contact.providerId,
      );
      return chat.type === 0 && isWithThem && isSynchronised(world, chat);
    });
    const first = findDirectChat(world, account, contact.providerId);
    const sorted = chats.sort((a, b) => Number(b === first) - Number(a === first));
    return c.json({
      object: 'ChatLookup',
      data: sorted.map((chat) => ({
        chat_id: chat.providerId,
        has_history: world.messagesOf(chat.id).length > 0,
      })),
    });
  });
}

export function requireMessaging(world: World, c: ApiContext): Account {
  const account = requireV2Account(world, c);
  if (isMailbox(account)) throw new ApiError(501, 'feature_not_implemented');
  return account;
}

/** The chat of the path, by the provider's id. */
export function requireV2Chat(world: World, c: ApiContext): { account: Account; chat: Chat } {
  const account = requireMessaging(world, c);
  const id = c.req.param('chat');
  const chat = world.chatsOf(account.id).find((one) => one.providerId === id);
  if (chat === undefined || !isSynchronised(world, chat)) throw v2NotFound('Chat');
  return { account, chat };
}

/** Latest activity first. */
function chatsBy(world: World, account: Account, query: Record<string, string>): Chat[] {
  const { type } = query;
  if (type !== undefined && !['1to1', 'group', 'channel'].includes(type)) {
    throw invalidParameters('type is not known');
  }
  const beforeMs = utcDate(query.before, 'before') ?? Number.POSITIVE_INFINITY;
  const afterMs = utcDate(query.after, 'after') ?? Number.NEGATIVE_INFINITY;
  const isUnread = optionalFlag(query, 'is_unread');
  const isArchived = optionalFlag(query, 'is_archived');
  return world
    .chatsOf(account.id)
    .filter((chat) => isSynchronised(world, chat))
    .filter((chat) => type === undefined || chatWireV2(world, account, chat).type === type)
    .filter((chat) => isArchived === undefined || chat.isArchived === isArchived)
    .filter((chat) => isUnread === undefined || unreadCount(world, chat) > 0 === isUnread)
    .filter((chat) => {
      const atMs = lastActivityMs(world, chat);
      return atMs < beforeMs && atMs > afterMs;
    })
    .sort((a, b) => lastActivityMs(world, b) - lastActivityMs(world, a) || (a.id < b.id ? 1 : -1));
}
