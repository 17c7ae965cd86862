import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { webhookEvents } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { ERASED_REASON, type ErasureSubject, tracesOf } from './rules';
import { namesAny } from './subject-queries';

/**
 * Empties the raw deliveries that name the person and came before `until`. What still waits for its turn is left, since
 * it may tell of others too. Returns how many were emptied, and whether some wait.
 */
export async function eraseDeliveries(
  tx: Ctx,
  subject: ErasureSubject,
  until: Date,
): Promise<{ emptied: number; hasWaiting: boolean }> {
  const isTheirs = and(
    eq(webhookEvents.workspaceId, tx.scope.workspaceId),
    sql`${webhookEvents.receivedAt} <= ${until.toISOString()}::timestamptz`,
    namesAny(tracesOf(subject), sql`lower(encode(${webhookEvents.body}, 'escape'))`, escaped),
  );
  // Held while it is looked at: none has its turn, or is replayed, between being told apart and being emptied.
  const found = await tx.db
    .select({ id: webhookEvents.id, state: webhookEvents.state })
    .from(webhookEvents)
    .where(isTheirs)
    .orderBy(webhookEvents.id)
    .for('update');
  const settled = found.flatMap(({ id, state }) => (state === 'received' ? [] : id));
  await tx.db
    .update(webhookEvents)
    .set({
      body: Buffer.alloc(0),
      reason: ERASED_REASON,
      state: sql`case when ${inArray(webhookEvents.state, ['quarantined', 'failed'])} then 'ignored'
        else ${webhookEvents.state} end`,
    })
    .where(sql`${webhookEvents.id} = any(${sql.param(settled)}::uuid[])`);
  return { emptied: settled.length, hasWaiting: settled.length < found.length };
}

/** What `escape` makes of the bytes of a body it makes of a word's too. */
const escaped = (word: SQL) => sql`encode(convert_to(${word}, 'UTF8'), 'escape')`;
