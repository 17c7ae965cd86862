import { and, asc, count, eq, gt, isNull, or } from 'drizzle-orm';
import {
  accounts,
  accountTransitions,
  authAttempts,
  gateways,
  hostedAuthRequests,
} from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { linkedSpans, monthStartMs, peakOf } from '@/lib/overview/billing-rules';
import type { OverviewBilling, OverviewTwins } from '@/lib/overview/types';

/**
 * How many accounts of the workspace the API counts this month: it bills the most that were linked at
 * one moment (contract, pitfalls 65). From the log of the status; an account without one counts from
 * when it came here. The caller sees all accounts.
 */
export async function getBilling(
  ctx: Ctx<MemberScope>,
  twins: readonly OverviewTwins[],
  now: Date,
): Promise<OverviewBilling> {
  const { workspaceId } = ctx.scope;
  const [rows, changes, signingIn] = await Promise.all([
    ctx.db
      .select({
        id: accounts.id,
        createdAt: accounts.createdAt,
        removedAt: accounts.removedAt,
        ownerMemberId: accounts.ownerMemberId,
      })
      .from(accounts)
      .where(eq(accounts.workspaceId, workspaceId)),
    ctx.db
      .select({
        accountId: accountTransitions.accountId,
        toStatus: accountTransitions.toStatus,
        at: accountTransitions.at,
      })
      .from(accountTransitions)
      .where(
        and(
          eq(accountTransitions.workspaceId, workspaceId),
          or(
            isNull(accountTransitions.fromStatus),
            eq(accountTransitions.fromStatus, 'removed'),
            eq(accountTransitions.toStatus, 'removed'),
          ),
        ),
      )
      .orderBy(asc(accountTransitions.at), asc(accountTransitions.id)),
    countOpenSignIns(ctx, now),
  ]);
  const spans = rows.flatMap(({ id, createdAt }) => {
    const own = changes.filter(({ accountId }) => accountId === id);
    const log = own.map(({ toStatus, at }) => ({
      isLinked: toStatus !== 'removed',
      atMs: at.getTime(),
    }));
    const begins = log[0]?.isLinked ? [] : [{ isLinked: true, atMs: createdAt.getTime() }];
    return linkedSpans([...begins, ...log]);
  });
  const fromMs = monthStartMs(now.getTime());
  const peak = peakOf(spans, fromMs, now.getTime());
  const current = rows.filter(({ removedAt }) => removedAt === null);
  return {
    monthStart: new Date(fromMs).toISOString(),
    peak: peak.count,
    peakAt: new Date(peak.atMs).toISOString(),
    current: current.length,
    signingIn,
    expected: Math.max(peak.count, current.length + signingIn),
    unowned: current.filter(({ ownerMemberId }) => ownerMemberId === null).length,
    doubled: twins.reduce((sum, { accounts: group }) => sum + tooMany(group), 0),
  };
}

/** Sign-ins of new accounts that are under way, at the wizard or on a page of ours. */
async function countOpenSignIns(ctx: Ctx<MemberScope>, now: Date): Promise<number> {
  const counts = await Promise.all(
    [hostedAuthRequests, authAttempts].map((table) =>
      ctx.db
        .select({ count: count() })
        .from(table)
        .innerJoin(gateways, eq(gateways.id, table.gatewayId))
        .where(
          and(
            eq(table.workspaceId, ctx.scope.workspaceId),
            eq(table.type, 'create'),
            eq(table.state, 'open'),
            gt(table.expiresAt, now),
            isNull(gateways.removedAt),
          ),
        ),
    ),
  );
  return counts.reduce((sum, [row]) => sum + (row?.count ?? 0), 0);
}

/** All but one of them; those that nobody owns are counted as such already. */
function tooMany(group: OverviewTwins['accounts']): number {
  const owned = group.filter(({ ownerName }) => ownerName !== null);
  return Math.max(0, owned.length - 1);
}
