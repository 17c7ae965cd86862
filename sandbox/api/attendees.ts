import type { Hono } from 'hono';
import { drawAvatar } from '../attachments';
import { notFound } from '../errors';
import { cutPage, listLimit, readPage } from '../pagination';
import type { Attendee } from '../state';
import { attendeeWire } from '../wire/chat';
import type { World } from '../world';
import { chatList, messageList } from './chats';
import { type ApiContext, type ApiEnv, requireAccount } from './context';

/** `/chat_attendees`: people known from chats, their pictures, chats and messages. */
export function attendeeRoutes(api: Hono<ApiEnv>, world: World): void {
  api.get('/chat_attendees', (c) => {
    const page = readPage(c.req.query(), ['account_id'], listLimit);
    const accountId = page.filters.account_id;
    if (accountId !== undefined) requireAccount(world, c, accountId);
    const matching = [...world.state.attendees.values()].filter(
      (attendee) => accountId === undefined || attendee.accountId === accountId,
    );
    const cut = cutPage(matching, page, (attendee) => ({ id: attendee.id, date: 0 }));
    return c.json({
      object: 'ChatAttendeeList',
      items: cut.items.flatMap((attendee) => wireOf(world, attendee)),
      cursor: cut.cursor,
    });
  });

  api.get('/chat_attendees/:id', (c) => {
    const attendee = requireAttendee(world, c, c.req.param('id'));
    const [wire] = wireOf(world, attendee);
    return c.json(wire);
  });

  api.get('/chat_attendees/:id/picture', (c) => {
    const id = c.req.param('id');
    const owner =
      world.state.attendees.get(id)?.providerId ?? world.state.chats.get(id)?.providerId;
    if (owner === undefined) throw notFound('Attendee');
    return new Response(new Uint8Array(drawAvatar(owner)), {
      headers: { 'Content-Type': 'image/png' },
    });
  });

  api.get('/chat_attendees/:id/chats', (c) => {
    const attendees = matchingAttendees(world, c.req.param('id'));
    const ids = new Set(attendees.map((attendee) => attendee.id));
    const chats = [...world.state.chats.values()].filter(
      (chat) => chat.type === 0 && chat.attendeeIds.some((id) => ids.has(id)),
    );
    const page = readPage(c.req.query(), ['before', 'after', 'account_id'], listLimit);
    return c.json(chatList(world, chats, page));
  });

  api.get('/chat_attendees/:id/messages', (c) => {
    const attendees = matchingAttendees(world, c.req.param('id'));
    const ids = new Set(attendees.map((attendee) => attendee.id));
    const messages = world.allMessages().filter((message) => ids.has(message.senderAttendeeId));
    const page = readPage(c.req.query(), ['before', 'after', 'account_id'], listLimit);
    return c.json(messageList(world, messages, page));
  });
}

function wireOf(world: World, attendee: Attendee) {
  const account = world.state.accounts.get(attendee.accountId);
  return account === undefined ? [] : [attendeeWire(world, account, attendee)];
}

function requireAttendee(world: World, c: ApiContext, id: string): Attendee {
  const attendee = world.state.attendees.get(id);
  if (attendee === undefined) throw notFound('Attendee');
  c.set('accountId', attendee.accountId);
  return attendee;
}

/** Attendees by their own or their provider ids, several separated by commas. */
function matchingAttendees(world: World, ids: string): Attendee[] {
  const wanted = new Set(ids.split(','));
  const found = [...world.state.attendees.values()].filter(
    (attendee) => wanted.has(attendee.id) || wanted.has(attendee.providerId),
  );
  if (found.length === 0) throw notFound('Attendee');
  return found;
}
