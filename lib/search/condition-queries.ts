import { TZDate } from '@date-fns/tz';
import { and, eq, type SQL, sql } from 'drizzle-orm';
import { conversations, messages } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { hasWords } from './highlight-rules';
import { findByName } from './people-queries';
import { conversationConditions, inAccounts } from './reach-queries';
import type { SearchQuery } from './types';

export interface Search {
  query: SearchQuery;
  accountIds: string[];
  zone: string;
}

export interface MessageConditions {
  all: SQL[];
  /** Those of `all` that name days: they bound where to look, not what to look for. */
  days: SQL[];
  accountIds: string[];
  /** Whether the index of words can find it. */
  hasWords: boolean;
}

/** Null where a condition cannot be met by any message. */
export async function messageConditions(
  ctx: Ctx<MemberScope>,
  { query, accountIds, zone }: Search,
): Promise<MessageConditions | null> {
  const conditions = [
    eq(messages.workspaceId, ctx.scope.workspaceId),
    inAccounts(messages.accountId, accountIds),
    // Where words are asked for, what must not be found has none (migration 0003).
    sql`not ${messages.isHidden} and not ${messages.isDeleted} and ${messages.eventType} is null`,
  ];
  const words = query.terms.map(
    ({ text, isPrefix }) => sql`search_query(${text}::text, ${isPrefix}::boolean)`,
  );
  if (query.hasLink) {
    words.push(
      sql`(search_query('http', false) || search_query('https', false) || search_query('www', false))`,
    );
  }
  if (words.length > 0) conditions.push(sql`${messages}.search @@ (${sql.join(words, sql` && `)})`);
  if (query.hasAttachment) conditions.push(sql`${messages.attachments} <> '[]'::jsonb`);
  const days: SQL[] = [];
  if (query.after) days.push(sql`${messages.sentAt} >= ${startOf(query.after, zone)}::timestamptz`);
  if (query.before)
    days.push(sql`${messages.sentAt} < ${startOf(query.before, zone)}::timestamptz`);
  conditions.push(...days);
  const people = await peopleConditions(ctx, query, accountIds);
  if (!people) return null;
  conditions.push(...people);
  const ofConversation = conversationConditions(ctx, query);
  if (ofConversation.length > 0) {
    conditions.push(sql`exists (select 1 from ${conversations}
      where ${conversations.id} = ${messages.conversationId} and ${and(...ofConversation)})`);
  }
  return { all: conditions, days, accountIds, hasWords: words.length > 0 };
}

async function peopleConditions(
  ctx: Ctx<MemberScope>,
  { from, to }: SearchQuery,
  accountIds: string[],
): Promise<SQL[] | null> {
  const conditions: SQL[] = [];
  const sides = [
    ...from.map((name) => ({ name, isFrom: true })),
    ...to.map((name) => ({ name, isFrom: false })),
  ];
  for (const { name, isFrom } of sides) {
    if (name.toLowerCase() === 'me') {
      conditions.push(eq(messages.isOurs, isFrom));
      continue;
    }
    if (!hasWords(name)) return null;
    const found = await findByName(ctx, accountIds, [name]);
    if (found.conversationIds.length === 0) return null;
    conditions.push(
      sql`${messages.conversationId} = any(${sql.param(found.conversationIds)}::uuid[])`,
    );
    if (!isFrom) {
      conditions.push(eq(messages.isOurs, true));
      continue;
    }
    // A direct chat that only its title names: what is not ours is theirs.
    conditions.push(sql`(${messages.senderProviderId} = any(${sql.param(found.senders)}::text[])
      or (not ${messages.isOurs} and ${messages.conversationId} = any(${sql.param(found.titledIds)}::uuid[])
        and exists (select 1 from ${conversations} where ${conversations.id} = ${messages.conversationId}
          and ${conversations.kind} = 'direct')))`);
  }
  return conditions;
}

function startOf(day: string, zone: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(new TZDate(year, month - 1, date, zone).getTime()).toISOString();
}
