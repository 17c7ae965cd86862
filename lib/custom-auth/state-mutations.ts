import { and, eq, isNull, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { authAttempts } from '@/db/schema';
import type { StoredCheckpoint } from '@/db/schema/auth-attempts';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { bindSignIn } from '@/lib/connect/bind-mutations';
import { isActiveMember } from '@/lib/connect/mutations';
import { env } from '@/lib/core/env';
import { encrypt } from '@/lib/core/secrets';
import type { AuthAnswer, AuthCheckpoint } from '@/lib/gateway/auth-types';
import { findApiAccount } from '@/lib/gateways/mutations';
import { findHeldElsewhere, getGateway } from '@/lib/gateways/queries';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { FOLLOW_MS, QR_LIFE_MS } from './form-rules';
import { followAttemptJob } from './jobs';
import type { AttemptRow } from './queries';
import type { AttemptReason } from './types';

/** Longer than the API takes for a sign-in at the provider; a crash in between holds nobody up for longer. */
export const BUSY_SECONDS = 90;
export const turnEnd = sql`now() + make_interval(secs => ${BUSY_SECONDS})`;

/** What is worth a look of ours; everything else waits for the person. */
const FOLLOWED: ReadonlySet<StoredCheckpoint['type']> = new Set([
  'qr',
  'in_app',
  'loading',
  'settling',
]);

export function isFollowed(checkpoint: StoredCheckpoint | null): boolean {
  return checkpoint !== null && FOLLOWED.has(checkpoint.type);
}

const isOpen = (ctx: Ctx, attemptId: string) =>
  and(
    eq(authAttempts.id, attemptId),
    eq(authAttempts.workspaceId, ctx.scope.workspaceId),
    eq(authAttempts.state, 'open'),
  );

/** No answer of the person is on its way to the API. */
export const isFree = or(isNull(authAttempts.busyUntil), lt(authAttempts.busyUntil, sql`now()`));

/** Nor has the sign-in another id at the API since `row` was read: what a look brings still counts. */
export const isUntouched = ({ intentId }: AttemptRow) =>
  and(isFree, eq(authAttempts.intentId, intentId ?? ''));

/** One answer at a time: the database decides which of two presses reaches the API. */
export async function takeTurn(ctx: Ctx, attemptId: string): Promise<AttemptRow | null> {
  const [row] = await ctx.db
    .update(authAttempts)
    .set({ busyUntil: turnEnd })
    .where(and(isOpen(ctx, attemptId), isFree))
    .returning();
  return row ?? null;
}

export async function endTurn(ctx: Ctx, attemptId: string): Promise<void> {
  await ctx.db.update(authAttempts).set({ busyUntil: null }).where(isOpen(ctx, attemptId));
}

/**
 * What the API answered: the next step, with `only` where that holds, or the end. Twice, late, from two sides: same end.
 */
export async function takeAnswer(
  ctx: Ctx,
  row: AttemptRow,
  answer: AuthAnswer,
  readAt: Date,
  only?: SQL,
): Promise<void> {
  if (answer.state === 'signed_in') return completeAttempt(ctx, row, answer, readAt);
  const { checkpoint, intentId } = answer;
  const isQr = checkpoint.type === 'qr';
  await ctx.db
    .update(authAttempts)
    .set({
      checkpoint: storedCheckpoint(checkpoint),
      qrSealed: isQr ? encrypt(env().ENCRYPTION_KEYS, checkpoint.text, row.id) : null,
      qrUntil: isQr && !checkpoint.isRenewed ? new Date(readAt.getTime() + QR_LIFE_MS) : null,
      formerIntentId: row.intentId === intentId ? row.formerIntentId : row.intentId,
      intentId,
      busyUntil: null,
    })
    .where(and(isOpen(ctx, row.id), only));
  await lookSoon(ctx, row.id);
}

/** A request got no answer that counts, so it may have gone through: the API is asked, nothing is sent again. */
export async function settleByReading(ctx: Ctx, row: AttemptRow, intentId: string): Promise<void> {
  await ctx.db
    .update(authAttempts)
    .set({ checkpoint: { type: 'settling' }, qrSealed: null, intentId, busyUntil: null })
    .where(isOpen(ctx, row.id));
  await lookSoon(ctx, row.id);
}

/** Ends an open sign-in, with `only` where that holds. False: it had ended, or that does not hold. */
export async function endAttempt(
  ctx: Ctx,
  row: AttemptRow,
  state: 'failed' | 'expired' | 'cancelled',
  reason: AttemptReason | null,
  only?: SQL,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const isEnded = await closeAttempt(tx, row.id, { state, reason }, only);
    if (!isEnded) return false;
    await recordAudit(tx, {
      action: `account.sign_in_${state}`,
      entityType: row.accountId ? 'account' : 'auth_attempt',
      entityId: row.accountId ?? row.id,
      actorMemberId: row.memberId,
      detail: { provider: row.provider, method: row.method, ...(reason && { reason }) },
    });
    await tellMember(tx, row);
    return true;
  });
}

/** Ends what else is open for this account: the provider keeps one sign-in of it at a time. */
export async function replaceOthers(tx: Ctx, row: AttemptRow): Promise<void> {
  if (row.accountId === null) return;
  await tx.db
    .update(authAttempts)
    .set({ ...ENDED, state: 'cancelled', reason: 'replaced' satisfies AttemptReason })
    .where(
      and(
        eq(authAttempts.accountId, row.accountId),
        eq(authAttempts.workspaceId, row.workspaceId),
        eq(authAttempts.state, 'open'),
        ne(authAttempts.id, row.id),
      ),
    );
}

/** Nothing secret outlives the end. */
const ENDED = {
  checkpoint: null,
  qrSealed: null,
  busyUntil: null,
  endedAt: sql`clock_timestamp()`,
};

async function closeAttempt(
  tx: Ctx,
  attemptId: string,
  fields: Pick<Partial<AttemptRow>, 'state' | 'reason' | 'accountId'>,
  only?: SQL,
): Promise<boolean> {
  const [ended] = await tx.db
    .update(authAttempts)
    .set({ ...fields, ...ENDED })
    .where(and(isOpen(tx, attemptId), only))
    .returning({ id: authAttempts.id });
  return ended !== undefined;
}

/**
 * Believes the end of a sign-in as far as a callback of the wizard: the account must exist under our key, nobody in
 * another workspace may hold it, and one that somebody has is never moved.
 */
async function completeAttempt(
  ctx: Ctx,
  row: AttemptRow,
  { providerAccountId }: { providerAccountId: string },
  readAt: Date,
): Promise<void> {
  const truth = await findApiAccount(ctx, row.gatewayId, providerAccountId);
  // The API says that it is done before it lists the account: its own word is waited for.
  if (!truth) return settleByReading(ctx, row, providerAccountId);
  if (!(await isActiveMember(ctx, row.memberId))) {
    await endAttempt(ctx, row, 'failed', 'member_left');
    return;
  }
  const gateway = await getGateway(ctx, row.gatewayId);
  const held = await findHeldElsewhere(ctx, gateway, [providerAccountId]);
  if (held.size > 0) {
    await endAttempt(ctx, row, 'failed', 'bound_elsewhere');
    return;
  }
  const evidence = {
    cause: row.type === 'create' ? ('connected' as const) : ('reconnected' as const),
    readAt,
    hint: row.type === 'create' ? 'CREATION_SUCCESS' : 'RECONNECTED',
    memberId: row.memberId,
  };
  await inTransaction(ctx, async (tx) => {
    const [locked] = await tx.db
      .select({ state: authAttempts.state })
      .from(authAttempts)
      .where(eq(authAttempts.id, row.id))
      .for('update');
    if (locked?.state !== 'open') return;
    const { accountId, reason } = await bindSignIn(tx, row, truth, evidence);
    if (reason) {
      await endAttempt(tx, row, 'failed', reason);
      return;
    }
    await closeAttempt(tx, row.id, { state: 'completed', accountId });
    await recordAudit(tx, {
      action: row.type === 'create' ? 'account.connected' : 'account.reconnected',
      entityType: 'account',
      entityId: accountId,
      actorMemberId: row.memberId,
      detail: { provider: truth.provider, method: row.method },
    });
    await publish(tx, { kind: 'account.changed', id: accountId, accountId });
  });
}

async function tellMember(tx: Ctx, { id, accountId }: AttemptRow): Promise<void> {
  await publish(tx, {
    kind: 'account.changed',
    id: accountId ?? id,
    accountId: accountId ?? undefined,
  });
}

/** One look waits at a time, whoever asks for it. */
export async function lookSoon(ctx: Ctx, attemptId: string, at?: Date): Promise<void> {
  const { workspaceId } = ctx.scope;
  await enqueue(
    ctx.db,
    followAttemptJob,
    { workspaceId, attemptId },
    { key: `follow:${attemptId}`, runAt: at ?? new Date(Date.now() + FOLLOW_MS) },
  );
}

function storedCheckpoint(checkpoint: AuthCheckpoint): StoredCheckpoint {
  switch (checkpoint.type) {
    case 'qr':
    case 'captcha':
    case 'unknown':
      return { type: checkpoint.type };
    case 'contract':
    case 'challenge':
      return {
        type: checkpoint.type,
        options: checkpoint.options.map(({ id, name }) => ({ id, name })),
      };
    default:
      return checkpoint;
  }
}
