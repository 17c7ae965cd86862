import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { invitationPlans, invitations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import { NOT_IN_LIST } from './plan-problem-rules';
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
    .set({
      state: 'sent',
      error: null,
      leftAt: sql`coalesce(${invitationPlans.leftAt}, ${invitationPlans.updatedAt})`,
      acceptedAt: knownAt,
      acceptedBy,
      updatedAt: sql`now()`,
    })
    .where(
      and(
        eq(invitationPlans.workspaceId, account.workspaceId),
        eq(invitationPlans.accountId, account.id),
        or(
          eq(invitationPlans.providerUserId, providerUserId),
          publicIdentifier ? eq(invitationPlans.publicIdentifier, publicIdentifier) : undefined,
        ),
        or(inArray(invitationPlans.state, ['sending', 'sent', 'unknown']), isNotInList()),
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

/** Of no list, for which there are two reasons: it never left, or it was accepted before a list was read. */
function isNotInList() {
  return and(
    eq(invitationPlans.state, 'failed'),
    sql`${invitationPlans.error} ->> 'type' = ${NOT_IN_LIST}`,
  );
}

/**
 * Whether one that the account sent has left the list in the last month, or was never found in it in the last day, and
 * nobody knows why.
 */
export async function hasUnexplained(ctx: Ctx, accountId: string): Promise<boolean> {
  const gone = await ctx.db
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
  if (gone.length > 0) return true;
  const missing = await ctx.db
    .select({ id: invitationPlans.id })
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.workspaceId, ctx.scope.workspaceId),
        eq(invitationPlans.accountId, accountId),
        isNotInList(),
        gt(invitationPlans.updatedAt, sql`now() - interval '1 day'`),
      ),
    )
    .limit(1);
  return missing.length > 0;
}
