import { digitsOf, idOf } from '../ids';
import type { Account } from '../state';
import type { Email, EmailPerson, Folder, FolderRole } from '../state-emails';
import { statusOf, type World } from '../world';
import { emailBody } from './email-bodies';
import { folderWith, hasLabels, roleOf } from './folders';

/** What makes a mail; everything else follows from the account. */
export interface EmailDraft extends Partial<Omit<Email, 'id' | 'accountId' | 'folderIds'>> {
  from: EmailPerson;
  role: FolderRole;
  /** A label beside the folder, by its role; Gmail only. */
  label?: FolderRole;
}

/** A mail as the provider would hold it; stored by {@link receiveEmail} or {@link storeEmail}. */
export function buildEmail(world: World, account: Account, draft: EmailDraft): Email {
  const { role, label, ...given } = draft;
  const id = world.newId('email');
  const messageId = given.messageId ?? `<${idOf('message-id', id)}@${domainOf(given.from)}>`;
  const folderIds = [folderWith(world, account.id, role).id];
  if (label !== undefined && hasLabels(account)) {
    folderIds.push(folderWith(world, account.id, label).id);
  }
  const threadId = hasThreads(account) ? threadOf(world, account, given, id) : undefined;
  return {
    atMs: world.clock.now(),
    readAtMs: role === 'inbox' || role === 'spam' ? null : world.clock.now(),
    to: [{ address: account.login, name: account.owner }],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: '',
    plain: '',
    headers: [],
    files: [],
    origin: 'external',
    isComplete: true,
    ...given,
    id,
    accountId: account.id,
    providerId: given.providerId ?? providerIdOf(account, id, messageId, 1),
    messageId,
    folderIds,
    ...(threadId !== undefined && { threadId }),
  };
}

/** Somebody writes; during an outage of the account it waits at the provider. */
export function receiveEmail(
  world: World,
  account: Account,
  draft: EmailDraft,
  isSilent = false,
): Email {
  const email = buildEmail(world, account, draft);
  if (statusOf(account) === 'OK') storeEmail(world, email, isSilent);
  else account.missedEmails = [...(account.missedEmails ?? []), { email, isSilent }];
  world.changed();
  return email;
}

/** Makes a mail readable and announces it, unless it is silent. */
export function storeEmail(world: World, email: Email, isSilent: boolean): void {
  world.state.emails.set(email.id, email);
  world.changed();
  if (isSilent) return;
  publishEmail(world, email, roleOf(world, email) === 'sent' ? 'mail_sent' : 'mail_received');
}

/** What arrived during an outage becomes readable and is announced in one burst. */
export function deliverMissedEmails(world: World, account: Account): void {
  const missed = account.missedEmails ?? [];
  account.missedEmails = [];
  for (const { email, isSilent } of missed) storeEmail(world, email, isSilent);
}

/**
 * Puts a mail elsewhere. At IMAP that is another uid and with it another mail to the API; the message
 * id stays. Returns the mail as it is now.
 */
export function moveEmail(
  world: World,
  account: Account,
  email: Email,
  folders: readonly Folder[],
): Email {
  const moved: Email = { ...email, folderIds: folders.map((folder) => folder.id) };
  if (account.type === 'MAIL') {
    moved.id = world.newId('email');
    moved.providerId = providerIdOf(account, moved.id, email.messageId, 2);
  }
  world.state.emails.delete(email.id);
  world.state.emails.set(moved.id, moved);
  world.changed();
  publishEmail(world, moved, 'mail_moved');
  return moved;
}

/** To the bin; what is in it already is gone for good. */
export function deleteEmail(world: World, account: Account, email: Email): void {
  if (roleOf(world, email) !== 'trash') {
    moveEmail(world, account, email, [folderWith(world, account.id, 'trash')]);
    return;
  }
  world.state.emails.delete(email.id);
  world.changed();
}

export function publishEmail(world: World, email: Email, event: string): void {
  const body = emailBody(world, email, event);
  world.outbox.publish({ source: 'email', event, accountId: email.accountId, body });
}

/** A mail of an account by the API's id or by the provider's. */
export function findEmail(world: World, id: string, accountId?: string): Email | null {
  const known = world.state.emails.get(id);
  if (known !== undefined) return known;
  if (accountId === undefined) return null;
  for (const email of world.state.emails.values()) {
    if (email.accountId === accountId && email.providerId === id) return email;
  }
  return null;
}

/** The copy of a message that an account holds. */
export function findByMessageId(world: World, accountId: string, messageId: string): Email | null {
  for (const email of world.state.emails.values()) {
    if (email.accountId === accountId && email.messageId === messageId) return email;
  }
  return null;
}

function hasThreads(account: Account): boolean {
  return account.type !== 'MAIL';
}

/** An answer belongs to the thread of what it answers. */
function threadOf(world: World, account: Account, given: Partial<Email>, id: string): string {
  if (given.threadId !== undefined) return given.threadId;
  const answered = given.inReplyTo && findByMessageId(world, account.id, given.inReplyTo.messageId);
  if (answered?.threadId !== undefined) return answered.threadId;
  return account.type === 'GOOGLE_OAUTH' ? hexOf('thread', id) : `AAQk${idOf('thread', id)}`;
}

function providerIdOf(account: Account, id: string, messageId: string, step: number): string {
  if (account.type === 'GOOGLE_OAUTH') return hexOf('gmail', id);
  if (account.type === 'OUTLOOK') return `AAMk${idOf('outlook', id)}=`;
  return JSON.stringify({ message_id: messageId, uid: digitsOf(6, 'uid', id, step) });
}

function hexOf(...parts: string[]): string {
  return Buffer.from(idOf(...parts), 'base64url')
    .toString('hex')
    .slice(0, 16);
}

function domainOf({ address }: EmailPerson): string {
  return address.split('@')[1] ?? 'mail.example';
}
