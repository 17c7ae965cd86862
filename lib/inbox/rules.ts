import { visibleName } from '@/lib/core/one-line';
import { isMailProvider, PROVIDER_NAMES, type Provider } from '@/lib/core/providers';
import type { PreviewPrefix, ReplyBlock, SendState, StoredAccountStatus } from './types';

/** Longer texts are refused by every chat provider that we know; the API states no number. */
export const MAX_REPLY_CHARACTERS = 8_000;
/** Far more than anybody writes by hand. */
export const MAX_EMAIL_CHARACTERS = 100_000;

/** How long a message from an account of this provider may be. */
export function maxCharactersOf(provider: Provider): number {
  return isMailProvider(provider) ? MAX_EMAIL_CHARACTERS : MAX_REPLY_CHARACTERS;
}

const UNKNOWN_PERSON = 'Unknown person';
const MAX_PREVIEW_CHARACTERS = 200;
const MAX_NAMED_IN_GROUP = 3;

/**
 * The handle or number that a provider's user id shows, or null where the id is opaque. WhatsApp ids
 * are `<digits>@s.whatsapp.net`; `@lid` ids hold no number.
 */
export function handleOf(provider: Provider, providerUserId: string): string | null {
  if (provider === 'WHATSAPP') {
    const digits = /^(\d{5,20})@(?:s\.whatsapp\.net|c\.us)$/.exec(providerUserId)?.[1];
    return digits ? `+${digits}` : null;
  }
  if (/^@\w+$/.test(providerUserId)) return providerUserId;
  return /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(providerUserId) ? providerUserId : null;
}

/** Name of one person: what the provider calls them, or the handle in their id. */
export function personName(provider: Provider, name: string | null, providerUserId: string | null) {
  const handle = providerUserId && handleOf(provider, providerUserId);
  return visibleName(name) ?? (handle || UNKNOWN_PERSON);
}

/** Name of a conversation: its title, else its people, so that no row is blank. */
export function conversationName(input: {
  provider: Provider;
  kind: 'direct' | 'group' | 'channel' | 'email';
  title: string | null;
  attendeeName: string | null;
  attendeeProviderId: string | null;
  /** Names of the others in a group. */
  otherNames?: readonly string[];
}): string {
  const title = visibleName(input.title);
  if (title) return title;
  // An e-mail is known by whom it is exchanged with, however many get a copy.
  if (input.kind === 'direct' || input.kind === 'email') {
    return personName(input.provider, input.attendeeName, input.attendeeProviderId);
  }
  const names = input.otherNames ?? [];
  if (names.length === 0) return input.kind === 'group' ? 'Group without a name' : 'Channel';
  const shown = names.slice(0, MAX_NAMED_IN_GROUP).join(', ');
  const more = names.length - MAX_NAMED_IN_GROUP;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** Whom a message that begins a conversation is for: the group's title, or everybody. */
export function startName(start: {
  title: string | null;
  recipients: readonly { providerUserId: string; name: string | null }[];
}): string {
  const names = start.recipients.map(({ providerUserId, name }) => name ?? providerUserId);
  return start.title ?? names.join(', ');
}

/** What a row of the list shows of the newest message: of an e-mail its subject first. */
export function rowPreview(row: {
  kind: 'direct' | 'group' | 'channel' | 'email';
  subject: string | null;
  lastMessageText: string | null;
}): string | null {
  if (row.kind !== 'email') return row.lastMessageText;
  return [row.subject ?? 'No subject', row.lastMessageText].filter(Boolean).join(' · ');
}

const EVENT_TEXTS: Readonly<Record<number, string>> = {
  1: 'reacted to a message',
  2: 'reacted to your message',
  3: 'created the group',
  4: 'changed the title of the group',
  5: 'was added to the group',
  6: 'was removed from the group',
  7: 'left the group',
  8: 'Missed voice call',
  9: 'Missed call',
};

/**
 * An event of a conversation as a quiet line. The provider's own text wins where there is one, since
 * it names who and what.
 */
export function eventText(eventType: number, text: string | null, senderName: string): string {
  const own = text?.trim();
  if (own) return own;
  const known = EVENT_TEXTS[eventType];
  if (!known) return 'Something changed in this conversation';
  if (eventType >= 8) return `${known} from ${senderName}`;
  return `${senderName} ${known}`;
}

interface PreviewedMessage {
  text: string | null;
  isDeleted: boolean;
  eventType: number | null;
  attachments: readonly { kind: string; fileName: string | null; isVoiceNote: boolean }[];
}

/** One line for the list; null when there is nothing to say. */
export function previewOf(message: PreviewedMessage, senderName = 'Someone'): string | null {
  if (message.isDeleted) return 'Message deleted';
  if (message.eventType !== null) return eventText(message.eventType, message.text, senderName);
  const text = message.text?.replace(/\s+/g, ' ').trim();
  if (text) return cutGraphemes(text, MAX_PREVIEW_CHARACTERS);
  const [first] = message.attachments;
  return first ? attachmentWord(first) : null;
}

/** As what a file of this type will stand in the conversation. */
export function fileKind(mimeType: string): 'image' | 'video' | 'audio' | 'file' {
  const [kind] = mimeType.split('/');
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file';
}

export function attachmentWord(attachment: PreviewedMessage['attachments'][number]): string {
  switch (attachment.kind) {
    case 'image':
      return 'Photo';
    case 'video':
      return 'Video';
    case 'audio':
      return attachment.isVoiceNote ? 'Voice message' : 'Audio';
    case 'post':
      return 'Shared post';
    case 'meeting':
      return 'Video meeting';
    default:
      return attachment.fileName ?? 'File';
  }
}

/** Cuts between graphemes, so that an emoji of several code points is whole or gone. */
function cutGraphemes(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text.slice(0, limit * 4),
  )) {
    if (kept.length + segment.length > limit) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** What the newest thing in a conversation puts before its preview. */
export function previewPrefix(input: {
  sendState: SendState | null;
  isLastMessageOurs: boolean;
}): PreviewPrefix | null {
  if (input.sendState === 'failed') return 'not_sent';
  if (input.sendState === 'unknown') return 'not_confirmed';
  if (input.sendState === 'sending' || input.sendState === 'held') return 'sending';
  return input.isLastMessageOurs ? 'you' : null;
}

/** Channels where the API reads but cannot send: its documents list X nowhere under sending. */
const READ_ONLY_PROVIDERS: ReadonlySet<Provider> = new Set(['TWITTER']);

const BLOCK_BY_STATUS: Partial<Record<StoredAccountStatus, ReplyBlock>> = {
  removed: 'removed',
  reconnect_needed: 'reconnect_needed',
  restricted: 'restricted',
  interrupted: 'interrupted',
  paused: 'stopped',
  connecting: 'connecting',
};

/** Why a reply is not possible now, the hardest reason first; null when it is. */
export function replyBlock(input: {
  provider: Provider;
  accountStatus: StoredAccountStatus;
  isSendingPaused: boolean;
  isConversationReadOnly: boolean;
  /** The role may send at all. */
  mayRoleSend: boolean;
  /** The account is the member's own or shared for replies. */
  maySendFromAccount: boolean;
}): ReplyBlock | null {
  if (!input.mayRoleSend) return 'viewer';
  const byStatus = BLOCK_BY_STATUS[input.accountStatus];
  if (byStatus === 'removed') return byStatus;
  if (!input.maySendFromAccount) return 'read_only_sharing';
  if (READ_ONLY_PROVIDERS.has(input.provider)) return 'channel_read_only';
  if (input.isConversationReadOnly) return 'conversation_read_only';
  if (byStatus) return byStatus;
  return input.isSendingPaused ? 'sends_paused' : null;
}

/** The sentence that stands in place of the composer, and whether Reconnect helps. */
export function replyBlockText(
  block: ReplyBlock,
  names: { account: string; provider: Provider },
): { text: string; isReconnectHelpful: boolean } {
  const channel = PROVIDER_NAMES[names.provider];
  const account = `${names.account} · ${channel}`;
  const say = (text: string, isReconnectHelpful = false) => ({ text, isReconnectHelpful });
  switch (block) {
    case 'viewer':
      return say('Your role reads conversations. Ask an admin if you need to reply.');
    case 'read_only_sharing':
      return say(`${account} is shared with you for reading only.`);
    case 'removed':
      return say(`${account} was removed. Its conversations stay here to read.`);
    case 'reconnect_needed':
      return say(`Reconnect ${account} to reply.`, true);
    case 'restricted':
      return say(`${channel} limited ${names.account}. Sending is stopped.`);
    case 'interrupted':
      return say(`${account} is interrupted at the provider. We retry; your draft is kept.`);
    case 'stopped':
      return say(`${account} is paused at the provider. Your draft is kept.`);
    case 'connecting':
      return say(`${account} is connecting. Usually under a minute; your draft is kept.`);
    case 'sends_paused':
      return say(`Sending from ${account} is paused. Your draft is kept.`);
    case 'channel_read_only':
      return say(`${channel} messages are read-only here.`);
    case 'conversation_read_only':
      return say(`${channel} does not allow replies in this conversation.`);
  }
}

/** The conversation at the provider, where the form of its address is known. */
export function providerUrlOf(input: {
  provider: Provider;
  providerChatId: string;
  attendeeProviderId: string | null;
}): string | null {
  const { provider, providerChatId, attendeeProviderId } = input;
  if (provider === 'LINKEDIN') {
    return `https://www.linkedin.com/messaging/thread/${encodeURIComponent(providerChatId)}/`;
  }
  if (provider === 'WHATSAPP' && attendeeProviderId) {
    const handle = handleOf(provider, attendeeProviderId);
    return handle ? `https://wa.me/${handle.slice(1)}` : null;
  }
  if (provider === 'TELEGRAM' && /^@\w{4,32}$/.test(attendeeProviderId ?? '')) {
    return `https://t.me/${attendeeProviderId?.slice(1)}`;
  }
  const form = THREAD_FORMS[provider];
  return form?.id.test(providerChatId) ? form.urlOf(providerChatId) : null;
}

/** Services whose web app opens a thread by the id that the API gives, while that id has its usual form. */
const THREAD_FORMS: Partial<Record<Provider, { id: RegExp; urlOf(id: string): string }>> = {
  INSTAGRAM: { id: /^\d{5,60}$/, urlOf: (id) => `https://www.instagram.com/direct/t/${id}/` },
  MESSENGER: { id: /^\d{5,60}$/, urlOf: (id) => `https://www.messenger.com/t/${id}/` },
  TWITTER: { id: /^\d{1,30}(?:-\d{1,30})?$/, urlOf: (id) => `https://x.com/messages/${id}` },
};
