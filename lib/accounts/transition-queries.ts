import { and, asc, count, eq, gt, gte, inArray, ne, sql } from 'drizzle-orm';
import { accounts, accountTransitions } from '@/db/schema';
import type { Drop } from '@/lib/accounts/outage-rules';
import type { StatusChange } from '@/lib/accounts/uptime-rules';
import type { Ctx } from '@/lib/auth/scope';
import type { Provider } from '@/lib/core/providers';
import { DAY_MS } from '@/lib/core/time';

/**
 * The changes of status that a window of `days` ending at `now` needs: those inside it and, for each
 * account, the last one before it. The caller passes ids that its scope may see.
 */
export async function listStatusChanges(
  ctx: Ctx,
  accountIds: readonly string[],
  now: Date,
  days: number,
): Promise<ReadonlyMap<string, StatusChange[]>> {
  const changes = new Map<string, StatusChange[]>(accountIds.map((id) => [id, []]));
  if (accountIds.length === 0) return changes;
  const from = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS - (days - 1) * DAY_MS);
  const isOurs = and(
    eq(accountTransitions.workspaceId, ctx.scope.workspaceId),
    inArray(accountTransitions.accountId, [...accountIds]),
  );
  const fields = {
    id: accountTransitions.id,
    accountId: accountTransitions.accountId,
    status: accountTransitions.toStatus,
    rawStatus: accountTransitions.rawStatus,
    at: accountTransitions.at,
  };
  const [before, within] = await Promise.all([
    ctx.db
      .selectDistinctOn([accountTransitions.accountId], fields)
      .from(accountTransitions)
      .where(and(isOurs, sql`${accountTransitions.at} <= ${from}`))
      .orderBy(
        accountTransitions.accountId,
        sql`${accountTransitions.at} desc`,
        sql`${accountTransitions.id} desc`,
      ),
    ctx.db
      .select(fields)
      .from(accountTransitions)
      .where(and(isOurs, gt(accountTransitions.at, from)))
      .orderBy(asc(accountTransitions.at), asc(accountTransitions.id)),
  ]);
  for (const { id, accountId, status, rawStatus, at } of [...before, ...within]) {
    changes.get(accountId)?.push({ id, status, rawStatus, atMs: at.getTime() });
  }
  return changes;
}

/** Losses of the last day at one gateway and provider, and how many accounts it has there. */
export async function listDrops(
  ctx: Ctx,
  where: { gatewayId: string; provider: Provider },
  now: Date,
): Promise<{ drops: (Drop & { transitionId: string })[]; total: number }> {
  const isThere = and(
    eq(accounts.workspaceId, ctx.scope.workspaceId),
    eq(accounts.gatewayId, where.gatewayId),
    eq(accounts.provider, where.provider),
    ne(accounts.status, 'removed'),
  );
  const [rows, [sum]] = await Promise.all([
    ctx.db
      .select({
        accountId: accounts.id,
        at: sql<Date>`max(${accountTransitions.at})`.mapWith(accountTransitions.at),
        transitionId: sql<string>`(array_agg(${accountTransitions.id}
          order by ${accountTransitions.at} desc, ${accountTransitions.id} desc))[1]`,
        status: accounts.status,
      })
      .from(accountTransitions)
      .innerJoin(accounts, eq(accounts.id, accountTransitions.accountId))
      .where(
        and(
          isThere,
          inArray(accountTransitions.toStatus, ['reconnect_needed', 'interrupted']),
          gte(accountTransitions.at, new Date(now.getTime() - DAY_MS)),
        ),
      )
      .groupBy(accounts.id, accounts.status),
    ctx.db.select({ total: count() }).from(accounts).where(isThere),
  ]);
  const drops = rows.map(({ accountId, transitionId, at, status }) => ({
    accountId,
    transitionId,
    atMs: at.getTime(),
    isStillDown: status === 'reconnect_needed' || status === 'interrupted',
  }));
  return { drops, total: sum?.total ?? 0 };
}
