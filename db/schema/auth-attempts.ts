import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id } from '@/db/columns';
import { accounts, gateways } from '@/db/schema/accounts';
import { members } from '@/db/schema/team';
import { PROVIDERS } from '@/lib/core/providers';

/** How somebody signs in: a password, cookies of a browser, a code to scan, or mail servers. */
export const AUTH_METHODS = ['credentials', 'cookies', 'qr', 'servers'] as const;

/** What the provider asks for next; what is secret in it is kept apart, sealed, or not at all. */
export type StoredCheckpoint =
  | { type: 'qr' | 'phone' | 'captcha' | 'loading' | 'unknown' }
  | { type: 'two_factor'; source: 'sms' | 'app' | 'whatsapp' | null }
  | { type: 'otp'; channel: 'email' | 'sms' | 'whatsapp' | null }
  | { type: 'in_app'; canEnterCode: boolean }
  | { type: 'contract' | 'challenge'; options: readonly { id: string; name: string }[] }
  /** What was sent got no answer: whether the sign-in went through is being looked up. */
  | { type: 'settling' };

/**
 * One sign-in on a page of ours. Its id comes from the browser, so that a press that is made twice begins
 * one. Holds no credential: they pass through.
 */
export const authAttempts = pgTable(
  'auth_attempts',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    gatewayId: uuid('gateway_id').notNull(),
    type: text('type', { enum: ['create', 'reconnect'] }).notNull(),
    /** The account to sign in again; of a new one, the account that came of it. */
    accountId: uuid('account_id').references(() => accounts.id),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    method: text('method', { enum: AUTH_METHODS }).notNull(),
    state: text('state', { enum: ['open', 'completed', 'failed', 'expired', 'cancelled'] })
      .notNull()
      .default('open'),
    /** Null until the API has answered the first time, and after the end. */
    checkpoint: jsonb('checkpoint').$type<StoredCheckpoint>(),
    /** Text of the QR code, sealed with the row's id: whoever has it can sign in as the owner. */
    qrSealed: text('qr_sealed'),
    /** When the page asks for another QR code; null where the API brings the next one by itself. */
    qrUntil: at('qr_until'),
    /** By what the API knows the sign-in, and knew it before its QR code was made anew: that one may be scanned still. */
    intentId: text('intent_id'),
    formerIntentId: text('former_intent_id'),
    /** Why it did not end well: a code of lib/custom-auth/types. */
    reason: text('reason'),
    /** Until then an answer of the person is on its way to the API, and no other one is taken. */
    busyUntil: at('busy_until'),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    endedAt: at('ended_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.gatewayId],
      foreignColumns: [gateways.workspaceId, gateways.id],
    }),
    index('auth_attempts_member').on(t.memberId, t.createdAt),
    index('auth_attempts_open').on(t.gatewayId).where(sql`${t.state} = 'open'`),
    check('auth_attempts_end', sql`(${t.state} = 'open') = (${t.endedAt} is null)`),
  ],
);
