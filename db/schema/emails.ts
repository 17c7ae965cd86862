import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { messages } from '@/db/schema/inbox';
import { members } from '@/db/schema/team';
import { EMAIL_ROLES } from '@/lib/core/email-roles';

export interface StoredEmailAddress {
  address: string;
  name: string | null;
}

export interface StoredEmailPeople {
  from: StoredEmailAddress | null;
  to: StoredEmailAddress[];
  cc: StoredEmailAddress[];
  bcc: StoredEmailAddress[];
  replyTo: StoredEmailAddress[];
}

/**
 * What an e-mail has beside its row in `messages`: envelope, place at the provider, tracking. Its thread is the
 * conversation of that row, so that triage, search and notes know nothing of e-mail.
 */
export const emails = pgTable(
  'emails',
  {
    messageId: uuid('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** Of RFC 5322, with its angle brackets: stays when the provider moves the e-mail under another id. */
    rfcMessageId: text('rfc_message_id'),
    /** The RFC id of the e-mail that it answers. */
    inReplyTo: text('in_reply_to'),
    people: jsonb('people').$type<StoredEmailPeople>().notNull(),
    role: text('role', { enum: EMAIL_ROLES }).notNull(),
    /** Ids of the provider. */
    folderIds: jsonb('folder_ids').$type<string[]>().notNull().default([]),
    trackingId: text('tracking_id'),
    /** False while the API still fetches the text. */
    isComplete: boolean('is_complete').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    index('emails_rfc').on(t.accountId, t.rfcMessageId),
    index('emails_answers').on(t.accountId, t.inReplyTo),
    index('emails_tracking').on(t.accountId, t.trackingId),
    index('emails_folders').using('gin', sql`${t.folderIds} jsonb_path_ops`),
  ],
);

/** The texts of an e-mail, apart because they may weigh megabytes. */
export const emailBodies = pgTable('email_bodies', {
  messageId: uuid('message_id')
    .primaryKey()
    .references(() => emails.messageId, { onDelete: 'cascade' }),
  /** As somebody wrote it: never shown, but as source. */
  html: text('html'),
  plain: text('plain'),
  /** Cleaned by the sanitiser of the version beside it; null where it could not be: then the plain text is shown. */
  safeHtml: text('safe_html'),
  safeVersion: integer('safe_version'),
});

export const emailFolders = pgTable(
  'email_folders',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    providerFolderId: text('provider_folder_id').notNull(),
    name: text('name').notNull(),
    role: text('role', { enum: EMAIL_ROLES }).notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('email_folders_provider').on(t.accountId, t.providerFolderId),
  ],
);

/** That an e-mail was opened or a link in it followed, as the API says it; by whom nobody knows. */
export const emailTrackingEvents = pgTable(
  'email_tracking_events',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** Links it to `emails.tracking_id`; the event may come before the e-mail. */
    trackingId: text('tracking_id').notNull(),
    gatewayEventId: text('gateway_event_id').notNull(),
    kind: text('kind', { enum: ['opened', 'clicked'] }).notNull(),
    at: at('at').notNull(),
    /** The link that was followed. */
    url: text('url'),
    label: text('label'),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('email_tracking_once').on(t.accountId, t.gatewayEventId),
    index('email_tracking_of').on(t.accountId, t.trackingId, t.at),
  ],
);

/** Whose remote images a member always lets be fetched. */
export const trustedImageSenders = pgTable(
  'trusted_image_senders',
  {
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id').notNull(),
    /** In lower case. */
    address: text('address').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.memberId, t.address] })],
);
