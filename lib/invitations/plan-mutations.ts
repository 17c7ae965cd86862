import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { accounts, invitationPacing, invitationPlans, invitations } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { holdErasures } from '@/lib/erasure/keep-out-mutations';
import { toStorableText } from '@/lib/gateway/storable-text';
import { maySendFrom } from '@/lib/inbox/sendable-queries';
import { noteExcess } from './note-rules';
import { listLimits, loadPace, type PacedAccount, tierOf } from './pace-queries';
import { moveRefusal } from './plan-rules';
import { refusalOfMove } from './plan-text-rules';
import { lockPacing, replan } from './replan-mutations';
import type {
  AddPlanInput,
  CancelPlanInput,
  ChangePaceInput,
  MovePlanInput,
  PausePlansInput,
} from './schema';

/**
 * Puts one invitation into the plan of its account; when it leaves is told by the plan. The same `clientId` again gives
 * the same one. Throws `not_found`, `forbidden` for a mere reader, `invalid_input` for a note that is too long, and
 * `conflict` for somebody who is invited already, here or by hand.
 */
export async function addPlan(
  ctx: Ctx<MemberScope>,
  input: AddPlanInput,
): Promise<{ planId: string; plannedAt: string | null }> {
  return inTransaction(ctx, async (tx) => {
    await holdErasures(tx);
    const { planId } = await insertPlan(tx, input);
    await replan(tx, input.accountId);
    const [row] = await tx.db
      .select({ plannedAt: invitationPlans.plannedAt })
      .from(invitationPlans)
      .where(eq(invitationPlans.id, planId));
    return { planId, plannedAt: row?.plannedAt?.toISOString() ?? null };
  });
}

/**
 * As `addPlan`, without giving it a time: for whoever adds many and plans once with `replan`. All in the transaction of
 * the caller, who has called `holdErasures`.
 */
export async function insertPlan(
  tx: Ctx<MemberScope>,
  input: AddPlanInput,
): Promise<{ planId: string }> {
  const account = await findPlannable(tx, input.accountId);
  const [known] = await tx.db
    .select()
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.workspaceId, tx.scope.workspaceId),
        eq(invitationPlans.clientId, input.clientId),
      ),
    );
  if (known) {
    const isSame =
      known.accountId === account.id &&
      known.authorMemberId === tx.scope.memberId &&
      known.providerUserId === input.person.providerUserId;
    if (isSame) return { planId: known.id };
    throw new AppError('conflict', 'This was planned already, as something else.');
  }
  const note = toStorableText(input.note).trim() || null;
  await requireNote(tx, account, note);
  await requireUninvited(tx, account, input.person.providerUserId);
  await lockPacing(tx, account, input.zone);
  const [row] = await tx.db
    .insert(invitationPlans)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      authorMemberId: tx.scope.memberId,
      clientId: input.clientId,
      ...input.person,
      note,
      email: input.email ?? null,
    })
    .onConflictDoNothing()
    .returning({ id: invitationPlans.id });
  if (!row) throw alreadyPlanned();
  await recordAudit(tx, {
    action: 'invitation.plan',
    entityType: 'invitation_plan',
    entityId: row.id,
    detail: { accountId: account.id },
  });
  return { planId: row.id };
}

/** The LinkedIn account that the member may send from, whether it works now or not: what is planned waits. */
async function findPlannable(tx: Ctx<MemberScope>, accountId: string): Promise<PacedAccount> {
  const [account] = await tx.db
    .select()
    .from(accounts)
    .where(and(readsMessagesOf(tx.scope), isNull(accounts.removedAt), eq(accounts.id, accountId)));
  if (!account) throw notFound('Account');
  if (!(await maySendFrom(tx, account.id))) {
    throw new AppError('forbidden', `You cannot send from ${account.name}.`);
  }
  if (account.provider !== 'LINKEDIN') {
    throw new AppError('invalid_input', 'Invitations leave from LinkedIn accounts only.');
  }
  return account;
}

async function requireNote(tx: Ctx, account: PacedAccount, note: string | null): Promise<void> {
  const limits = (await listLimits(tx))[tierOf(account)];
  const excess = note ? noteExcess(note, limits) : 0;
  if (excess === 0) return;
  throw new AppError(
    'invalid_input',
    `This note is ${excess === 1 ? '1 character' : `${excess} characters`} too long: ${account.name} may use ${limits.noteCharacters}.`,
  );
}

async function requireUninvited(
  tx: Ctx,
  account: PacedAccount,
  providerUserId: string,
): Promise<void> {
  const [planned] = await tx.db
    .select({ id: invitationPlans.id })
    .from(invitationPlans)
    .where(
      and(
        eq(invitationPlans.accountId, account.id),
        eq(invitationPlans.providerUserId, providerUserId),
        inArray(invitationPlans.state, ['planned', 'sending', 'unknown']),
      ),
    );
  if (planned) throw alreadyPlanned();
  const [waiting] = await tx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.accountId, account.id),
        eq(invitations.providerUserId, providerUserId),
        eq(invitations.direction, 'sent'),
        isNull(invitations.goneAt),
      ),
    );
  if (waiting) {
    throw new AppError('conflict', `${account.name} has invited them already. It still waits.`);
  }
}

function alreadyPlanned(): AppError {
  return new AppError('conflict', 'An invitation to this person is planned already.');
}

/** Throws `not_found` for what is not the member’s to change, `conflict` once it has left. */
async function findWaiting(tx: Ctx<MemberScope>, planId: string) {
  const [row] = await tx.db
    .select({ plan: invitationPlans, account: accounts })
    .from(invitationPlans)
    .innerJoin(accounts, eq(accounts.id, invitationPlans.accountId))
    .where(and(readsMessagesOf(tx.scope), sendsFrom(tx.scope), eq(invitationPlans.id, planId)));
  if (!row) throw notFound('Planned invitation');
  if (row.plan.state !== 'planned') throw hasLeft();
  return row;
}

function hasLeft(): AppError {
  return new AppError('conflict', 'It is no longer waiting: it has left or was taken out.');
}

/**
 * Moves one to a time that a person chose; the others make room. `at` null gives it back to the plan. Throws `conflict`
 * with the rule that stands against the time.
 */
export async function movePlan(
  ctx: Ctx<MemberScope>,
  { planId, at }: MovePlanInput,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { plan, account } = await findWaiting(tx, planId);
    await lockPacing(tx, account);
    const pace = await loadPace(tx, account.id, await databaseNow(tx));
    if (!pace) throw notFound('Account');
    if (at !== null) {
      const move = { id: planId, hasNote: plan.note !== null, atMs: Date.parse(at) };
      const refusal = moveRefusal(pace.input, move);
      if (refusal) throw new AppError('conflict', refusalOfMove(refusal, account.name));
    }
    await changeWaiting(tx, planId, {
      plannedAt: at === null ? null : new Date(at),
      planReason: at === null ? null : 'moved_by_hand',
    });
    await recordAudit(tx, {
      action: 'invitation.move',
      entityType: 'invitation_plan',
      entityId: planId,
      detail: { at },
    });
    await replan(tx, account.id);
  });
}

/** Takes one out of the plan. Throws `not_found`, and `conflict` once it has left. */
export async function cancelPlan(
  ctx: Ctx<MemberScope>,
  { planId }: CancelPlanInput,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { account } = await findWaiting(tx, planId);
    await lockPacing(tx, account);
    await changeWaiting(tx, planId, { state: 'cancelled', plannedAt: null, planReason: null });
    await recordAudit(tx, {
      action: 'invitation.unplan',
      entityType: 'invitation_plan',
      entityId: planId,
    });
    await replan(tx, account.id);
  });
}

/** Throws `conflict` where it has left meanwhile. */
async function changeWaiting(
  tx: Ctx,
  planId: string,
  fields: Pick<typeof invitationPlans.$inferInsert, 'state' | 'plannedAt' | 'planReason'>,
): Promise<void> {
  const changed = await tx.db
    .update(invitationPlans)
    .set({ ...fields, updatedAt: sql`now()` })
    .where(and(eq(invitationPlans.id, planId), eq(invitationPlans.state, 'planned')))
    .returning({ id: invitationPlans.id });
  if (changed.length === 0) throw hasLeft();
}

/** Lets nothing leave from an account, or again; resuming also ends what the provider stopped. */
export async function pausePlans(
  ctx: Ctx<MemberScope>,
  { accountId, isPaused }: PausePlansInput,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const account = await findPlannable(tx, accountId);
    await lockPacing(tx, account);
    await tx.db
      .update(invitationPacing)
      .set({
        pausedAt: isPaused ? sql`now()` : null,
        updatedAt: sql`now()`,
        ...(!isPaused && { stop: null, refusedInRow: 0 }),
      })
      .where(eq(invitationPacing.accountId, accountId));
    await recordAudit(tx, {
      action: isPaused ? 'invitation.pause' : 'invitation.resume',
      entityType: 'account',
      entityId: accountId,
    });
    await replan(tx, accountId);
  });
}

/** When invitations of an account may leave. Those that wait get new times. */
export async function changePace(ctx: Ctx<MemberScope>, input: ChangePaceInput): Promise<void> {
  const { accountId, ...pace } = input;
  await inTransaction(ctx, async (tx) => {
    const account = await findPlannable(tx, accountId);
    await lockPacing(tx, account, pace.zone);
    await tx.db
      .update(invitationPacing)
      .set({ ...pace, updatedAt: sql`now()` })
      .where(eq(invitationPacing.accountId, accountId));
    await recordAudit(tx, {
      action: 'invitation.pace',
      entityType: 'account',
      entityId: accountId,
      detail: pace,
    });
    await replan(tx, accountId);
  });
}
