import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import {
  accounts,
  invitationLimits,
  invitationPacing,
  invitationPlans,
  invitations,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { DAY_MS } from '@/lib/core/time';
import { DEFAULT_HOURS, DEFAULT_LIMITS, DEFAULT_SPACING } from './default-rules';
import type { PlanInput } from './plan-rules';
import { seededRandom } from './seed-rules';
import { isStopOver } from './stop-rules';
import type { LinkedinTier, SentInvitation } from './types';

/** The longest stretch that any limit looks back over: a month of notes, with a day for its zone. */
const LOOK_BACK_MS = 32 * DAY_MS;
/** A listed time may lie that far before the one that we know. */
const LISTED_EARLIER = sql`interval '2 days'`;
const UNKNOWN_ZONE = 'UTC';

export type PacedAccount = typeof accounts.$inferSelect;
type PacingRow = typeof invitationPacing.$inferSelect;

/** All that the plan of one account is made of, as of a moment. */
export interface Pace {
  account: PacedAccount;
  tier: LinkedinTier;
  /** Null before the first plan: then the defaults hold. */
  pacing: PacingRow | null;
  input: PlanInput;
}

/** Whether LinkedIn gives the account what it gives to those who pay. */
export function tierOf({ features }: Pick<PacedAccount, 'features'>): LinkedinTier {
  return features.length > 0 ? 'paid' : 'free';
}

export async function loadPace(ctx: Ctx, accountId: string, now: Date): Promise<Pace | null> {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.id, accountId)));
  if (!account) return null;
  return (await loadPaces(ctx, [account], now))[0] ?? null;
}

/** Of these accounts of the scope's workspace, in their order. */
export async function loadPaces(
  ctx: Ctx,
  paced: readonly PacedAccount[],
  now: Date,
): Promise<Pace[]> {
  const ids = paced.map(({ id }) => id);
  if (ids.length === 0) return [];
  // One after the other: in a transaction there is one line to the database.
  const pacings = await ctx.db
    .select()
    .from(invitationPacing)
    .where(inArray(invitationPacing.accountId, ids));
  const queued = await ctx.db
    .select({
      accountId: invitationPlans.accountId,
      id: invitationPlans.id,
      note: invitationPlans.note,
      plannedAt: invitationPlans.plannedAt,
      planReason: invitationPlans.planReason,
    })
    .from(invitationPlans)
    .where(and(inArray(invitationPlans.accountId, ids), eq(invitationPlans.state, 'planned')))
    .orderBy(asc(invitationPlans.createdAt), asc(invitationPlans.id));
  const sent = await listSent(ctx, ids, new Date(now.getTime() - LOOK_BACK_MS));
  const limits = await listLimits(ctx);
  return paced.map((account) => {
    const tier = tierOf(account);
    const pacing = pacings.find((row) => row.accountId === account.id) ?? null;
    const zone = pacing?.zone ?? UNKNOWN_ZONE;
    const hours = pacing ?? DEFAULT_HOURS;
    const input: PlanInput = {
      nowMs: now.getTime(),
      random: seededRandom(`${account.id}:${now.getTime()}`),
      hours: {
        zone,
        days: hours.days,
        fromMinute: hours.fromMinute,
        toMinute: hours.toMinute,
      },
      spacing: DEFAULT_SPACING,
      budget: {
        limits: limits[tier],
        zone,
        warmUpFromMs: pacing?.isWarmedUp ? null : account.createdAt.getTime(),
        signals: pacing?.signals ?? [],
      },
      sent: sent.filter((one) => one.accountId === account.id),
      queue: queued
        .filter((one) => one.accountId === account.id)
        .map(({ id, note, plannedAt, planReason }) => ({
          id,
          hasNote: note !== null,
          planned:
            plannedAt && planReason ? { atMs: plannedAt.getTime(), reason: planReason } : null,
        })),
      isPaused: pacing?.pausedAt != null,
      isAccountOk: isAccountOk(account),
      stop: pacing?.stop && !isStopOver(pacing.stop, account, now.getTime()) ? pacing.stop : null,
    };
    return { account, tier, pacing, input };
  });
}

/** Nothing leaves from an account of which it is not known that it works, or whose sending a person paused. */
function isAccountOk(account: PacedAccount): boolean {
  return (
    account.status === 'connected' &&
    account.removedAt === null &&
    account.sendsPausedAt === null &&
    account.wrongIdentity === null &&
    account.ownerMemberId !== null
  );
}

/** The limits of the workspace by tier: its own where it set some. */
export async function listLimits(ctx: Ctx) {
  const rows = await ctx.db
    .select()
    .from(invitationLimits)
    .where(eq(invitationLimits.workspaceId, ctx.scope.workspaceId));
  const own = rows.map(({ tier, limits }) => [tier, limits] as const);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(own) };
}

/** What left through us, fate known or not, and what the lists say was sent by hand. */
async function listSent(
  ctx: Ctx,
  accountIds: readonly string[],
  from: Date,
): Promise<(SentInvitation & { accountId: string })[]> {
  const { workspaceId } = ctx.scope;
  const ours = await ctx.db
    .select({
      accountId: invitationPlans.accountId,
      at: invitationPlans.leftAt,
      note: invitationPlans.note,
      state: invitationPlans.state,
    })
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.workspaceId, workspaceId),
        inArray(invitationPlans.accountId, [...accountIds]),
        isNotNull(invitationPlans.leftAt),
        gt(invitationPlans.leftAt, from),
      ),
    );
  const listed = await ctx.db
    .select({
      accountId: invitations.accountId,
      at: invitations.sentAbout,
      note: invitations.note,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, workspaceId),
        inArray(invitations.accountId, [...accountIds]),
        eq(invitations.direction, 'sent'),
        gt(invitations.sentAbout, from),
        sql`not exists (select 1 from ${invitationPlans} as plan
          where plan.account_id = ${invitations.accountId} and plan.left_at is not null
            and (plan.gateway_invitation_id = ${invitations.gatewayInvitationId}
              or plan.provider_user_id = ${invitations.providerUserId}
                and plan.left_at > ${invitations.sentAbout} - ${LISTED_EARLIER}))`,
      ),
    );
  return [
    ...ours.flatMap(({ accountId, at, note, state }) =>
      at
        ? [{ ...sentOf(accountId, at, note), isByHand: false, isUnconfirmed: state !== 'sent' }]
        : [],
    ),
    ...listed.map(({ accountId, at, note }) => ({
      ...sentOf(accountId, at, note),
      isByHand: true,
    })),
  ];
}

function sentOf(accountId: string, at: Date, note: string | null) {
  return { accountId, atMs: at.getTime(), hasNote: note !== null };
}
