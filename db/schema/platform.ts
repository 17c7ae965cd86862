import { sql } from 'drizzle-orm';
import {
  bigserial,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, bytes, createdAt, id } from '@/db/columns';
import { gateways } from '@/db/schema/accounts';
import { members, workspaces } from '@/db/schema/team';

/**
 * Every delivery, raw, before anything is understood of it. `deliveryKey` is unique per gateway;
 * null for account status, whose payload has neither id nor time.
 */
export const webhookEvents = pgTable(
  'webhook_events',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    gatewayId: uuid('gateway_id')
      .notNull()
      .references(() => gateways.id),
    origin: text('origin', { enum: ['webhook', 'hosted_auth'] }).notNull(),
    deliveryKey: text('delivery_key'),
    body: bytes('body').notNull(),
    contentType: text('content_type'),
    receivedAt: at('received_at').notNull().default(sql`clock_timestamp()`),
    /** Whose turn it counts for: the API's id of the account, or empty where the body names none. */
    lane: text('lane').notNull().default(''),
    /** Not before; while a worker is at it, when another may take it for abandoned. Rounded down: due at once. */
    tryAt: at('try_at').notNull().default(sql`date_trunc('milliseconds', now())`),
    duplicateCount: integer('duplicate_count').notNull().default(0),
    state: text('state', { enum: ['received', 'processed', 'ignored', 'quarantined', 'failed'] })
      .notNull()
      .default('received'),
    /** What it was and what it did, once known; a code, never content. */
    kind: text('kind'),
    effect: text('effect'),
    reason: text('reason'),
    accountId: uuid('account_id'),
    attempts: integer('attempts').notNull().default(0),
    /** Tries in a row that neither ended nor failed: the process died in them (W17). */
    crashCount: integer('crash_count').notNull().default(0),
    processedAt: at('processed_at'),
  },
  (t) => [
    uniqueIndex('webhook_events_delivery')
      .on(t.gatewayId, t.deliveryKey)
      .where(sql`${t.deliveryKey} is not null`),
    index('webhook_events_recent').on(t.workspaceId, t.receivedAt, t.id),
    index('webhook_events_open').on(t.state).where(sql`${t.state} in ('quarantined','failed')`),
    // The only index of what waits: beside another one a planner that does not know of a burst yet takes that and sorts.
    index('webhook_events_waiting')
      .on(t.gatewayId, t.lane, t.tryAt)
      .where(sql`${t.state} = 'received' and ${t.origin} = 'webhook'`),
  ],
);

/** E-mails from us to people. Holds parameters, not bodies: links are signed when it is sent. */
export const outgoingMails = pgTable(
  'outgoing_mails',
  {
    id: id(),
    workspaceId: uuid('workspace_id').references(() => workspaces.id),
    kind: text('kind').notNull(),
    toEmail: text('to_email').notNull(),
    toMemberId: uuid('to_member_id').references(() => members.id),
    /** One mail per incident and step, whatever races. */
    dedupeKey: text('dedupe_key').notNull().unique(),
    params: jsonb('params').$type<Record<string, unknown>>().notNull().default({}),
    state: text('state', { enum: ['queued', 'sending', 'sent', 'failed', 'unknown', 'cancelled'] })
      .notNull()
      .default('queued'),
    attempts: integer('attempts').notNull().default(0),
    errorCode: text('error_code'),
    messageId: text('message_id'),
    createdAt: createdAt(),
    startedAt: at('started_at'),
    sentAt: at('sent_at'),
  },
  (t) => [
    index('outgoing_mails_workspace').on(t.workspaceId, t.createdAt),
    check(
      'outgoing_mails_state',
      sql`${t.state} in ('queued','sending','sent','failed','unknown','cancelled')`,
    ),
  ],
);

/** Who did what. Append-only and chained by hash (triggers in the migrations). */
export const auditLog = pgTable(
  'audit_log',
  {
    id: id(),
    seq: bigserial('seq', { mode: 'number' }).notNull(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    actorMemberId: uuid('actor_member_id').references(() => members.id),
    action: text('action').notNull(),
    entityType: text('entity_type').notNull(),
    entityId: uuid('entity_id'),
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    at: at('at').notNull().default(sql`clock_timestamp()`),
    prevHash: text('prev_hash'),
    hash: text('hash'),
  },
  (t) => [index('audit_log_workspace').on(t.workspaceId, t.seq), unique('audit_log_seq').on(t.seq)],
);

/** Which database the product last ran on, in one row: by it a copy is told from the original (D7). */
export const databaseIdentities = pgTable(
  'database_identities',
  {
    id: integer('id').primaryKey().default(1),
    identity: text('identity').notNull(),
  },
  (t) => [check('database_identities_one', sql`${t.id} = 1`)],
);
