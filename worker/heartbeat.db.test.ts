import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDb } from '@/db/testing/test-db';
import { freeJobsOfDeadWorkers, reportAlive } from './heartbeat';

const test = testDb();

async function lockedJob(workerId: string, lockedSecondsAgo: number): Promise<void> {
  await test.db.execute(sql`select graphile_worker.add_job('some.job', '{}')`);
  await test.db.execute(sql`
    update graphile_worker._private_jobs set locked_by = ${workerId},
      locked_at = clock_timestamp() - make_interval(secs => ${lockedSecondsAgo})
    where locked_by is null`);
}

async function lockedBy(workerId: string): Promise<number> {
  const { rows } = await test.db.execute<{ count: number }>(
    sql`select count(*)::int as count from graphile_worker.jobs where locked_by = ${workerId}`,
  );
  return rows[0]?.count ?? -1;
}

describe('a worker that died (I10)', () => {
  it('loses its jobs to the others; one that is alive keeps a long job', async () => {
    await lockedJob('worker-dead', 45);
    await lockedJob('worker-alive', 600);
    await lockedJob('worker-young', 2);
    await reportAlive(test.pool, ['worker-alive']);
    const freed = await Promise.all([
      freeJobsOfDeadWorkers(test.pool),
      freeJobsOfDeadWorkers(test.pool),
    ]);
    expect(new Set(freed.flat())).toEqual(new Set(['worker-dead']));
    expect(await lockedBy('worker-dead')).toBe(0);
    expect(await lockedBy('worker-alive')).toBe(1);
    expect(await lockedBy('worker-young')).toBe(1);
  });
});
