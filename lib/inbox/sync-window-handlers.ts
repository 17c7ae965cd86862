import { type Ctx, inTransaction } from '@/lib/auth/scope';
import {
  advanceWindow,
  beginWindow,
  finishWindow,
  forgetWindow,
  type ReadWindow,
} from '@/lib/coverage/mutations';
import type { GatewayChat, Page } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { syncAccountJob, syncAccountOptions } from './jobs';
import type { ReadableAccount } from './read-mutations';
import { syncOneChat } from './sync-chat-handlers';

/** Few enough that a run lasts seconds: a restart of the worker then repeats little. */
const CHATS_PER_RUN = 20;

/**
 * Reads one page of the conversations that moved since the window of the ledger begins, with all
 * their messages of that time. The last page proves the window and closes its gaps; what opened
 * meanwhile is read next. Throws `GatewayError`.
 */
export async function readWindow(
  ctx: Ctx,
  account: ReadableAccount,
  { since }: { since?: string },
  signal: AbortSignal,
): Promise<void> {
  const window = await beginWindow(ctx, account, since ? new Date(since) : undefined);
  const page = await listMoved(ctx, account, window);
  for (const chat of page.items) {
    // Stopped half-way, the job comes again and finds what it stored.
    signal.throwIfAborted();
    await syncOneChat(ctx, account, chat, window.from);
  }
  const { cursor } = page;
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

async function listMoved(
  ctx: Ctx,
  account: ReadableAccount,
  { from, cursor }: ReadWindow,
): Promise<Page<GatewayChat>> {
  const { providerAccountId } = account;
  try {
    return await callGateway(ctx, account.gatewayId, (client) =>
      client.listChats({ providerAccountId, after: from }, { cursor, limit: CHATS_PER_RUN }),
    );
  } catch (error) {
    // A cursor may grow too old to be taken; the next try begins anew and reads what it stored.
    const isRefused = error instanceof GatewayError && error.code === 'invalid_request';
    if (isRefused && cursor !== null) await forgetWindow(ctx, account.id);
    throw error;
  }
}
