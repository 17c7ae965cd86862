import { eq } from 'drizzle-orm';
import { healingRuns } from '@/db/schema';
import { isAccountRead } from '@/lib/accounts/check-mutations';
import { findOutage } from '@/lib/accounts/outage-rules';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { listDrops } from '@/lib/accounts/transition-queries';
import { selectTwins } from '@/lib/accounts/twin-queries';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { errorFields } from '@/lib/core/log';
import { MINUTE_MS } from '@/lib/core/time';
import { openCookies } from '@/lib/extension/report-mutations';
import { openGateway } from '@/lib/gateways/mutations';
import {
  type FoundCookie,
  findCookie,
  findDeviceName,
  findLastTry,
  findOpenRun,
  findPersonUntil,
  type HealedAccount,
  type LastTry,
  readCookieFacts,
} from '@/lib/healing/fact-queries';
import { climbJob } from '@/lib/healing/jobs';
import { type LadderStep, lostTryMs, nextStep } from '@/lib/healing/ladder-rules';
import {
  addStep,
  endHealing,
  type HealingRun,
  lockRung,
  planClimb,
} from '@/lib/healing/run-mutations';
import {
  claimTry,
  readAfterTry,
  recordTry,
  sendCookie,
  settleLostTry,
} from '@/lib/healing/try-mutations';
import type { MailReason } from '@/lib/healing/types';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles } from '@/lib/jobs/register';
import { remindJob, remindKey } from '@/lib/reminders/jobs';

/**
 * One rung of the repair of one account. The API is asked first, so that nothing is tried for an account
 * that works again; a rung that is run twice, or late, sends no second cookie.
 */
export async function climb(
  { runId, accountId }: { runId: string; accountId: string },
  ctx: Ctx<SystemScope>,
  tools: JobTools,
): Promise<void> {
  const begun = await findOpenRun(ctx, runId);
  if (!begun) return;
  if (begun.run.state === 'trying') {
    const lostAt = lostTryMs(begun.run.nextAt.getTime());
    // Another worker is at it, or was: that is seen once its time is over.
    if (tools.clock.now().getTime() < lostAt) return;
    await settleLostTry(ctx, begun.run);
  }
  const isApiDown = !(await isAccountRead(ctx, accountId, tools.clock.now()));
  const found = await findOpenRun(ctx, runId);
  // Meanwhile over, or another worker is at it, who plans the next rung.
  if (found?.run.state !== 'waiting') return;
  const { run, account } = found;
  const now = tools.clock.now();
  const lastTry = await findLastTry(ctx, runId);
  const isStillOut = !isApiDown && account.status === 'reconnect_needed';
  if (isStillOut && isUnsettled(lastTry)) await settle(ctx, run, now);
  const cookie = readable(await findCookie(ctx, account), tools);
  const { drops, total } = await listDrops(ctx, account, now);
  const personUntil = await findPersonUntil(ctx, accountId, now);
  const step = nextStep({
    nowMs: now.getTime(),
    lostAtMs: run.lostAt.getTime(),
    dueMs: run.nextAt.getTime(),
    tries: run.tries,
    status: account.status,
    isWrongIdentity: account.wrongIdentity !== null,
    hasOutage: findOutage(drops, total, accountId, now.getTime()) !== null,
    hasTwin: await hasWorkingTwin(ctx, account),
    isApiDown,
    personUntilMs: personUntil?.getTime() ?? null,
    lastOutcome: lastTry?.outcome ?? null,
    cookie: cookie && (await readCookieFacts(ctx, accountId, cookie)),
    provenAtMs: account.lastOkAt?.getTime() ?? null,
  });
  tools.log.info({ accountId, step: step.do }, 'healing.step');
  await take(ctx, { run, account, cookie }, step, now);
}

export const healingHandlers = [handles(climbJob, climb)];

interface Rung {
  run: HealingRun;
  account: HealedAccount;
  cookie: FoundCookie | null;
}

async function take(ctx: Ctx, rung: Rung, step: LadderStep, now: Date): Promise<void> {
  const { run, account, cookie } = rung;
  switch (step.do) {
    case 'end':
      return inTransaction(ctx, (tx) => endHealing(tx, account.id, account.status, now));
    case 'mail':
      return handOver(ctx, run, step.why, now);
    case 'wait':
      return inTransaction(ctx, async (tx) => {
        const open = await lockRung(tx, run);
        if (!open) return;
        if (step.why !== 'flap')
          await addStep(tx, open, { kind: 'waited', reason: step.why, at: now });
        await goOn(tx, open, new Date(step.untilMs), open.tries);
      });
    case 'miss': {
      const deviceName = cookie?.device.name ?? (await findDeviceName(ctx, account));
      const missed = { kind: 'missed', reason: step.why, deviceName, at: now } as const;
      return inTransaction(ctx, async (tx) => {
        const open = await lockRung(tx, run);
        if (!open) return;
        await addStep(tx, open, { ...missed, cookieSeenAt: cookie?.row.seenAt });
        await goOn(tx, open, new Date(step.nextMs), open.tries + 1);
      });
    }
    case 'try':
      if (cookie) await tryCookie(ctx, { run, account, cookie }, new Date(step.nextMs), now);
  }
}

async function tryCookie(
  ctx: Ctx,
  { run, account, cookie }: Rung & { cookie: FoundCookie },
  nextAt: Date,
  now: Date,
): Promise<void> {
  const client = await openGateway(ctx, account.gatewayId);
  if (!client.authMethods.includes('LINKEDIN:cookies')) {
    return handOver(ctx, run, 'not_supported', now);
  }
  const claimed = await claimTry(ctx, run, cookie, nextAt, now);
  // Somebody signs in by hand at this very moment, or another worker is at it.
  if (!claimed) return comeBack(ctx, run, new Date(now.getTime() + MINUTE_MS));
  const outcome = await sendCookie(ctx, account, cookie);
  await recordTry(ctx, claimed, outcome, now);
  if (outcome !== 'signed_in' && outcome !== 'unknown') return;
  const isSomebodyElse = await readAfterTry(ctx, account, now, outcome === 'signed_in');
  if (isSomebodyElse) await recordTry(ctx, claimed, 'wrong_account', now);
}

/** The person is asked after all: the e-mail comes now, and its own reminders after it. */
function handOver(ctx: Ctx, run: HealingRun, why: MailReason, now: Date): Promise<void> {
  return inTransaction(ctx, async (tx) => {
    // Before the repair, as whoever changes the status; the reminder decides under the same lock.
    await lockAccount(tx, run.accountId);
    const open = await lockRung(tx, run);
    if (!open) return;
    await tx.db
      .update(healingRuns)
      .set({ state: 'handed_over', endedAt: now })
      .where(eq(healingRuns.id, open.id));
    await addStep(tx, open, { kind: 'mailed', reason: why, at: now });
    const { workspaceId, accountId, transitionId } = open;
    const reminder = { workspaceId, accountId, transitionId, step: 0 };
    await enqueue(tx.db, remindJob, reminder, { runAt: now, key: remindKey(accountId) });
  });
}

async function goOn(tx: Ctx, run: HealingRun, nextAt: Date, tries: number): Promise<void> {
  await tx.db.update(healingRuns).set({ nextAt, tries }).where(eq(healingRuns.id, run.id));
  await planClimb(tx, run, nextAt);
}

async function comeBack(ctx: Ctx, run: HealingRun, at: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const open = await lockRung(tx, run);
    if (open) await planClimb(tx, open, at);
  });
}

/** Nobody knows whether a cookie without an answer arrived; the account that was just read does. */
async function settle(ctx: Ctx, run: HealingRun, now: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const open = await lockRung(tx, run);
    if (!open || !isUnsettled(await findLastTry(tx, open.id))) return;
    await addStep(tx, open, { kind: 'settled', at: now });
  });
}

function isUnsettled(lastTry: LastTry | null): boolean {
  return lastTry?.outcome === 'unknown' && !lastTry.isSettled;
}

/** Null also for a cookie whose key is gone from the ring: it is none, and the e-mail comes in its time. */
function readable(cookie: FoundCookie | null, { log }: JobTools): FoundCookie | null {
  try {
    if (cookie) openCookies(cookie.row);
    return cookie;
  } catch (error) {
    log.warn(errorFields(error), 'healing.cookie_unreadable');
    return null;
  }
}

/** Another connection of the same person that works. */
async function hasWorkingTwin(ctx: Ctx, account: HealedAccount): Promise<boolean> {
  if (account.identity === null) return false;
  const twins = await selectTwins(ctx, account);
  return twins.some(({ account: { status, wrongIdentity } }) => {
    return status === 'connected' && wrongIdentity === null;
  });
}
