import { eq, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { invitationPacing, invitationPlans } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { DEFAULT_HOURS } from './default-rules';
import { pacingQueue, sendDueInvitationJob } from './jobs';
import { loadPace, type Pace } from './pace-queries';
import { planInvitations } from './plan-rules';
import type { PlannedInvitation } from './types';

/**
 * Whoever changes the plan of an account, or takes one of it, holds this row: there is one planner of an account at a
 * time. Makes the row with what holds at the start; `zone` is that of whoever planned first.
 */
export async function lockPacing(
  tx: Ctx,
  account: { id: string; workspaceId: string },
  zone = 'UTC',
): Promise<void> {
  const { days, fromMinute, toMinute } = DEFAULT_HOURS;
  await tx.db
    .insert(invitationPacing)
    .values({
      accountId: account.id,
      workspaceId: account.workspaceId,
      zone,
      days: [...days],
      fromMinute,
      toMinute,
    })
    .onConflictDoNothing({ target: invitationPacing.accountId });
  await tx.db
    .select({ accountId: invitationPacing.accountId })
    .from(invitationPacing)
    .where(eq(invitationPacing.accountId, account.id))
    .for('update');
}

/**
 * Gives each that waits its time and the reason for it, and lets the worker come for the first. Times that are still
 * right stay. Does nothing for an account of another workspace. `now` is the database's unless a test has its own.
 */
export async function replan(ctx: Ctx, accountId: string, now?: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx.scope;
    const before = await loadPace(tx, accountId, now ?? (await databaseNow(tx)));
    if (!before?.pacing) return;
    await lockPacing(tx, { id: accountId, workspaceId });
    // Read under the lock: what another planner changed meanwhile counts.
    const pace = await loadPace(tx, accountId, now ?? (await databaseNow(tx)));
    if (!pace) return;
    await forgetStop(tx, pace);
    await storeTimes(tx, pace, planInvitations(pace.input));
    await publish(tx, { kind: 'invitations.changed', id: accountId, accountId });
  });
}

/** What stopped the account has ended: from now on nobody is told of it. */
async function forgetStop(tx: Ctx, { account, pacing, input }: Pace): Promise<void> {
  if (!pacing?.stop || input.stop) return;
  await tx.db
    .update(invitationPacing)
    .set({ stop: null, updatedAt: sql`now()` })
    .where(eq(invitationPacing.accountId, account.id));
}

async function storeTimes(
  tx: Ctx,
  { account, input }: Pace,
  plans: readonly PlannedInvitation[],
): Promise<void> {
  const known = new Map(input.queue.map(({ id, planned }) => [id, planned]));
  const changed = plans.filter(({ id, atMs, reason }) => {
    const planned = known.get(id);
    return !planned || planned.atMs !== atMs || planned.reason !== reason;
  });
  if (changed.length > 0) {
    const rows = JSON.stringify(
      changed.map(({ id, atMs, reason }) => ({
        id,
        at: atMs === null ? null : new Date(atMs).toISOString(),
        reason,
      })),
    );
    await tx.db.execute(sql`
      update ${invitationPlans} as plan
      set planned_at = given.at, plan_reason = given.reason
      from jsonb_to_recordset(${rows}::jsonb) as given(id uuid, at timestamptz, reason text)
      where plan.id = given.id and plan.workspace_id = ${account.workspaceId}
        and plan.state = 'planned'`);
  }
  const times = plans.flatMap(({ atMs }) => atMs ?? []);
  if (times.length === 0) return;
  const payload = { workspaceId: account.workspaceId, accountId: account.id };
  await enqueue(tx.db, sendDueInvitationJob, payload, {
    runAt: new Date(Math.min(...times)),
    key: `invitations-send:${account.id}`,
    queue: pacingQueue(account.id),
  });
}
