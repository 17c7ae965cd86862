import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { conversations, messages } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { messageConditions, type Search } from './condition-queries';
import { hasWords } from './highlight-rules';
import { HITS_AT_ONCE, isBehind, listHits } from './hit-queries';
import { findByName } from './people-queries';
import { conversationConditions, inAccounts, listSearchedAccountIds } from './reach-queries';
import { type FoundMessage, toResults } from './result-queries';
import { asksForMessages, isEmptySearch, parseSearch } from './rules';
import type { SearchInput } from './schema';
import type { SearchPage, SearchResult } from './types';

const PAGE_SIZE = 20;
const PEOPLE_SIZE = 5;
/** Portions of hits are read until they fill a page, and not without end. */
const MOST_PORTIONS = 5;

/**
 * Finds messages and people in everything that the scope reads, done and snoozed conversations too.
 * One result for each conversation, with its newest hit, newest first, in keyset pages; people by
 * name come with the first page. Deleted and hidden messages and events are never found.
 */
export async function search(ctx: Ctx<MemberScope>, input: SearchInput): Promise<SearchPage> {
  const zone = knownZone(input.zone);
  const parsed = parseSearch(input.q, dayIn(zone, new Date()));
  const query = { ...parsed, terms: parsed.terms.filter(({ text }) => hasWords(text)) };
  const empty = { people: [], conversations: [], cursor: null, problems: query.problems };
  if (query.problems.length > 0 || isEmptySearch(query)) return empty;
  const accountIds = await listSearchedAccountIds(ctx, query);
  if (accountIds.length === 0) return empty;
  const asked = { query, accountIds, zone };
  const [people, found] = await Promise.all([
    input.cursor ? [] : listPeople(ctx, asked),
    asksForMessages(query)
      ? listByMessages(ctx, asked, input.cursor)
      : listByState(ctx, asked, input.cursor),
  ]);
  return { people, ...found, problems: [] };
}

type Found = Pick<SearchPage, 'conversations' | 'cursor'>;

/** Conversations whose person or title bears the words, latest activity first. */
async function listPeople(ctx: Ctx<MemberScope>, asked: Search): Promise<SearchResult[]> {
  const { query, accountIds } = asked;
  const { terms, from, to, before, after, hasAttachment, hasLink } = query;
  const isAboutMessages = [...from, ...to].length > 0 || before || after || hasAttachment;
  if (terms.length === 0 || isAboutMessages || hasLink) return [];
  const { conversationIds } = await findByName(
    ctx,
    accountIds,
    terms.map(({ text }) => text),
  );
  if (conversationIds.length === 0) return [];
  const rows = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(inArray(conversations.id, conversationIds), ...conversationConditions(ctx, query)))
    .orderBy(desc(conversations.sortAt), desc(conversations.id))
    .limit(PEOPLE_SIZE);
  return toResults(ctx, { ids: rows.map((row) => row.id), hits: new Map(), query });
}

/** Conversations by their state alone: `is:starred label:trial`. */
async function listByState(
  ctx: Ctx<MemberScope>,
  { query, accountIds }: Search,
  cursor: string | undefined,
): Promise<Found> {
  const rows = await ctx.db
    .select({ id: conversations.id, sortAt: conversations.sortAt })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        inAccounts(conversations.accountId, accountIds),
        ...conversationConditions(ctx, query),
        cursor ? isBehind(sql`(${conversations.sortAt}, ${conversations.id})`, cursor) : undefined,
      ),
    )
    .orderBy(desc(conversations.sortAt), desc(conversations.id))
    .limit(PAGE_SIZE + 1);
  const page = rows.slice(0, PAGE_SIZE);
  const last = rows.length > PAGE_SIZE ? page.at(-1) : undefined;
  const ids = page.map((row) => row.id);
  return {
    conversations: await toResults(ctx, { ids, hits: new Map(), query }),
    cursor: last ? toCursor(last.sortAt, last.id) : null,
  };
}

/** Conversations with a message that meets every condition, the newest such message first. */
async function listByMessages(
  ctx: Ctx<MemberScope>,
  asked: Search,
  cursor: string | undefined,
): Promise<Found> {
  const conditions = await messageConditions(ctx, asked);
  if (!conditions) return { conversations: [], cursor: null };
  const hits = new Map<string, FoundMessage>();
  let position = cursor;
  for (let portion = 0; portion < MOST_PORTIONS; portion++) {
    const rows = await listHits(ctx, conditions, position);
    const own = new Map<string, FoundMessage>();
    let last: FoundMessage | undefined;
    for (const row of rows) {
      // The page is full: the next one begins at this conversation.
      if (
        !hits.has(row.conversationId) &&
        hits.size + own.size >= PAGE_SIZE &&
        !own.has(row.conversationId)
      )
        break;
      last = row;
      if (!hits.has(row.conversationId) && !own.has(row.conversationId)) {
        own.set(row.conversationId, row);
      }
    }
    const shown = cursor ? await listShownBefore(ctx, conditions.all, cursor, [...own.keys()]) : [];
    for (const [id, row] of own) {
      if (!shown.includes(id)) hits.set(id, row);
    }
    const isRead = last === rows.at(-1);
    position = last ? toCursor(last.sentAt, last.id) : undefined;
    if (isRead && rows.length < HITS_AT_ONCE) position = undefined;
    if (!position || !isRead || hits.size >= PAGE_SIZE) break;
  }
  const ids = [...hits.keys()];
  return {
    conversations: await toResults(ctx, { ids, hits, query: asked.query }),
    cursor: position ?? null,
  };
}

/** Those of the conversations that a page before has shown, with a newer hit. */
async function listShownBefore(
  ctx: Ctx,
  conditions: SQL[],
  cursor: string,
  ids: string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const { at, id } = fromCursor(cursor);
  const rows = await ctx.db
    .selectDistinct({ id: messages.conversationId })
    .from(messages)
    .where(
      and(
        inArray(messages.conversationId, ids),
        sql`(${messages.sentAt}, ${messages.id}) >= (${at.toISOString()}::timestamptz, ${id}::uuid)`,
        ...conditions,
      ),
    );
  return rows.map((row) => row.id);
}

function knownZone(zone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone ?? 'UTC' }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}

function dayIn(zone: string, now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
}
