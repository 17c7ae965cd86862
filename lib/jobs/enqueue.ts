import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { JobDefinition } from '@/lib/jobs/define';

export interface EnqueueOptions {
  /** Not before this time; default: at once. */
  runAt?: Date;
  /** One waiting job per key: a second enqueue replaces the first (or, with `keep`, is dropped). */
  key?: string;
  keyMode?: 'replace' | 'preserve_run_at' | 'unsafe_dedupe';
  /** Jobs of one queue run one after the other. */
  queue?: string;
  /** One of `PRIORITY`; smaller runs earlier, default 0. */
  priority?: number;
}

/**
 * What a worker takes first; what is not named here is 0. An API that is away makes many slow jobs of
 * the clock: nothing that a person waits for may stand behind them. History goes in turn with them: neither an import nor an API
 * that is away holds up the other for long.
 */
export const PRIORITY = { send: -10, asked: -1, clock: 5, history: 5 } as const;

/** Adds a job in the caller's transaction: it exists exactly if the transaction commits. */
export async function enqueue<T>(
  db: Db,
  job: JobDefinition<T>,
  payload: T,
  options: EnqueueOptions = {},
): Promise<void> {
  await db.execute(sql`select 1 from graphile_worker.add_job(
    identifier => ${job.name}::text,
    payload => ${JSON.stringify(payload)}::json,
    queue_name => ${options.queue ?? null}::text,
    run_at => ${options.runAt?.toISOString() ?? null}::timestamptz,
    max_attempts => ${job.maxAttempts}::int,
    job_key => ${options.key ?? null}::text,
    priority => ${options.priority ?? 0}::int,
    job_key_mode => ${options.keyMode ?? 'replace'}::text)`);
}
