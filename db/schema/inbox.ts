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
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { members } from '@/db/schema/team';

export interface StoredReaction {
  value: string;
  senderProviderId: string;
  isOurs: boolean;
}
export interface StoredQuote {
  providerMessageId: string;
  senderProviderId: string;
  text: string | null;
}
export interface StoredAttachment {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'file' | 'post' | 'meeting' | 'unknown';
  fileName: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  isUnavailable: boolean;
  isVoiceNote: boolean;
}

export const conversations = pgTable(
  'conversations',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    gatewayChatId: text('gateway_chat_id').notNull(),
    providerChatId: text('provider_chat_id').notNull(),
    kind: text('kind', { enum: ['direct', 'group', 'channel'] }).notNull(),
    title: text('title'),
    subject: text('subject'),
    /** The other person of a direct chat. */
    attendeeProviderId: text('attendee_provider_id'),
    /** Activity that the list is ordered by; a chat that has none stands at its creation. */
    lastMessageAt: at('last_message_at').notNull(),
    lastMessageText: text('last_message_text'),
    isLastMessageOurs: boolean('is_last_message_ours').notNull().default(false),
    unreadCount: integer('unread_count').notNull().default(0),
    isArchived: boolean('is_archived').notNull().default(false),
    isReadOnly: boolean('is_read_only').notNull().default(false),
    contentType: text('content_type'),
    /** Null until the messages of this chat were fetched once. */
    messagesSyncedAt: at('messages_synced_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('conversations_account_chat').on(t.accountId, t.gatewayChatId),
    unique('conversations_workspace_id').on(t.workspaceId, t.id),
    index('conversations_workspace_recent').on(t.workspaceId, t.lastMessageAt.desc(), t.id.desc()),
    index('conversations_account_recent').on(t.accountId, t.lastMessageAt.desc(), t.id.desc()),
    check('conversations_unread', sql`${t.unreadCount} >= 0`),
  ],
);

export const attendees = pgTable(
  'attendees',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    gatewayAttendeeId: text('gateway_attendee_id'),
    providerUserId: text('provider_user_id').notNull(),
    name: text('name'),
    headline: text('headline'),
    profileUrl: text('profile_url'),
    pictureUrl: text('picture_url'),
    isSelf: boolean('is_self').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('attendees_account_user').on(t.accountId, t.providerUserId),
  ],
);

export const conversationAttendees = pgTable(
  'conversation_attendees',
  {
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    attendeeId: uuid('attendee_id')
      .notNull()
      .references(() => attendees.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.conversationId, t.attendeeId] })],
);

export const messages = pgTable(
  'messages',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    gatewayMessageId: text('gateway_message_id').notNull(),
    providerMessageId: text('provider_message_id').notNull(),
    senderProviderId: text('sender_provider_id').notNull(),
    isOurs: boolean('is_ours').notNull(),
    text: text('text'),
    subject: text('subject'),
    sentAt: at('sent_at').notNull(),
    isSeen: boolean('is_seen').notNull().default(false),
    seenBy: jsonb('seen_by').$type<Record<string, string | true>>().notNull().default({}),
    isDelivered: boolean('is_delivered').notNull().default(false),
    isHidden: boolean('is_hidden').notNull().default(false),
    isDeleted: boolean('is_deleted').notNull().default(false),
    isEdited: boolean('is_edited').notNull().default(false),
    eventType: smallint('event_type'),
    reactions: jsonb('reactions').$type<StoredReaction[]>().notNull().default([]),
    quoted: jsonb('quoted').$type<StoredQuote>(),
    attachments: jsonb('attachments').$type<StoredAttachment[]>().notNull().default([]),
    /** Counts towards unread until it is read here or at the provider. */
    isUnread: boolean('is_unread').notNull().default(false),
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
    unique('messages_account_gateway').on(t.accountId, t.gatewayMessageId),
    index('messages_conversation_recent').on(t.conversationId, t.sentAt.desc(), t.id.desc()),
  ],
);

export const SEND_STATES = ['sending', 'sent', 'failed', 'unknown'] as const;

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
    conversationId: uuid('conversation_id').notNull(),
    authorMemberId: uuid('author_member_id')
      .notNull()
      .references(() => members.id),
    /** Made by the browser: a double press or a retried request finds the same row. */
    clientId: uuid('client_id').notNull(),
    text: text('text').notNull(),
    state: text('state', { enum: SEND_STATES }).notNull().default('sending'),
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
    uniqueIndex('sends_gateway_message')
      .on(t.accountId, t.gatewayMessageId)
      .where(sql`${t.gatewayMessageId} is not null`),
    index('sends_conversation').on(t.conversationId, t.createdAt),
    index('sends_open').on(t.state).where(sql`${t.state} in ('sending','unknown')`),
    check('sends_state', sql`${t.state} in ('sending','sent','failed','unknown')`),
  ],
);
