import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { databaseNow } from '@/db/now';
import { accountReads, accounts, chatHistories, conversations, messages } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { findReadingPause, pauseReading } from '@/lib/coverage/mutations';
import type { GatewayMessage } from '@/lib/gateway/client';
import { GatewayError, wantsPause } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { syncAccountJob, syncAccountOptions, syncChatJob } from './jobs';
import { isNewsworthy, storeMessages } from './message-mutations';
import { findReadableAccount, type ReadableAccount, refreshMessage } from './read-mutations';

const PAGE_SIZE = 100;

/** One page of one conversation's messages, older ones from `cursor` on. */
export async function syncChat(
  payload: z.infer<typeof syncChatJob.schema>,
  ctx: Ctx<SystemScope>,
  tools: Pick<JobTools, 'attempt'>,
): Promise<void> {
  const [conversation] = await ctx.db
    .select({
      id: conversations.id,
      accountId: conversations.accountId,
      gatewayChatId: conversations.gatewayChatId,
      unreadCount: conversations.unreadCount,
    })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        eq(conversations.id, payload.conversationId),
      ),
    );
  if (!conversation) return;
  const account = await findReadableAccount(ctx, conversation.accountId);
  if (!account || account.removedAt || account.wrongIdentity) return;
  const pausedUntil = await findReadingPause(ctx, account.id);
  if (pausedUntil) return enqueueChat(ctx, account, payload, { runAt: pausedUntil });
  try {
    await syncMessages(ctx, account, conversation, payload);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not_found') {
      await inTransaction(ctx, (tx) => endHistory(tx, account, conversation.id));
      return;
    }
    if (await isRefusalOfAccount(ctx, account, error)) return;
    if (wantsPause(error)) {
      const runAt = await pauseReading(ctx, account, error.retryAfterMs);
      return enqueueChat(ctx, account, payload, { runAt });
    }
    if (tools.attempt >= syncChatJob.maxAttempts) {
      // One conversation that cannot be read must not keep the import of all others open.
      await inTransaction(ctx, (tx) => endHistory(tx, account, conversation.id));
    }
    throw error;
  }
}

async function syncMessages(
  ctx: Ctx,
  account: ReadableAccount,
  conversation: { id: string; gatewayChatId: string; unreadCount: number },
  { cursor, unreadLeft = 0 }: { cursor?: string; unreadLeft?: number },
): Promise<void> {
  const readAt = await databaseNow(ctx);
  const { chat, page } = await callGateway(ctx, account.gatewayId, async (client) => ({
    chat: cursor ? null : await client.getChat(conversation.gatewayChatId),
    page: await client.listChatMessages(
      { gatewayChatId: conversation.gatewayChatId },
      { cursor, limit: PAGE_SIZE },
    ),
  }));
  const contested = await inTransaction(ctx, async (tx) => {
    // Read here since the newer pages came: then the older ones are read as well.
    const left = conversation.unreadCount > 0 ? unreadLeft : 0;
    const marked = withUnread(page.items, chat ? chat.unreadCount : left);
    const stored = await storeMessages(tx, account, conversation.id, marked.incoming, { readAt });
    await tx.db
      .update(conversations)
      .set({ messagesSyncedAt: sql`coalesce(messages_synced_at, now())` })
      .where(eq(conversations.id, conversation.id));
    const older = { cursor: page.cursor, unreadLeft: marked.unreadLeft };
    if (older.cursor) await enqueueOlder(tx, account, conversation.id, older);
    else await endHistory(tx, account, conversation.id);
    return stored.contested;
  });
  for (const id of contested) await refreshMessage(ctx, account, id);
}

/**
 * The API counts a chat's unread messages and does not always mark them: the newest ones are meant.
 * `messages` is newest first.
 */
export function withUnread(messages: readonly GatewayMessage[], unreadCount: number) {
  let unreadLeft = unreadCount;
  const incoming = messages.map((message) => {
    const isUnread = isNewsworthy(message) && unreadLeft > 0;
    if (isUnread) unreadLeft -= 1;
    return { message, isUnread };
  });
  return { incoming, unreadLeft };
}

interface Older {
  cursor: string | null;
  unreadLeft: number;
}

/** Notes that the chat was read once, and lets the rest of a long history follow. */
export async function recordHistory(
  tx: Ctx,
  account: ReadableAccount,
  conversationId: string,
  older: Older,
  /** The older ones are missing although the chat was read before. */
  isWanted = false,
): Promise<void> {
  const [row] = await tx.db
    .update(conversations)
    .set({ messagesSyncedAt: sql`now()` })
    .where(and(eq(conversations.id, conversationId), isNull(conversations.messagesSyncedAt)))
    .returning({ id: conversations.id });
  if (!older.cursor) return;
  // Cut off by a lost session, it goes on from here.
  const pending = await tx.db
    .select({ id: chatHistories.conversationId })
    .from(chatHistories)
    .where(eq(chatHistories.conversationId, conversationId));
  if (row || isWanted || pending.length > 0) await enqueueOlder(tx, account, conversationId, older);
}

/**
 * Ends the first import once every conversation was listed and the older messages of each are here.
 * What moved while it ran is read next.
 */
export async function finishImport(tx: Ctx, account: ReadableAccount): Promise<void> {
  const oldest = sql`(select min(sent_at) from ${messages} where account_id = ${account.id})`;
  const [row] = await tx.db
    .update(accounts)
    .set({
      syncFinishedAt: sql`now()`,
      syncedBackTo: sql`least(${accounts.syncedBackTo}, ${oldest})`,
    })
    .where(
      and(
        eq(accounts.id, account.id),
        isNull(accounts.syncFinishedAt),
        sql`not exists (select 1 from ${chatHistories} where account_id = ${account.id})`,
        sql`exists (select 1 from ${accountReads} where account_id = ${account.id}
          and listed_at is not null)`,
      ),
    )
    .returning({ id: accounts.id });
  if (!row) return;
  const { workspaceId, id: accountId } = account;
  const next = { workspaceId, accountId, reason: 'catch_up' as const };
  await enqueue(tx.db, syncAccountJob, next, syncAccountOptions(accountId, 'catch_up'));
  await publish(tx, { kind: 'account.changed', id: accountId, accountId });
}

/** The last page of a conversation is here, or the conversation is gone. */
async function endHistory(tx: Ctx, account: ReadableAccount, conversationId: string) {
  const [row] = await tx.db
    .delete(chatHistories)
    .where(eq(chatHistories.conversationId, conversationId))
    .returning({ id: chatHistories.conversationId });
  if (row) await finishImport(tx, account);
}

async function enqueueOlder(
  tx: Ctx,
  account: ReadableAccount,
  conversationId: string,
  { cursor, unreadLeft }: Older,
): Promise<void> {
  if (!cursor) return;
  const { id: accountId, workspaceId } = account;
  await tx.db
    .insert(chatHistories)
    .values({ conversationId, accountId, workspaceId })
    .onConflictDoNothing();
  await enqueueChat(tx, account, { workspaceId, conversationId, cursor, unreadLeft });
}

async function enqueueChat(
  ctx: Ctx,
  account: ReadableAccount,
  payload: z.infer<typeof syncChatJob.schema>,
  { runAt }: { runAt?: Date } = {},
): Promise<void> {
  await enqueue(ctx.db, syncChatJob, payload, {
    queue: syncAccountOptions(account.id, 'chat').queue,
    key: `inbox-sync-chat:${payload.conversationId}`,
    // Newest things of all chats first, then the depth of each.
    priority: PRIORITY.history,
    runAt,
  });
}
