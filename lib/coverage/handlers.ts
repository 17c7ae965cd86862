import { and, eq, gt, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { accountReads, accounts } from '@/db/schema';
import { isReadNow } from '@/lib/accounts/queries';
import { env } from '@/lib/core/env';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import type { RegisteredJob } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { handlesGlobally } from '@/lib/jobs/register';
import { systemCtx } from '@/lib/jobs/system-scope';
import { pollAccountsJob } from './jobs';

/**
 * The net below lost events: lets every account be read again once per interval, from before its last
 * reading. An account that is down is not asked; its return asks. Nor is one that nobody has proven lately, since
 * its API is away: whoever proves it again has it read. One that wants a pause has it.
 */
export async function pollAccounts(_payload: unknown, db: Db): Promise<void> {
  const { CHAT_POLL_INTERVAL_SECONDS: seconds, ACCOUNT_FRESH_SECONDS: freshSeconds } = env();
  const lastReadAt = sql`coalesce(${accountReads.lastReadAt}, ${accounts.syncFinishedAt})`;
  const due = await db
    .select({ id: accounts.id, workspaceId: accounts.workspaceId })
    .from(accounts)
    .leftJoin(accountReads, eq(accountReads.accountId, accounts.id))
    .where(
      and(
        isReadNow(),
        isNotNull(accounts.syncFinishedAt),
        lt(lastReadAt, sql`now() - make_interval(secs => ${seconds})`),
        gt(accounts.lastOkAt, sql`now() - make_interval(secs => ${freshSeconds})`),
        or(isNull(accountReads.pausedUntil), lt(accountReads.pausedUntil, sql`now()`)),
        // One that reads page after page goes on by itself; after an hour its job is lost.
        or(
          isNull(accountReads.windowReadAt),
          isNull(accountReads.windowCursor),
          lt(accountReads.windowReadAt, sql`now() - interval '1 hour'`),
        ),
      ),
    );
  for (const { id, workspaceId } of due) {
    const payload = { workspaceId, accountId: id, reason: 'catch_up' as const };
    await enqueue(systemCtx(db, workspaceId).db, syncAccountJob, payload, {
      ...syncAccountOptions(id, 'catch_up'),
      keyMode: 'preserve_run_at',
      priority: PRIORITY.clock,
    });
  }
}

export const coverageHandlers: readonly RegisteredJob[] = [
  handlesGlobally(pollAccountsJob, pollAccounts),
];
