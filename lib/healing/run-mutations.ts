import { and, desc, eq, isNull, max } from 'drizzle-orm';
import { extensionDevices, healingRuns, healingSteps } from '@/db/schema';
import type { AccountStatus } from '@/lib/accounts/types';
import type { Ctx } from '@/lib/auth/scope';
import { climbJob, climbKey } from '@/lib/healing/jobs';
import { firstRungMs } from '@/lib/healing/ladder-rules';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';

export type HealingRun = typeof healingRuns.$inferSelect;
type StepFields = Omit<
  typeof healingSteps.$inferInsert,
  'id' | 'workspaceId' | 'accountId' | 'runId'
>;

interface LostAccount {
  id: string;
  workspaceId: string;
  ownerMemberId: string | null;
}

/**
 * Begins the repair of a loss, in the transaction that found it. Without a browser that may help there is
 * none, and the e-mail goes its way. A loss during an open repair goes on with it: whoever flaps has no
 * more tries than others.
 */
export async function beginHealing(
  tx: Ctx,
  account: LostAccount,
  { transitionId, at, isAgain = false }: { transitionId: string; at: Date; isAgain?: boolean },
): Promise<void> {
  if (account.ownerMemberId === null) return;
  const [device] = await tx.db
    .select({ id: extensionDevices.id })
    .from(extensionDevices)
    .where(
      and(
        eq(extensionDevices.accountId, account.id),
        eq(extensionDevices.memberId, account.ownerMemberId),
      ),
    )
    .limit(1);
  if (!device) return;
  const [open] = await tx.db
    .update(healingRuns)
    .set({ transitionId })
    .where(isOpen(account.id))
    .returning({ id: healingRuns.id });
  if (open) return;
  const [last] = await tx.db
    .select({ at: max(healingSteps.at) })
    .from(healingSteps)
    .where(and(eq(healingSteps.accountId, account.id), eq(healingSteps.kind, 'tried')));
  const nextAt = new Date(firstRungMs(at.getTime(), last?.at?.getTime() ?? null));
  const fields = { workspaceId: account.workspaceId, accountId: account.id, transitionId };
  const [run] = await tx.db
    .insert(healingRuns)
    .values({ ...fields, lostAt: at, nextAt })
    .returning();
  if (!run) return;
  await addStep(tx, run, { kind: 'lost', reason: isAgain ? 'again' : null, at });
  await planClimb(tx, run, nextAt);
}

/** The account left the state that was to be repaired, whoever did it. */
export async function endHealing(
  tx: Ctx,
  accountId: string,
  status: AccountStatus,
  at: Date,
): Promise<void> {
  const isRecovered = status === 'connected';
  const [run] = await tx.db
    .update(healingRuns)
    .set({ state: isRecovered ? 'recovered' : 'cancelled', endedAt: at })
    .where(isOpen(accountId))
    .returning();
  if (!run) return;
  const kind = isRecovered ? 'recovered' : 'stopped';
  await addStep(tx, run, { kind, reason: status, at });
}

/**
 * Locks a repair for the step that its facts led to. Null: another worker has gone on with it since it was
 * read, so that the facts are those of a rung that is over; who went on has planned the next one.
 */
export async function lockRung(tx: Ctx, run: HealingRun): Promise<HealingRun | null> {
  const [open] = await tx.db
    .select()
    .from(healingRuns)
    .where(
      and(
        eq(healingRuns.id, run.id),
        eq(healingRuns.state, 'waiting'),
        eq(healingRuns.tries, run.tries),
        isNull(healingRuns.endedAt),
      ),
    )
    .for('update');
  return open ?? null;
}

/** One row of what was done by itself. A wait that goes on is one row. Returns its id. */
export async function addStep(tx: Ctx, run: HealingRun, step: StepFields): Promise<string> {
  const { id: runId, workspaceId, accountId } = run;
  await publish(tx, { kind: 'account.changed', id: accountId, accountId });
  if (step.kind === 'waited') {
    const [last] = await tx.db
      .select({ id: healingSteps.id, kind: healingSteps.kind, reason: healingSteps.reason })
      .from(healingSteps)
      .where(eq(healingSteps.runId, runId))
      .orderBy(desc(healingSteps.at), desc(healingSteps.id))
      .limit(1);
    if (last?.kind === 'waited' && last.reason === step.reason) return last.id;
  }
  const [row] = await tx.db
    .insert(healingSteps)
    .values({ ...step, workspaceId, accountId, runId })
    .returning({ id: healingSteps.id });
  return row?.id ?? '';
}

export function planClimb(tx: Ctx, run: HealingRun, runAt: Date): Promise<void> {
  const { id: runId, workspaceId, accountId } = run;
  return enqueue(
    tx.db,
    climbJob,
    { workspaceId, accountId, runId },
    { runAt, key: climbKey(accountId) },
  );
}

function isOpen(accountId: string) {
  return and(eq(healingRuns.accountId, accountId), isNull(healingRuns.endedAt));
}
