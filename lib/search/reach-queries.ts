import { asc, eq, type SQL, sql } from 'drizzle-orm';
import { accounts, conversationLabels, conversations, labels } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { foldText } from './highlight-rules';
import type { SearchQuery } from './types';

/**
 * Ids of the accounts that the search may look into: what the scope reads, as `account:` and
 * `channel:` narrow it. Given on as constants, so that the planner knows how much that is.
 */
export async function listSearchedAccountIds(
  ctx: Ctx<MemberScope>,
  query: SearchQuery,
): Promise<string[]> {
  const rows = await ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      handle: accounts.handle,
      provider: accounts.provider,
    })
    .from(accounts)
    .where(readsMessagesOf(ctx.scope))
    .orderBy(asc(accounts.id));
  const names = query.accounts.map(foldText);
  return rows
    .filter(({ provider }) => query.channels.length === 0 || query.channels.includes(provider))
    .filter(({ name, handle }) =>
      names.every((wanted) => foldText(`${name} ${handle ?? ''}`).includes(wanted)),
    )
    .map(({ id }) => id);
}

export function inAccounts(column: { getSQL(): SQL }, accountIds: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...accountIds])}::uuid[])`;
}

/** What a conversation must be, beside what is said in it. */
export function conversationConditions(ctx: Ctx<MemberScope>, query: SearchQuery): SQL[] {
  const conditions: SQL[] = [];
  if (query.places.length > 0) {
    conditions.push(sql`${conversations.place} = any(${sql.param([...query.places])}::text[])`);
  }
  if (query.isUnread) {
    conditions.push(sql`(${conversations.unreadCount} > 0 or ${conversations.isMarkedUnread})`);
  }
  if (query.isStarred) conditions.push(sql`${conversations.isStarred}`);
  if (query.isAssignedToMe) {
    conditions.push(eq(conversations.assigneeMemberId, ctx.scope.memberId));
  }
  for (const name of query.labels) {
    conditions.push(sql`exists (select 1 from ${conversationLabels}
      join ${labels} on ${labels.id} = ${conversationLabels.labelId}
      where ${conversationLabels.conversationId} = ${conversations.id}
        and ${labels.workspaceId} = ${ctx.scope.workspaceId}
        and lower(${labels.name}) = lower(${name}))`);
  }
  return conditions;
}
