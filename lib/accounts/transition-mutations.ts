import { and, eq, gt, sql } from 'drizzle-orm';
import { accounts, accountTransitions, reconnectTokens } from '@/db/schema';
import type { AccountStatus, TransitionCause } from '@/lib/accounts/types';
import type { Ctx } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { SECOND_MS } from '@/lib/core/time';
import { eraseCookiesOfAccount } from '@/lib/extension/erase-mutations';
import { beginHealing, endHealing } from '@/lib/healing/run-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { cancelReconnectMails } from '@/lib/notices/mutations';
import { remindJob, remindKey } from '@/lib/reminders/jobs';

export type AccountRow = typeof accounts.$inferSelect;

export interface Change {
  status: AccountStatus;
  rawStatus: string;
  cause: TransitionCause;
  memberId?: string;
  at: Date;
}

/** Writes the status, its transition and what follows; false when it is the status already. */
export async function changeStatus(tx: Ctx, row: AccountRow, change: Change): Promise<boolean> {
  const { status, rawStatus, cause } = change;
  // Two processes read at about the same time; the history must not run backwards.
  const at = change.at > row.statusSince ? change.at : row.statusSince;
  if (row.status === status && row.rawStatus === rawStatus) return false;
  // A further word for the same state, e.g. PERMISSIONS after CREDENTIALS, does not begin it anew.
  const isSame = row.status === status;
  await tx.db
    .update(accounts)
    .set({
      status,
      rawStatus,
      ...(isSame ? {} : { statusSince: at }),
      ...(row.status === 'removed' && !isSame ? { removedAt: null } : {}),
    })
    .where(eq(accounts.id, row.id));
  await publish(tx, { kind: 'account.changed', id: row.id, accountId: row.id });
  if (isSame) return false;
  const transitionId = await insertTransition(tx, row, { ...change, at, from: row.status });
  // A wrong sign-in is told on the spot to whoever made it; the e-mail's words would not fit.
  const isLoss = status === 'reconnect_needed' && cause !== 'wrong_account';
  if (isLoss) {
    await planReminder(tx, row, transitionId, at);
    await beginHealing(tx, row, { transitionId, at });
  } else if (status !== 'connecting') {
    await endHealing(tx, row.id, status, at);
  }
  if (row.status === 'reconnect_needed') await cancelReconnectMails(tx, row.id);
  if (status === 'removed') await eraseCookiesOfAccount(tx, row.id);
  // A link in an old e-mail is worth nothing once the account works again (A1).
  if (status === 'connected' && cause !== 'api_error') await voidTokens(tx, row.id);
  return true;
}

/** The row under lock, or null for one of another workspace. */
export async function lockAccount(tx: Ctx, accountId: string): Promise<AccountRow | null> {
  const [row] = await tx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, tx.scope.workspaceId)))
    // Keys do not change here: others may write rows of the account's meanwhile, whose keys it shares.
    .for('no key update');
  return row ?? null;
}

/** @returns the id of the new row of the history */
export async function insertTransition(
  tx: Ctx,
  row: AccountRow,
  change: Change & { from: AccountStatus | null },
): Promise<string> {
  const [transition] = await tx.db
    .insert(accountTransitions)
    .values({
      workspaceId: row.workspaceId,
      accountId: row.id,
      fromStatus: change.from,
      toStatus: change.status,
      rawStatus: change.rawStatus,
      cause: change.cause,
      memberId: change.memberId ?? null,
      at: change.at,
    })
    .returning({ id: accountTransitions.id });
  return transition?.id ?? '';
}

async function planReminder(
  tx: Ctx,
  row: AccountRow,
  transitionId: string,
  at: Date,
): Promise<void> {
  const runAt = new Date(at.getTime() + env().RECONNECT_EMAIL_DELAY_SECONDS * SECOND_MS);
  const payload = { workspaceId: row.workspaceId, accountId: row.id, transitionId, step: 0 };
  await enqueue(tx.db, remindJob, payload, { runAt, key: remindKey(row.id) });
}

async function voidTokens(tx: Ctx, accountId: string): Promise<void> {
  await tx.db
    .update(reconnectTokens)
    .set({ expiresAt: sql`now()` })
    .where(
      and(eq(reconnectTokens.accountId, accountId), gt(reconnectTokens.expiresAt, sql`now()`)),
    );
}
