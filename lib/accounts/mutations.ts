import { eq, sql } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { checkStatusJob } from '@/lib/accounts/jobs';
import { isFresh } from '@/lib/accounts/rules';
import {
  type AccountRow,
  changeStatus,
  insertTransition,
  lockAccount,
} from '@/lib/accounts/transition-mutations';
import { isSameIdentity, nextStatus } from '@/lib/accounts/truth-rules';
import {
  type AccountStatus,
  RAW_NOT_VERIFIED,
  RAW_REFUSED,
  RAW_REMOVED,
  RAW_RESTRICTED,
  RAW_WRONG_ACCOUNT,
  type TransitionCause,
} from '@/lib/accounts/types';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { restartStream } from '@/lib/coverage/mutations';
import type { GatewayAccount, GatewayErrorInfo } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { carryOver } from '@/lib/inbox/carry-over-mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';

/** How far before the last proof of life the catch-up begins; ids make the overlap harmless. */
const CATCH_UP_OVERLAP_MS = 10 * MINUTE_MS;

/** Something learned of an account, and when. */
export interface Evidence {
  cause: TransitionCause;
  /** Taken before the API was asked: an answer that is older than what we hold is dropped. */
  readAt: Date;
  /** The webhook's word, e.g. SYNC_SUCCESS. */
  hint?: string;
  memberId?: string;
}

/**
 * Stores what the API says of an account: the status with its transition, the sign-in it is made
 * with, and what follows from a change (catching up, reminding). Safe to run twice, at once and late.
 * @returns whether the status changed
 */
export async function applyAccountTruth(
  ctx: Ctx,
  accountId: string,
  truth: GatewayAccount,
  evidence: Evidence,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockAccount(tx, accountId);
    if (!row || isOlder(row, evidence.readAt) || staysRetired(row, evidence)) return false;
    const isWrong = !isSameIdentity(row.identity, truth.identity);
    const isReconnected = evidence.hint === 'RECONNECTED' || evidence.cause === 'reconnected';
    // Nobody may write as the wrong person: to all that matters the account is signed out.
    const status = isWrong
      ? 'reconnect_needed'
      : nextStatus(row.status, truth.status, isReconnected);
    const isOk = truth.status === 'ok' && !isWrong;
    await recordUnprovenTime(tx, row, evidence.readAt);
    await tx.db
      .update(accounts)
      .set({
        identity: row.identity ?? truth.identity,
        // Signed in anew it is a connection of its own; while it is being retired it stays claimed.
        mergedIntoAccountId: row.removedAt ? null : row.mergedIntoAccountId,
        // The name that people know each other by; ids of providers say nothing to them.
        wrongIdentity: isWrong ? (truth.handle ?? truth.identity) : null,
        handle: isWrong ? row.handle : (truth.handle ?? row.handle),
        features: isWrong ? row.features : [...truth.features],
        lastCheckedAt: evidence.readAt,
        lastOkAt: isOk ? evidence.readAt : row.lastOkAt,
        updatedAt: sql`now()`,
      })
      .where(eq(accounts.id, row.id));
    const changed = await changeStatus(tx, row, {
      status,
      rawStatus: rawOf(status, isWrong, truth.rawStatus),
      cause: isWrong ? 'wrong_account' : evidence.cause,
      memberId: evidence.memberId,
      at: evidence.readAt,
    });
    if (status === 'connected') await catchUp(tx, row, changed, evidence);
    return changed;
  });
}

/** The API does not know the account any more. Its messages stay. */
export async function recordRemoved(
  ctx: Ctx,
  accountId: string,
  evidence: Evidence,
): Promise<boolean> {
  return inTransaction(ctx, async (tx) => {
    const row = await lockAccount(tx, accountId);
    if (!row || isOlder(row, evidence.readAt)) return false;
    await tx.db
      .update(accounts)
      .set({ lastCheckedAt: evidence.readAt, removedAt: row.removedAt ?? evidence.readAt })
      .where(eq(accounts.id, row.id));
    if (row.mergedIntoAccountId) await goOnAt(tx, row.mergedIntoAccountId, row.id);
    return changeStatus(tx, row, {
      status: 'removed',
      rawStatus: RAW_REMOVED,
      cause: evidence.cause,
      memberId: evidence.memberId,
      at: evidence.readAt,
    });
  });
}

/** The end of a retirement, whoever learns of it: what this one had goes on at the one that is kept. */
async function goOnAt(tx: Ctx, keptAccountId: string, retiredAccountId: string): Promise<void> {
  // What was retired for this one before goes along.
  await tx.db
    .update(accounts)
    .set({ mergedIntoAccountId: keptAccountId })
    .where(eq(accounts.mergedIntoAccountId, retiredAccountId));
  await carryOver(tx, keptAccountId);
  await publish(tx, { kind: 'account.changed', id: keptAccountId, accountId: keptAccountId });
}

/**
 * An action of ours was refused because of the account. What the refusal proves is stored at once,
 * since status webhooks lag or get lost; then the API is asked.
 */
export async function recordAccountRefusal(
  ctx: Ctx,
  accountId: string,
  error: Pick<GatewayErrorInfo, 'code' | 'type'>,
  at: Date = new Date(),
): Promise<void> {
  const refused = refusalOf(error);
  if (!refused) return;
  await inTransaction(ctx, async (tx) => {
    const row = await lockAccount(tx, accountId);
    if (!row || row.status === 'removed') return;
    if (refused.status === 'restricted') {
      await tx.db
        .update(accounts)
        .set({ sendsPausedAt: row.sendsPausedAt ?? at })
        .where(eq(accounts.id, row.id));
    }
    const isNews = refused.status === 'restricted' || row.status === 'connected';
    if (refused.status && isNews) {
      const { status, rawStatus } = refused;
      await changeStatus(tx, row, { status, rawStatus, cause: 'api_error', at });
    }
    const { workspaceId } = tx.scope;
    await enqueue(tx.db, checkStatusJob, { workspaceId, accountId }, { priority: PRIORITY.asked });
  });
}

/** Adds an account that the API has and we do not. Null when another process was faster. */
export async function insertAccount(
  ctx: Ctx,
  truth: GatewayAccount,
  fields: { gatewayId: string; ownerMemberId: string | null },
  evidence: Evidence,
): Promise<{ id: string } | null> {
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(accounts)
      .values({
        ...fields,
        workspaceId: tx.scope.workspaceId,
        provider: truth.provider,
        providerAccountId: truth.providerAccountId,
        identity: truth.identity,
        name: truth.name,
        handle: truth.handle,
        features: [...truth.features],
        status: 'connecting',
        rawStatus: 'NEW',
        statusSince: evidence.readAt,
      })
      .onConflictDoNothing({ target: [accounts.gatewayId, accounts.providerAccountId] })
      .returning();
    if (!row) return null;
    await insertTransition(tx, row, {
      from: null,
      status: 'connecting',
      rawStatus: 'NEW',
      cause: evidence.cause,
      memberId: evidence.memberId,
      at: evidence.readAt,
    });
    await applyAccountTruth(tx, row.id, truth, evidence);
    if (truth.status === 'connecting') {
      // That it is done may have been told since it was read, while there was no row to tell it of.
      const check = { workspaceId: row.workspaceId, accountId: row.id };
      await enqueue(tx.db, checkStatusJob, check, { priority: PRIORITY.asked });
    }
    await publish(tx, { kind: 'account.changed', id: row.id, accountId: row.id });
    return { id: row.id };
  });
}

/** True when the account itself was refused, which is recorded: asking again helps nobody, a reconnect starts anew. */
export async function isRefusalOfAccount(
  ctx: Ctx,
  account: { id: string },
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof GatewayError)) return false;
  if (error.code !== 'account_disconnected' && error.code !== 'account_restricted') return false;
  await recordAccountRefusal(ctx, account.id, error);
  return true;
}

function isOlder(row: AccountRow, readAt: Date): boolean {
  return row.lastCheckedAt !== null && row.lastCheckedAt > readAt;
}

/** One that was retired for another connection comes back by a sign-in of its own, not because the API lists it. */
function staysRetired(row: AccountRow, { cause }: Evidence): boolean {
  const isRetired = row.removedAt !== null && row.mergedIntoAccountId !== null;
  return isRetired && cause !== 'connected' && cause !== 'reconnected';
}

function rawOf(status: AccountStatus, isWrong: boolean, rawStatus: string): string {
  if (isWrong) return RAW_WRONG_ACCOUNT;
  return status === 'restricted' ? RAW_RESTRICTED : rawStatus;
}

/** What an error proves; null when it says nothing about the account. */
function refusalOf({ code, type }: Pick<GatewayErrorInfo, 'code' | 'type'>) {
  if (code === 'account_restricted') {
    return { status: 'restricted', rawStatus: RAW_RESTRICTED } as const;
  }
  if (code !== 'account_disconnected') return null;
  // One lost product (Recruiter, calendar) is no lost session: only the API can tell.
  const isSession = type === null || /\/(disconnected_account|expired_credentials)$/.test(type);
  return isSession
    ? ({ status: 'reconnect_needed', rawStatus: RAW_REFUSED } as const)
    : ({ status: null, rawStatus: RAW_REFUSED } as const);
}

/**
 * Marks the time in which nothing proved the stored "connected", so that the history does not draw it
 * green: our own worker or the API was away.
 */
async function recordUnprovenTime(tx: Ctx, row: AccountRow, until: Date): Promise<void> {
  const freshMs = env().ACCOUNT_FRESH_SECONDS * SECOND_MS;
  if (row.status !== 'connected' || !row.lastOkAt) return;
  if (isFresh(row.lastOkAt.toISOString(), until.getTime(), freshMs)) return;
  const from = new Date(row.lastOkAt.getTime() + freshMs);
  const mark = { from: row.status, status: row.status, cause: 'check' } as const;
  await insertTransition(tx, row, { ...mark, rawStatus: RAW_NOT_VERIFIED, at: from });
  await insertTransition(tx, row, { ...mark, rawStatus: row.rawStatus, at: until });
  await publish(tx, { kind: 'account.changed', id: row.id, accountId: row.id });
}

/** Lets the inbox read what came while nobody listened, or the first history. */
async function catchUp(
  tx: Ctx,
  row: AccountRow,
  changed: boolean,
  { hint, readAt }: Evidence,
): Promise<void> {
  // Nobody may read what nobody has claimed.
  if (row.ownerMemberId === null) return;
  const freshMs = env().ACCOUNT_FRESH_SECONDS * SECOND_MS;
  const wasProven = isFresh(row.lastOkAt?.toISOString() ?? null, readAt.getTime(), freshMs);
  const hasBegun = row.syncStartedAt !== null;
  if (!changed && wasProven && hasBegun && hint !== 'SYNC_SUCCESS') return;
  const { workspaceId } = tx.scope;
  if (changed || !wasProven) {
    await restartStream(tx, row, { provenUntil: row.lastOkAt, from: readAt });
  }
  const isFirst = row.syncFinishedAt === null || hint === 'SYNC_SUCCESS';
  const reason = isFirst ? 'connected' : 'catch_up';
  const since =
    isFirst || !row.lastOkAt
      ? undefined
      : new Date(row.lastOkAt.getTime() - CATCH_UP_OVERLAP_MS).toISOString();
  await enqueue(
    tx.db,
    syncAccountJob,
    { workspaceId, accountId: row.id, reason, since },
    syncAccountOptions(row.id, reason),
  );
}
