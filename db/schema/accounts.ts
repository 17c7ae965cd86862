import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at, createdAt, id, updatedAt } from '@/db/columns';
import { members, workspaces } from '@/db/schema/team';
import { PROVIDERS } from '@/lib/core/providers';

/** One API connection: dialect, base URL and key. The key is encrypted with the row id. */
export const gateways = pgTable(
  'gateways',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    name: text('name').notNull(),
    dialect: text('dialect', { enum: ['unipile-v1', 'unipile-v2', 'postpress'] }).notNull(),
    baseUrl: text('base_url').notNull(),
    apiKeySealed: text('api_key_sealed').notNull(),
    /** SHA-256 of the header secrets that are valid now, newest first; two during a rotation. */
    webhookSecretHashes: jsonb('webhook_secret_hashes').$type<string[]>().notNull().default([]),
    /** Secrets by which the API signs what it delivers, sealed with the row id, one for each webhook. */
    webhookSigningSecretsSealed: jsonb('webhook_signing_secrets_sealed')
      .$type<string[]>()
      .notNull()
      .default([]),
    /** When the API last answered us, and what it said when it did not. */
    lastOkAt: at('last_ok_at'),
    lastErrorAt: at('last_error_at'),
    lastErrorCode: text('last_error_code'),
    webhooksCheckedAt: at('webhooks_checked_at'),
    /** When a delivery with the newest secret last came in, to the minute; null until the first one. */
    webhookEchoAt: at('webhook_echo_at'),
    /** Its accounts are removed too; the row stays for what hangs on it, its key does not. */
    removedAt: at('removed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('gateways_workspace_id').on(t.workspaceId, t.id),
    unique('gateways_workspace_url').on(t.workspaceId, t.baseUrl),
  ],
);

/** What we hold of an account's session; what is shown is derived (lib/accounts/rules). */
export const ACCOUNT_STATUSES = [
  'connecting',
  'connected',
  'reconnect_needed',
  'interrupted',
  'paused',
  'restricted',
  'attention',
  'removed',
] as const;

/** Another name or address than the mailbox's own; null leaves it as the provider has it. */
export interface StoredSendAs {
  name: string | null;
  address: string | null;
}

export const accounts = pgTable(
  'accounts',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    gatewayId: uuid('gateway_id').notNull(),
    /** Null: known to the API, but nobody here has claimed it. */
    ownerMemberId: uuid('owner_member_id').references(() => members.id),
    provider: text('provider', { enum: PROVIDERS }).notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    /** Who signed in at the provider. Set once; another identity later is a wrong sign-in. */
    identity: text('identity'),
    /** Who is signed in now, when it is somebody else than `identity`: to show, not to compare. */
    wrongIdentity: text('wrong_identity'),
    name: text('name').notNull(),
    handle: text('handle'),
    /** What stands below the e-mails that leave from it; plain text. */
    signature: text('signature'),
    /** Paid products of the account: `premium`, `sales_navigator`, `recruiter`. */
    features: jsonb('features').$type<string[]>().notNull().default([]),
    /** From what name and address of its own a mailbox sends; null where the provider decides. */
    sendAs: jsonb('send_as').$type<StoredSendAs>(),
    visibility: text('visibility', { enum: ['private', 'team-read', 'team-reply'] })
      .notNull()
      .default('private'),
    status: text('status', { enum: ACCOUNT_STATUSES }).notNull(),
    /** The API's own word for it, e.g. CREDENTIALS. */
    rawStatus: text('raw_status').notNull(),
    statusSince: at('status_since').notNull(),
    /** The last positive signal: the API said OK, or a message arrived. "Connected" needs it young. */
    lastOkAt: at('last_ok_at'),
    lastCheckedAt: at('last_checked_at'),
    lastMessageAt: at('last_message_at'),
    /** First import of history: null times mean not begun and not finished. */
    syncStartedAt: at('sync_started_at'),
    syncFinishedAt: at('sync_finished_at'),
    syncedBackTo: at('synced_back_to'),
    sendsPausedAt: at('sends_paused_at'),
    removedAt: at('removed_at'),
    /** Retired in favour of another connection of the same person; it does not come back by itself. */
    mergedIntoAccountId: uuid('merged_into_account_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      name: 'accounts_merged_into',
      columns: [t.workspaceId, t.mergedIntoAccountId],
      foreignColumns: [t.workspaceId, t.id],
    }),
    foreignKey({
      columns: [t.workspaceId, t.gatewayId],
      foreignColumns: [gateways.workspaceId, gateways.id],
    }),
    unique('accounts_gateway_provider').on(t.gatewayId, t.providerAccountId),
    unique('accounts_workspace_id').on(t.workspaceId, t.id),
    index('accounts_owner').on(t.ownerMemberId),
    check(
      'accounts_status',
      sql.raw(`status in (${ACCOUNT_STATUSES.map((s) => `'${s}'`).join(',')})`),
    ),
  ],
);

/** Every change of status with its cause. The history that uptime and incidents are read from. */
export const accountTransitions = pgTable(
  'account_transitions',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    fromStatus: text('from_status', { enum: ACCOUNT_STATUSES }),
    toStatus: text('to_status', { enum: ACCOUNT_STATUSES }).notNull(),
    rawStatus: text('raw_status').notNull(),
    cause: text('cause', {
      enum: [
        'connected',
        'reconnected',
        'webhook',
        'check',
        'api_error',
        'member',
        'wrong_account',
      ],
    }).notNull(),
    memberId: uuid('member_id').references(() => members.id),
    at: at('at').notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    index('account_transitions_account').on(t.accountId, t.at),
  ],
);

/** One press of "Connect" or "Reconnect". Its signed id travels as `name`; used once. */
export const hostedAuthRequests = pgTable(
  'hosted_auth_requests',
  {
    id: id(),
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    gatewayId: uuid('gateway_id')
      .notNull()
      .references(() => gateways.id),
    type: text('type', { enum: ['create', 'reconnect'] }).notNull(),
    /** The account to reconnect; for `create`, the account that came of it. */
    accountId: uuid('account_id').references(() => accounts.id),
    state: text('state', { enum: ['open', 'completed', 'failed', 'refused'] })
      .notNull()
      .default('open'),
    /** Why it failed or was refused: a code of lib/accounts/types. */
    reason: text('reason'),
    providerAccountId: text('provider_account_id'),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    completedAt: at('completed_at'),
  },
  (t) => [index('hosted_auth_requests_workspace').on(t.workspaceId, t.createdAt)],
);

/** The link in a reconnect e-mail: bound to account and member, useless after success. */
export const reconnectTokens = pgTable(
  'reconnect_tokens',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    expiresAt: at('expires_at').notNull(),
    redeemedAt: at('redeemed_at'),
    createdAt: createdAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    index('reconnect_tokens_account').on(t.accountId),
  ],
);

/** Who looked into whose shared account: the owner can see who opened what. */
export const accountViews = pgTable(
  'account_views',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    memberId: uuid('member_id')
      .notNull()
      .references(() => members.id),
    conversationId: uuid('conversation_id').notNull(),
    firstAt: at('first_at').notNull().default(sql`now()`),
    lastAt: at('last_at').notNull().default(sql`now()`),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    uniqueIndex('account_views_once').on(t.conversationId, t.memberId),
    index('account_views_account').on(t.accountId, t.lastAt),
  ],
);
