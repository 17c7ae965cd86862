import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { conversations } from '@/db/schema';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import type { GatewayMessage } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { syncAccountOptions, syncChatJob } from './jobs';
import { databaseNow, isNewsworthy, storeMessages } from './message-mutations';
import { findReadableAccount, type ReadableAccount, refreshMessage } from './read-mutations';

const PAGE_SIZE = 100;

/** One page of one conversation's messages, older ones from `cursor` on. */
export async function syncChat(
  payload: z.infer<typeof syncChatJob.schema>,
  ctx: Ctx<SystemScope>,
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
  try {
    await syncMessages(ctx, account, conversation, payload);
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not_found') return;
    if (await isRefusalOfAccount(ctx, account, error)) return;
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
    await enqueueOlder(tx, account, conversation.id, older);
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
): Promise<void> {
  const [row] = await tx.db
    .update(conversations)
    .set({ messagesSyncedAt: sql`now()` })
    .where(and(eq(conversations.id, conversationId), isNull(conversations.messagesSyncedAt)))
    .returning({ id: conversations.id });
  if (row) await enqueueOlder(tx, account, conversationId, older);
}

async function enqueueOlder(
  tx: Ctx,
  account: ReadableAccount,
  conversationId: string,
  { cursor, unreadLeft }: Older,
): Promise<void> {
  if (!cursor) return;
  await enqueue(
    tx.db,
    syncChatJob,
    { workspaceId: account.workspaceId, conversationId, cursor, unreadLeft },
    {
      queue: syncAccountOptions(account.id, 'chat').queue,
      key: `inbox-sync-chat:${conversationId}`,
      // Newest things of all chats first, then the depth of each.
      priority: 10,
    },
  );
}

/** True when the account itself was refused: asking again helps nobody, a reconnect starts anew. */
export async function isRefusalOfAccount(
  ctx: Ctx,
  account: ReadableAccount,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof GatewayError)) return false;
  if (error.code !== 'account_disconnected' && error.code !== 'account_restricted') return false;
  await recordAccountRefusal(ctx, account.id, error);
  return true;
}
