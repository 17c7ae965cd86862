import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';
import { members } from '@/db/schema/team';

/** Why the last report of a browser was not taken; null while all is well. */
export const REPORT_REFUSALS = ['other_member', 'other_browser'] as const;

/** One browser with the extension. Its token is kept as a hash; a removed one keeps no cookie. */
export const extensionDevices = pgTable(
  'extension_devices',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    name: text('name').notNull(),
    /** SHA-256 of the token. */
    tokenHash: text('token_hash').notNull(),
    /** LinkedIn's number of who is signed in there. Set by the first report; another later is refused. */
    linkedinMemberId: text('linkedin_member_id'),
    /** Of the last report; another browser is refused, a newer version of it is not. */
    userAgent: text('user_agent'),
    /** The account that its cookie may repair; null until its owner has said so. */
    accountId: uuid('account_id'),
    refusal: text('refusal', { enum: REPORT_REFUSALS }),
    refusedAt: at('refused_at'),
    lastUsedAt: at('last_used_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    uniqueIndex('extension_devices_token').on(t.tokenHash),
    index('extension_devices_member').on(t.memberId),
    index('extension_devices_account').on(t.accountId),
  ],
);

/** The cookies of one browser, sealed with the row's id: `{ liAt, liA }` as JSON. */
export const extensionCookies = pgTable(
  'extension_cookies',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    deviceId: uuid('device_id')
      .notNull()
      .references(() => extensionDevices.id, { onDelete: 'cascade' }),
    sealed: text('sealed').notNull(),
    linkedinMemberId: text('linkedin_member_id').notNull(),
    /** Of the browser that they were read in; LinkedIn wants the same. */
    userAgent: text('user_agent').notNull(),
    /** When this value was first seen, and when the browser last held it. */
    valueSince: at('value_since').notNull(),
    seenAt: at('seen_at').notNull(),
  },
  (t) => [uniqueIndex('extension_cookies_device').on(t.deviceId)],
);

/** Each time that a cookie was used: what for, and what came of it. Only its owner is told. */
export const extensionUses = pgTable(
  'extension_uses',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    deviceId: uuid('device_id').references(() => extensionDevices.id, { onDelete: 'set null' }),
    deviceName: text('device_name').notNull(),
    accountId: uuid('account_id'),
    purpose: text('purpose', { enum: ['connect', 'repair'] }).notNull(),
    /** When the browser had last held the cookie that was used. */
    cookieSeenAt: at('cookie_seen_at').notNull(),
    /** Null while the API has not answered. */
    outcome: text('outcome', {
      enum: ['signed_in', 'refused', 'checkpoint', 'wrong_account', 'not_reached', 'unknown'],
    }),
    at: at('at').notNull().default(sql`now()`),
  },
  (t) => [index('extension_uses_member').on(t.memberId, t.at)],
);
