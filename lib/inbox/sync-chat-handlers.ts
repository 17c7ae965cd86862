import { databaseNow } from '@/db/now';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { isChatKeptOut } from '@/lib/erasure/keep-out-mutations';
import { ErasedError } from '@/lib/erasure/rules';
import type {
  GatewayAttendee,
  GatewayChat,
  GatewayClient,
  GatewayMessage,
} from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { storeAttendees, storeChat } from './chat-mutations';
import { recordHistory, withUnread } from './history-handlers';
import { markReadAtProvider, storeMessages } from './message-mutations';
import { type ReadableAccount, refreshMessage } from './read-mutations';

const FIRST_PAGE_SIZE = 50;
const PAGE_SIZE = 100;
/** More than that of one conversation follows in pages of its own, so that no run takes minutes. */
const MAX_WINDOW_PAGES = 50;

/** Few enough that a run lasts seconds: a restart of the worker then repeats little. */
const CHATS_PER_RUN = 20;

/** Reads and stores one page of an account's chats: all of them, or those that moved since a time. */
export async function readChatPage(
  ctx: Ctx,
  account: ReadableAccount,
  { cursor, after }: { cursor?: string | null; after?: Date },
  signal: AbortSignal,
): Promise<{ oldest: Date | null; cursor: string | null }> {
  const { providerAccountId } = account;
  const page = await callGateway(ctx, account.gatewayId, (client) =>
    client.listChats({ providerAccountId, after }, { cursor, limit: CHATS_PER_RUN }),
  );
  for (const chat of page.items) {
    // Stopped half-way, the job comes again and finds what it stored.
    signal.throwIfAborted();
    await syncOneChat(ctx, account, chat, after);
  }
  const times = page.items.flatMap((chat) => chat.lastActivityAt?.getTime() ?? []);
  return {
    oldest: times.length > 0 ? new Date(Math.min(...times)) : null,
    cursor: page.cursor,
  };
}

/**
 * Fetches a chat's people and messages: the newest page, or everything since a time. Either way the
 * newest page is read whole, since messages may have been edited or deleted while nobody told us.
 */
async function syncOneChat(
  ctx: Ctx,
  account: ReadableAccount,
  chat: GatewayChat,
  since?: Date,
): Promise<void> {
  if (await isChatKeptOut(ctx, account, chat)) return;
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
    const older = { cursor: read.cursor, unreadLeft };
    await recordHistory(tx, account, conversationId, older, read.isCut);
    return stored.contested;
  }).catch((error: unknown) => {
    // Erased since it was asked above.
    if (error instanceof ErasedError) return [];
    throw error;
  });
  for (const id of contested) await refreshMessage(ctx, account, id);
}

interface ReadChat {
  people: readonly GatewayAttendee[];
  /** Newest first. */
  messages: GatewayMessage[];
  /** Where older messages begin. */
  cursor: string | null;
  /** There is more of the wanted time than was read. */
  isCut: boolean;
}

async function readChat(
  client: GatewayClient,
  gatewayChatId: string,
  since: Date | undefined,
): Promise<ReadChat> {
  const people = await client.listChatAttendees(gatewayChatId);
  const limit = since ? PAGE_SIZE : FIRST_PAGE_SIZE;
  const messages: GatewayMessage[] = [];
  let cursor: string | null = null;
  let isCut = false;
  for (let pages = 1; ; pages += 1) {
    const page: Awaited<ReturnType<GatewayClient['listChatMessages']>> =
      await client.listChatMessages({ gatewayChatId }, { cursor, limit });
    messages.push(...page.items);
    cursor = page.cursor;
    const last = page.items.at(-1);
    // A page of which nothing could be read says nothing of how old it is.
    const isWanted = since !== undefined && (last === undefined || last.sentAt >= since);
    if (cursor === null || !isWanted) break;
    isCut = pages === MAX_WINDOW_PAGES;
    if (isCut) break;
  }
  return { people, messages, cursor, isCut };
}
