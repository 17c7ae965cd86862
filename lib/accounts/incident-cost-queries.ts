import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { accounts, conversations, members, messages, sends, users } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { AccountCost, GapConversation, UnsentMessage } from '@/lib/incidents/types';

const LIST_LENGTH = 100;

/** A time without an account; ISO text. Those of one account do not overlap. */
export interface Window {
  accountId: string;
  from: string;
  to: string;
}

export const NO_COST: AccountCost = { messages: 0, conversations: 0, unsent: 0, invitations: 0 };

/**
 * What each account's times cost, in figures only. The caller passes accounts whose status its scope may
 * see; no text and no name of anybody comes out.
 */
export async function costOf(
  ctx: Ctx,
  windows: readonly Window[],
): Promise<ReadonlyMap<string, AccountCost>> {
  const { workspaceId } = ctx.scope;
  const { rows } = await ctx.db.execute<{
    account_id: string;
    messages: number;
    conversations: number;
    unsent: number;
    invitations: number;
  }>(sql`
    with w as ${windowRows(windows)}
    select w.account_id,
      came.messages, came.conversations, unsent.count as unsent, waited.count as invitations
    from (select distinct account_id from w) w
    cross join lateral (
      select count(*)::int as messages, count(distinct m.conversation_id)::int as conversations
      from w as one join messages m on m.account_id = one.account_id
        and m.sent_at >= one.from_at and m.sent_at < one.to_at
      where one.account_id = w.account_id and m.workspace_id = ${workspaceId}
        and not m.is_ours and not m.is_hidden and not m.is_deleted and m.event_type is null) came
    cross join lateral (
      select count(*)::int from w as one join sends s on s.account_id = one.account_id
        and ${settledAt} >= one.from_at and ${settledAt} < one.to_at
      where one.account_id = w.account_id and s.workspace_id = ${workspaceId}
        and s.state in ('failed','unknown')) unsent
    cross join lateral (
      select count(distinct p.id)::int from w as one
      join invitation_plans p on p.account_id = one.account_id and p.created_at < one.to_at
        and (p.left_at >= one.to_at or (p.left_at is null and p.state = 'planned'))
      where one.account_id = w.account_id and p.workspace_id = ${workspaceId}) waited`);
  return new Map(
    rows.map(({ account_id, ...cost }) => [
      account_id,
      {
        messages: cost.messages,
        conversations: cost.conversations,
        unsent: cost.unsent,
        invitations: cost.invitations,
      },
    ]),
  );
}

/** The conversations behind "came in the gap", of accounts that the reader may read, newest first. */
export async function listGap(
  ctx: Ctx<MemberScope>,
  windows: readonly Window[],
): Promise<GapConversation[]> {
  const rows = await ctx.db
    .select({
      id: conversations.id,
      title: sql<string>`coalesce(${conversations.title}, ${conversations.subject}, 'No name')`,
      accountId: messages.accountId,
      accountName: accounts.name,
      messages: sql<number>`count(*)::int`,
      firstMessageId: sql<string>`(array_agg(${messages.id} order by ${messages.sentAt}, ${messages.id}))[1]`,
      firstAt: sql<Date>`min(${messages.sentAt})`.mapWith(messages.sentAt),
      needsAnswer: sql<boolean>`${conversations.place} = 'inbox' and not ${conversations.isLastMessageOurs}`,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        isWithin(windows, sql`${messages.accountId}`, sql`${messages.sentAt}`),
        inArray(
          messages.accountId,
          windows.map(({ accountId }) => accountId),
        ),
        eq(messages.isOurs, false),
        eq(messages.isHidden, false),
        eq(messages.isDeleted, false),
        isNull(messages.eventType),
      ),
    )
    .groupBy(conversations.id, messages.accountId, accounts.name)
    .orderBy(desc(sql`min(${messages.sentAt})`))
    .limit(LIST_LENGTH);
  return rows.map((row) => ({ ...row, firstAt: row.firstAt.toISOString() }));
}

/** The messages behind "did not leave", of accounts that the reader may read, newest first; no text. */
export async function listUnsent(
  ctx: Ctx<MemberScope>,
  windows: readonly Window[],
): Promise<UnsentMessage[]> {
  const at = sql<Date>`coalesce(${sends.settledAt}, ${sends.postedAt}, ${sends.createdAt})`;
  const rows = await ctx.db
    .select({
      id: sends.id,
      conversationId: sends.conversationId,
      accountId: sends.accountId,
      accountName: accounts.name,
      authorName: users.name,
      state: sql<UnsentMessage['state']>`${sends.state}`,
      errorCode: sends.errorCode,
      at: at.mapWith(sends.createdAt),
    })
    .from(sends)
    .innerJoin(accounts, eq(accounts.id, sends.accountId))
    .innerJoin(members, eq(members.id, sends.authorMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        inArray(sends.state, ['failed', 'unknown']),
        isWithin(windows, sql`${sends.accountId}`, at),
      ),
    )
    .orderBy(desc(at))
    .limit(LIST_LENGTH);
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

const settledAt = sql`coalesce(s.settled_at, s.posted_at, s.created_at)`;

function windowRows(windows: readonly Window[]): SQL {
  return sql`(select account_id, from_at, to_at from jsonb_to_recordset(${JSON.stringify(
    windows.map(({ accountId, from, to }) => ({ account_id: accountId, from_at: from, to_at: to })),
  )}::jsonb) as given(account_id uuid, from_at timestamptz, to_at timestamptz))`;
}

function isWithin(windows: readonly Window[], accountId: SQL, at: SQL): SQL {
  return sql`exists (select 1 from ${windowRows(windows)} as one
    where one.account_id = ${accountId} and ${at} >= one.from_at and ${at} < one.to_at)`;
}
