import { sql } from 'drizzle-orm';
import { foreignKey, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';

/** The repair of one loss without a person: tries by cookie, then the e-mail. One open run per account. */
export const healingRuns = pgTable(
  'healing_runs',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    /** The loss, a row of `account_transitions`; the latest one where the account flaps. */
    transitionId: uuid('transition_id').notNull(),
    /** `trying`: a cookie is at the API right now, and nobody else may send one. */
    state: text('state', {
      enum: ['waiting', 'trying', 'recovered', 'handed_over', 'cancelled'],
    })
      .notNull()
      .default('waiting'),
    /** Rungs that are done, whether a cookie was tried or none was there. */
    tries: integer('tries').notNull().default(0),
    lostAt: at('lost_at').notNull(),
    nextAt: at('next_at').notNull(),
    endedAt: at('ended_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    uniqueIndex('healing_runs_open').on(t.accountId).where(sql`${t.endedAt} is null`),
  ],
);

/** Everything that was done by itself, for the owner to see. */
export const healingSteps = pgTable(
  'healing_steps',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    runId: uuid('run_id')
      .notNull()
      .references(() => healingRuns.id, { onDelete: 'cascade' }),
    kind: text('kind', {
      enum: ['lost', 'waited', 'missed', 'tried', 'settled', 'mailed', 'recovered', 'stopped'],
    }).notNull(),
    /** Why: a word of lib/healing/types. */
    reason: text('reason'),
    /** Of a try; null while the API has not answered. */
    outcome: text('outcome', {
      enum: [
        'signed_in',
        'refused',
        'checkpoint',
        'wrong_account',
        'restricted',
        'not_reached',
        'unknown',
      ],
    }),
    deviceName: text('device_name'),
    cookieSeenAt: at('cookie_seen_at'),
    at: at('at').notNull(),
  },
  (t) => [
    index('healing_steps_account').on(t.accountId, t.at),
    index('healing_steps_run').on(t.runId),
  ],
);
