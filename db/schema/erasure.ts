import { sql } from 'drizzle-orm';
import { index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, id } from '@/db/columns';
import { members, workspaces } from '@/db/schema/team';

/** What an erasure took away; numbers and nothing else. */
export interface StoredErasureCounts {
  conversations: number;
  messages: number;
  invitations: number;
  notes: number;
  deliveries: number;
}

/** That a person was erased: when, by whom and how much of them. Who it was the row does not tell once it is done. */
export const erasures = pgTable(
  'erasures',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    requestedByMemberId: uuid('requested_by_member_id')
      .notNull()
      .references(() => members.id),
    /** Whom it is about, sealed with the row id; null once nothing is left to do. */
    subjectSealed: text('subject_sealed'),
    counts: jsonb('counts').$type<StoredErasureCounts>(),
    requestedAt: at('requested_at').notNull().default(sql`clock_timestamp()`),
    /** Rows are gone, and what is from then or earlier stays away; raw deliveries may follow. */
    erasedAt: at('erased_at'),
    finishedAt: at('finished_at'),
  },
  (t) => [index('erasures_workspace').on(t.workspaceId, t.requestedAt)],
);

/**
 * Ids that belonged to somebody who was erased, so that no later reading brings them back. Only a keyed digest is kept:
 * it answers "is it this one?" and names nobody.
 */
export const erasedIds = pgTable(
  'erased_ids',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    digest: text('digest').notNull(),
    /** What is from then or earlier is not taken in again. */
    erasedAt: at('erased_at').notNull().default(sql`now()`),
    /** Since when they are in touch anew: from then on they have a name again, their past stays away. */
    returnedAt: at('returned_at'),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.digest] })],
);

/** The key of a workspace's digests, sealed with the workspace id: a dump alone cannot try out addresses. */
export const erasureKeys = pgTable('erasure_keys', {
  workspaceId: uuid('workspace_id')
    .primaryKey()
    .references(() => workspaces.id),
  keySealed: text('key_sealed').notNull(),
});
