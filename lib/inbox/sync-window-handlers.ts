import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { isMailProvider } from '@/lib/core/providers';
import {
  advanceWindow,
  beginWindow,
  finishWindow,
  forgetWindow,
  type ReadWindow,
} from '@/lib/coverage/mutations';
import { readEmailPage } from '@/lib/emails/sync-mutations';
import { GatewayError } from '@/lib/gateway/errors';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { syncAccountJob, syncAccountOptions } from './jobs';
import type { ReadableAccount } from './read-mutations';
import { readChatPage } from './sync-chat-handlers';

/**
 * Reads one page of the chats that moved since the window of the ledger begins, with all their messages
 * of that time, or of the e-mails since then. The last page proves the window and closes its gaps; what opened
 * meanwhile is read next. Throws `GatewayError`.
 */
export async function readWindow(
  ctx: Ctx,
  account: ReadableAccount,
  { since }: { since?: string },
  signal: AbortSignal,
): Promise<void> {
  const window = await beginWindow(ctx, account, since ? new Date(since) : undefined);
  const cursor = await readMoved(ctx, account, window, signal);
  await inTransaction(ctx, async (tx) => {
    const hasMore = cursor === null && (await finishWindow(tx, account, window)).hasMore;
    if (cursor !== null) await advanceWindow(tx, account.id, cursor);
    if (cursor !== null || hasMore) {
      const { workspaceId, id: accountId } = account;
      const next = { workspaceId, accountId, reason: 'catch_up' as const };
      await enqueue(tx.db, syncAccountJob, next, syncAccountOptions(accountId, 'catch_up'));
    }
    await publish(tx, { kind: 'account.changed', id: account.id, accountId: account.id });
  });
}

/** @returns where the next page begins */
async function readMoved(
  ctx: Ctx,
  account: ReadableAccount,
  { from, cursor }: ReadWindow,
  signal: AbortSignal,
): Promise<string | null> {
  const place = { cursor, after: from };
  try {
    const page = isMailProvider(account.provider)
      ? await readEmailPage(ctx, account, place)
      : await readChatPage(ctx, account, place, signal);
    return page.cursor;
  } catch (error) {
    // A cursor may grow too old to be taken; the next try begins anew and reads what it stored.
    const isRefused = error instanceof GatewayError && error.code === 'invalid_request';
    if (isRefused && cursor !== null) await forgetWindow(ctx, account.id);
    throw error;
  }
}
