import type { MailFolder } from '@/lib/emails/types';

const ROLE_NAMES: Partial<Record<MailFolder['role'], string>> = {
  inbox: 'Inbox',
  sent: 'Sent',
  archive: 'Archive',
  trash: 'Trash',
  spam: 'Spam',
};

/** What a folder is called here: those that every mailbox has by one name, whatever the provider says. */
export function folderTitle({ role, name }: Pick<MailFolder, 'role' | 'name'>): string {
  return ROLE_NAMES[role] ?? name;
}
