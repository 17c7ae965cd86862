import type { Account, Attachment, Attendee, Chat, Message } from '../state';
import { statusOf, type World } from '../world';
import { selfOf } from './people';
import { providerChatId, providerMessageId } from './provider-ids';
import { messageBody } from './webhook-bodies';

export interface Draft {
  text: string | null;
  attachments?: Attachment[];
  quotedId?: string;
  subject?: string;
  messageType?: string;
  /** Whatever else is said of it from outside. */
  marks?: Partial<Message>;
  /** When the provider acknowledged it; default now. */
  atMs?: number;
}

/** A message of the owner sent through the API; its echo is published by the caller. */
export function addOwnMessage(world: World, account: Account, chat: Chat, draft: Draft): Message {
  const message = buildMessage(world, account, chat, selfOf(world, account), draft);
  storeMessage(world, chat, message, true);
  world.changed();
  return message;
}

/** Announces a message; own messages are announced as `message_received` too (the echo). */
export function publishMessage(
  world: World,
  message: Message,
  event = 'message_received',
  extra: Record<string, unknown> = {},
): void {
  const account = world.state.accounts.get(message.accountId);
  const chat = world.state.chats.get(message.chatId);
  if (account === undefined || chat === undefined || statusOf(account) !== 'OK') return;
  world.outbox.publish({
    source: 'messaging',
    event,
    accountId: account.id,
    body: { ...messageBody(world, account, chat, message, event), ...extra },
  });
}

/**
 * A message that the provider brings: of a contact, or of the owner's phone when `sender` is the
 * owner. While the account is not OK it waits at the provider: not readable through the API, no
 * event, until the account comes back. `isSilent` stores it without an event, then or now.
 */
export function receiveMessage(
  world: World,
  account: Account,
  chat: Chat,
  sender: Attendee,
  draft: Draft,
  isSilent = false,
): Message {
  const message = buildMessage(world, account, chat, sender, draft);
  if (statusOf(account) === 'OK') storeMessage(world, chat, message, isSilent);
  else account.missed.push({ message, isSilent });
  world.changed();
  return message;
}

/** What arrived during an outage becomes readable and is announced in one burst. */
export function deliverMissed(world: World, account: Account): void {
  const missed = account.missed;
  account.missed = [];
  for (const { message, isSilent } of missed) {
    const chat = world.state.chats.get(message.chatId);
    if (chat !== undefined) storeMessage(world, chat, message, isSilent);
  }
}

function storeMessage(world: World, chat: Chat, message: Message, isSilent: boolean): void {
  world.insertMessage(message);
  // Writing in a chat reads it, at every provider.
  if (message.isSender) markRead(world, chat, true);
  if (!isSilent) publishMessage(world, message);
}

export function editMessage(world: World, message: Message, text: string): void {
  message.text = text;
  message.isEdited = true;
  announce(world, message, 'message_edited');
}

export function deleteMessage(world: World, message: Message): void {
  message.text = null;
  message.attachments = [];
  message.isDeleted = true;
  announce(world, message, 'message_deleted');
}

/** Somebody reacts; the same person's earlier reaction is replaced. */
export function reactToMessage(world: World, message: Message, by: Attendee, value: string): void {
  message.reactions = message.reactions.filter((reaction) => reaction.senderId !== by.providerId);
  message.reactions.push({ value, senderId: by.providerId, isSender: by.isSelf });
  announce(world, message, 'message_reaction', {
    reaction: value,
    reaction_sender: {
      attendee_id: by.id,
      attendee_name: by.name,
      attendee_provider_id: by.providerId,
    },
  });
}

export function markDelivered(world: World, message: Message): void {
  message.isDelivered = true;
  announce(world, message, 'message_delivered');
}

/** A contact has read a message of the owner. */
export function markSeenBy(world: World, message: Message, by: Attendee): void {
  message.isSeen = true;
  message.isDelivered = true;
  message.seenBy = {
    ...message.seenBy,
    [by.providerId]: new Date(world.clock.now()).toISOString(),
  };
  announce(world, message, 'message_read');
}

/** Sets the owner's side of a chat to read, or its last incoming message to unread. */
export function markRead(world: World, chat: Chat, isRead: boolean): void {
  const incoming = world.messagesOf(chat.id).filter((message) => !message.isSender);
  if (isRead) for (const message of incoming) message.isSeen = true;
  else {
    const last = incoming.at(-1);
    if (last !== undefined) last.isSeen = false;
  }
  world.changed();
}

/** Opens a chat at the provider; the caller has checked that none exists. */
export function openChat(
  world: World,
  account: Account,
  attendees: Attendee[],
  extra: Partial<Chat> = {},
): Chat {
  const id = extra.id ?? world.newId('chat');
  const chat: Chat = {
    id,
    accountId: account.id,
    providerId: providerChatId(account, attendees, id),
    type: attendees.length > 1 ? 1 : 0,
    name: null,
    attendeeIds: attendees.map((attendee) => attendee.id),
    isArchived: false,
    mutedUntil: null,
    readOnly: 0,
    createdAtMs: world.clock.now(),
    ...extra,
  };
  if (account.type === 'LINKEDIN' && chat.folder === undefined) {
    chat.folder = ['INBOX', 'INBOX_LINKEDIN_CLASSIC'];
  }
  world.state.chats.set(id, chat);
  world.state.messages.set(id, []);
  world.changed();
  return chat;
}

/** The one-to-one chat with a provider user, when there is one. */
export function findDirectChat(world: World, account: Account, providerId: string): Chat | null {
  for (const chat of world.chatsOf(account.id)) {
    if (chat.type !== 0 || chat.contentType !== undefined) continue;
    const [attendeeId] = chat.attendeeIds;
    if (attendeeId === undefined) continue;
    if (world.state.attendees.get(attendeeId)?.providerId === providerId) return chat;
  }
  return null;
}

function buildMessage(
  world: World,
  account: Account,
  chat: Chat,
  sender: Attendee,
  draft: Draft,
): Message {
  const id = world.newId('message');
  const message: Message = {
    id,
    providerId: providerMessageId(account, id),
    accountId: account.id,
    chatId: chat.id,
    senderAttendeeId: sender.id,
    senderId: sender.providerId,
    isSender: sender.isSelf,
    text: draft.text,
    atMs: draft.atMs ?? world.clock.now(),
    isSeen: false,
    seenBy: {},
    // LinkedIn and the others confirm at once; WhatsApp says so later.
    isDelivered: !sender.isSelf || account.type !== 'WHATSAPP',
    attachments: draft.attachments ?? [],
    reactions: [],
  };
  if (draft.quotedId !== undefined) message.quotedId = draft.quotedId;
  if (draft.subject !== undefined) message.subject = draft.subject;
  if (account.type === 'LINKEDIN') message.messageType = draft.messageType ?? 'MESSAGE';
  return Object.assign(message, draft.marks);
}

function announce(
  world: World,
  message: Message,
  event: string,
  extra: Record<string, unknown> = {},
): void {
  world.changed();
  publishMessage(world, message, event, extra);
}
