import { idOf } from '../ids';
import type { Account } from '../state';
import type { Email, Folder, FolderRole } from '../state-emails';
import type { World } from '../world';

/** Types of account that hold e-mail. */
export function isMailbox(account: Pick<Account, 'type'>): boolean {
  return ['GOOGLE_OAUTH', 'OUTLOOK', 'MAIL'].includes(account.type);
}

/** Gmail hangs any number of labels on a mail; the others keep it in one folder. */
export function hasLabels(account: Pick<Account, 'type'>): boolean {
  return account.type === 'GOOGLE_OAUTH';
}

const gmail: [string, string, FolderRole][] = [
  ['INBOX', 'INBOX', 'inbox'],
  ['SENT', 'SENT', 'sent'],
  ['DRAFT', 'DRAFT', 'drafts'],
  ['TRASH', 'TRASH', 'trash'],
  ['SPAM', 'SPAM', 'spam'],
  ['IMPORTANT', 'IMPORTANT', 'important'],
  ['STARRED', 'STARRED', 'starred'],
  ['Label_12', 'Clients', 'unknown'],
];

const imap: [string, string, FolderRole][] = [
  ['INBOX', 'INBOX', 'inbox'],
  ['Sent', 'Sent', 'sent'],
  ['Drafts', 'Drafts', 'drafts'],
  ['Trash', 'Trash', 'trash'],
  ['Junk', 'Junk', 'spam'],
  ['Archive', 'Archive', 'archive'],
  ['INBOX/Clients', 'Clients', 'unknown'],
];

const outlook: [string, FolderRole][] = [
  ['Inbox', 'inbox'],
  ['Sent Items', 'sent'],
  ['Drafts', 'drafts'],
  ['Deleted Items', 'trash'],
  ['Junk Email', 'spam'],
  ['Archive', 'archive'],
  ['Clients', 'unknown'],
];

/** The folders that every mailbox of a provider begins with. */
export function plantFolders(world: World, account: Account): void {
  if (!isMailbox(account)) return;
  for (const [providerId, name, role] of foldersOfType(account)) {
    const id = idOf('folder', account.id, providerId);
    world.state.folders.set(id, { id, accountId: account.id, providerId, name, role });
  }
}

function foldersOfType(account: Account): [string, string, FolderRole][] {
  if (account.type === 'GOOGLE_OAUTH') return gmail;
  if (account.type === 'MAIL') return imap;
  return outlook.map(([name, role]) => [`AQMk${idOf('outlook', account.id, name)}`, name, role]);
}

export function foldersOf(world: World, accountId: string): Folder[] {
  return [...world.state.folders.values()].filter((folder) => folder.accountId === accountId);
}

/** The folder with this role; throws when the mailbox has none, which is a mistake of the caller. */
export function folderWith(world: World, accountId: string, role: FolderRole): Folder {
  const folder = foldersOf(world, accountId).find((one) => one.role === role);
  if (folder === undefined) throw new Error(`Account ${accountId} has no folder for ${role}`);
  return folder;
}

/** Where the mail stands: its most telling folder. One without any is archived, as in Gmail. */
export function roleOf(world: World, email: Email): FolderRole {
  const roles = email.folderIds.flatMap((id) => world.state.folders.get(id)?.role ?? []);
  const telling: FolderRole[] = ['trash', 'spam', 'drafts', 'inbox', 'sent', 'archive'];
  return telling.find((role) => roles.includes(role)) ?? roles[0] ?? 'archive';
}
