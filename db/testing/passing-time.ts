import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/**
 * Time passes: all that we know of the workspace's accounts and of their reading, and every waiting job, is so
 * much older. For what lives on the database's clock, which nobody turns.
 */
export async function passTime(db: Db, workspaceId: string, ms: number): Promise<void> {
  const past = sql.raw(`interval '${ms} milliseconds'`);
  const isTheirs = sql`where workspace_id = ${workspaceId}`;
  await db.execute(sql`update accounts set last_ok_at = last_ok_at - ${past},
    last_checked_at = last_checked_at - ${past}, status_since = status_since - ${past},
    sync_started_at = sync_started_at - ${past}, sync_finished_at = sync_finished_at - ${past}
    ${isTheirs}`);
  await db.execute(sql`update account_transitions set at = at - ${past} ${isTheirs}`);
  await db.execute(sql`update account_reads set last_read_at = last_read_at - ${past},
    stream_since = stream_since - ${past}, paused_until = paused_until - ${past} ${isTheirs}`);
  await db.execute(
    sql`update coverage_spans set from_at = from_at - ${past}, to_at = to_at - ${past} ${isTheirs}`,
  );
  await db.execute(sql`update graphile_worker._private_jobs set run_at = run_at - ${past}`);
}
