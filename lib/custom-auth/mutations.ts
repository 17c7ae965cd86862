import { and, eq, gt, ne } from 'drizzle-orm';
import { accounts, authAttempts, members } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { managesAccount, requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import type { ConnectableProvider } from '@/lib/connect/types';
import { AppError, notFound } from '@/lib/core/errors';
import { HOUR_MS } from '@/lib/core/time';
import type { AuthRequest } from '@/lib/gateway/auth-types';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { listGateways } from '@/lib/gateways/queries';
import { credentialsOf } from './credential-rules';
import { ATTEMPT_LIFE_MS, FORMS, MOST_ATTEMPTS_AN_HOUR, QR_LIFE_MS } from './form-rules';
import { methodsOf } from './method-rules';
import { attemptWords, reasonOf } from './problem-rules';
import { type AttemptRow, getAttempt, getOwnAttempt } from './queries';
import type { Credentials, StartAttemptInput } from './schema';
import {
  endAttempt,
  endTurn,
  lookSoon,
  replaceOthers,
  settleByReading,
  takeAnswer,
  takeTurn,
  turnEnd,
} from './state-mutations';
import type { Attempt, AttemptReason, AuthMethod } from './types';

interface Target {
  gatewayId: string;
  accountId: string | null;
  /** Of the account to sign in again, at the API. */
  reconnectId: string | null;
}

/**
 * Begins a sign-in with what a person entered on our page, which passes through and is kept nowhere. The same id
 * twice begins one. A refusal throws `invalid_input` with the field that it is about.
 */
export async function startAttempt(
  ctx: Ctx<MemberScope>,
  input: StartAttemptInput,
): Promise<Attempt> {
  requirePermission(ctx.scope, 'account:connect');
  const { provider, method } = FORMS[input.credentials.form];
  const target = await findTarget(ctx, input, provider, method);
  const row = await insertAttempt(ctx, input.attemptId, { provider, method }, target);
  if (!row) return getAttempt(ctx, input);
  await callStart(ctx, row, {
    credentials: credentialsOf(input.credentials),
    reconnectId: target.reconnectId,
    country: input.country,
  });
  return getAttempt(ctx, input);
}

/**
 * Another QR code in place of one whose time is over, where the API brings none by itself. A sign-in by QR code alone
 * has nothing secret; Telegram's second password comes from the page again.
 */
export async function renewQr(
  ctx: Ctx<MemberScope>,
  input: { attemptId: string; password: string },
): Promise<Attempt> {
  const known = await getOwnAttempt(ctx, input.attemptId);
  if (!isRenewalDue(known, Date.now())) return getAttempt(ctx, input);
  const row = await takeTurn(ctx, known.id);
  // Another page of the same person is about to.
  if (!row) return getAttempt(ctx, input);
  await recordAudit(ctx, {
    action: 'account.sign_in_qr_renewed',
    entityType: 'auth_attempt',
    entityId: row.id,
  });
  const form = row.provider === 'TELEGRAM' ? 'telegram' : 'whatsapp';
  const credentials: Credentials =
    form === 'telegram' ? { form, password: input.password } : { form };
  await callStart(ctx, row, {
    credentials: credentialsOf(credentials),
    reconnectId: await providerAccountIdOf(ctx, row),
    country: null,
  });
  return getAttempt(ctx, input);
}

/** The API brings none by itself, and half of the time is over: a page whose clock is ahead asks too early. */
function isRenewalDue({ checkpoint, qrUntil, expiresAt }: AttemptRow, nowMs: number): boolean {
  if (checkpoint?.type !== 'qr' || qrUntil === null || expiresAt.getTime() <= nowMs) return false;
  return qrUntil.getTime() - nowMs <= QR_LIFE_MS / 2;
}

/** Ended by its own member; what the provider has begun runs out by itself. */
export async function cancelAttempt(
  ctx: Ctx<MemberScope>,
  { attemptId }: { attemptId: string },
): Promise<Attempt> {
  const row = await getOwnAttempt(ctx, attemptId);
  if (row.state === 'open') await endAttempt(ctx, row, 'cancelled', null);
  return getAttempt(ctx, { attemptId });
}

async function findTarget(
  ctx: Ctx<MemberScope>,
  { accountId, gatewayId }: Pick<StartAttemptInput, 'accountId' | 'gatewayId'>,
  provider: ConnectableProvider,
  method: AuthMethod,
): Promise<Target> {
  const account = accountId === null ? null : await findManaged(ctx, accountId);
  if (account?.status === 'removed') {
    throw new AppError('conflict', 'This account was removed. Connect it anew instead.');
  }
  if (account && account.provider !== provider) {
    throw new AppError('conflict', 'This account belongs to another provider.');
  }
  const wantedId = account?.gatewayId ?? gatewayId;
  const gateway = (await listGateways(ctx)).find(({ id }) => id === wantedId);
  if (!gateway) throw notFound('API connection');
  if (!methodsOf(gateway.dialect, provider).includes(method)) {
    throw new AppError('conflict', attemptWords('not_supported', { provider, method }).text);
  }
  return {
    gatewayId: gateway.id,
    accountId,
    reconnectId: account?.providerAccountId ?? null,
  };
}

async function findManaged(ctx: Ctx<MemberScope>, accountId: string) {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId), managesAccount(ctx.scope)));
  if (!account) throw notFound('Account');
  return account;
}

async function providerAccountIdOf(ctx: Ctx, { type, accountId }: AttemptRow) {
  if (type === 'create' || accountId === null) return null;
  const [account] = await ctx.db
    .select({ id: accounts.providerAccountId })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  return account?.id ?? null;
}

/** Null where this very press has begun one already. Throws `rate_limited`. */
async function insertAttempt(
  ctx: Ctx<MemberScope>,
  id: string,
  way: { provider: ConnectableProvider; method: AuthMethod },
  { gatewayId, accountId }: Target,
): Promise<AttemptRow | null> {
  const { workspaceId, memberId } = ctx.scope;
  const now = Date.now();
  return inTransaction(ctx, async (tx) => {
    // One press after the other, so that the limit holds whatever comes at once.
    await tx.db
      .select({ id: members.id })
      .from(members)
      .where(eq(members.id, memberId))
      .for('no key update');
    await requireFew(tx, id, new Date(now - HOUR_MS));
    const type = accountId === null ? 'create' : 'reconnect';
    const [row] = await tx.db
      .insert(authAttempts)
      .values({
        ...way,
        id,
        workspaceId,
        memberId,
        gatewayId,
        type,
        accountId,
        busyUntil: turnEnd,
        expiresAt: new Date(now + ATTEMPT_LIFE_MS),
      })
      .onConflictDoNothing()
      .returning();
    if (!row) return null;
    // Their rows before the audit's lock, in the order of whoever else ends one of them.
    await replaceOthers(tx, row);
    await recordAudit(tx, {
      action: 'account.sign_in_started',
      entityType: accountId ? 'account' : 'auth_attempt',
      entityId: accountId ?? id,
      detail: way,
    });
    // Behind that lock two presses at once see each other.
    await replaceOthers(tx, row);
    // Ends it even where this process dies before the API has answered.
    await lookSoon(tx, id, row.expiresAt);
    return row;
  });
}

async function requireFew(tx: Ctx<MemberScope>, id: string, since: Date): Promise<void> {
  const lately = await tx.db
    .select({ id: authAttempts.id })
    .from(authAttempts)
    .where(
      and(
        eq(authAttempts.memberId, tx.scope.memberId),
        gt(authAttempts.createdAt, since),
        ne(authAttempts.id, id),
      ),
    )
    .limit(MOST_ATTEMPTS_AN_HOUR);
  if (lately.length < MOST_ATTEMPTS_AN_HOUR) return;
  throw new AppError(
    'rate_limited',
    `You began ${MOST_ATTEMPTS_AN_HOUR} sign-ins within an hour. More could lock you out at the provider. Try again later, or use the page of the connection service.`,
  );
}

async function callStart(ctx: Ctx, row: AttemptRow, request: AuthRequest): Promise<void> {
  const readAt = new Date();
  try {
    const answer = await callGateway(ctx, row.gatewayId, (client) => client.startAuth(request));
    await takeAnswer(ctx, row, answer, readAt);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const reason = reasonOf(error);
    // Of a reconnect it can be read whether it went through; a new account is in the list, or it is not.
    if (reason === 'unconfirmed' && request.reconnectId) {
      return settleByReading(ctx, row, request.reconnectId);
    }
    // A next QR code that does not come leaves the one before it, and is asked for again.
    const isAgain = row.intentId !== null && (reason === 'unreachable' || reason === 'slow_down');
    await (isAgain ? endTurn(ctx, row.id) : endAttempt(ctx, row, 'failed', reason));
    throw refusal(row, reason, error);
  }
}

/** What the person is told, at the field that it is about. */
export function refusal(row: AttemptRow, reason: AttemptReason, cause: GatewayError): AppError {
  const provider = row.provider as ConnectableProvider;
  const { text, field } = attemptWords(reason, { provider, method: row.method });
  const fields = field ? { [`credentials.${field}`]: text } : {};
  return new AppError(field ? 'invalid_input' : 'gateway', text, {
    cause,
    fields,
    requestId: cause.requestId,
  });
}
