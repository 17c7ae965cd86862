import { addressKey } from '@/lib/core/email';
import type { EmailRole } from '@/lib/core/email-roles';
import type { Provider } from '@/lib/core/providers';
import { roughTextOfHtml, textOfPlain } from '@/lib/email-html/plain-rules';
import type { GatewayMessage } from '@/lib/gateway/client';
import type { GatewayEmail, GatewayEmailAddress } from '@/lib/gateway/email-types';
import { NO_MEDIA_FACTS } from '@/lib/inbox/message-rules';
import { fileKind } from '@/lib/inbox/rules';

/** What lies in these folders is not correspondence: it is stored only if we knew it before. */
const LEFT_OUT: ReadonlySet<EmailRole> = new Set(['drafts', 'spam', 'trash']);

/** The longest text that counts for preview and search; the reader shows the whole. */
const MAX_TEXT = 100_000;

/** Whether an e-mail that is new here belongs into the inbox of the team at all. */
export function isCorrespondence({ role }: { role: EmailRole }): boolean {
  return !LEFT_OUT.has(role);
}

/** Whether it asks for attention where its owner looks; Google calls it by the label beside others. */
export function isInInbox({
  role,
  folderIds,
}: {
  role: EmailRole;
  folderIds: readonly string[];
}): boolean {
  return role === 'inbox' || folderIds.includes('INBOX');
}

/** A folder of a mailbox as we keep it. */
export interface KnownFolder {
  id: string;
  providerFolderId: string;
  role: EmailRole;
}

/** Where a thread ends up at its provider: by what the folder is for, or in one of the owner's own by our id. */
export type MailboxPlace = 'inbox' | 'archive' | 'trash' | 'spam' | `folder:${string}`;

/** Our id of the folder that a place names. */
export function folderIdOf(place: string): string | null {
  return place.startsWith('folder:') ? place.slice('folder:'.length) : null;
}

/** The folder of a mailbox that a place means. */
export function folderAt<Folder extends KnownFolder>(
  place: MailboxPlace,
  folders: readonly Folder[],
): Folder | undefined {
  const id = folderIdOf(place);
  return folders.find((one) => (id ? one.id === id : one.role === place));
}

/** Whether an e-mail goes along when its thread is put there; one out of the inbox needs no archive. */
export function goesTo(
  place: Exclude<MailboxPlace, 'inbox'>,
  email: { role: EmailRole; folderIds: readonly string[] },
  folders: readonly KnownFolder[],
): boolean {
  if (place === 'archive') return isInInbox(email);
  const target = folderAt(place, folders);
  const isThere = folderIdOf(place)
    ? target !== undefined && email.folderIds.includes(target.providerFolderId) && !isInInbox(email)
    : email.role === place;
  return email.role !== 'drafts' && !isThere;
}

/**
 * The provider's folders of an e-mail whose thread was put there. Null where it stays: a draft, or in a mailbox that
 * has no such folder.
 */
export function foldersAfter(
  place: MailboxPlace,
  email: { role: EmailRole; folderIds: readonly string[] },
  box: { provider: Provider; folders: readonly KnownFolder[] },
): readonly string[] | null {
  if (email.role === 'drafts') return null;
  const folder = folderAt(place, box.folders);
  // At Google a label is taken off or put on; archived is what has none of these.
  if (box.provider === 'GOOGLE') {
    const others = email.folderIds.filter((id) => !GOOGLE_PLACES.has(id));
    if (place === 'archive') return others;
    if (!folderIdOf(place)) return [place.toUpperCase(), ...others];
    return folder ? [...new Set([folder.providerFolderId, ...others])] : null;
  }
  return folder ? [folder.providerFolderId] : null;
}

const GOOGLE_PLACES: ReadonlySet<string> = new Set(['INBOX', 'TRASH', 'SPAM']);

/** Whoever sits in front of the mailbox wrote it: it lies among what was sent, or bears one of its addresses. */
export function isOurEmail(
  { role, from }: Pick<GatewayEmail, 'role' | 'from'>,
  ownAddresses: ReadonlySet<string>,
): boolean {
  return role === 'sent' || (from !== null && ownAddresses.has(addressKey(from.address)));
}

/**
 * By which all e-mails of one thread find each other, where the provider names threads; else the thread
 * is called by the e-mail that was here first.
 */
export function threadKeyOf(email: GatewayEmail): string {
  if (email.threadId) return `thread:${email.threadId}`;
  return `email:${email.messageId ?? email.gatewayEmailId}`;
}

/** The parts by which an e-mail is known again under another id. */
export interface EmailIdentity {
  rfcMessageId: string | null;
  sentAt: Date;
  fromAddress: string | null;
  subject: string | null;
}

/**
 * Whether two entries of a mailbox are one e-mail that was moved or copied. The id of RFC 5322 alone
 * does not say so: whoever got an e-mail knows its id and may send another one under it.
 */
export function isSameEmail(one: EmailIdentity, other: EmailIdentity): boolean {
  return (
    one.rfcMessageId !== null &&
    one.rfcMessageId === other.rfcMessageId &&
    Math.abs(one.sentAt.getTime() - other.sentAt.getTime()) < 1_000 &&
    addressKey(one.fromAddress ?? '') === addressKey(other.fromAddress ?? '') &&
    (one.subject ?? '') === (other.subject ?? '')
  );
}

export function identityOf(email: GatewayEmail): EmailIdentity {
  return {
    rfcMessageId: email.messageId,
    sentAt: email.sentAt,
    fromAddress: email.from?.address ?? null,
    subject: email.subject,
  };
}

/** With whom an e-mail is exchanged: its sender, or whom we sent it to. */
export function counterpartOf(
  email: GatewayEmail,
  ownAddresses: ReadonlySet<string>,
): GatewayEmailAddress | null {
  const others = [email.from, ...email.to, ...email.cc, ...email.bcc].filter(
    (person) => person !== null && !ownAddresses.has(addressKey(person.address)),
  );
  return others[0] ?? email.from ?? null;
}

/** Everybody an e-mail names, once. */
export function peopleOf(email: GatewayEmail): GatewayEmailAddress[] {
  const all = [email.from, ...email.to, ...email.cc, ...email.bcc].filter(
    (person) => person !== null,
  );
  const byKey = new Map<string, GatewayEmailAddress>();
  for (const person of all) {
    const key = addressKey(person.address);
    const known = byKey.get(key);
    if (!known?.name) byKey.set(key, person);
  }
  return [...byKey.values()];
}

/** What somebody wrote, without what they quote: for preview and search. */
function textOf({ plain, html, subject }: GatewayEmail): string | null {
  if (plain) return textOfPlain(plain, { subject });
  return html ? roughTextOfHtml(html) : null;
}

/** The row that an e-mail has among the messages of its thread. */
export function toMessage(email: GatewayEmail, ownAddresses: ReadonlySet<string>): GatewayMessage {
  const isOurs = isOurEmail(email, ownAddresses);
  return {
    gatewayMessageId: email.gatewayEmailId,
    providerMessageId: email.providerEmailId ?? email.gatewayEmailId,
    gatewayChatId: threadKeyOf(email),
    providerAccountId: email.providerAccountId,
    senderProviderId: addressKey(email.from?.address ?? ''),
    isOurs,
    text: textOf(email)?.slice(0, MAX_TEXT) ?? null,
    subject: email.subject,
    sentAt: email.sentAt,
    // Of our own the provider only says that we have seen it.
    isSeen: !isOurs && email.isRead,
    seenBy: {},
    isDelivered: false,
    isHidden: false,
    isDeleted: false,
    isEdited: false,
    eventType: null,
    countsAsUnread: true,
    reactions: [],
    messageType: null,
    quoted: null,
    attachments: email.files.map((file) => ({
      id: file.id,
      kind: fileKind(file.mimeType?.toLowerCase() ?? ''),
      fileName: file.fileName,
      mimeType: file.mimeType,
      sizeBytes: file.sizeBytes,
      isUnavailable: file.isUnavailable,
      isVoiceNote: false,
      ...NO_MEDIA_FACTS,
      contentId: file.contentId,
    })),
  };
}
