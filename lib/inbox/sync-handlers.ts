import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { accounts } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { isMailProvider } from '@/lib/core/providers';
import {
  endReadingPauses,
  findReadingPause,
  pauseReading,
  recordListed,
} from '@/lib/coverage/mutations';
import { readEmailPage } from '@/lib/emails/sync-mutations';
import { wantsPause } from '@/lib/gateway/errors';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { finishImport } from './history-handlers';
import { syncAccountJob, syncAccountOptions } from './jobs';
import { findReadableAccount, type ReadableAccount } from './read-mutations';
import { readChatPage } from './sync-chat-handlers';
import { readWindow } from './sync-window-handlers';

type SyncPayload = z.infer<typeof syncAccountJob.schema>;

/**
 * Reads one page of an account's chats with their messages, then enqueues the next page in the
 * transaction that records this one: a crash repeats at most one page, and ids make that harmless.
 */
export async function syncAccount(
  payload: SyncPayload,
  ctx: Ctx<SystemScope>,
  tools: Pick<JobTools, 'signal' | 'log'>,
): Promise<void> {
  const account = await findReadableAccount(ctx, payload.accountId);
  // Nobody may read what nobody has claimed.
  if (!account || account.removedAt || !account.ownerMemberId || account.wrongIdentity) return;
  await recordStart(ctx, account.id);
  const pausedUntil = await findReadingPause(ctx, account.id);
  if (pausedUntil) return postpone(ctx, payload, pausedUntil);
  try {
    if (payload.reason === 'catch_up') await readWindow(ctx, account, payload, tools.signal);
    else await importPage(ctx, account, payload, tools.signal);
    await endReadingPauses(ctx, account.id);
  } catch (error) {
    if (await isRefusalOfAccount(ctx, account, error)) return;
    if (!wantsPause(error)) throw error;
    await postpone(ctx, payload, await pauseReading(ctx, account, error.retryAfterMs));
  }
}

/** To ask before the pause is over would only make it longer. */
async function postpone(ctx: Ctx, payload: SyncPayload, runAt: Date): Promise<void> {
  const options = syncAccountOptions(payload.accountId, payload.reason);
  await enqueue(ctx.db, syncAccountJob, payload, { ...options, runAt });
}

/** A page of the first import, or of reading everything again: newest first. */
async function importPage(
  ctx: Ctx,
  account: ReadableAccount,
  payload: SyncPayload,
  signal: AbortSignal,
): Promise<void> {
  const { cursor: at } = payload;
  const { oldest, cursor } = isMailProvider(account.provider)
    ? await readEmailPage(ctx, account, { cursor: at })
    : await readChatPage(ctx, account, { cursor: at }, signal);
  await inTransaction(ctx, async (tx) => {
    await recordProgress(tx, account.id, oldest);
    if (!cursor) {
      await recordListed(tx, account);
      await finishImport(tx, account);
      return;
    }
    const { workspaceId, accountId, reason } = payload;
    const next = { workspaceId, accountId, reason, cursor };
    await enqueue(tx.db, syncAccountJob, next, syncAccountOptions(accountId, reason));
  });
}

async function recordStart(ctx: Ctx, accountId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(accounts)
      .set({ syncStartedAt: sql`now()` })
      .where(and(eq(accounts.id, accountId), isNull(accounts.syncStartedAt)))
      .returning({ id: accounts.id });
    if (row) await publish(tx, { kind: 'account.changed', id: accountId, accountId });
  });
}

/** How far back every conversation is here. */
async function recordProgress(tx: Ctx, accountId: string, oldest: Date | null): Promise<void> {
  const at = oldest?.toISOString() ?? null;
  await tx.db
    .update(accounts)
    .set({ syncedBackTo: sql`least(${accounts.syncedBackTo}, ${at}::timestamptz)` })
    .where(eq(accounts.id, accountId));
  await publish(tx, { kind: 'account.changed', id: accountId, accountId });
}
