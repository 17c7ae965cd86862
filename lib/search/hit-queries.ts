import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { messages } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromCursor } from '@/lib/core/cursor';
import type { MessageConditions } from './condition-queries';
import { inAccounts } from './reach-queries';
import type { FoundMessage } from './result-queries';

/** Hits are read in portions until they fill a page of conversations. */
export const HITS_AT_ONCE = 100;
/** A word of at least a fortieth of the messages fills a portion from so many. */
const NEWEST_MESSAGES = 4_000;
/** Longer than this the index of words is the shorter way, however many messages there are. */
const MOST_WALKED = 40_000;
/** Words gather in places: so many times what their density promises is walked. */
const MARGIN = 1.5;

/**
 * The next portion of messages that meet the conditions, newest first. Words that are common alone and
 * rare together would make the planner walk all messages by date for them, so we say how to look: first
 * through the newest few thousand, then through as many as words so dense need, and where these do not fill the portion
 * or would be too many, through the index of words.
 */
export async function listHits(
  ctx: Ctx<MemberScope>,
  conditions: MessageConditions,
  cursor: string | undefined,
): Promise<FoundMessage[]> {
  const behind = cursor ? isBehind(sql`(${messages.sentAt}, ${messages.id})`, cursor) : undefined;
  if (!conditions.hasWords) return listByDate(ctx, messages, and(...conditions.all, behind));
  const walk = (count: number) =>
    listByDate(ctx, newestOf(ctx, conditions, behind, count), and(...conditions.all));
  const newest = await walk(NEWEST_MESSAGES);
  if (newest.length === HITS_AT_ONCE) return newest;
  const wanted = Math.ceil((MARGIN * NEWEST_MESSAGES * HITS_AT_ONCE) / newest.length);
  if (wanted <= MOST_WALKED) {
    const more = await walk(wanted);
    if (more.length === HITS_AT_ONCE) return more;
  }
  return listByDate(ctx, everyOf(and(...conditions.all, behind)), undefined);
}

type Source = Parameters<ReturnType<typeof selectHits>['from']>[0];

function selectHits(ctx: Ctx) {
  return ctx.db.select({
    id: sql<string>`${messages.id}`,
    conversationId: sql<string>`${messages.conversationId}`,
    sentAt: sql<Date>`${messages.sentAt}`.mapWith(messages.sentAt),
  });
}

function listByDate(ctx: Ctx, source: Source, condition: SQL | undefined) {
  return selectHits(ctx)
    .from(source)
    .where(condition)
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(HITS_AT_ONCE);
}

/** The newest readable messages, under the name of the table, so that every condition fits. */
function newestOf(
  ctx: Ctx<MemberScope>,
  { accountIds, days }: MessageConditions,
  behind: SQL | undefined,
  count: number,
): SQL {
  const [only] = accountIds;
  // Named alone, an account's own index gives its messages in order.
  const isReadable =
    only !== undefined && accountIds.length === 1
      ? eq(messages.accountId, only)
      : inAccounts(messages.accountId, accountIds);
  const where = and(eq(messages.workspaceId, ctx.scope.workspaceId), isReadable, ...days, behind);
  return sql`(select * from ${messages} where ${where}
    order by ${messages.sentAt} desc, ${messages.id} desc limit ${count}) ${messages}`;
}

/** All that match, in no order: without one the planner has no reason to walk by date. */
function everyOf(condition: SQL | undefined): SQL {
  return sql`(with found as materialized (
      select ${messages.id}, ${messages.conversationId}, ${messages.sentAt} from ${messages}
      where ${condition})
    select * from found) ${messages}`;
}

export function isBehind(place: SQL, cursor: string): SQL {
  const { at, id } = fromCursor(cursor);
  return sql`${place} < (${at.toISOString()}::timestamptz, ${id}::uuid)`;
}
