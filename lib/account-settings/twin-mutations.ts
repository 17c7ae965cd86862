import { and, eq, ne, sql } from 'drizzle-orm';
import { accounts, conversations } from '@/db/schema';
import { callForMember, getManaged } from '@/lib/account-settings/mutations';
import { recordRemoved } from '@/lib/accounts/mutations';
import type { AccountRow } from '@/lib/accounts/transition-mutations';
import { isDoubledIn, selectTwins } from '@/lib/accounts/twin-queries';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { publish } from '@/lib/live/publish';

/**
 * Ends one of two connections of the same person and goes on with the other. The API stops it (and
 * its billing) first; then it is removed here, its history stays and is named at the one that is kept,
 * and what that one has too goes to Done, so that nobody answers twice. Run again it changes nothing.
 *
 * Throws `conflict` where the two are not the same person, or where the one that works would go, and
 * `gateway`, with nothing changed, where the API does not confirm.
 */
export async function retireTwin(
  ctx: Ctx<MemberScope>,
  { accountId, keepAccountId }: { accountId: string; keepAccountId: string },
): Promise<{ doubledCount: number }> {
  const retired = await getManaged(ctx, accountId);
  const kept = await getManaged(ctx, keepAccountId);
  if (retired.mergedIntoAccountId === kept.id) return { doubledCount: 0 };
  await requireTwin(ctx, retired, kept);
  // Two API connections can lead to one account there: to end it would end both.
  if (retired.providerAccountId !== kept.providerAccountId) {
    await callForMember(() =>
      callGateway(ctx, retired.gatewayId, (client) =>
        client.deleteAccount(retired.providerAccountId),
      ),
    );
  }
  return inTransaction(ctx, async (tx) => {
    await recordRemoved(tx, retired.id, {
      cause: 'member',
      readAt: new Date(),
      memberId: ctx.scope.memberId,
    });
    await tx.db
      .update(accounts)
      .set({ mergedIntoAccountId: kept.id, updatedAt: sql`now()` })
      .where(eq(accounts.id, retired.id));
    // What was retired for this one before goes along.
    await tx.db
      .update(accounts)
      .set({ mergedIntoAccountId: kept.id })
      .where(eq(accounts.mergedIntoAccountId, retired.id));
    const doubled = await tx.db
      .update(conversations)
      .set({ place: 'done', placedAt: new Date(), snoozedUntil: null, updatedAt: sql`now()` })
      .where(
        and(
          eq(conversations.accountId, retired.id),
          ne(conversations.place, 'done'),
          isDoubledIn(kept.id),
        ),
      )
      .returning({ id: conversations.id });
    await recordAudit(tx, {
      action: 'account.retired',
      entityType: 'account',
      entityId: retired.id,
      detail: { keepAccountId: kept.id, doubledCount: doubled.length },
    });
    for (const { id } of [retired, kept]) {
      await publish(tx, { kind: 'account.changed', id, accountId: id });
    }
    return { doubledCount: doubled.length };
  });
}

async function requireTwin(ctx: Ctx, retired: AccountRow, kept: AccountRow): Promise<void> {
  const twins = retired.removedAt ? [] : await selectTwins(ctx, retired);
  if (retired.identity === null || !twins.some(({ account }) => account.id === kept.id)) {
    throw new AppError('conflict', 'These two are not connections of the same person any more.');
  }
  if (kept.status !== 'connected' && retired.status === 'connected') {
    throw new AppError(
      'conflict',
      'The other connection does not work now. Reconnect it first, or keep this one.',
    );
  }
}
