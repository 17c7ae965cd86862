import type { Attachment } from './state';

/** What a folder is for, whatever it is called. */
export const folderRoles = [
  'inbox',
  'sent',
  'archive',
  'drafts',
  'trash',
  'spam',
  'all',
  'important',
  'starred',
  'unknown',
] as const;
export type FolderRole = (typeof folderRoles)[number];

export interface Folder {
  id: string;
  accountId: string;
  /** A label of Gmail, an opaque id of Outlook, a path of IMAP. */
  providerId: string;
  name: string;
  role: FolderRole;
}

export interface EmailPerson {
  address: string;
  /** Empty when the sender set none. */
  name: string;
}

/** A file of an e-mail; one with a `cid` stands inside the text. */
export interface EmailFile extends Attachment {
  cid?: string;
}

export interface Tracking {
  id: string;
  hasOpens: boolean;
  hasLinks: boolean;
  label?: string;
  customDomain?: string;
  /** Addresses of the links as they were before they were replaced. */
  links: string[];
}

export interface Email {
  id: string;
  accountId: string;
  /** Hexadecimal at Gmail, opaque at Outlook, JSON text with message id and uid at IMAP. */
  providerId: string;
  /** With its angle brackets. */
  messageId: string;
  /** IMAP has none. */
  threadId?: string;
  /** Ids of folders; one at Outlook and IMAP, none or several labels at Gmail. */
  folderIds: string[];
  atMs: number;
  readAtMs: number | null;
  from: EmailPerson;
  to: EmailPerson[];
  cc: EmailPerson[];
  bcc: EmailPerson[];
  replyTo: EmailPerson[];
  subject: string;
  plain: string;
  /** Left out where it is drawn from the plain text (`look`). */
  html?: string;
  look?: 'letter' | 'newsletter';
  headers: { name: string; value: string }[];
  files: EmailFile[];
  inReplyTo?: { messageId: string; id: string };
  origin: 'unipile' | 'external';
  tracking?: Tracking;
  /** False while the API still fetches the text. */
  isComplete: boolean;
}
