import { and, eq, isNull } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { accounts, conversations } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import type { Provider } from '@/lib/core/providers';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { storeAttendees, storeChat } from './chat-mutations';
import { syncAccountOptions, syncChatJob } from './jobs';
import { isNewsworthy, type StoredMessages, storeMessages } from './message-mutations';

/** An account whose conversations can be read at the API. */
export interface ReadableAccount {
  id: string;
  workspaceId: string;
  gatewayId: string;
  providerAccountId: string;
  provider: Provider;
}

/** With what decides whether anything may be read from it at all. */
export interface AccountToRead extends ReadableAccount {
  removedAt: Date | null;
  ownerMemberId: string | null;
  /** Somebody else is signed in at the provider: what it brings now is a stranger's. */
  wrongIdentity: string | null;
}

const MAX_ROUNDS = 5;

/** The account of this workspace, or null; removed ones included, whose rows stay. */
export async function findReadableAccount(
  ctx: Ctx,
  accountId: string,
): Promise<AccountToRead | null> {
  const [row] = await ctx.db
    .select({
      id: accounts.id,
      workspaceId: accounts.workspaceId,
      gatewayId: accounts.gatewayId,
      providerAccountId: accounts.providerAccountId,
      provider: accounts.provider,
      removedAt: accounts.removedAt,
      ownerMemberId: accounts.ownerMemberId,
      wrongIdentity: accounts.wrongIdentity,
    })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.id, accountId)));
  return row ?? null;
}

/** A conversation with its account, or null while nothing can be done at the provider. */
export async function findWorkingConversation(ctx: Ctx, conversationId: string) {
  const [row] = await ctx.db
    .select({
      account: accounts,
      gatewayChatId: conversations.gatewayChatId,
      kind: conversations.kind,
      place: conversations.place,
      filedTo: conversations.filedTo,
      isMarkedUnread: conversations.isMarkedUnread,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        eq(conversations.id, conversationId),
        eq(accounts.status, 'connected'),
        isNull(accounts.removedAt),
      ),
    );
  return row ?? null;
}

/**
 * Our id of a chat; a chat that is new to us is fetched with its people, because no event announces
 * one. Throws `GatewayError`, and `ErasedError` for a chat of somebody who was erased.
 */
export async function ensureConversation(
  ctx: Ctx,
  account: ReadableAccount,
  gatewayChatId: string,
): Promise<string> {
  const [known] = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(eq(conversations.accountId, account.id), eq(conversations.gatewayChatId, gatewayChatId)),
    );
  if (known) return known.id;
  const { chat, people } = await callGateway(ctx, account.gatewayId, async (client) => ({
    chat: await client.getChat(gatewayChatId),
    people: await client.listChatAttendees(gatewayChatId),
  }));
  requireSameAccount(account, chat.providerAccountId);
  return inTransaction(ctx, async (tx) => {
    const conversationId = await storeChat(tx, account, chat);
    await storeAttendees(tx, account, conversationId, people);
    await enqueue(
      tx.db,
      syncChatJob,
      { workspaceId: account.workspaceId, conversationId },
      {
        queue: syncAccountOptions(account.id, 'chat').queue,
        key: `inbox-sync-chat:${conversationId}`,
      },
    );
    return conversationId;
  });
}

/**
 * Reads one message at the API and stores that. When somebody else wrote the row meanwhile it is read
 * again, so that the row ends as the API's latest state whatever the order of writers. `alongside`
 * runs in the transaction that stores it. Throws `GatewayError`.
 */
export async function refreshMessage(
  ctx: Ctx,
  account: ReadableAccount,
  gatewayMessageId: string,
  alongside: (tx: Ctx, stored: StoredMessages, sentAt: Date) => Promise<void> = async () => {},
): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const readAt = await databaseNow(ctx);
    const message = await callGateway(ctx, account.gatewayId, (client) =>
      client.getMessage(gatewayMessageId),
    );
    requireSameAccount(account, message.providerAccountId);
    const conversationId = await ensureConversation(ctx, account, message.gatewayChatId);
    const isDone = await inTransaction(ctx, async (tx) => {
      const entry = { message, isUnread: isNewsworthy(message) };
      const stored = await storeMessages(tx, account, conversationId, [entry], { readAt });
      if (stored.contested.length > 0) return false;
      await alongside(tx, stored, message.sentAt);
      return true;
    });
    if (isDone) return;
  }
  throw new AppError('conflict', 'The message changes faster than it can be read.');
}

/** One API key opens every account of its tenant; an answer about another one is not ours to keep. */
export function requireSameAccount(account: ReadableAccount, providerAccountId: string): void {
  if (account.providerAccountId !== providerAccountId) {
    throw new GatewayError({ code: 'not_found', retry: 'no' });
  }
}
