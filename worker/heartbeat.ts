import type { EventEmitter } from 'node:events';
import type pg from 'pg';
import { markDatabase } from '@/db/database-identity';
import { errorFields, type Logger } from '@/lib/core/log';

const BEAT_MS = 5_000;
/** A worker that was silent for so long is dead: its jobs are given to the others (I10: < 60 s). */
export const DEAD_AFTER_SECONDS = 30;

/**
 * Reports this process's workers as alive and frees the jobs of dead ones. All times are the
 * database's, so a wrong clock of one machine frees nothing too early.
 */
export function startHeartbeat(options: { pool: pg.Pool; log: Logger; events: EventEmitter }): {
  stop(): Promise<void>;
} {
  const { pool, log, events } = options;
  const workerIds = new Set<string>();
  events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
    workerIds.add(worker.workerId);
    void beat();
  });

  async function beat(): Promise<void> {
    try {
      await reportAlive(pool, [...workerIds]);
      // A standby took over from the server before: the next start asks nobody about it.
      await markDatabase(pool);
      const freed = await freeJobsOfDeadWorkers(pool);
      if (freed.length > 0) log.warn({ workers: freed.length }, 'worker.freed_dead');
    } catch (error) {
      log.warn(errorFields(error), 'worker.heartbeat_failed');
    }
  }

  const timer = setInterval(() => void beat(), BEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await pool
        .query('delete from worker_heartbeats where worker_id = any($1)', [[...workerIds]])
        .catch((error) => log.warn(errorFields(error), 'worker.heartbeat_failed'));
    },
  };
}

export async function reportAlive(pool: pg.Pool, workerIds: readonly string[]): Promise<void> {
  await pool.query(
    `insert into worker_heartbeats (worker_id) select unnest($1::text[])
     on conflict (worker_id) do update set seen_at = clock_timestamp()`,
    [workerIds],
  );
}

/** Frees what dead workers had locked; returns their ids. Safe to run from several processes. */
export async function freeJobsOfDeadWorkers(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ worker_id: string }>(
    `select distinct job.locked_by as worker_id from graphile_worker.jobs job
     where job.locked_by is not null
       and job.locked_at < clock_timestamp() - make_interval(secs => $1)
       and not exists (select 1 from worker_heartbeats beat where beat.worker_id = job.locked_by
         and beat.seen_at > clock_timestamp() - make_interval(secs => $1))`,
    [DEAD_AFTER_SECONDS],
  );
  const dead = rows.map((row) => row.worker_id);
  if (dead.length > 0) {
    await pool.query('select graphile_worker.force_unlock_workers($1::text[])', [dead]);
  }
  await pool.query(
    `delete from worker_heartbeats where seen_at < clock_timestamp() - interval '1 day'`,
  );
  return dead;
}
