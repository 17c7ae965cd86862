import type {
  GatewayAttachment,
  GatewayAttendee,
  GatewayChat,
  GatewayMessage,
  GatewayReaction,
} from '@/lib/gateway/client';
import { toStorableText } from '@/lib/gateway/storable-text';
import { toChatId, toMessageId } from './ids';
import { named } from './map';
import type { WireAttachment, WireChat, WireMessage, WireReaction } from './message-wire';
import { providerOf } from './provider-names';
import type { WireUser } from './wire';

const MAX_INTEGER = 2_147_483_647;
/** One person gives a message few; a count beyond is no count. */
const MAX_REACTIONS = 100;

export function toChat(accountId: string, wire: WireChat): GatewayChat {
  const kind = kindOf(wire);
  return {
    gatewayChatId: toChatId(accountId, wire.id),
    providerChatId: wire.id,
    providerAccountId: accountId,
    provider: providerOf(wire.provider),
    kind,
    // Of two people it is the name of the other one, who is known by their own.
    title: kind === 'direct' ? null : named(wire.name),
    attendeeProviderId: kind === 'direct' ? (wire.user_id ?? wire.user?.id ?? null) : null,
    subject: wire.specifics?.subject ?? null,
    lastActivityAt: wire.last_message_timestamp,
    unreadCount: Math.min(Math.max(wire.unread_count ?? 0, 0), MAX_INTEGER),
    isArchived: wire.is_archived,
    isReadOnly: wire.is_readonly,
    disabledFeatures: [],
    contentType: null,
  };
}

function kindOf(wire: WireChat): GatewayChat['kind'] {
  if (wire.type === 'channel' || wire.is_channel) return 'channel';
  if (wire.type === 'group' || wire.is_group) return 'group';
  return 'direct';
}

/** `reactions`: who gave which, where it was asked for; a message alone tells counts. */
export function toMessage(
  accountId: string,
  wire: WireMessage,
  reactions?: readonly WireReaction[],
): GatewayMessage {
  return {
    gatewayMessageId: toMessageId(accountId, wire.chat_id, wire.id),
    providerMessageId: wire.id,
    gatewayChatId: toChatId(accountId, wire.chat_id),
    providerAccountId: accountId,
    senderProviderId: wire.sender_id ?? '',
    isOurs: wire.is_sender,
    text: wire.text,
    subject: wire.specifics?.subject ?? null,
    sentAt: wire.timestamp,
    isSeen: wire.is_seen,
    seenBy: {},
    isDelivered: wire.is_delivered,
    isHidden: wire.is_hidden,
    isDeleted: wire.is_deleted,
    isEdited: wire.is_edited,
    eventType: wire.is_event ? (EVENT_TYPES.get(wire.event_type ?? 0) ?? 0) : null,
    countsAsUnread: true,
    reactions: reactions ? reactions.map(toReaction) : fromCounts(wire),
    messageType: null,
    quoted: toQuoted(wire),
    attachments: wire.attachments.map(toAttachment),
  };
}

/** Numbers of v2 for what our numbers, which are those of v1, have as well; all else is 0. */
const EVENT_TYPES: ReadonlyMap<number, number> = new Map([
  [1, 4],
  [3, 5],
  [8, 1],
  [9, 9],
]);

function toReaction(wire: WireReaction): GatewayReaction {
  return {
    value: toStorableText(wire.value),
    senderProviderId: wire.sender?.id ?? '',
    isOurs: wire.is_sender,
  };
}

function fromCounts(wire: WireMessage): GatewayReaction[] {
  return wire.reactions_counter.flatMap(({ reaction, count }) => {
    const one = { value: toStorableText(reaction), senderProviderId: '', isOurs: false };
    return Array.from({ length: Math.min(count ?? 1, MAX_REACTIONS) }, () => one);
  });
}

function toQuoted({ quoted }: WireMessage): GatewayMessage['quoted'] {
  if (!quoted) return null;
  const [first] = quoted.attachments.map(toAttachment);
  return {
    providerMessageId: quoted.id,
    senderProviderId: quoted.sender?.id ?? '',
    text: quoted.text,
    attachment: first
      ? { kind: first.kind, fileName: first.fileName, isVoiceNote: first.isVoiceNote }
      : null,
  };
}

const ATTACHMENT_KINDS: ReadonlyMap<string, GatewayAttachment['kind']> = new Map([
  ['img', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['file', 'file'],
  ['shared_content', 'post'],
]);

function toAttachment(wire: WireAttachment): GatewayAttachment {
  return {
    id: wire.id ?? '',
    kind: ATTACHMENT_KINDS.get(wire.type ?? '') ?? 'unknown',
    fileName: wire.filename,
    mimeType: wire.mimetype,
    sizeBytes: wire.file_size,
    isUnavailable: wire.is_unavailable || wire.id === null,
    isVoiceNote: wire.voice_note,
    isSticker: wire.sticker,
    isGif: wire.gif,
    width: wire.size?.width ?? null,
    height: wire.size?.height ?? null,
    durationSeconds: wire.duration,
    startsAt: null,
    endsAt: null,
  };
}

export function toAttendee(user: WireUser, isSelf: boolean): GatewayAttendee {
  return {
    gatewayAttendeeId: user.id,
    providerUserId: user.id,
    name: named(user.display_name),
    isSelf,
    headline: named(user.description),
    profileUrl: user.profile_url,
    pictureUrl: user.public_picture_url,
  };
}
