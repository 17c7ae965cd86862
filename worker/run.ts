import { EventEmitter } from 'node:events';
import {
  Logger as GraphileLogger,
  type LogLevel,
  parseCronItems,
  run,
  type TaskList,
} from 'graphile-worker';
import type pg from 'pg';
import { createDb } from '@/db/client';
import { errorFields, type Logger } from '@/lib/core/log';
import { type Clock, systemClock } from '@/lib/core/time';
import type { RegisteredJob } from '@/lib/jobs/define';
import { EventLoop } from '@/worker/event-loop';
import { startHeartbeat } from '@/worker/heartbeat';
import { CRON, JOBS } from '@/worker/registry';

export interface RunningWorker {
  /** Waits for the jobs in hand, then for nothing more than `graceMs`. */
  stop(): Promise<void>;
}

export interface WorkerOptions {
  pool: pg.Pool;
  log: Logger;
  concurrency?: number;
  clock?: Clock;
  /** Tests run a part of the jobs, or none of the clockwork. */
  jobs?: readonly RegisteredJob[];
  hasCron?: boolean;
}

/** Longest gap until a missed notification is noticed. */
const POLL_INTERVAL_MS = 1_000;
const GRACE_MS = 8_000;

/** Takes jobs and events from the database until it is stopped. */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { pool, log } = options;
  const events = new EventEmitter();
  const heartbeat = startHeartbeat({ pool, log, events });
  const runner = await run({
    pgPool: pool,
    concurrency: options.concurrency ?? 8,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: GRACE_MS,
    taskList: toTaskList(options.jobs ?? JOBS, options),
    parsedCronItems: options.hasCron === false ? [] : parseCronItems([...CRON]),
    events,
    logger: toGraphileLogger(log),
  });
  runner.promise.catch((error) => log.error(errorFields(error), 'worker.crashed'));
  const eventLoop = new EventLoop({ pool, log });
  await eventLoop.start();
  return {
    async stop() {
      await Promise.all([runner.stop(), eventLoop.stop()]);
      await heartbeat.stop();
    },
  };
}

function toTaskList(jobs: readonly RegisteredJob[], options: WorkerOptions): TaskList {
  const db = createDb(options.pool);
  const clock = options.clock ?? systemClock;
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload: unknown, helpers) => {
        const startedMs = performance.now();
        const { attempts, max_attempts, id } = helpers.job;
        const log = options.log.child({ job: job.name, jobId: id, attempt: attempts });
        const signal = helpers.abortSignal ?? new AbortController().signal;
        try {
          await job.run(payload, db, { clock, log, signal, attempt: attempts });
          log.info({ durationMs: Math.round(performance.now() - startedMs) }, 'job.done');
        } catch (error) {
          const isLast = attempts >= max_attempts;
          log[isLast ? 'error' : 'warn']({ ...errorFields(error), isLast }, 'job.failed');
          throw error;
        }
      },
    ]) satisfies [string, TaskList[string]][],
  );
}

// graphile-worker reports each job itself; ours above carries the fields that we search for.
function toGraphileLogger(log: Logger): GraphileLogger {
  return new GraphileLogger(() => (level: LogLevel, message: string) => {
    if (level === 'error') log.error({ engine: message.split('\n')[0] }, 'worker.engine');
    else if (level === 'warning') log.warn({ engine: message.split('\n')[0] }, 'worker.engine');
  });
}
