import { findContact } from '../domain/people';
import type { Account, Attachment, Chat, Message } from '../state';
import type { World } from '../world';
import { v2Provider } from './account';
import { userWire } from './user';

/** The Message object of v2: ids of the provider, and flags that are true or false. */
export function messageWireV2(world: World, account: Account, chat: Chat, message: Message) {
  const quoted = message.quotedId === undefined ? null : world.findMessage(message.quotedId);
  const sender = findContact(world, account.type, message.senderId);
  return {
    object: 'Message' as const,
    id: message.providerId,
    ...(message.text === null ? {} : { text: message.text }),
    sender_id: message.senderId,
    chat_id: chat.providerId,
    timestamp: new Date(message.atMs).toISOString(),
    is_sender: message.isSender,
    is_hidden: message.isHidden === true,
    is_seen: message.isSeen,
    is_delivered: message.isDelivered,
    is_deleted: message.isDeleted === true,
    is_edited: message.isEdited === true,
    is_pinned: false,
    is_event: message.eventType !== undefined,
    is_mentionned: false,
    ...(message.eventType === undefined ? {} : { event_type: eventTypeOf(message.eventType) }),
    reactions_counter: countsOf(message),
    ...(sender === null ? {} : { sender: userWire(world, sender) }),
    provider: v2Provider(account.type) ?? 'mock',
    attachments: message.attachments.flatMap((item) => attachmentWire(account, item) ?? []),
    ...(quoted === null ? {} : { quoted: quotedWire(world, account, quoted) }),
    ...(message.subject === undefined ? {} : { specifics: { subject: message.subject } }),
  };
}

/** Of the numbers of v1 (0 to 9), those that v2 has for the same. */
function eventTypeOf(v1: number): number {
  const numbers: Record<number, number> = { 1: 8, 2: 8, 4: 1, 5: 3, 6: 4, 7: 4, 8: 9, 9: 9 };
  return numbers[v1] ?? 0;
}

function countsOf(message: Message) {
  const counts = new Map<string, number>();
  for (const { value } of message.reactions) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([reaction, count]) => ({ reaction, count }));
}

function quotedWire(world: World, account: Account, quoted: Message) {
  const sender = findContact(world, account.type, quoted.senderId);
  return {
    object: 'QuotedMessage' as const,
    id: quoted.providerId,
    ...(quoted.text === null ? {} : { text: quoted.text }),
    attachments: quoted.attachments.flatMap((item) => attachmentWire(account, item) ?? []),
    ...(sender === null ? {} : { sender: userWire(world, sender) }),
  };
}

/** v2 has no video meetings among its attachments. */
function attachmentWire(account: Account, attachment: Attachment) {
  const base = {
    object: 'Attachment' as const,
    id: attachment.id,
    file_size: attachment.sizeBytes,
    is_unavailable: attachment.isUnavailable === true,
    mimetype: attachment.mime,
    url: `att://${account.id}/${attachment.id}`,
  };
  const size = { width: attachment.width ?? 0, height: attachment.height ?? 0 };
  if (attachment.type === 'img') {
    return { ...base, type: 'img', size, sticker: attachment.isSticker === true };
  }
  if (attachment.type === 'video') {
    return { ...base, type: 'video', size, gif: attachment.isGif === true };
  }
  if (attachment.type === 'audio') {
    const duration = attachment.durationSeconds ?? 0;
    return { ...base, type: 'audio', duration, voice_note: attachment.isVoiceNote === true };
  }
  if (attachment.type === 'file') return { ...base, type: 'file', filename: attachment.fileName };
  if (attachment.type === 'linkedin_post') {
    return { ...base, type: 'shared_content', media_type: 'post' };
  }
  return null;
}
