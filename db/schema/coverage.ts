import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { conversations } from '@/db/schema/inbox';

/**
 * Stretches of time in which our copy of an account was proven to equal the provider: its lists were
 * read, or nothing broke the stream of events. What lies between them is a gap (lib/coverage/rules).
 */
export const coverageSpans = pgTable(
  'coverage_spans',
  {
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    fromAt: at('from_at').notNull(),
    toAt: at('to_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.fromAt] }),
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    check('coverage_spans_order', sql`${t.fromAt} < ${t.toAt}`),
  ],
);

/** How far the reading of an account is; one row, made when it is first read. */
export const accountReads = pgTable(
  'account_reads',
  {
    accountId: uuid('account_id').primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    /** Kept by whoever stores messages: counting a million rows for a page would be felt. */
    messageCount: integer('message_count').notNull().default(0),
    /** Since when events come without a break; null: since the first import began. */
    streamSince: at('stream_since'),
    /** The first import has seen every conversation; older messages of some may be to come. */
    listedAt: at('listed_at'),
    /** A window that is being read again: from where, since when, and its next page. */
    windowFrom: at('window_from'),
    windowReadAt: at('window_read_at'),
    windowCursor: text('window_cursor'),
    /** When the last window that was read to its end had been begun. */
    lastReadAt: at('last_read_at'),
    /** Until when the API wants to be left alone, and how often in a row it has said so. */
    pausedUntil: at('paused_until'),
    pauses: integer('pauses').notNull().default(0),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    check(
      'account_reads_window',
      sql`(${t.windowFrom} is null) = (${t.windowReadAt} is null)
        and (${t.windowCursor} is null or ${t.windowFrom} is not null)`,
    ),
  ],
);

/** Conversations whose older messages are still to be fetched; the row goes with the last page. */
export const chatHistories = pgTable(
  'chat_histories',
  {
    conversationId: uuid('conversation_id')
      .primaryKey()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    index('chat_histories_account').on(t.accountId),
  ],
);
