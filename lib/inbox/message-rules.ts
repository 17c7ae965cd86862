import type { Provider } from '@/lib/core/providers';
import { personName } from './rules';
import type { ThreadAttachment, ThreadMessage } from './types';

const SHOWN_ID_CHARACTERS = 6;

/** What a file has that is neither sticker, moving picture, film nor meeting. */
export const NO_MEDIA_FACTS = {
  isSticker: false,
  isGif: false,
  width: null,
  height: null,
  durationSeconds: null,
  startsAt: null,
  endsAt: null,
  contentId: null,
} as const;

/**
 * Who wrote a message when no person is stored for its sender: the handle in the id, else words that
 * tell two such senders of a group apart.
 */
export function senderNameOf(
  provider: Provider,
  name: string | null,
  providerUserId: string,
): string {
  const known = personName(provider, name, providerUserId);
  const isNamed = name?.trim() || known !== personName(provider, null, null);
  if (isNamed || !providerUserId) return known;
  return `${known} (${providerUserId.slice(-SHOWN_ID_CHARACTERS)})`;
}

const TYPE_TAGS: Readonly<Record<string, string>> = {
  INMAIL: 'InMail',
  INMAIL_REPLY: 'InMail reply',
  INMAIL_ACCEPT: 'InMail accepted',
  INMAIL_DECLINE: 'InMail declined',
  INVITATION: 'Invitation note',
};

/** What a message is when it is more than a message; null for an ordinary or an unknown kind. */
export function messageTag(messageType: string | null): string | null {
  return (messageType && TYPE_TAGS[messageType]) || null;
}

/** What a file is called in a sentence or beside its icon. */
export function attachmentTitle(attachment: ThreadAttachment): string {
  switch (attachment.kind) {
    case 'image':
      if (attachment.isSticker) return 'Sticker';
      return attachment.isGif || attachment.mimeType === 'image/gif' ? 'GIF' : 'Photo';
    case 'video':
      return attachment.isGif ? 'GIF' : 'Video';
    case 'audio':
      return attachment.isVoiceNote ? 'Voice message' : 'Audio';
    case 'post':
      return 'Shared post';
    case 'meeting':
      return 'Video meeting';
    case 'file':
      return attachment.fileName ?? 'File';
    default:
      return attachment.fileName ?? 'Attachment of an unknown kind';
  }
}

/** "Photo from Mira Olsen": what a reader who sees no picture is told. */
export function attachmentAlt(attachment: ThreadAttachment, senderName: string): string {
  const title = attachmentTitle(attachment);
  const from = senderName === 'You' ? 'from you' : `from ${senderName}`;
  return attachment.fileName && attachment.fileName !== title
    ? `${title} ${from}: ${attachment.fileName}`
    : `${title} ${from}`;
}

/** "1:07" of 67.2 seconds. */
export function lengthText(durationSeconds: number): string {
  const seconds = Math.max(1, Math.round(durationSeconds));
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** "1.4 MB": thousands, as people's own computers count files. */
export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1_000) return `${sizeBytes} B`;
  if (sizeBytes < 999_500) return `${Math.round(sizeBytes / 1_000)} kB`;
  if (sizeBytes < 999_950_000) return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
  return `${(sizeBytes / 1_000_000_000).toFixed(1)} GB`;
}

/** "PDF" of `application/pdf`; null where the type says nothing to a person. */
export function typeText(mimeType: string | null): string | null {
  const type = mimeType?.split('/')[1]?.split(/[;+]/)[0];
  if (type === 'plain') return 'TXT';
  return type && type.length <= 5 ? type.toUpperCase() : null;
}

/** Larger pictures are offered as files: drawing one of them takes more memory than a page has. */
const MAX_DRAWN_PIXELS = 40_000_000;

/** Whether our route for files has something to give for it. */
export function isDownloadable(attachment: ThreadAttachment): boolean {
  if (attachment.isUnavailable || attachment.kind === 'post' || attachment.kind === 'meeting') {
    return false;
  }
  // A browser reads both, even encoded, as parts of a path.
  return attachment.id !== '' && attachment.id !== '.' && attachment.id !== '..';
}

/** Whether it is shown or played in the thread; everything else is a card. */
export function isPlayable(attachment: ThreadAttachment): boolean {
  if (!isDownloadable(attachment)) return false;
  if (attachment.kind === 'video' || attachment.kind === 'audio') return true;
  const pixels = (attachment.width ?? 0) * (attachment.height ?? 0);
  return attachment.kind === 'image' && pixels <= MAX_DRAWN_PIXELS;
}

/** Where the bytes are had from us; never an address of the provider. */
export function attachmentPath(messageId: string, attachmentId: string): string {
  return `/api/attachments/${messageId}/${encodeURIComponent(attachmentId)}`;
}

/** Readers with a time first, in order; then those of whom only the fact is known. */
export function seenInOrder(seenBy: ThreadMessage['seenBy']): ThreadMessage['seenBy'] {
  return [...seenBy].sort(
    (one, two) =>
      Number(one.at === null) - Number(two.at === null) ||
      (one.at ?? '').localeCompare(two.at ?? '') ||
      one.name.localeCompare(two.name),
  );
}
