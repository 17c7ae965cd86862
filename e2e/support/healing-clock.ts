import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { healingRuns, healingSteps } from '@/db/schema';
import { SECOND_MS } from '@/lib/core/time';
import { climbJob, climbKey } from '@/lib/healing/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { expect } from './fixtures';

/** The open repair of an account, once the loss has begun one. */
async function openRun(db: Db, accountId: string) {
  const isIt = and(eq(healingRuns.accountId, accountId), isNull(healingRuns.endedAt));
  const find = async () => (await db.select().from(healingRuns).where(isIt))[0];
  await expect.poll(async () => (await find())?.state, { timeout: 30_000 }).toBe('waiting');
  const run = await find();
  if (!run) throw new Error('The repair is over.');
  return run;
}

/** Turns the clock of one repair until its next rung is due: everything of it lies that much further back. */
export async function turnToNextRung(db: Db, accountId: string): Promise<void> {
  const run = await openRun(db, accountId);
  const seconds = Math.ceil((run.nextAt.getTime() - Date.now()) / SECOND_MS);
  const by = sql`make_interval(secs => ${seconds})`;
  await db.transaction(async (tx) => {
    await tx
      .update(healingRuns)
      .set({
        lostAt: sql`${healingRuns.lostAt} - ${by}`,
        nextAt: sql`${healingRuns.nextAt} - ${by}`,
      })
      .where(eq(healingRuns.id, run.id));
    await tx
      .update(healingSteps)
      .set({ at: sql`${healingSteps.at} - ${by}` })
      .where(eq(healingSteps.runId, run.id));
    const payload = { workspaceId: run.workspaceId, accountId, runId: run.id };
    await enqueue(tx, climbJob, payload, { key: climbKey(accountId) });
  });
}
