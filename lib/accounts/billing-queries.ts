import { and, asc, count, eq, gt, isNull, or } from 'drizzle-orm';
import { accounts, accountTransitions, gateways, hostedAuthRequests } from '@/db/schema';
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
  const [rows, changes, [open]] = await Promise.all([
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
    ctx.db
      .select({ count: count() })
      .from(hostedAuthRequests)
      .innerJoin(gateways, eq(gateways.id, hostedAuthRequests.gatewayId))
      .where(
        and(
          eq(hostedAuthRequests.workspaceId, workspaceId),
          eq(hostedAuthRequests.type, 'create'),
          eq(hostedAuthRequests.state, 'open'),
          gt(hostedAuthRequests.expiresAt, now),
          isNull(gateways.removedAt),
        ),
      ),
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
  const signingIn = open?.count ?? 0;
  return {
    monthStart: new Date(fromMs).toISOString(),
    peak: peak.count,
    peakAt: new Date(peak.atMs).toISOString(),
    current: current.length,
    signingIn,
    expected: Math.max(peak.count, current.length + signingIn),
    unowned: current.filter(({ ownerMemberId }) => ownerMemberId === null).length,
    doubled: twins.reduce((sum, group) => sum + group.accounts.length - 1, 0),
  };
}
