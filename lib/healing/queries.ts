import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { accounts, healingRuns, healingSteps } from '@/db/schema';
import { seesAccount } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { mailTime, TRIES } from '@/lib/healing/ladder-rules';
import type { Healing, Repair } from '@/lib/healing/types';

const STEPS_LENGTH = 60;

/** What was done by itself for an account. Throws not-found for one that the member may not see. */
export async function getHealing(
  ctx: Ctx<MemberScope>,
  { accountId }: { accountId: string },
): Promise<Healing> {
  if (!isId(accountId)) throw notFound('Account');
  const [account] = await ctx.db
    .select({ id: accounts.id, ownerMemberId: accounts.ownerMemberId })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), seesAccount(ctx.scope)));
  if (!account) throw notFound('Account');
  const isMine = account.ownerMemberId === ctx.scope.memberId;
  const [rows, [open]] = await Promise.all([
    ctx.db
      .select()
      .from(healingSteps)
      .where(eq(healingSteps.accountId, accountId))
      .orderBy(desc(healingSteps.at), desc(healingSteps.id))
      .limit(STEPS_LENGTH),
    ctx.db
      .select()
      .from(healingRuns)
      .where(and(eq(healingRuns.accountId, accountId), isNull(healingRuns.endedAt))),
  ]);
  return {
    steps: rows.map(({ id, kind, reason, outcome, deviceName, cookieSeenAt, at }) => ({
      id,
      kind,
      reason,
      outcome,
      deviceName: isMine ? deviceName : null,
      cookieSeenAt: cookieSeenAt?.toISOString() ?? null,
      at: at.toISOString(),
    })),
    open: open
      ? {
          nextAt: open.nextAt.toISOString(),
          triesLeft: Math.max(0, TRIES - open.tries),
          mailAt: new Date(mailTime(open.nextAt.getTime(), open.tries)).toISOString(),
        }
      : null,
  };
}

/** While a loss is being repaired without a person: when that ends, if nothing helps. Null: it is not. */
export async function findHealingEnd(ctx: Ctx, transitionId: string): Promise<Date | null> {
  const [open] = await ctx.db
    .select({ nextAt: healingRuns.nextAt, tries: healingRuns.tries })
    .from(healingRuns)
    .where(
      and(
        eq(healingRuns.workspaceId, ctx.scope.workspaceId),
        eq(healingRuns.transitionId, transitionId),
        isNull(healingRuns.endedAt),
      ),
    );
  return open ? new Date(mailTime(open.nextAt.getTime(), open.tries)) : null;
}

/**
 * What was tried before its owner is asked about a loss: of the newest repair that was handed over since
 * `lostAt`. Null where none was, or another one goes on.
 */
export async function findHandedOver(
  ctx: Ctx,
  accountId: string,
  lostAt: Date,
): Promise<Repair | null> {
  const [run] = await ctx.db
    .select()
    .from(healingRuns)
    .where(
      and(eq(healingRuns.workspaceId, ctx.scope.workspaceId), eq(healingRuns.accountId, accountId)),
    )
    .orderBy(desc(healingRuns.lostAt), desc(healingRuns.id))
    .limit(1);
  if (run?.state !== 'handed_over' || !run.endedAt || run.endedAt < lostAt) return null;
  const rungs = await ctx.db
    .select()
    .from(healingSteps)
    .where(
      and(
        eq(healingSteps.runId, run.id),
        inArray(healingSteps.kind, ['tried', 'missed', 'mailed']),
      ),
    )
    .orderBy(desc(healingSteps.at), desc(healingSteps.id));
  const last = rungs.find(({ kind }) => kind !== 'mailed');
  return {
    tries: rungs.filter(({ kind }) => kind === 'tried').length,
    why: rungs.find(({ kind }) => kind === 'mailed')?.reason ?? null,
    missed: last?.kind === 'missed' ? last.reason : null,
    cookieSeenAt: last?.cookieSeenAt?.toISOString() ?? null,
  };
}
