import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bytes, createdAt, id, updatedAt } from '@/db/columns';
import { accounts, type StoredSendAs } from '@/db/schema/accounts';
import type { StoredEmailAddress } from '@/db/schema/emails';
import { conversations, messages } from '@/db/schema/inbox';
import { members } from '@/db/schema/team';

/**
 * `held` can still be taken back; `sending` may have left; `unknown` must be looked for. A cancelled
 * send never left.
 */
export const SEND_STATES = ['held', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] as const;

/** Whom a new conversation is begun with: provider user ids, and how the API is asked. */
export interface StoredStart {
  recipients: { providerUserId: string; name: string | null }[];
  /** Name of a group. */
  title: string | null;
  subject: string | null;
  linkedinApi: 'classic' | 'recruiter' | 'sales_navigator' | null;
  isInmail: boolean;
  /** The chat that the API named for it. */
  gatewayChatId?: string;
}

/** What an e-mail needs beside its text. */
export interface StoredOutgoingEmail {
  to: StoredEmailAddress[];
  cc: StoredEmailAddress[];
  bcc: StoredEmailAddress[];
  subject: string;
  html: string;
  /** Its openings and clicks are asked for. */
  isTracked?: boolean;
  /** It went without the signature of its account. */
  isUnsigned?: boolean;
  /** As whom it goes, where the account's settings say so; fixed when it was sent. */
  from?: StoredSendAs;
  /** Whom answers go to, where that is not its sender. */
  replyTo?: string;
  /** `X-…` only. */
  headers?: { name: string; value: string }[];
  /** How its text looks, as its writer made it; `html` is made of it. */
  formatted?: StoredFormatted;
  /** It forwards the quoted message, with these of its files. */
  forward?: { files: StoredForwardedFile[] };
}

/** How the words of an e-mail look, in the shape of ProseMirror's JSON. */
export interface StoredFormatted {
  type: 'doc';
  content: FormattedBlock[];
}

export type FormattedBlock =
  | FormattedParagraph
  | { type: 'bulletList' | 'orderedList'; content: FormattedListItem[] };

export interface FormattedParagraph {
  type: 'paragraph';
  content?: FormattedInline[];
}

/** Its words, and lists below them. */
export interface FormattedListItem {
  type: 'listItem';
  content: FormattedBlock[];
}

export type FormattedInline =
  | { type: 'hardBreak' }
  | { type: 'text'; text: string; marks?: FormattedMark[] };

export type FormattedMark =
  | { type: 'bold' | 'italic' | 'underline' | 'strike' }
  | { type: 'link'; attrs: { href: string } };

/** A file of the e-mail that is forwarded; its id is the API's. */
export interface StoredForwardedFile {
  id: string;
  name: string;
  mimeType: string;
  sizeBytes: number;
}

/**
 * What a person asked us to send. A row exists before any byte leaves, is posted at most once, and
 * stands in the thread until the provider's own copy of the message takes its place.
 */
export const sends = pgTable(
  'sends',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** Null while a new conversation does not exist at the provider yet. */
    conversationId: uuid('conversation_id'),
    /** What begins a conversation; null for a reply. */
    start: jsonb('start').$type<StoredStart>(),
    /** Null for a message of a chat. `text` is the e-mail without its form. */
    email: jsonb('email').$type<StoredOutgoingEmail>(),
    authorMemberId: uuid('author_member_id')
      .notNull()
      .references(() => members.id),
    /** Made by the browser: a double press or a retried request finds the same row. */
    clientId: uuid('client_id').notNull(),
    text: text('text').notNull(),
    /** Our message that this one answers. */
    quotedMessageId: uuid('quoted_message_id').references(() => messages.id),
    state: text('state', { enum: SEND_STATES }).notNull().default('sending'),
    /** Until then the author can take it back; it leaves at the earliest then. */
    heldUntil: at('held_until'),
    /** The time that its author chose; null for what leaves at once. Held until then, and from then on its place in time. */
    scheduledFor: at('scheduled_for'),
    /** Set before the POST. A send that has it is never posted again. */
    postedAt: at('posted_at'),
    settledAt: at('settled_at'),
    gatewayMessageId: text('gateway_message_id'),
    errorCode: text('error_code'),
    errorType: text('error_type'),
    errorRequestId: text('error_request_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    unique('sends_client').on(t.workspaceId, t.clientId),
    unique('sends_workspace_id').on(t.workspaceId, t.id),
    uniqueIndex('sends_gateway_message')
      .on(t.accountId, t.gatewayMessageId)
      .where(sql`${t.gatewayMessageId} is not null`),
    index('sends_conversation').on(t.conversationId, t.createdAt),
    index('sends_open').on(t.state).where(sql`${t.state} in ('held','sending','unknown')`),
    index('sends_author').on(t.authorMemberId, t.createdAt),
    index('sends_quoted').on(t.quotedMessageId).where(sql`${t.quotedMessageId} is not null`),
    check(
      'sends_state',
      sql`${t.state} in ('held','sending','sent','failed','unknown','cancelled')`,
    ),
    check(
      'sends_where',
      sql`${t.conversationId} is not null or ${t.start} is not null or ${t.email} is not null`,
    ),
  ],
);

/**
 * A file of a message on its way out. It is uploaded into a draft, bound to the message when that is
 * sent, and goes some time after the provider's copy is here.
 */
export const sendAttachments = pgTable(
  'send_attachments',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    /** Whose draft it belongs to; null for the message that begins a conversation. */
    conversationId: uuid('conversation_id'),
    /** Null until the message is sent; what nobody sends is deleted after a day. */
    sendId: uuid('send_id'),
    position: integer('position').notNull().default(0),
    fileName: text('file_name').notNull(),
    mimeType: text('mime_type').notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    isVoiceNote: boolean('is_voice_note').notNull().default(false),
    /** Of the e-mail that is forwarded: its bytes are copied from the provider before the message leaves. */
    sourceAttachmentId: text('source_attachment_id'),
    /** Null while its bytes are on their way to us. */
    uploadedAt: at('uploaded_at'),
    /** Since when nobody has sent it: its upload, or the moment at which its message was taken back. */
    waitingSince: at('waiting_since').notNull().default(sql`now()`),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.sendId],
      foreignColumns: [sends.workspaceId, sends.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }),
    index('send_attachments_send').on(t.sendId),
    index('send_attachments_waiting')
      .on(t.memberId, t.waitingSince)
      .where(sql`${t.sendId} is null`),
  ],
);

/** The bytes of a file in pieces, so that neither taking nor sending it holds the whole in memory. */
export const sendAttachmentParts = pgTable(
  'send_attachment_parts',
  {
    attachmentId: uuid('attachment_id')
      .notNull()
      .references(() => sendAttachments.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    content: bytes('content').notNull(),
  },
  (t) => [primaryKey({ columns: [t.attachmentId, t.position] })],
);
