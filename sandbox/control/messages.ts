import type { Hono } from 'hono';
import { addRelation } from '../domain/invitations';
import {
  deleteMessage,
  editMessage,
  markDelivered,
  markSeenBy,
  openChat,
  reactToMessage,
  receiveMessage,
} from '../domain/messaging';
import { addAttendee, contactKey, selfOf } from '../domain/people';
import { invalid, notFound } from '../errors';
import {
  type Fields,
  optionalFlag,
  optionalNumber,
  optionalText,
  readJson,
  requireChoice,
  requireText,
  textList,
  utcDate,
} from '../input';
import { inventContact } from '../seed/people';
import type { Account, Attendee, Chat, Contact, Message } from '../state';
import { lastActivityMs, type World } from '../world';
import { accountById } from './api';
import { readParts } from './message-fields';

/** Messages of contacts and what happens to messages later, driven by tests or by a person. */
export function controlMessageRoutes(app: Hono, world: World): void {
  app.post('/control/accounts/:id/messages', async (c) => {
    const account = accountById(world, c.req.param('id'));
    return c.json(makeMessages(world, account, await readJson(c.req.raw)), 201);
  });

  app.post('/control/messages/:id/:action', async (c) => {
    const message = world.findMessage(c.req.param('id'));
    const chat = message === null ? undefined : world.state.chats.get(message.chatId);
    if (message === null || chat === undefined) throw notFound('Message');
    const action = requireChoice({ action: c.req.param('action') }, 'action', actions);
    const fields = action === 'react' || action === 'edit' ? await readJson(c.req.raw) : {};
    const by = action === 'read' ? everybody(world, chat) : [someone(world, chat)];
    for (const person of by) change(world, message, person, action, fields);
    return c.json({ id: message.id });
  });

  app.post('/control/accounts/:id/relations', async (c) => {
    const account = accountById(world, c.req.param('id'));
    const name = optionalText(await readJson(c.req.raw), 'name');
    const contact = inventContact(account.type, world.newId('contact'), name);
    addAttendee(world, account, contact);
    addRelation(world, account, contact);
    return c.json(whoIs(contact), 201);
  });

  app.post('/control/accounts/:id/contacts', async (c) => {
    const account = accountById(world, c.req.param('id'));
    const fields = await readJson(c.req.raw);
    const contact = inventContact(
      account.type,
      world.newId('contact'),
      optionalText(fields, 'name'),
    );
    if (optionalFlag(fields, 'needsEmail') === true) contact.needsEmail = true;
    contact.emails = textList(fields, 'emails');
    contact.phones = textList(fields, 'phones');
    world.state.contacts.set(contactKey(account.type, contact.providerId), contact);
    world.changed();
    return c.json(whoIs(contact), 201);
  });
}

function whoIs({ providerId, publicIdentifier, name }: Contact) {
  return { providerId, publicIdentifier, name };
}

const actions = ['react', 'edit', 'delete', 'read', 'deliver'] as const;

function change(
  world: World,
  message: Message,
  by: Attendee,
  action: (typeof actions)[number],
  fields: Fields,
): void {
  if (action === 'react') reactToMessage(world, message, by, requireText(fields, 'value'));
  if (action === 'edit') editMessage(world, message, requireText(fields, 'text'));
  if (action === 'delete') deleteMessage(world, message);
  if (action === 'read') markSeenBy(world, message, by);
  if (action === 'deliver') markDelivered(world, message);
}

/**
 * `{text?, chatId?, newChat?, name?, from?, count?, at?, silent?}`: messages of a contact, or of
 * the owner's phone with `from: "me"`. Without a chat the most recent one is taken; `members` names
 * the people of a new group. What else a message can carry: message-fields.ts.
 */
function makeMessages(world: World, account: Account, fields: Fields) {
  const count = optionalNumber(fields, 'count') ?? 1;
  if (!Number.isInteger(count) || count < 1 || count > 5_000)
    throw invalid('count must be 1 to 5000');
  const text = optionalText(fields, 'text') ?? 'Do you have a minute this week?';
  const startMs = utcDate(optionalText(fields, 'at'), 'at') ?? world.clock.now();
  const isSilent = optionalFlag(fields, 'silent') ?? false;
  const chat = chooseChat(world, account, fields);
  const sender =
    optionalText(fields, 'from') === 'me' ? selfOf(world, account) : someone(world, chat);
  const ids = Array.from({ length: count }, (_, index) => {
    const draft = {
      text: count === 1 ? text : `${text} (${index + 1}/${count})`,
      // A millisecond apart, so that their order is the order in which they were sent.
      atMs: startMs + index,
      ...readParts(world, fields),
    };
    return receiveMessage(world, account, chat, sender, draft, isSilent).id;
  });
  return { chatId: chat.id, messageIds: ids };
}

function chooseChat(world: World, account: Account, fields: Fields): Chat {
  const chatId = optionalText(fields, 'chatId');
  if (chatId !== undefined) {
    const chat = world.state.chats.get(chatId);
    if (chat === undefined || chat.accountId !== account.id) throw notFound('Chat');
    return chat;
  }
  const members = textList(fields, 'members');
  if (members !== undefined) {
    const people = members.map((name) =>
      addAttendee(world, account, inventContact(account.type, world.newId('contact'), name)),
    );
    return openChat(world, account, people, {
      type: 1,
      name: optionalText(fields, 'name') ?? null,
    });
  }
  const chats = world.chatsOf(account.id).filter((chat) => chat.attendeeIds.length > 0);
  const [latest] = chats.sort((a, b) => lastActivityMs(world, b) - lastActivityMs(world, a));
  if (optionalFlag(fields, 'newChat') !== true && latest !== undefined) return latest;
  const contact = inventContact(account.type, world.newId('contact'), optionalText(fields, 'name'));
  const attendee = addAttendee(world, account, contact);
  if (account.type === 'LINKEDIN') {
    account.relations.push({ providerId: contact.providerId, connectedAtMs: world.clock.now() });
  }
  return openChat(world, account, [attendee]);
}

function someone(world: World, chat: Chat): Attendee {
  const [first] = chat.attendeeIds;
  const attendee = first === undefined ? undefined : world.state.attendees.get(first);
  if (attendee === undefined) throw notFound('Attendee');
  return attendee;
}

function everybody(world: World, chat: Chat): Attendee[] {
  return chat.attendeeIds.flatMap((id) => world.state.attendees.get(id) ?? []);
}
