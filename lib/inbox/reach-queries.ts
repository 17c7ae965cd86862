import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx } from '@/lib/auth/scope';
import { type Channel, isOfChannel, PROVIDERS } from '@/lib/core/providers';

/**
 * Ids of the accounts whose messages the scope may read, as constants for the query that follows:
 * only then does the planner know whether to walk the workspace by date (many accounts) or the
 * account's own index (one of 200). Behind a join it guesses, and took 20 times as long.
 */
export async function listReadableAccountIds(
  ctx: Ctx,
  narrow: { accountId?: string; provider?: Channel; where?: SQL } = {},
): Promise<string[]> {
  const { provider: channel } = narrow;
  const rows = await ctx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        readsMessagesOf(ctx.scope),
        narrow.accountId ? eq(accounts.id, narrow.accountId) : undefined,
        channel
          ? inArray(
              accounts.provider,
              PROVIDERS.filter((provider) => isOfChannel(provider, channel)),
            )
          : undefined,
        narrow.where,
      ),
    );
  return rows.map((row) => row.id);
}
