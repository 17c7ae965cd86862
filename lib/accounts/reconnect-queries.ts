import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm';
import { accountTransitions } from '@/db/schema';
import { type Loss, lossesOf, RECONNECT_DAYS } from '@/lib/accounts/reconnect-rules';
import { RAW_NOT_VERIFIED } from '@/lib/accounts/types';
import type { Ctx } from '@/lib/auth/scope';
import { DAY_MS } from '@/lib/core/time';

/**
 * For each account its losses that ended in the last `RECONNECT_DAYS` or go on, whenever they began.
 * The caller passes ids that its scope may see.
 */
export async function listLosses(
  ctx: Ctx,
  accountIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Loss[]>> {
  if (accountIds.length === 0) return new Map();
  const from = new Date(now.getTime() - RECONNECT_DAYS * DAY_MS);
  // A loss that is open at the edge of the window began after the account last worked before it.
  const worked = ctx.db
    .select({
      accountId: accountTransitions.accountId,
      at: sql<Date>`max(${accountTransitions.at})`.as('worked_at'),
    })
    .from(accountTransitions)
    .where(
      and(
        isOf(ctx, accountIds),
        eq(accountTransitions.toStatus, 'connected'),
        ne(accountTransitions.rawStatus, RAW_NOT_VERIFIED),
        sql`${accountTransitions.at} <= ${from}`,
      ),
    )
    .groupBy(accountTransitions.accountId)
    .as('worked');
  const rows = await ctx.db
    .select({
      accountId: accountTransitions.accountId,
      status: accountTransitions.toStatus,
      rawStatus: accountTransitions.rawStatus,
      at: accountTransitions.at,
    })
    .from(accountTransitions)
    .leftJoin(worked, eq(worked.accountId, accountTransitions.accountId))
    .where(
      and(
        isOf(ctx, accountIds),
        sql`${accountTransitions.at} >= coalesce(${worked.at}, '-infinity')`,
      ),
    )
    .orderBy(asc(accountTransitions.at), asc(accountTransitions.id));
  const changes = new Map<string, (typeof rows)[number][]>(accountIds.map((id) => [id, []]));
  for (const row of rows) changes.get(row.accountId)?.push(row);
  return new Map(
    [...changes].map(([accountId, ofAccount]) => [
      accountId,
      lossesOf(ofAccount.map((change) => ({ ...change, atMs: change.at.getTime() }))).filter(
        ({ toMs }) => toMs === null || toMs > from.getTime(),
      ),
    ]),
  );
}

function isOf(ctx: Ctx, accountIds: readonly string[]) {
  return and(
    eq(accountTransitions.workspaceId, ctx.scope.workspaceId),
    inArray(accountTransitions.accountId, [...accountIds]),
  );
}
