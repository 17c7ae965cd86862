import { and, asc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import {
  accounts,
  invitationPacing,
  invitationPlans,
  invitations,
  members,
  type StoredStop,
} from '@/db/schema';
import { PERMISSIONS } from '@/lib/auth/permissions';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { MINUTE_MS } from '@/lib/core/time';
import type { GatewayErrorInfo } from '@/lib/gateway/client';
import type { InvitationSendOutcome } from '@/lib/gateway/invitation-types';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { DEFAULT_PAUSES } from './default-rules';
import { readInvitationsJob } from './jobs';
import { noteExcess } from './note-rules';
import { loadPace, type Pace, type PacedAccount } from './pace-queries';
import { NOT_IN_LIST } from './plan-problem-rules';
import { moveRefusal } from './plan-rules';
import { lockPacing, replan } from './replan-mutations';
import { isAmbiguous, stopAfter } from './stop-rules';

/** Who comes later than this finds the time gone: what is left is spread anew instead of catching up. */
const LATE_MS = 5 * MINUTE_MS;
/** No post takes that long. */
const LOST_MS = 2 * MINUTE_MS;
/** The list of sent ones is asked that long after the silence, so that LinkedIn has had time to write it. */
const LOOK_AFTER_MS = 3 * MINUTE_MS;
const KEPT_SIGNALS = 20;

/** One that has the right to be posted, once. `leftAt` is the fence: a later claim has another. */
export interface ClaimedPlan {
  id: string;
  providerUserId: string;
  note: string | null;
  email: string | null;
  leftAt: Date;
  account: PacedAccount;
}

/**
 * Takes the one whose time has come, if it may still leave now, and marks it before a byte goes out. Null: there is
 * none, and the plan is made anew where it has to be.
 */
export async function claimDue(
  ctx: Ctx,
  accountId: string,
  at?: Date,
): Promise<ClaimedPlan | null> {
  return inTransaction(ctx, async (tx) => {
    await lockPacing(tx, { id: accountId, workspaceId: tx.scope.workspaceId });
    const now = at ?? (await databaseNow(tx));
    const [due] = await tx.db
      .select()
      .from(invitationPlans)
      .where(
        and(
          eq(invitationPlans.workspaceId, tx.scope.workspaceId),
          eq(invitationPlans.accountId, accountId),
          eq(invitationPlans.state, 'planned'),
          lte(invitationPlans.plannedAt, now),
        ),
      )
      .orderBy(asc(invitationPlans.plannedAt), asc(invitationPlans.id))
      .limit(1);
    const pace = due && (await loadPace(tx, accountId, now));
    if (!due || !pace) {
      await replan(tx, accountId, now);
      return null;
    }
    const isLate = (due.plannedAt?.getTime() ?? 0) < now.getTime() - LATE_MS;
    const move = { id: due.id, hasNote: due.note !== null, atMs: now.getTime() };
    if (isLate || moveRefusal(pace.input, move)) {
      await replan(tx, accountId, now);
      return null;
    }
    const ending = await endingBeforePost(tx, due, pace);
    if (ending) {
      await tx.db
        .update(invitationPlans)
        .set({ ...ending, plannedAt: null, planReason: null, updatedAt: now })
        .where(eq(invitationPlans.id, due.id));
      await replan(tx, accountId, now);
      return null;
    }
    await tx.db
      .update(invitationPlans)
      .set({ state: 'sending', leftAt: now, error: null, updatedAt: now })
      .where(eq(invitationPlans.id, due.id));
    const { id, providerUserId, note, email } = due;
    return { id, providerUserId, note, email, leftAt: now, account: pace.account };
  });
}

/** False once somebody took its post for lost. */
export async function isStillClaimed(ctx: Ctx, { id, leftAt }: ClaimedPlan): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: invitationPlans.id })
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.id, id),
        eq(invitationPlans.state, 'sending'),
        eq(invitationPlans.leftAt, leftAt),
      ),
    );
  return rows.length > 0;
}

/** One taken for lost that certainly never left waits again, unless a list has settled it meanwhile. */
export async function recordNotPosted(
  ctx: Ctx,
  { id, leftAt, account }: ClaimedPlan,
  at?: Date,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPacing(tx, account);
    const now = at ?? (await databaseNow(tx));
    await tx.db
      .update(invitationPlans)
      .set({ state: 'planned', leftAt: null, error: null, updatedAt: now })
      .where(
        and(
          eq(invitationPlans.id, id),
          eq(invitationPlans.state, 'unknown'),
          eq(invitationPlans.leftAt, leftAt),
        ),
      );
    await replan(tx, account.id, now);
  });
}

type Plan = typeof invitationPlans.$inferSelect;
type Ending = Pick<typeof invitationPlans.$inferInsert, 'state' | 'error'>;

/** What changed since it was planned and makes an end of it; null where it may leave. */
async function endingBeforePost(
  tx: Ctx,
  plan: Plan,
  { account, input }: Pace,
): Promise<Ending | null> {
  const refused = (code: GatewayErrorInfo['code'], type: string): Ending => ({
    state: 'failed',
    error: { code, type, status: null, requestId: null },
  });
  if (!(await maySend(tx, plan.authorMemberId, account.id))) {
    return refused('not_permitted', 'not_allowed_any_more');
  }
  if (plan.note && noteExcess(plan.note, input.budget.limits) > 0) {
    return refused('too_large', 'note_too_long');
  }
  const [listed] = await tx.db
    .select({ endedAs: invitations.endedAs })
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, account.id),
        eq(invitations.direction, 'sent'),
        eq(invitations.providerUserId, plan.providerUserId),
        or(isNull(invitations.goneAt), eq(invitations.endedAs, 'accepted')),
      ),
    );
  if (!listed) return null;
  const type = listed.endedAs === 'accepted' ? 'connected_meanwhile' : 'invited_by_hand';
  return { ...refused('already_done', type), state: 'already_done' };
}

async function maySend(tx: Ctx, memberId: string, accountId: string): Promise<boolean> {
  const [author] = await tx.db
    .select({ role: members.role })
    .from(members)
    .innerJoin(accounts, eq(accounts.id, accountId))
    .where(
      and(
        eq(members.id, memberId),
        eq(members.workspaceId, tx.scope.workspaceId),
        isNull(members.removedAt),
        or(eq(accounts.ownerMemberId, members.id), eq(accounts.visibility, 'team-reply')),
      ),
    );
  return PERMISSIONS['message:send'].some((role) => role === author?.role);
}

/**
 * Writes what came of a claimed one and plans the rest. A definite refusal that is about the account puts it back to
 * wait; one about this person ends it; silence leaves it unknown until the list of sent ones has been read.
 */
export async function recordSendOutcome(
  ctx: Ctx,
  { id, leftAt, account }: ClaimedPlan,
  outcome: InvitationSendOutcome,
  at?: Date,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPacing(tx, account);
    const now = at ?? (await databaseNow(tx));
    const [pacing] = await tx.db
      .select()
      .from(invitationPacing)
      .where(eq(invitationPacing.accountId, account.id));
    const refusedInRow = pacing?.refusedInRow ?? 0;
    const stop = 'error' in outcome ? stopOf(outcome, refusedInRow, now) : null;
    const isCounted = stop !== null || ('error' in outcome && isAmbiguous(outcome.error));
    const isOurs = and(
      eq(invitationPlans.id, id),
      eq(invitationPlans.leftAt, leftAt),
      // Whoever was slow may have been taken for lost.
      or(eq(invitationPlans.state, 'sending'), eq(invitationPlans.state, 'unknown')),
    );
    await tx.db
      .update(invitationPlans)
      .set({ ...afterOutcome(outcome, stop !== null), updatedAt: now })
      .where(isOurs);
    const percent = outcome.state === 'sent' ? outcome.usagePercent : null;
    await tx.db
      .update(invitationPacing)
      .set({
        updatedAt: now,
        refusedInRow: outcome.state === 'sent' ? 0 : refusedInRow + (isCounted ? 1 : 0),
        ...(stop && { stop }),
        ...(percent !== null && {
          signals: [...(pacing?.signals ?? []), { atMs: now.getTime(), percent }].slice(
            -KEPT_SIGNALS,
          ),
        }),
      })
      .where(eq(invitationPacing.accountId, account.id));
    if (outcome.state === 'unknown') await lookLater(tx, account, now);
    await replan(tx, account.id, now);
  });
}

function stopOf(
  outcome: Extract<InvitationSendOutcome, { error: unknown }>,
  refusedInRow: number,
  now: Date,
): StoredStop | null {
  const { error } = outcome;
  const stop = stopAfter(error, refusedInRow, now.getTime(), DEFAULT_PAUSES);
  return stop && { ...stop, atMs: now.getTime(), error, isUnknown: outcome.state === 'unknown' };
}

function afterOutcome(outcome: InvitationSendOutcome, isStopped: boolean) {
  const ended = { plannedAt: null, planReason: null };
  switch (outcome.state) {
    case 'sent': {
      const { gatewayInvitationId } = outcome;
      return { ...ended, state: 'sent', error: null, gatewayInvitationId } as const;
    }
    case 'unknown':
      return { ...ended, state: 'unknown', error: outcome.error } as const;
    case 'already_done':
      return { ...ended, state: 'already_done', error: outcome.error, leftAt: null } as const;
    case 'failed':
      return {
        ...ended,
        state: isStopped ? 'planned' : 'failed',
        error: outcome.error,
        leftAt: null,
      } as const;
  }
}

async function lookLater(tx: Ctx, account: PacedAccount, now: Date): Promise<void> {
  await enqueue(
    tx.db,
    readInvitationsJob,
    { workspaceId: account.workspaceId, accountId: account.id },
    {
      runAt: new Date(now.getTime() + LOOK_AFTER_MS),
      key: `invitations-look:${account.id}`,
      priority: PRIORITY.asked,
    },
  );
}

/** What was posted and never answered, because the worker died over it: unknown from now on. */
export async function recordLost(ctx: Ctx, accountId: string, at?: Date): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await lockPacing(tx, { id: accountId, workspaceId: tx.scope.workspaceId });
    const now = at ?? (await databaseNow(tx));
    const lost = await tx.db
      .update(invitationPlans)
      .set({
        state: 'unknown',
        error: { code: 'timeout', type: null, status: null, requestId: null },
        plannedAt: null,
        planReason: null,
        updatedAt: now,
      })
      .where(
        and(
          eq(invitationPlans.workspaceId, tx.scope.workspaceId),
          eq(invitationPlans.accountId, accountId),
          eq(invitationPlans.state, 'sending'),
          lt(invitationPlans.leftAt, new Date(now.getTime() - LOST_MS)),
        ),
      )
      .returning({ id: invitationPlans.id });
    if (lost.length === 0) return;
    const [account] = await tx.db.select().from(accounts).where(eq(accounts.id, accountId));
    if (account) await lookLater(tx, account, now);
  });
}

/**
 * Settles those of unknown fate by a list of sent ones that was read whole, long enough after they left: what is in it
 * was sent; what is not did not leave, as far as anybody can tell.
 */
export async function settleUnknown(
  tx: Ctx,
  account: { id: string; workspaceId: string },
  readAt: Date,
): Promise<void> {
  const before = new Date(readAt.getTime() - LOST_MS);
  await tx.db.execute(sql`
    update ${invitationPlans} as plan
    set state = case when listed.id is null then 'failed' else 'sent' end,
      gateway_invitation_id = coalesce(listed.gateway_invitation_id, plan.gateway_invitation_id),
      left_at = case when listed.id is null then null else plan.left_at end,
      error = case when listed.id is null
        then jsonb_build_object('code', 'timeout', 'type', ${NOT_IN_LIST}::text, 'status', null,
          'requestId', plan.error->>'requestId')
        else null end,
      updated_at = now()
    from ${invitationPlans} as same
    left join lateral (
      select id, gateway_invitation_id from ${invitations} as one
      where one.account_id = same.account_id and one.direction = 'sent'
        and one.provider_user_id = same.provider_user_id and one.gone_at is null
      limit 1) as listed on true
    where same.id = plan.id and plan.workspace_id = ${account.workspaceId}
      and plan.account_id = ${account.id} and plan.state = 'unknown'
      and plan.left_at < ${before.toISOString()}::timestamptz`);
}
