import { and, eq, isNull } from 'drizzle-orm';
import { extensionUses, healingRuns, healingSteps } from '@/db/schema';
import { applyAccountTruth } from '@/lib/accounts/mutations';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { isSameIdentity } from '@/lib/accounts/truth-rules';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { openCookies } from '@/lib/extension/report-mutations';
import type { UseOutcome } from '@/lib/extension/types';
import type { AuthAnswer } from '@/lib/gateway/auth-types';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway, findApiAccount } from '@/lib/gateways/mutations';
import { type FoundCookie, findPersonUntil, type HealedAccount } from '@/lib/healing/fact-queries';
import { lostTryMs } from '@/lib/healing/ladder-rules';
import { addStep, type HealingRun, planClimb } from '@/lib/healing/run-mutations';
import type { TryOutcome } from '@/lib/healing/types';
import { publish } from '@/lib/live/publish';

/** No cookie will help there, so the next rung comes at once. */
const NEEDS_PERSON: ReadonlySet<TryOutcome> = new Set([
  'checkpoint',
  'wrong_account',
  'restricted',
]);

interface Try {
  run: HealingRun;
  stepId: string;
  useId: string;
}

/**
 * Takes the right to send the cookie, once for this rung: under the account's lock, and only while the
 * account is still signed out and nobody signs in by hand. Null: somebody else was faster.
 */
export function claimTry(
  ctx: Ctx,
  run: HealingRun,
  { row, device }: FoundCookie,
  nextAt: Date,
  now: Date,
): Promise<Try | null> {
  return inTransaction(ctx, async (tx) => {
    const account = await lockAccount(tx, run.accountId);
    if (account?.status !== 'reconnect_needed') return null;
    if (await findPersonUntil(tx, run.accountId, now)) return null;
    const [claimed] = await tx.db
      .update(healingRuns)
      .set({ state: 'trying', tries: run.tries + 1, nextAt })
      .where(
        and(
          eq(healingRuns.id, run.id),
          eq(healingRuns.state, 'waiting'),
          eq(healingRuns.tries, run.tries),
        ),
      )
      .returning();
    if (!claimed) return null;
    const stepId = await addStep(tx, claimed, {
      kind: 'tried',
      deviceName: device.name,
      cookieSeenAt: row.seenAt,
      at: now,
    });
    const [use] = await tx.db
      .insert(extensionUses)
      .values({
        workspaceId: run.workspaceId,
        memberId: device.memberId,
        deviceId: device.id,
        deviceName: device.name,
        accountId: run.accountId,
        purpose: 'repair',
        cookieSeenAt: row.seenAt,
        at: now,
      })
      .returning({ id: extensionUses.id });
    await publish(tx, { kind: 'extension.changed', id: device.memberId });
    // Finds a try that this process does not live to end: what came of it is then read, not repeated.
    await planClimb(tx, claimed, new Date(lostTryMs(nextAt.getTime())));
    return { run: claimed, stepId, useId: use?.id ?? '' };
  });
}

/** Sends the cookie, once. What the API answers is a value, silence too. */
export async function sendCookie(
  ctx: Ctx,
  account: HealedAccount,
  { row }: FoundCookie,
): Promise<TryOutcome> {
  const { liAt, liA } = openCookies(row);
  try {
    const answer = await callGateway(ctx, account.gatewayId, (client) =>
      client.startAuth({
        credentials: {
          provider: 'LINKEDIN',
          method: 'cookies',
          accessToken: liAt,
          premiumToken: liA,
          userAgent: row.userAgent,
        },
        reconnectId: account.providerAccountId,
        country: null,
      }),
    );
    return outcomeOf(answer, account);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    return outcomeOfError(error);
  }
}

/** Writes down what came of a try, in the ladder and in the owner's list of uses. */
export function recordTry(ctx: Ctx, { run, stepId, useId }: Try, outcome: TryOutcome, now: Date) {
  return inTransaction(ctx, async (tx) => {
    await tx.db.update(healingSteps).set({ outcome }).where(eq(healingSteps.id, stepId));
    const [use] = await tx.db
      .update(extensionUses)
      .set({ outcome: shownOutcome(outcome) })
      .where(eq(extensionUses.id, useId))
      .returning({ memberId: extensionUses.memberId });
    const [open] = await tx.db
      .update(healingRuns)
      .set({ state: 'waiting' })
      .where(
        and(
          eq(healingRuns.id, run.id),
          eq(healingRuns.tries, run.tries),
          isNull(healingRuns.endedAt),
        ),
      )
      .returning();
    if (open) await planClimb(tx, open, NEEDS_PERSON.has(outcome) ? now : open.nextAt);
    const { accountId } = run;
    await publish(tx, { kind: 'account.changed', id: accountId, accountId });
    if (use) await publish(tx, { kind: 'extension.changed', id: use.memberId });
  });
}

/**
 * After a sign-in or a silence the API alone knows how the account is. `isSure`: it said "signed in".
 * @returns whether somebody else is signed in now
 */
export async function readAfterTry(
  ctx: Ctx,
  account: HealedAccount,
  now: Date,
  isSure: boolean,
): Promise<boolean> {
  const truth = await findApiAccount(ctx, account.gatewayId, account.providerAccountId);
  if (!truth) return false;
  await inTransaction(ctx, async (tx) => {
    const changed = await applyAccountTruth(tx, account.id, truth, {
      cause: isSure ? 'reconnected' : 'check',
      readAt: now,
      ...(isSure ? { hint: 'RECONNECTED' } : {}),
    });
    if (!changed || !isSure) return;
    await recordAudit(tx, {
      action: 'account.reconnected',
      entityType: 'account',
      entityId: account.id,
      detail: { provider: account.provider, by: 'extension' },
    });
  });
  return !isSameIdentity(account.identity, truth.identity);
}

/** A try whose process died: nobody knows whether the cookie arrived, so nobody sends it again. */
export async function settleLostTry(ctx: Ctx, run: HealingRun): Promise<HealingRun> {
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(healingSteps)
      .set({ outcome: 'unknown' })
      .where(
        and(
          eq(healingSteps.runId, run.id),
          eq(healingSteps.kind, 'tried'),
          isNull(healingSteps.outcome),
        ),
      );
    await tx.db
      .update(extensionUses)
      .set({ outcome: 'unknown' })
      .where(and(eq(extensionUses.accountId, run.accountId), isNull(extensionUses.outcome)));
    await tx.db
      .update(healingRuns)
      .set({ state: 'waiting' })
      .where(and(eq(healingRuns.id, run.id), eq(healingRuns.state, 'trying')));
  });
  return { ...run, state: 'waiting' };
}

function outcomeOf(answer: AuthAnswer, account: HealedAccount): TryOutcome {
  if (answer.state === 'checkpoint') return 'checkpoint';
  return answer.providerAccountId === account.providerAccountId ? 'signed_in' : 'wrong_account';
}

function outcomeOfError({ code, type, retry }: GatewayError): TryOutcome {
  if (code === 'account_mismatch') return 'wrong_account';
  if (code === 'account_restricted') return 'restricted';
  if (code === 'not_reached' || code === 'key_refused' || code === 'throttled') {
    return 'not_reached';
  }
  if (retry === 'unsafe') return 'unknown';
  // A refused login is told from a checkpoint by its type alone (contract, errors.md).
  const isLogin = type === null || /(invalid_credentials|expired_credentials)$/.test(type);
  return code === 'checkpoint' && !isLogin ? 'checkpoint' : 'refused';
}

function shownOutcome(outcome: TryOutcome): UseOutcome {
  return outcome === 'restricted' ? 'refused' : outcome;
}
