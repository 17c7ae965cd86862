import { attachmentUrl } from '../domain/webhook-bodies';
import { digitsOf } from '../ids';
import type { Account, Attachment, Chat, Message } from '../state';
import type { World } from '../world';

/** The Message object of the API: flags are the integers 0 and 1, except inside reactions. */
export function messageWire(world: World, account: Account, chat: Chat, message: Message) {
  const quoted = message.quotedId === undefined ? null : world.findMessage(message.quotedId);
  return {
    object: 'Message' as const,
    id: message.id,
    provider_id: message.providerId,
    account_id: message.accountId,
    chat_id: message.chatId,
    chat_provider_id: chat.providerId,
    sender_id: message.senderId,
    sender_attendee_id: message.senderAttendeeId,
    ...(account.type === 'LINKEDIN'
      ? {
          sender_urn: `urn:li:member:${digitsOf(9, 'member', message.senderId)}`,
          message_type: message.messageType ?? 'MESSAGE',
          attendee_type: 'MEMBER',
          attendee_distance: message.isSender ? -1 : 1,
        }
      : {}),
    text: message.text,
    subject: message.subject ?? null,
    timestamp: new Date(message.atMs).toISOString(),
    is_sender: bit(message.isSender),
    seen: bit(message.isSeen),
    seen_by: message.seenBy,
    hidden: bit(message.isHidden),
    deleted: bit(message.isDeleted),
    edited: bit(message.isEdited),
    is_event: bit(message.eventType !== undefined),
    ...(message.eventType === undefined ? {} : { event_type: message.eventType }),
    delivered: bit(message.isDelivered),
    behavior: message.behavior ?? null,
    original: original(message),
    attachments: message.attachments.map((item) => attachmentWire(account, message, item)),
    reactions: message.reactions.map((reaction) => ({
      value: reaction.value,
      sender_id: reaction.senderId,
      is_sender: reaction.isSender,
    })),
    ...(quoted === null
      ? {}
      : {
          quoted: {
            provider_id: quoted.providerId,
            sender_id: quoted.senderId,
            text: quoted.text,
            attachments: quoted.attachments.map((item) => attachmentWire(account, quoted, item)),
          },
          reply_to: {
            id: quoted.id,
            provider_id: quoted.providerId,
            timestamp: new Date(quoted.atMs).toISOString(),
            sender_attendee_id: quoted.senderAttendeeId,
            sender_id: quoted.senderId,
            text: quoted.text,
          },
        }),
  };
}

function attachmentWire(account: Account, message: Message, attachment: Attachment) {
  const base = {
    id: attachment.id,
    type: attachment.type,
    unavailable: attachment.isUnavailable === true,
    file_size: attachment.sizeBytes,
    mimetype: attachment.mime,
    url: attachmentUrl(account, message, attachment.id),
  };
  const size = { width: attachment.width ?? 0, height: attachment.height ?? 0 };
  if (attachment.type === 'img') return { ...base, size, sticker: attachment.isSticker === true };
  if (attachment.type === 'video') return { ...base, size, gif: attachment.isGif === true };
  if (attachment.type === 'audio') {
    return {
      ...base,
      duration: attachment.durationSeconds ?? 0,
      voice_note: attachment.isVoiceNote === true,
    };
  }
  if (attachment.type === 'file') return { ...base, file_name: attachment.fileName };
  if (attachment.type === 'linkedin_post') {
    return { id: base.id, type: base.type, unavailable: base.unavailable };
  }
  const [startsAt, endsAt] = [attachment.startsAtMs ?? null, attachment.endsAtMs ?? null];
  return {
    id: base.id,
    type: base.type,
    unavailable: base.unavailable,
    starts_at: startsAt,
    expires_at: endsAt,
    time_range: startsAt === null || endsAt === null ? null : endsAt - startsAt,
  };
}

function original(message: Message): string {
  const { providerId, senderId, atMs, text } = message;
  return JSON.stringify({
    id: providerId,
    from: senderId,
    ts: Math.floor(atMs / 1000),
    body: text,
  });
}

function bit(flag: boolean | undefined): 0 | 1 {
  return flag === true ? 1 : 0;
}
