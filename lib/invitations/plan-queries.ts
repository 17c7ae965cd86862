import { and, asc, desc, eq, gt, isNull, notInArray, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { accounts, invitationPlans, members, type StoredStop, users } from '@/db/schema';
import { can, readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { limitUses } from './limit-rules';
import { loadPaces, type Pace } from './pace-queries';
import { planProblem } from './plan-problem-rules';
import type { PaceCard, Paces, PlanPage, PlanRow, PlanState } from './types';

/** A plan of thousands would take months; what is beyond is counted in the cards. */
const MAX_WAITING = 500;
const MAX_ENDED = 100;
const ENDED_SINCE = sql`now() - interval '30 days'`;

/** What waits to leave and what left or ended lately, of the LinkedIn accounts that the scope may read, or of one. */
export async function listPlans(
  ctx: Ctx<MemberScope>,
  { accountId }: { accountId?: string },
): Promise<PlanPage> {
  const isAsked = and(
    isPaced(ctx.scope),
    accountId ? eq(invitationPlans.accountId, accountId) : undefined,
  );
  const isWaiting = eq(invitationPlans.state, 'planned');
  const [waiting, ended] = await Promise.all([
    plansOf(ctx)
      .where(and(isAsked, isWaiting))
      .orderBy(
        asc(invitationPlans.plannedAt),
        asc(invitationPlans.createdAt),
        asc(invitationPlans.id),
      )
      .limit(MAX_WAITING),
    plansOf(ctx)
      .where(
        and(
          isAsked,
          notInArray(invitationPlans.state, ['planned', 'cancelled']),
          gt(invitationPlans.updatedAt, ENDED_SINCE),
        ),
      )
      .orderBy(
        desc(sql`coalesce(${invitationPlans.leftAt}, ${invitationPlans.updatedAt})`),
        desc(invitationPlans.id),
      )
      .limit(MAX_ENDED),
  ]);
  const { memberId } = ctx.scope;
  return {
    waiting: waiting.map((found) => toRow(found, memberId)),
    ended: ended.map((found) => toRow(found, memberId)),
  };
}

/** How each LinkedIn account that the scope may read is paced, by name. */
export async function listPaces(ctx: Ctx<MemberScope>): Promise<Paces> {
  const paced = await ctx.db
    .select({ account: accounts, canChange: canSend(ctx.scope) })
    .from(accounts)
    .where(isPaced(ctx.scope))
    .orderBy(asc(sql`lower(${accounts.name})`), asc(accounts.id));
  const paces = await loadPaces(
    ctx,
    paced.map(({ account }) => account),
    await databaseNow(ctx),
  );
  return {
    canSetLimits: can(ctx.scope, 'workspace:manage'),
    cards: paces.map((pace, index) => toCard(pace, paced[index]?.canChange ?? false)),
  };
}

function isPaced(scope: MemberScope) {
  return and(readsMessagesOf(scope), eq(accounts.provider, 'LINKEDIN'), isNull(accounts.removedAt));
}

function canSend(scope: MemberScope) {
  return sql<boolean>`coalesce(${sendsFrom(scope) ?? sql`false`}, false)`;
}

function plansOf(ctx: Ctx<MemberScope>) {
  return ctx.db
    .select({
      plan: invitationPlans,
      accountName: accounts.name,
      authorName: users.name,
      canChange: canSend(ctx.scope),
    })
    .from(invitationPlans)
    .innerJoin(accounts, eq(accounts.id, invitationPlans.accountId))
    .innerJoin(members, eq(members.id, invitationPlans.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId));
}

type Found = Awaited<ReturnType<typeof plansOf>>[number];

function toRow(
  { plan, accountName, authorName, canChange }: Found,
  readerMemberId: string,
): PlanRow {
  const { id, accountId, providerUserId, name, headline, publicIdentifier, note, email, state } =
    plan;
  return {
    ...{ id, accountId, accountName, canChange },
    authorName: plan.authorMemberId === readerMemberId ? null : authorName,
    ...{ providerUserId, name, headline, publicIdentifier, note, email, state },
    plannedAt: plan.plannedAt?.toISOString() ?? null,
    planReason: plan.planReason,
    leftAt: plan.leftAt?.toISOString() ?? null,
    problem: planProblem(plan.error, state, {
      account: accountName,
      person: name,
    }),
    acceptedAt: plan.acceptedAt?.toISOString() ?? null,
  };
}

function toCard({ account, tier, input, pacing }: Pace, canChange: boolean): PaceCard {
  const { budget, sent, queue, hours, stop, nowMs } = input;
  const planned = queue.flatMap(({ planned: time, hasNote }) =>
    time ? [{ atMs: time.atMs, hasNote }] : [],
  );
  const signal = budget.signals.at(-1);
  return {
    accountId: account.id,
    accountName: account.name,
    canChange,
    tier,
    hours: { ...hours, zone: pacing?.zone ?? null },
    isWarmedUp: pacing?.isWarmedUp ?? false,
    isPaused: input.isPaused,
    isAccountOk: input.isAccountOk,
    stop:
      stop && pacing?.stop
        ? {
            reason: stop.reason,
            until: stop.untilMs === null ? null : new Date(stop.untilMs).toISOString(),
            problem: planProblem(pacing.stop.error, stateOf(pacing.stop), {
              account: account.name,
              person: null,
            }),
          }
        : null,
    limits: budget.limits,
    uses: limitUses(budget, sent, planned, nowMs),
    signal: signal ? { at: new Date(signal.atMs).toISOString(), percent: signal.percent } : null,
  };
}

/** How the one stands whose refusal stopped the others; what a person must end is not repeated by itself. */
function stateOf({ isUnknown, reason, untilMs }: StoredStop): PlanState {
  if (isUnknown) return 'unknown';
  return untilMs === null && reason === 'provider_stop' ? 'failed' : 'planned';
}
