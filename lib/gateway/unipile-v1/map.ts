import type {
  GatewayAccount,
  GatewayAccountStatus,
  GatewayAttachment,
  GatewayAttendee,
  GatewayChat,
  GatewayMessage,
  RegisteredWebhook,
} from '@/lib/gateway/client';
import { toStorableText } from '@/lib/gateway/storable-text';
import { providerOf } from './provider-names';
import type {
  WireAccount,
  WireAttachment,
  WireAttendee,
  WireChat,
  WireMessage,
  WireQuoted,
  WireWebhook,
} from './wire';

const MAX_INTEGER = 2_147_483_647;
const LAST_EVENT_TYPE = 9;

export function toAccount(wire: WireAccount): GatewayAccount {
  const { status, rawStatus } = worstStatus(wire);
  return {
    providerAccountId: wire.id,
    provider: providerOf(wire.type),
    name: wire.name ?? '',
    status,
    rawStatus,
    ...identityOf(wire),
    features: (wire.connection_params?.im?.premiumFeatures ?? []).map(toStorableText),
    // A required field; an account is too dear to be lost for it, so a broken one gives 1970.
    createdAt: wire.created_at ?? new Date(0),
  };
}

const STATUSES: ReadonlyMap<string, GatewayAccountStatus> = new Map([
  ['OK', 'ok'],
  ['CONNECTING', 'connecting'],
  ['CREDENTIALS', 'credentials'],
  ['PERMISSIONS', 'permissions'],
  ['ERROR', 'error'],
  ['STOPPED', 'stopped'],
]);

/** Worst first. An unknown word needs attention: it is worse than everything that mends itself. */
const SEVERITY: readonly GatewayAccountStatus[] = [
  'credentials',
  'error',
  'stopped',
  'permissions',
  'unknown',
  'connecting',
  'ok',
];

/** An account has no status of its own: its worst source speaks for it. */
function worstStatus(wire: WireAccount): Pick<GatewayAccount, 'status' | 'rawStatus'> {
  const found = wire.sources.map((source) => ({
    status: STATUSES.get(source.status.toUpperCase()) ?? ('unknown' as const),
    rawStatus: toStorableText(source.status),
  }));
  found.sort((a, b) => SEVERITY.indexOf(a.status) - SEVERITY.indexOf(b.status));
  return found[0] ?? { status: 'unknown', rawStatus: 'NO_SOURCES' };
}

/**
 * Who signed in: the provider's user id where there is one, else the phone number or the address.
 * Addresses in small letters, because a mailbox does not tell them apart.
 */
function identityOf(wire: WireAccount): Pick<GatewayAccount, 'identity' | 'handle'> {
  const { im, call, mail } = wire.connection_params ?? {};
  const address = mail?.username ?? mail?.imap_user ?? null;
  const phone = im?.phone_number ?? call?.phone_number ?? null;
  return {
    identity: im?.id ?? im?.user_id ?? phone ?? address?.toLowerCase() ?? mail?.id ?? null,
    handle: im?.publicIdentifier ?? im?.username ?? phone ?? address,
  };
}

export function toChat(wire: WireChat): GatewayChat {
  return {
    gatewayChatId: wire.id,
    // Only deep links need it; the other id is as unique.
    providerChatId: wire.provider_id ?? wire.id,
    providerAccountId: wire.account_id,
    provider: providerOf(wire.account_type),
    kind: chatKind(wire),
    title: wire.name,
    attendeeProviderId: wire.attendee_provider_id,
    subject: wire.subject,
    lastActivityAt: wire.timestamp,
    unreadCount: Math.min(wire.unread_count ?? 0, MAX_INTEGER),
    isArchived: wire.archived,
    isReadOnly: (wire.read_only ?? 0) !== 0,
    disabledFeatures: wire.disabledFeatures.map(toStorableText),
    contentType: wire.content_type,
  };
}

function chatKind(wire: WireChat): GatewayChat['kind'] {
  if (wire.type === 0) return 'direct';
  if (wire.type === 1) return 'group';
  if (wire.type === 2) return 'channel';
  // A number of later times: only a chat of two names the other person.
  return wire.attendee_provider_id === null ? 'group' : 'direct';
}

export function toMessage(wire: WireMessage): GatewayMessage {
  return {
    gatewayMessageId: wire.id,
    providerMessageId: wire.provider_id ?? wire.id,
    gatewayChatId: wire.chat_id,
    providerAccountId: wire.account_id,
    // Events such as "group created" may have no author.
    senderProviderId: wire.sender_id ?? '',
    isOurs: wire.is_sender,
    text: wire.text,
    subject: wire.subject,
    sentAt: wire.timestamp,
    isSeen: wire.seen,
    seenBy: toSeenBy(wire.seen_by),
    isDelivered: wire.delivered,
    isHidden: wire.hidden,
    isDeleted: wire.deleted,
    isEdited: wire.edited,
    eventType: toEventType(wire.is_event, wire.event_type),
    countsAsUnread: wire.behavior !== 0,
    reactions: wire.reactions.map((reaction) => ({
      value: toStorableText(reaction.value),
      senderProviderId: reaction.sender_id ?? '',
      isOurs: reaction.is_sender,
    })),
    messageType: toMessageType(wire.message_type),
    quoted: toQuoted(wire.quoted),
    attachments: wire.attachments.map(toAttachment),
  };
}

/** 0 (unknown) to 9 for an event, null for a real message. */
export function toEventType(isEvent: boolean | null, eventType: number | null): number | null {
  if (!(isEvent ?? eventType !== null)) return null;
  return eventType === null || eventType > LAST_EVENT_TYPE ? 0 : eventType;
}

function toSeenBy(seenBy: ReadonlyMap<string, unknown>): GatewayMessage['seenBy'] {
  const entries = [...seenBy].flatMap(([userId, seen]): [string, string | true][] => {
    if (seen !== true && typeof seen !== 'string') return [];
    return [[toStorableText(userId), seen === true ? true : toStorableText(seen)]];
  });
  // Defines own properties, unlike assignment, for which `__proto__` means something else.
  return Object.fromEntries(entries);
}

export function toQuoted(quoted: WireQuoted): GatewayMessage['quoted'] {
  return (
    quoted && {
      providerMessageId: quoted.provider_id,
      senderProviderId: quoted.sender_id ?? '',
      text: quoted.text,
      attachment: toQuotedAttachment(quoted.attachments[0]),
    }
  );
}

function toQuotedAttachment(first: WireAttachment | undefined) {
  if (!first) return null;
  const { kind, fileName, isVoiceNote } = toAttachment(first);
  return { kind, fileName, isVoiceNote };
}

/** The provider's own kind of a message. `MESSAGE` is what every other message is. */
export function toMessageType(word: string | null): string | null {
  if (word === null || !/^[A-Za-z_]{1,40}$/.test(word)) return null;
  const type = word.toUpperCase();
  return type === 'MESSAGE' ? null : type;
}

const ATTACHMENT_KINDS: ReadonlyMap<string, GatewayAttachment['kind']> = new Map([
  ['img', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['file', 'file'],
  ['linkedin_post', 'post'],
  ['video_meeting', 'meeting'],
]);

export function toAttachment(wire: WireAttachment): GatewayAttachment {
  return {
    id: wire.id ?? '',
    kind: ATTACHMENT_KINDS.get(wire.type ?? '') ?? 'unknown',
    fileName: wire.file_name,
    mimeType: wire.mimetype,
    sizeBytes: wire.file_size,
    // Without an id there is nothing to download, but the reader should know that it was there.
    isUnavailable: wire.unavailable || wire.id === null,
    isVoiceNote: wire.voice_note,
    isSticker: wire.sticker,
    isGif: wire.gif,
    width: wire.size?.width ?? null,
    height: wire.size?.height ?? null,
    durationSeconds: wire.duration,
    startsAt: wire.starts_at?.toISOString() ?? null,
    endsAt: endOf(wire)?.toISOString() ?? null,
  };
}

/** When a meeting ends: as told, or by its length. */
function endOf(wire: WireAttachment): Date | null {
  if (wire.expires_at) return wire.expires_at;
  if (!wire.starts_at || wire.time_range === null) return null;
  const end = new Date(wire.starts_at.getTime() + wire.time_range);
  return Number.isNaN(end.getTime()) ? null : end;
}

export function toAttendee(wire: WireAttendee): GatewayAttendee {
  return {
    gatewayAttendeeId: wire.id,
    providerUserId: wire.provider_id,
    name: wire.name,
    isSelf: wire.is_self,
    headline: wire.specifics?.headline ?? wire.specifics?.occupation ?? null,
    profileUrl: wire.profile_url,
    pictureUrl: wire.picture_url,
  };
}

export function toRegisteredWebhook(wire: WireWebhook): RegisteredWebhook {
  return {
    id: wire.id,
    requestUrl: wire.request_url,
    source: wire.source,
    isEnabled: wire.enabled ?? true,
    signingSecret: null,
  };
}
