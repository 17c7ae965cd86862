import { sql } from 'drizzle-orm';
import { foreignKey, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, id } from '@/db/columns';
import { accounts } from '@/db/schema/accounts';

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
  },
  (t) => [
    foreignKey({
      columns: [t.workspaceId, t.accountId],
      foreignColumns: [accounts.workspaceId, accounts.id],
    }),
    unique('invitations_gateway').on(t.accountId, t.direction, t.gatewayInvitationId),
    index('invitations_waiting')
      .on(t.workspaceId, t.direction, t.sentAbout, t.id)
      .where(sql`gone_at is null`),
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
