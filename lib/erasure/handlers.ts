import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { databaseNow } from '@/db/now';
import { erasures } from '@/db/schema';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles } from '@/lib/jobs/register';
import { publish } from '@/lib/live/publish';
import { lockMerges } from '@/lib/people/mutations';
import { eraseDeliveries } from './delivery-mutations';
import { eraseRows } from './erase-mutations';
import { eraseJob } from './jobs';
import { stopIntake } from './keep-out-mutations';
import { keepAway, sealSubject } from './mutations';
import { openSubject } from './queries';
import type { ErasureSubject } from './rules';

/** A message that leaves and a delivery that waits its turn are done within seconds. */
const AGAIN_MS = 15 * SECOND_MS;

/**
 * Takes the rows away in one transaction, then empties the raw deliveries, then forgets whom it was about. Comes again
 * for what was on its way; stopped anywhere it goes on from there.
 */
export async function erase(
  { workspaceId, erasureId }: z.infer<typeof eraseJob.schema>,
  ctx: Ctx<SystemScope>,
  { clock, log }: Pick<JobTools, 'clock' | 'log'>,
): Promise<void> {
  const isDone = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select()
      .from(erasures)
      .where(and(eq(erasures.workspaceId, workspaceId), eq(erasures.id, erasureId)))
      .for('update');
    if (!row?.subjectSealed) return true;
    return eraseOrLeave(tx, row, openSubject(erasureId, row.subjectSealed));
  });
  if (isDone) log.info({ erasureId }, 'erasure.done');
  else {
    await enqueue(
      ctx.db,
      eraseJob,
      { workspaceId, erasureId },
      {
        key: `erase:${erasureId}`,
        runAt: new Date(clock.now().getTime() + AGAIN_MS),
      },
    );
  }
}

export const erasureHandlers: readonly RegisteredJob[] = [handles(eraseJob, erase)];

async function eraseOrLeave(
  tx: Ctx,
  row: typeof erasures.$inferSelect,
  subject: ErasureSubject,
): Promise<boolean> {
  await lockMerges(tx);
  await stopIntake(tx);
  const now = await databaseNow(tx);
  // What came of them since the wish goes with the rest, and stays away with it.
  if (!row.erasedAt) await keepAway(tx, subject.identities);
  const erased = row.erasedAt ? null : await eraseRows(tx, subject);
  if (!row.erasedAt && !erased) return false;
  const erasedAt = row.erasedAt ?? now;
  const whole = erased ? { ...subject, traces: erased.traces } : subject;
  const { emptied, hasWaiting } = await eraseDeliveries(tx, whole, erasedAt);
  const before = row.counts ?? {
    conversations: 0,
    messages: 0,
    invitations: 0,
    notes: 0,
    deliveries: 0,
  };
  await tx.db
    .update(erasures)
    .set({
      subjectSealed: hasWaiting ? sealSubject(row.id, whole) : null,
      erasedAt,
      finishedAt: hasWaiting ? null : now,
      counts: { ...before, ...erased?.counts, deliveries: before.deliveries + emptied },
    })
    .where(eq(erasures.id, row.id));
  await publish(tx, { kind: 'people.changed', id: row.id });
  return !hasWaiting;
}
