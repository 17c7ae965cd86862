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
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { conversations } from '@/db/schema/inbox';
import { members, workspaces } from '@/db/schema/team';

/** Neutral names: what they look like is the theme's matter. */
export const LABEL_COLOURS = ['grey', 'violet', 'teal', 'amber', 'pink', 'green', 'red'] as const;

/** Labels belong to the whole team. */
export const labels = pgTable(
  'labels',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    colour: text('colour', { enum: LABEL_COLOURS }).notNull().default('grey'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('labels_workspace_id').on(t.workspaceId, t.id),
    uniqueIndex('labels_name').on(t.workspaceId, sql`lower(${t.name})`),
    check(
      'labels_colour',
      sql.raw(`colour in (${LABEL_COLOURS.map((one) => `'${one}'`).join(',')})`),
    ),
  ],
);

export const conversationLabels = pgTable(
  'conversation_labels',
  {
    workspaceId: uuid('workspace_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    labelId: uuid('label_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.labelId] }),
    foreignKey({
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversations.workspaceId, conversations.id],
    }).onDelete('cascade'),
    foreignKey({
      columns: [t.workspaceId, t.labelId],
      foreignColumns: [labels.workspaceId, labels.id],
    }).onDelete('cascade'),
    index('conversation_labels_label').on(t.labelId),
  ],
);

/** What the team says among itself in a thread; it never leaves. */
export const notes = pgTable(
  'notes',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    conversationId: uuid('conversation_id').notNull(),
    authorMemberId: uuid('author_member_id')
      .notNull()
      .references(() => members.id),
    /** Made by the browser: a double press writes one note. */
    clientId: uuid('client_id').notNull(),
    text: text('text').notNull(),
    editedAt: at('edited_at'),
    deletedAt: at('deleted_at'),
    createdAt: createdAt(),
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
    unique('notes_client').on(t.workspaceId, t.clientId),
    index('notes_conversation').on(t.conversationId, t.createdAt),
  ],
);

/** Colleagues whom a note names. */
export const noteMentions = pgTable(
  'note_mentions',
  {
    noteId: uuid('note_id')
      .notNull()
      .references(() => notes.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    seenAt: at('seen_at'),
  },
  (t) => [
    primaryKey({ columns: [t.noteId, t.memberId] }),
    index('note_mentions_open').on(t.memberId).where(sql`${t.seenAt} is null`),
  ],
);

/** A list that a member keeps: the same filter that stands in the address. */
export const savedViews = pgTable(
  'saved_views',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    name: text('name').notNull(),
    /** The query string of the list, without the leading mark. */
    search: text('search').notNull(),
    position: integer('position').notNull().default(0),
    /** The whole team finds it among its views; else only the member. */
    isShared: boolean('is_shared').notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('saved_views_member').on(t.memberId, t.position),
    index('saved_views_shared').on(t.workspaceId).where(sql`is_shared`),
    uniqueIndex('saved_views_name').on(t.memberId, sql`lower(${t.name})`),
  ],
);

export const SHORTCUT_PRESETS = ['default', 'gmail', 'off'] as const;
export const DENSITIES = ['comfortable', 'cosy', 'compact'] as const;
/** When the other side may learn that its messages were read. */
export const RECEIPT_POLICIES = ['open', 'reply', 'never'] as const;

/** Every day, from a minute of the day until before another, which may lie on the next day. */
export interface StoredQuietHours {
  /** IANA. */
  zone: string;
  fromMinute: number;
  toMinute: number;
}

/** How a member works; what is not set has the default of lib/preferences/rules. */
export const memberPreferences = pgTable('member_preferences', {
  memberId: uuid('member_id')
    .primaryKey()
    .references(() => members.id),
  workspaceId: uuid('workspace_id')
    .notNull()
    .references(() => workspaces.id),
  shortcuts: text('shortcuts', { enum: SHORTCUT_PRESETS }),
  density: text('density', { enum: DENSITIES }),
  receipts: text('receipts', { enum: RECEIPT_POLICIES }),
  /** Seconds for which a message can be taken back; 0 sends at once. */
  chatHoldSeconds: integer('chat_hold_seconds'),
  /** Whether Enter sends a chat message; Mod+Enter always does. */
  sendsOnEnter: boolean('sends_on_enter'),
  /** In which no e-mail of ours leaves to the member; null: there are none. */
  quietHours: jsonb('quiet_hours').$type<StoredQuietHours>(),
  updatedAt: updatedAt(),
});

/** Who looks at a conversation or types in it now. A row older than a minute means nothing. */
export const presences = pgTable(
  'presences',
  {
    conversationId: uuid('conversation_id')
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    workspaceId: uuid('workspace_id').notNull(),
    kind: text('kind', { enum: ['viewing', 'typing'] }).notNull(),
    seenAt: at('seen_at').notNull().default(sql`clock_timestamp()`),
  },
  (t) => [
    primaryKey({ columns: [t.conversationId, t.memberId] }),
    index('presences_seen').on(t.seenAt),
  ],
);
