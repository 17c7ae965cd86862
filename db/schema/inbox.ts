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
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { personIdentities } from '@/db/schema/people';
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
  /** What the quoted message carried first; rows of earlier versions do not say. */
  attachment?: Pick<StoredAttachment, 'kind' | 'fileName' | 'isVoiceNote'> | null;
}
/** Optional are the fields that rows of earlier versions do not have. */
export interface StoredAttachment {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'file' | 'post' | 'meeting' | 'unknown';
  fileName: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
  isUnavailable: boolean;
  isVoiceNote: boolean;
  isSticker?: boolean;
  isGif?: boolean;
  /** Pixels, as the provider says them. */
  width?: number | null;
  height?: number | null;
  durationSeconds?: number | null;
  /** When a video meeting begins and ends, ISO 8601. */
  startsAt?: string | null;
  endsAt?: string | null;
  /** By which the HTML of an e-mail names a picture inside it (`cid:`), without brackets. */
  contentId?: string | null;
}

export const CONVERSATION_PLACES = ['inbox', 'snoozed', 'done'] as const;
/** Where a mailbox keeps the e-mails of a done thread, if not in its archive: one of its own folders by our id. */
export type StoredFiling = 'trash' | 'spam' | `folder:${string}`;

export const conversations = pgTable(
  'conversations',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    gatewayChatId: text('gateway_chat_id').notNull(),
    providerChatId: text('provider_chat_id').notNull(),
    /** `email`: a thread of e-mails, of which `gatewayChatId` is the thread or its first message. */
    kind: text('kind', { enum: ['direct', 'group', 'channel', 'email'] }).notNull(),
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
    /** What the provider does not offer in this chat: `reactions`, `reply`. */
    disabledFeatures: jsonb('disabled_features').$type<string[]>().notNull().default([]),
    /** Where the team keeps it: done and snoozed ones come back by themselves. */
    place: text('place', { enum: CONVERSATION_PLACES }).notNull().default('inbox'),
    /** When a person, or a new message, last moved it. */
    placedAt: at('placed_at'),
    /** Where its mailbox keeps the e-mails of a done thread; null: in its archive. */
    filedTo: text('filed_to').$type<StoredFiling>(),
    snoozedUntil: at('snoozed_until'),
    /** When a snooze last ended: such a conversation stands at the top again. */
    wokenAt: at('woken_at'),
    /** What the list is ordered by: the last activity, or the later end of a snooze. */
    sortAt: at('sort_at').notNull().default(sql`now()`),
    /** A person asked to see it as unread, whatever its messages say. */
    isMarkedUnread: boolean('is_marked_unread').notNull().default(false),
    isStarred: boolean('is_starred').notNull().default(false),
    /** Muted by the team: what arrives is kept, counts nowhere and brings nothing back. */
    isMuted: boolean('is_muted').notNull().default(false),
    assigneeMemberId: uuid('assignee_member_id').references(() => members.id),
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
    index('conversations_workspace_place').on(t.workspaceId, t.place, t.sortAt, t.id),
    index('conversations_account_place').on(t.accountId, t.place, t.sortAt, t.id),
    index('conversations_unread_recent')
      .on(t.workspaceId, t.sortAt, t.id)
      .where(sql`place = 'inbox' and (unread_count > 0 or is_marked_unread)`),
    index('conversations_assignee')
      .on(t.assigneeMemberId, t.place, t.sortAt, t.id)
      .where(sql`assignee_member_id is not null`),
    index('conversations_starred').on(t.workspaceId, t.sortAt, t.id).where(sql`is_starred`),
    index('conversations_workspace_recent').on(t.workspaceId, t.sortAt, t.id),
    index('conversations_attendee').on(t.accountId, t.attendeeProviderId),
    index('conversations_search').using(
      'gin',
      sql`search_vector(coalesce(title, '') || ' ' || coalesce(subject, ''))`,
    ),
    index('conversations_snoozed').on(t.snoozedUntil).where(sql`place = 'snoozed'`),
    index('conversations_waking')
      .on(t.workspaceId, t.snoozedUntil, t.id)
      .where(sql`place = 'snoozed'`),
    check('conversations_unread', sql`${t.unreadCount} >= 0`),
    check('conversations_place', sql`${t.place} in ('inbox','snoozed','done')`),
    check(
      'conversations_filed',
      sql`${t.filedTo} is null or (${t.place} = 'done'
        and (${t.filedTo} in ('trash','spam') or ${t.filedTo} like 'folder:%'))`,
    ),
    check('conversations_snooze', sql`(${t.place} = 'snoozed') = (${t.snoozedUntil} is not null)`),
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
    /** Who it is (lib/people); null until it was looked for. */
    identityId: uuid('identity_id').references(() => personIdentities.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('attendees_account_user').on(t.accountId, t.providerUserId),
    index('attendees_identity').on(t.identityId),
    index('attendees_unlinked').on(t.workspaceId).where(sql`identity_id is null and not is_self`),
    index('attendees_search').using(
      'gin',
      sql`search_vector(coalesce(name, '') || ' ' || coalesce(headline, '') || ' ' || provider_user_id)`,
    ),
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
  (t) => [
    primaryKey({ columns: [t.conversationId, t.attendeeId] }),
    index('conversation_attendees_attendee').on(t.attendeeId),
  ],
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
    /** The provider's own kind where it has one: INMAIL, INVITATION, …. */
    messageType: text('message_type'),
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
    index('messages_conversation_recent').on(t.conversationId, t.sentAt, t.id),
    // `search` is a column that only SQL sees (migration 0003): selected with a row it would travel.
    index('messages_search').using('gin', sql`search`),
    index('messages_workspace_recent').on(t.workspaceId, t.sentAt, t.id),
    index('messages_account_recent').on(t.accountId, t.sentAt, t.id),
    index('messages_with_files')
      .on(t.workspaceId, t.sentAt, t.id)
      .where(sql`attachments <> '[]'::jsonb`),
    index('messages_unread').on(t.conversationId, t.sentAt, t.id).where(sql`is_unread`),
  ],
);
