import { and, eq, inArray, lt, lte, sql } from 'drizzle-orm';
import { accounts, conversations, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { countMessages } from '@/lib/coverage/mutations';
import { holdErasures, keepOutMessages } from '@/lib/erasure/keep-out-mutations';
import type { GatewayMessage } from '@/lib/gateway/client';
import { publish } from '@/lib/live/publish';
import type { AccountRef } from './chat-mutations';
import { linkSends } from './echo-mutations';
import { lockConversation } from './outcome-mutations';
import { refreshConversation } from './projection-mutations';
import { bringBackFor } from './return-mutations';

/** A message on its way into the database. */
export interface IncomingMessage {
  message: GatewayMessage;
  /** For a row that is new here; a known row never becomes unread again. */
  isUnread: boolean;
  /** False for what came somewhere aside, as into a folder: it brings nothing back. */
  isArrival?: boolean;
}

export interface StoreOptions {
  /**
   * The database's time before the API was asked. A row that somebody wrote since then is left as it
   * is, because which of the two answers is newer cannot be told. Null: only missing rows are
   * written, for content that may be old, such as a webhook's.
   */
  readAt: Date | null;
  /** Says nothing to browsers: an import tells them once per page instead of once per chat. */
  isQuiet?: boolean;
}

export interface StoredMessages {
  insertedCount: number;
  updatedCount: number;
  /** Of somebody who was erased. */
  keptOutCount: number;
  /** Gateway ids of rows that changed while the API was being asked: ask again. */
  contested: string[];
}

/**
 * Writes messages of one conversation and everything that follows from them (counts, preview, order,
 * settled sends, the hint), in the caller's transaction. Running it twice, or in any order with
 * other writers, ends in the same rows.
 */
export async function storeMessages(
  ctx: Ctx,
  account: AccountRef,
  conversationId: string,
  incoming: readonly IncomingMessage[],
  options: StoreOptions,
): Promise<StoredMessages> {
  await holdErasures(ctx);
  // One writer per conversation: counts and preview are read from rows that nobody else changes.
  const [conversation] = await ctx.db
    .select({ kind: conversations.kind, attendeeProviderId: conversations.attendeeProviderId })
    .from(conversations)
    .where(eq(conversations.id, conversationId))
    .for('no key update');
  if (!conversation) throw notFound('Conversation');
  const told = distinct(incoming);
  const entries = await keepOutMessages(ctx, account, conversation, told);
  const rows = entries.map((entry) => toRow(account, conversationId, entry));
  const written = rows.length === 0 ? [] : await write(ctx, rows, options);
  const writtenIds = new Set(written.map((row) => row.gatewayMessageId));
  const newIds = new Set(written.filter((row) => row.isNew).map((row) => row.gatewayMessageId));
  const aside = new Set(
    entries.flatMap(({ message, isArrival = true }) => (isArrival ? [] : message.gatewayMessageId)),
  );
  const arrivals = rows.filter(
    ({ gatewayMessageId: id, ...row }) => newIds.has(id) && !aside.has(id) && isIncoming(row),
  );
  await bringBackFor(ctx, conversationId, arrivals);
  await markReadByAnswer(ctx, conversationId);
  await linkSends(ctx, conversationId, rows);
  await refreshConversation(ctx, conversationId);
  await recordLastMessage(ctx, account, rows);
  if (!options.isQuiet) {
    await publish(ctx, { kind: 'conversation.changed', id: conversationId, accountId: account.id });
  }
  const contested = options.readAt
    ? rows.map((row) => row.gatewayMessageId).filter((id) => !writtenIds.has(id))
    : [];
  const insertedCount = newIds.size;
  await countMessages(ctx, account, insertedCount);
  const keptOutCount = told.length - entries.length;
  return { insertedCount, updatedCount: written.length - insertedCount, keptOutCount, contested };
}

/** Marks a message as deleted that the API no longer has. False when we never had it either. */
export async function markMessageGone(
  ctx: Ctx,
  account: AccountRef,
  gatewayMessageId: string,
): Promise<boolean> {
  const isIt = and(
    eq(messages.accountId, account.id),
    eq(messages.gatewayMessageId, gatewayMessageId),
  );
  const [known] = await ctx.db
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(isIt);
  if (!known) return false;
  await holdErasures(ctx);
  // Before the message, as whoever stores one: else the two wait for each other.
  await lockConversation(ctx, known.conversationId);
  const [row] = await ctx.db
    .update(messages)
    .set({ isDeleted: true, isUnread: false, updatedAt: sql`clock_timestamp()` })
    .where(isIt)
    .returning({ conversationId: messages.conversationId });
  if (!row) return false;
  await storeMessages(ctx, account, row.conversationId, [], { readAt: null });
  return true;
}

/**
 * Takes over that everything in a chat was read at the provider: the chat says that nothing is unread,
 * as of its last activity. Later messages are not touched.
 */
export async function markReadAtProvider(
  ctx: Ctx,
  conversationId: string,
  until: Date,
): Promise<void> {
  await ctx.db
    .update(messages)
    .set({ isUnread: false })
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.isUnread, true),
        lte(messages.sentAt, until),
      ),
    );
}

/** Who answers has read, here or on any other device; the order in which we hear of it is no matter. */
async function markReadByAnswer(ctx: Ctx, conversationId: string): Promise<void> {
  await ctx.db
    .update(messages)
    .set({ isUnread: false })
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.isUnread, true),
        sql`${messages.sentAt} <= (select max(answer.sent_at) from ${messages} as answer
          where answer.conversation_id = ${conversationId} and answer.is_ours
            and not answer.is_hidden and answer.event_type is null)`,
      ),
    );
}

/** Whether a message that is new here asks for attention. */
export function isNewsworthy(message: GatewayMessage): boolean {
  return (
    !message.isOurs &&
    message.countsAsUnread &&
    !message.isSeen &&
    !message.isHidden &&
    !message.isDeleted
  );
}

type MessageRow = typeof messages.$inferInsert & {
  gatewayMessageId: string;
  sentAt: Date;
  isUnread: boolean;
};

/** Something that another person said. */
function isIncoming(row: Omit<MessageRow, 'gatewayMessageId'>): boolean {
  return !row.isOurs && !row.isHidden && !row.isDeleted && (row.eventType ?? null) === null;
}

function toRow(account: AccountRef, conversationId: string, entry: IncomingMessage): MessageRow {
  const { gatewayChatId, providerAccountId, countsAsUnread, ...content } = entry.message;
  return {
    ...content,
    workspaceId: account.workspaceId,
    accountId: account.id,
    conversationId,
    seenBy: { ...content.seenBy },
    reactions: [...content.reactions],
    attachments: [...content.attachments],
    isUnread: entry.isUnread,
  };
}

async function write(
  ctx: Ctx,
  rows: MessageRow[],
  options: StoreOptions,
): Promise<{ gatewayMessageId: string; isNew: boolean }[]> {
  const returning = {
    gatewayMessageId: messages.gatewayMessageId,
    isNew: sql<boolean>`(xmax = 0)`,
  };
  const insert = ctx.db.insert(messages).values(rows);
  const target = [messages.accountId, messages.gatewayMessageId];
  if (!options.readAt) return insert.onConflictDoNothing({ target }).returning(returning);
  return insert
    .onConflictDoUpdate({
      target,
      set: {
        ...fromExcluded(SNAPSHOT_COLUMNS),
        isUnread: sql`messages.is_unread and not excluded.is_seen and not excluded.is_deleted`,
        updatedAt: sql`clock_timestamp()`,
      },
      setWhere: lt(messages.updatedAt, options.readAt),
    })
    .returning(returning);
}

const SNAPSHOT_COLUMNS = [
  'providerMessageId',
  'senderProviderId',
  'isOurs',
  'text',
  'subject',
  'sentAt',
  'isSeen',
  'seenBy',
  'isDelivered',
  'isHidden',
  'isDeleted',
  'isEdited',
  'eventType',
  'messageType',
  'reactions',
  'quoted',
  'attachments',
] as const;

function fromExcluded(columns: readonly (typeof SNAPSHOT_COLUMNS)[number][]) {
  return Object.fromEntries(
    columns.map((column) => [column, sql.raw(`excluded."${messages[column].name}"`)]),
  );
}

/** One entry per id; a page that names a message twice would make the statement fail. */
function distinct(incoming: readonly IncomingMessage[]): IncomingMessage[] {
  return [...new Map(incoming.map((one) => [one.message.gatewayMessageId, one])).values()];
}

async function recordLastMessage(ctx: Ctx, account: AccountRef, rows: MessageRow[]): Promise<void> {
  const newestMs = Math.max(...rows.map((row) => row.sentAt.getTime()));
  if (!Number.isFinite(newestMs)) return;
  const newest = new Date(newestMs);
  await ctx.db
    .update(accounts)
    .set({ lastMessageAt: newest })
    .where(
      and(
        eq(accounts.id, account.id),
        sql`(${accounts.lastMessageAt} is null or ${accounts.lastMessageAt} < ${newest.toISOString()}::timestamptz)`,
      ),
    );
}

/**
 * A message that the provider delivered proves that the session worked at the time of that message;
 * the receipt may come much later, so the earlier of both counts.
 */
export async function recordSignal(
  ctx: Ctx,
  accountId: string,
  evidence: { sentAt: Date; receivedAt: Date },
): Promise<void> {
  const at = new Date(Math.min(evidence.sentAt.getTime(), evidence.receivedAt.getTime()));
  await ctx.db
    .update(accounts)
    .set({ lastOkAt: at })
    .where(
      and(
        eq(accounts.id, accountId),
        inArray(accounts.status, ['connected', 'connecting']),
        sql`(${accounts.lastOkAt} is null or ${accounts.lastOkAt} < ${at.toISOString()}::timestamptz)`,
      ),
    );
}
