import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { callForMember, endAtApi } from '@/lib/account-settings/call-mutations';
import { getManaged } from '@/lib/account-settings/mutations';
import { recordRemoved } from '@/lib/accounts/mutations';
import type { AccountRow } from '@/lib/accounts/transition-mutations';
import { selectTwins } from '@/lib/accounts/twin-queries';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { GatewayError } from '@/lib/gateway/errors';

/**
 * Ends one of two connections of the same person and goes on with the other. It is claimed first, so that
 * the other cannot be ended for this one meanwhile; then the API stops it (and its billing); then it is
 * removed here, and what the team did with its conversations goes on at the one that is kept (`carryOver`).
 * Run again it changes nothing, and goes on where a run was cut off.
 *
 * Throws `conflict` where the two are not the same person, where the one that works would go, or where
 * the kept one is being retired itself, and `gateway`, with nothing changed, where the API does not confirm. Where it
 * does not even say whether it did, the claim stays, and the next look at the accounts ends what is gone.
 */
export async function retireTwin(
  ctx: Ctx<MemberScope>,
  { accountId, keepAccountId }: { accountId: string; keepAccountId: string },
): Promise<void> {
  const kept = await getManaged(ctx, keepAccountId);
  const retired = await getManaged(ctx, accountId);
  if (retired.removedAt && retired.mergedIntoAccountId === kept.id) return;
  await claim(ctx, retired, kept);
  // Two API connections can lead to one account there: to end it would end both.
  if (retired.providerAccountId !== kept.providerAccountId) {
    await callForMember(() => retireAtApi(ctx, retired, kept));
  }
  await inTransaction(ctx, async (tx) => {
    // Another press that failed may have released it while this one was on its way.
    await tx.db
      .update(accounts)
      .set({ mergedIntoAccountId: sql`coalesce(${accounts.mergedIntoAccountId}, ${kept.id})` })
      .where(and(eq(accounts.workspaceId, tx.scope.workspaceId), eq(accounts.id, retired.id)));
    await recordRemoved(tx, retired.id, {
      cause: 'member',
      readAt: new Date(),
      memberId: ctx.scope.memberId,
    });
    await recordAudit(tx, {
      action: 'account.retired',
      entityType: 'account',
      entityId: retired.id,
      detail: { keepAccountId: kept.id },
    });
  });
}

/** Decides which of the two goes, under lock of both: two presses at once cannot end both. */
async function claim(ctx: Ctx, { id }: AccountRow, kept: AccountRow): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const rows = await tx.db
      .select()
      .from(accounts)
      .where(
        and(eq(accounts.workspaceId, tx.scope.workspaceId), inArray(accounts.id, [id, kept.id])),
      )
      .orderBy(accounts.id)
      .for('no key update');
    const retired = rows.find((row) => row.id === id);
    const other = rows.find((row) => row.id === kept.id);
    if (!retired || !other) throw notFound('Account');
    await requireTwin(tx, retired, other);
    await tx.db
      .update(accounts)
      .set({ mergedIntoAccountId: other.id, updatedAt: sql`now()` })
      .where(eq(accounts.id, id));
  });
}

async function retireAtApi(ctx: Ctx, retired: AccountRow, kept: AccountRow): Promise<void> {
  try {
    await endAtApi(ctx, retired);
  } catch (error) {
    if (error instanceof GatewayError) await release(ctx, retired.id, kept.id);
    throw error;
  }
}

async function release(ctx: Ctx, accountId: string, keptAccountId: string): Promise<void> {
  await ctx.db
    .update(accounts)
    .set({ mergedIntoAccountId: null, updatedAt: sql`now()` })
    .where(
      and(
        eq(accounts.workspaceId, ctx.scope.workspaceId),
        eq(accounts.id, accountId),
        eq(accounts.mergedIntoAccountId, keptAccountId),
        isNull(accounts.removedAt),
      ),
    );
}

async function requireTwin(tx: Ctx, retired: AccountRow, kept: AccountRow): Promise<void> {
  const twins = retired.removedAt ? [] : await selectTwins(tx, retired);
  if (retired.identity === null || !twins.some(({ account }) => account.id === kept.id)) {
    throw new AppError('conflict', 'These two are not connections of the same person any more.');
  }
  if (kept.mergedIntoAccountId) {
    throw new AppError('conflict', 'The other connection is being retired itself. Keep this one.');
  }
  if (kept.status !== 'connected' && retired.status === 'connected') {
    throw new AppError(
      'conflict',
      'The other connection does not work now. Reconnect it first, or keep this one.',
    );
  }
}
