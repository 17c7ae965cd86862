import { sql } from 'drizzle-orm';
import {
  boolean,
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
import { personIdentities } from '@/db/schema/people';
import { members, workspaces } from '@/db/schema/team';

/** What the API answered; the codes are those of lib/gateway/client. */
export interface StoredError {
  code: string;
  type: string | null;
  status: number | null;
  requestId: string | null;
}

/** What an account may do (lib/invitations/types). */
export interface StoredInvitationLimits {
  asOf: string;
  source: string;
  rolling: readonly { id: 'day' | 'week'; durationMs: number; max: number }[];
  notesPerMonth: number | null;
  noteCharacters: number;
  warmUpShares: readonly number[];
  signalSteps: readonly { fromPercent: number; share: number; durationMs: number }[];
}

/** Nothing leaves until then. Times in milliseconds since 1970; `untilMs` null: nobody knows. */
export interface StoredStop {
  reason: 'provider_stop' | 'account_not_ok';
  untilMs: number | null;
  atMs: number;
  error: StoredError;
  /** What was answered leaves open whether the invitation was sent. */
  isUnknown: boolean;
}

/**
 * By what an acceptance was found: the provider's event, which may be hours late; a new chat whose first message is
 * our note; the list of relations.
 */
export const ACCEPTANCE_SIGNALS = ['event', 'chat', 'relations'] as const;

/** What an account may do at LinkedIn depends on whether it pays (lib/invitations/default-rules). */
export const LINKEDIN_TIERS = ['free', 'paid'] as const;

/** What became of an invitation that was planned here. `cancelled`: taken out before it left. */
export const PLAN_STATES = [
  'planned',
  'sending',
  'sent',
  'already_done',
  'failed',
  'unknown',
  'cancelled',
] as const;

/** Why an invitation has the time that it has, or none. */
export const PLAN_REASONS = [
  'first_free',
  'spacing',
  'outside_hours',
  'day_off',
  'daily_limit',
  'weekly_limit',
  'warm_up',
  'provider_signal',
  'notes_used_up',
  'provider_stop',
  'moved_by_hand',
  'paused',
  'account_not_ok',
] as const;

/**
 * Invitations to connect as the provider lists them, which is as long as they wait. How one ended the lists do not say:
 * it is gone from them.
 */
export const invitations = pgTable(
  'invitations',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    direction: text('direction', { enum: ['received', 'sent'] }).notNull(),
    gatewayInvitationId: text('gateway_invitation_id').notNull(),
    /** Whom the account invited, or who invited it. */
    providerUserId: text('provider_user_id'),
    /** Who that is (lib/people); null until it was looked for. */
    identityId: uuid('identity_id').references(() => personIdentities.id, { onDelete: 'set null' }),
    publicIdentifier: text('public_identifier'),
    name: text('name'),
    headline: text('headline'),
    note: text('note'),
    /** About when it was sent, as it was told first: the provider's words ("2 weeks ago") move with each listing. */
    sentAbout: at('sent_about').notNull(),
    firstSeenAt: at('first_seen_at').notNull(),
    lastSeenAt: at('last_seen_at').notNull(),
    /** Since when the list has it no more; null while it waits. */
    goneAt: at('gone_at'),
    /** How it ended, where that was done here; else nobody says. */
    endedAs: text('ended_as', { enum: ['accepted', 'refused', 'withdrawn'] }),
    /** By what an acceptance was found; null where it was done here. */
    acceptedBy: text('accepted_by', { enum: ACCEPTANCE_SIGNALS }),
    /** Who of the team is to answer it. */
    assigneeMemberId: uuid('assignee_member_id').references(() => members.id),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('invitations_gateway').on(t.accountId, t.direction, t.gatewayInvitationId),
    index('invitations_identity').on(t.identityId),
    index('invitations_unlinked')
      .on(t.workspaceId)
      .where(sql`identity_id is null and provider_user_id is not null`),
    index('invitations_waiting')
      .on(t.workspaceId, t.direction, t.sentAbout, t.id)
      .where(sql`gone_at is null`),
    index('invitations_person').on(t.accountId, t.providerUserId),
  ],
);

/** When the lists of an account were read. */
export const invitationReads = pgTable(
  'invitation_reads',
  {
    accountId: uuid('account_id').primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    /** When reading them was last begun, whatever came of it. */
    triedAt: at('tried_at').notNull(),
    /** As of when the stored lists are whole; null while they never were. */
    readAt: at('read_at'),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
  ],
);

/**
 * Invitations that somebody here wants sent, from the wish to what came of it. At most one of an account and person is
 * under way at a time.
 */
export const invitationPlans = pgTable(
  'invitation_plans',
  {
    id: id(),
    workspaceId: uuid('workspace_id').notNull(),
    accountId: uuid('account_id').notNull(),
    authorMemberId: uuid('author_member_id')
      .notNull()
      .references(() => members.id),
    /** Names one press of the button: the same one again makes no second plan. */
    clientId: text('client_id').notNull(),
    /** Of the classic product, which is what an invitation is sent to. */
    providerUserId: text('provider_user_id').notNull(),
    publicIdentifier: text('public_identifier'),
    name: text('name'),
    headline: text('headline'),
    note: text('note'),
    /** Address of the person, where LinkedIn lets nobody invite them without it. */
    email: text('email'),
    state: text('state', { enum: PLAN_STATES }).notNull().default('planned'),
    /** When it leaves and why then; a null time means that nobody can say. Of those that wait. */
    plannedAt: at('planned_at'),
    planReason: text('plan_reason', { enum: PLAN_REASONS }),
    /** When the request went out, whatever came back: it counts from then on. */
    leftAt: at('left_at'),
    /** What the API said last, of one that failed, was done before, or waits because of it. */
    error: jsonb('error').$type<StoredError>(),
    gatewayInvitationId: text('gateway_invitation_id'),
    /** As of when it is known to be accepted; it may have been hours before. */
    acceptedAt: at('accepted_at'),
    acceptedBy: text('accepted_by', { enum: ACCEPTANCE_SIGNALS }),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('invitation_plans_client').on(t.workspaceId, t.clientId),
    uniqueIndex('invitation_plans_once')
      .on(t.accountId, t.providerUserId)
      .where(sql`state in ('planned', 'sending', 'unknown')`),
    index('invitation_plans_waiting')
      .on(t.accountId, t.createdAt, t.id)
      .where(sql`state = 'planned'`),
    index('invitation_plans_left').on(t.accountId, t.leftAt).where(sql`left_at is not null`),
    index('invitation_plans_person').on(t.accountId, t.providerUserId),
  ],
);

/** How the invitations of an account are paced. There from the first plan on. */
export const invitationPacing = pgTable(
  'invitation_pacing',
  {
    accountId: uuid('account_id').primaryKey(),
    workspaceId: uuid('workspace_id').notNull(),
    /** IANA; of whoever owns the account. */
    zone: text('zone').notNull(),
    /** 0 is Sunday. */
    days: jsonb('days').$type<number[]>().notNull(),
    fromMinute: integer('from_minute').notNull(),
    toMinute: integer('to_minute').notNull(),
    /** Less in the first weeks after the account came here. */
    isWarmedUp: boolean('is_warmed_up').notNull().default(false),
    pausedAt: at('paused_at'),
    stop: jsonb('stop').$type<StoredStop>(),
    /** Refusals of the same kind since the last invitation that left. */
    refusedInRow: integer('refused_in_row').notNull().default(0),
    /** What the provider said of its own limit; the last ones. */
    signals: jsonb('signals').$type<{ atMs: number; percent: number }[]>().notNull().default([]),
    updatedAt: updatedAt(),
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
  ],
);

/** Limits that a workspace set itself; the defaults hold where there are none. */
export const invitationLimits = pgTable(
  'invitation_limits',
  {
    workspaceId: uuid('workspace_id')
      .notNull()
      .references(() => workspaces.id),
    tier: text('tier', { enum: LINKEDIN_TIERS }).notNull(),
    limits: jsonb('limits').$type<StoredInvitationLimits>().notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.tier] })],
);
