import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { accounts } from '@/db/schema';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { isMailProvider } from '@/lib/core/providers';
import type {
  GatewayAttendee,
  GatewayChat,
  GatewayClient,
  GatewayMessage,
} from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { storeAttendees, storeChat } from './chat-mutations';
import { isRefusalOfAccount, recordHistory, withUnread } from './history-handlers';
import { syncAccountJob, syncAccountOptions } from './jobs';
import { databaseNow, markReadAtProvider, storeMessages } from './message-mutations';
import { findReadableAccount, type ReadableAccount, refreshMessage } from './read-mutations';

type SyncPayload = z.infer<typeof syncAccountJob.schema>;

/** Few enough that a run lasts seconds: a restart of the worker then repeats little. */
const CHATS_PER_RUN = 20;
const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 100;
/** An API that never stops handing out cursors must not hold a worker. */
const MAX_GAP_PAGES = 50;

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
  // Mail is not imported yet, and nobody may read what nobody has claimed.
  if (!account || account.removedAt || !account.ownerMemberId || account.wrongIdentity) return;
  if (isMailProvider(account.provider)) return;
  await recordStart(ctx, account.id);
  try {
    await syncPage(ctx, account, payload, tools.signal);
  } catch (error) {
    if (await isRefusalOfAccount(ctx, account, error)) return;
    throw error;
  }
}

async function syncPage(
  ctx: Ctx,
  account: ReadableAccount,
  payload: SyncPayload,
  signal: AbortSignal,
): Promise<void> {
  const since = payload.since ? new Date(payload.since) : undefined;
  const page = await callGateway(ctx, account.gatewayId, (client) =>
    client.listChats(
      { providerAccountId: account.providerAccountId, after: since },
      { cursor: payload.cursor, limit: CHATS_PER_RUN },
    ),
  );
  for (const chat of page.items) {
    // Stopped half-way, the job comes again and finds what it stored.
    signal.throwIfAborted();
    await syncOneChat(ctx, account, chat, since);
  }
  const oldest = oldestActivity(page.items);
  await inTransaction(ctx, async (tx) => {
    if (page.cursor) {
      const { workspaceId, accountId, reason } = payload;
      const next = { workspaceId, accountId, reason, since: payload.since, cursor: page.cursor };
      await enqueue(tx.db, syncAccountJob, next, syncAccountOptions(accountId, reason));
    }
    await recordProgress(tx, account.id, { oldest, isFinished: !page.cursor });
  });
}

/** Fetches a chat's people and messages; the newest page, or everything since an outage began. */
async function syncOneChat(
  ctx: Ctx,
  account: ReadableAccount,
  chat: GatewayChat,
  since: Date | undefined,
): Promise<void> {
  const readAt = await databaseNow(ctx);
  const read = await callGateway(ctx, account.gatewayId, (client) =>
    readChat(client, chat.gatewayChatId, since),
  ).catch((error: unknown) => {
    // Deleted between the list and now.
    if (error instanceof GatewayError && error.code === 'not_found') return null;
    throw error;
  });
  if (!read) return;
  const contested = await inTransaction(ctx, async (tx) => {
    const conversationId = await storeChat(tx, account, chat);
    await storeAttendees(tx, account, conversationId, read.people);
    if (chat.unreadCount === 0 && chat.lastActivityAt) {
      await markReadAtProvider(tx, conversationId, chat.lastActivityAt);
    }
    const { incoming, unreadLeft } = withUnread(read.messages, chat.unreadCount);
    const stored = await storeMessages(tx, account, conversationId, incoming, {
      readAt,
      isQuiet: true,
    });
    await recordHistory(tx, account, conversationId, { cursor: read.cursor, unreadLeft });
    return stored.contested;
  });
  for (const id of contested) await refreshMessage(ctx, account, id);
}

interface ReadChat {
  people: readonly GatewayAttendee[];
  messages: GatewayMessage[];
  /** Where older messages begin. */
  cursor: string | null;
}

async function readChat(
  client: GatewayClient,
  gatewayChatId: string,
  since: Date | undefined,
): Promise<ReadChat> {
  const people = await client.listChatAttendees(gatewayChatId);
  if (!since) {
    const page = await client.listChatMessages({ gatewayChatId }, { limit: FIRST_PAGE_SIZE });
    return { people, messages: [...page.items], cursor: page.cursor };
  }
  const messages: GatewayMessage[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_GAP_PAGES; pages += 1) {
    const page: Awaited<ReturnType<GatewayClient['listChatMessages']>> =
      await client.listChatMessages({ gatewayChatId, after: since }, { cursor, limit: PAGE_SIZE });
    messages.push(...page.items);
    cursor = page.cursor;
    if (!cursor) break;
  }
  return { people, messages, cursor };
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

async function recordProgress(
  tx: Ctx,
  accountId: string,
  progress: { oldest: Date | null; isFinished: boolean },
): Promise<void> {
  const oldest = progress.oldest?.toISOString() ?? null;
  await tx.db
    .update(accounts)
    .set({
      syncedBackTo: sql`least(${accounts.syncedBackTo}, ${oldest}::timestamptz)`,
      ...(progress.isFinished ? { syncFinishedAt: sql`coalesce(sync_finished_at, now())` } : {}),
    })
    .where(eq(accounts.id, accountId));
  await publish(tx, { kind: 'account.changed', id: accountId, accountId });
}

function oldestActivity(chats: readonly GatewayChat[]): Date | null {
  const times = chats.flatMap((chat) => chat.lastActivityAt?.getTime() ?? []);
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}
