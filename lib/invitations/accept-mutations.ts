import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { invitationPlans, invitations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import type { AcceptanceSignal } from './types';

/**
 * Keeps that the account and a person are connected as of `knownAt`, on the invitations between them: what was planned
 * here, and what the lists had. When it happened nobody says. False where nothing is known of an invitation, or all is.
 */
export async function recordAccepted(
  tx: Ctx,
  account: { id: string; workspaceId: string },
  person: { providerUserId: string; publicIdentifier: string | null },
  acceptedBy: AcceptanceSignal,
  knownAt: Date,
): Promise<boolean> {
  const { providerUserId, publicIdentifier } = person;
  const plans = await tx.db
    .update(invitationPlans)
    // One of unknown fate was sent, as it shows.
    .set({ state: 'sent', error: null, acceptedAt: knownAt, acceptedBy, updatedAt: sql`now()` })
    .where(
      and(
        eq(invitationPlans.workspaceId, account.workspaceId),
        eq(invitationPlans.accountId, account.id),
        or(
          eq(invitationPlans.providerUserId, providerUserId),
          publicIdentifier ? eq(invitationPlans.publicIdentifier, publicIdentifier) : undefined,
        ),
        inArray(invitationPlans.state, ['sending', 'sent', 'unknown']),
        isNull(invitationPlans.acceptedAt),
      ),
    )
    .returning({ id: invitationPlans.id });
  const listed = await tx.db
    .update(invitations)
    .set({
      endedAs: 'accepted',
      acceptedBy,
      goneAt: sql`coalesce(${invitations.goneAt}, ${knownAt.toISOString()}::timestamptz)`,
    })
    .where(
      and(
        eq(invitations.workspaceId, account.workspaceId),
        eq(invitations.accountId, account.id),
        or(
          eq(invitations.providerUserId, providerUserId),
          publicIdentifier ? eq(invitations.publicIdentifier, publicIdentifier) : undefined,
        ),
        // What was refused or taken back here was not accepted by that.
        isNull(invitations.endedAs),
      ),
    )
    .returning({ id: invitations.id });
  if (plans.length + listed.length === 0) return false;
  await publish(tx, { kind: 'invitations.changed', id: account.id, accountId: account.id });
  return true;
}

/** Whether one that the account sent has left the list in the last month, and nobody knows why. */
export async function hasUnexplained(ctx: Ctx, accountId: string): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, ctx.scope.workspaceId),
        eq(invitations.accountId, accountId),
        eq(invitations.direction, 'sent'),
        isNull(invitations.endedAs),
        gt(invitations.goneAt, sql`now() - interval '30 days'`),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
