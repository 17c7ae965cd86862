import { and, asc, desc, eq, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { prepared } from '@/db/prepared';
import { members, messages, notes, sends, users } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { type MessageRow, SHOWN } from './message-queries';
import { isCopyOfSend } from './queries';

const PAGE_SIZE = 50;

/** Which part of a conversation; without any the newest. */
export interface PagePlace {
  /** The page of messages older than this place. */
  cursor?: string;
  /** The page of messages newer than this place. */
  newer?: string;
  /** The page around this message, by our id or by the provider's, or around a private note. */
  at?: string;
}

interface MessagePage {
  /** Newest first. */
  rows: MessageRow[];
  cursor: string | null;
  newerCursor: string | null;
}

/** One page of the messages that a conversation shows. Throws `not_found` for an `at` that is not there. */
export async function listMessagePage(
  ctx: Ctx,
  conversationId: string,
  { cursor, newer, at }: PagePlace,
): Promise<MessagePage> {
  if (at !== undefined) return around(ctx, conversationId, at);
  if (newer !== undefined) {
    const { rows, next } = await ascending(ctx, conversationId, isBeyond('>', newer), PAGE_SIZE);
    return { rows, cursor: placeOf(rows.at(-1)) ?? justBehind(newer), newerCursor: next };
  }
  const { rows, next } = await (cursor === undefined
    ? newest(ctx, conversationId)
    : descending(ctx, conversationId, isBeyond('<', cursor), PAGE_SIZE));
  // What is newer than an older page is known to whoever came from there.
  return { rows, cursor: next, newerCursor: cursor === undefined ? null : placeOf(rows[0]) };
}

async function around(ctx: Ctx, conversationId: string, at: string): Promise<MessagePage> {
  // A quote names its message by the provider's id.
  const found =
    (isId(at) && (await findPlace(ctx, conversationId, eq(messages.id, at)))) ||
    (await findPlace(ctx, conversationId, eq(messages.providerMessageId, at))) ||
    (isId(at) && (await findNotePlace(ctx, conversationId, at)));
  if (!found) throw notFound('Message');
  const place = toCursor(found.sentAt, found.id);
  const half = PAGE_SIZE / 2;
  const [newer, older] = await Promise.all([
    ascending(ctx, conversationId, isBeyond('>', place), half),
    descending(ctx, conversationId, isBeyond('<=', place), half),
  ]);
  return {
    rows: [...newer.rows, ...older.rows],
    cursor: older.next,
    newerCursor: newer.next,
  };
}

async function findPlace(ctx: Ctx, conversationId: string, which: SQL) {
  const [row] = await ctx.db
    .select({ id: messages.id, sentAt: messages.sentAt })
    .from(messages)
    .where(and(isShownIn(conversationId), which))
    .orderBy(desc(messages.sentAt))
    .limit(1);
  return row;
}

/** A note stands between the messages by its time. */
async function findNotePlace(ctx: Ctx, conversationId: string, noteId: string) {
  const [row] = await ctx.db
    .select({ id: notes.id, sentAt: notes.createdAt })
    .from(notes)
    .where(
      and(eq(notes.conversationId, conversationId), eq(notes.id, noteId), isNull(notes.deletedAt)),
    );
  return row;
}

async function newest(ctx: Ctx, conversationId: string) {
  return cut(await newestOf(ctx.db).execute({ conversationId }), PAGE_SIZE);
}

async function descending(ctx: Ctx, conversationId: string, where: SQL, size: number) {
  return cut(await newestFirst(ctx.db, and(isShownIn(conversationId), where), size), size);
}

/** What was read, newest first, without the row that says that there is more. */
function cut(rows: MessageRow[], size: number) {
  const page = rows.slice(0, size);
  return { rows: page, next: rows.length > size ? placeOf(page.at(-1)) : null };
}

/** Read upwards from a place and given newest first, as every page is. */
async function ascending(ctx: Ctx, conversationId: string, where: SQL, size: number) {
  const rows = await selectRows(ctx.db, and(isShownIn(conversationId), where))
    .orderBy(asc(messages.sentAt), asc(messages.id))
    .limit(size + 1);
  const page = rows.slice(0, size).reverse();
  return { rows: page, next: rows.length > size ? placeOf(page[0]) : null };
}

const newestOf = prepared('thread_newest', (db) =>
  newestFirst(db, isShownIn(sql.placeholder('conversationId')), PAGE_SIZE),
);

/** With one row more than `size`, which says that there is more. */
function newestFirst(db: Db, where: SQL | undefined, size: number) {
  return selectRows(db, where)
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(size + 1);
}

function selectRows(db: Db, where: SQL | undefined) {
  return db
    .select({
      message: SHOWN,
      clientId: sends.clientId,
      authorMemberId: sends.authorMemberId,
      authorName: users.name,
    })
    .from(messages)
    .leftJoin(sends, isCopyOfSend())
    .leftJoin(members, eq(members.id, sends.authorMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(where);
}

function isShownIn(conversationId: string | Placeholder): SQL | undefined {
  return and(eq(messages.conversationId, conversationId), eq(messages.isHidden, false));
}

function isBeyond(side: '<' | '<=' | '>', cursor: string): SQL {
  const { at, id } = fromCursor(cursor);
  const place = sql`(${at.toISOString()}::timestamptz, ${id}::uuid)`;
  return sql`(${messages.sentAt}, ${messages.id}) ${sql.raw(side)} ${place}`;
}

/** From an empty page the way back leads through the place that it begins at. */
function justBehind(cursor: string): string {
  const { at, id } = fromCursor(cursor);
  return toCursor(new Date(at.getTime() + 1), id);
}

function placeOf(row: MessageRow | undefined): string | null {
  return row ? toCursor(row.message.sentAt, row.message.id) : null;
}
