import type { EmailRole } from '@/lib/core/email-roles';
import type { GatewayFile, OutgoingFile, Page, PageRequest, SendOutcome } from './client';

export interface GatewayEmailAddress {
  address: string;
  name: string | null;
}

export interface GatewayEmailFile {
  id: string;
  fileName: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  /** Known to have been there, and nothing by which to ask for it. */
  isUnavailable: boolean;
  /** By which the HTML names a picture that stands inside it (`cid:`), without brackets. */
  contentId: string | null;
}

export interface GatewayEmail {
  /** Of the API. Another one after a move at IMAP. */
  gatewayEmailId: string;
  /** Of the provider; JSON text at IMAP. */
  providerEmailId: string | null;
  providerAccountId: string;
  /** Of RFC 5322, with its angle brackets: what stays, whatever happens. */
  messageId: string | null;
  /** Null where the provider knows no threads. */
  threadId: string | null;
  /** The message that it answers. */
  inReplyTo: { messageId: string; gatewayEmailId: string | null } | null;
  role: EmailRole;
  /** Ids of the provider. */
  folderIds: readonly string[];
  sentAt: Date;
  isRead: boolean;
  from: GatewayEmailAddress | null;
  to: readonly GatewayEmailAddress[];
  cc: readonly GatewayEmailAddress[];
  bcc: readonly GatewayEmailAddress[];
  replyTo: readonly GatewayEmailAddress[];
  subject: string | null;
  /** As somebody wrote it: never to be shown as it is. Null where it was not asked for. */
  html: string | null;
  plain: string | null;
  files: readonly GatewayEmailFile[];
  /** Sent through the API, by whichever of its clients. */
  isFromApi: boolean;
  trackingId: string | null;
  /** False while the API still fetches the text. */
  isComplete: boolean;
  /** Only where they were asked for. */
  headers: readonly { name: string; value: string }[];
}

export interface GatewayEmailFolder {
  gatewayFolderId: string;
  providerFolderId: string;
  providerAccountId: string;
  name: string;
  role: EmailRole;
}

export interface OutgoingEmail {
  providerAccountId: string;
  /** Another address or name than the account's own, where the provider lets it send as that. */
  from?: { address: string | null; name: string | null };
  to: readonly GatewayEmailAddress[];
  cc: readonly GatewayEmailAddress[];
  bcc: readonly GatewayEmailAddress[];
  subject: string;
  html: string;
  /** Id of the e-mail that it answers, of the API or the provider. */
  repliesTo: string | null;
  /** `X-…`, and `Reply-To`. */
  headers: readonly { name: string; value: string }[];
  tracking: { opens: boolean; links: boolean; label: string | null };
  files?: readonly OutgoingFile[];
  signal?: AbortSignal;
}

/** As `SendOutcome`; Outlook does not say under which id it keeps the copy. */
export type EmailSendOutcome =
  | { state: 'sent'; gatewayEmailId: string | null; trackingId: string | null }
  | Exclude<SendOutcome, { state: 'sent' }>;

/** The e-mail of an account: reads throw `GatewayError`, writes are tried once. */
export interface GatewayEmailClient {
  /** Newest first. `isMeta` leaves the texts out. */
  listEmails(
    filter: {
      providerAccountId: string;
      providerFolderId?: string;
      messageId?: string;
      threadId?: string;
      after?: Date;
      before?: Date;
      isMeta?: boolean;
    },
    page?: PageRequest,
  ): Promise<Page<GatewayEmail>>;
  /** By the id of the API. */
  getEmail(email: { gatewayEmailId: string; hasHeaders?: boolean }): Promise<GatewayEmail>;
  listEmailFolders(providerAccountId: string): Promise<readonly GatewayEmailFolder[]>;
  sendEmail(email: OutgoingEmail): Promise<EmailSendOutcome>;
  setEmailRead(gatewayEmailId: string, isRead: boolean): Promise<void>;
  /** One folder, except at Google, where the list takes the place of all labels. */
  moveEmail(gatewayEmailId: string, providerFolderIds: readonly string[]): Promise<void>;
  /** To the bin. */
  deleteEmail(gatewayEmailId: string): Promise<void>;
  openEmailFile(which: {
    gatewayEmailId: string;
    fileId: string;
    providerAccountId: string;
    signal?: AbortSignal;
  }): Promise<GatewayFile>;
}
