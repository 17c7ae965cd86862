import { and, asc, desc, eq, inArray, isNull, not, type SQL, sql } from 'drizzle-orm';
import { ledgerColumns } from '@/db/ledger-columns';
import { nextTryAt } from '@/db/repair-columns';
import {
  accountReads,
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  members,
  messages,
  sends,
  users,
} from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope, Scope } from '@/lib/auth/scope';
import { fromCursor, toCursor } from '@/lib/core/cursor';
import { env } from '@/lib/core/env';
import type { Provider } from '@/lib/core/providers';
import { SECOND_MS } from '@/lib/core/time';
import { summaryOf } from '@/lib/coverage/rules';
import { TRIES } from '@/lib/healing/ladder-rules';
import { isOrderedByWaking } from './order-rules';
import { listReadableAccountIds } from './reach-queries';
import { conversationName, personName, previewPrefix, rowPreview } from './rules';
import { triageFacts } from './triage-rules';
import type { ConversationRow, InboxAccount, PageOf, SendState } from './types';
import { isInList, type ListFilter, labelsOf, triageColumns } from './view-queries';

/** Joins a message with the send that it is the provider's copy of. */
export function isCopyOfSend(): SQL {
  return sql`(${sends.accountId} = ${messages.accountId}
    and ${sends.gatewayMessageId} = ${messages.gatewayMessageId})`;
}

/**
 * A send whose copy by the provider is not among our messages: it stands in the thread itself. What
 * was taken back stands nowhere.
 */
export function isUnlinked(): SQL {
  return sql`(${sends.state} <> 'cancelled' and (${sends.gatewayMessageId} is null or not exists (
    select 1 from ${messages} where ${messages.accountId} = ${sends.accountId}
      and ${messages.gatewayMessageId} = ${sends.gatewayMessageId})))`;
}

/** A message that waits for a time which its author chose: nothing has happened yet. */
export function isScheduled(): SQL {
  return sql`(${sends.state} = 'held' and ${sends.scheduledFor} is not null)`;
}

/** When a send happened, as far as the order of things goes. */
export function sendTime(): SQL<Date> {
  return sql<Date>`coalesce(${sends.scheduledFor}, ${sends.createdAt})`.mapWith(sends.createdAt);
}

export interface ListConversations extends ListFilter {
  /** From the page before. */
  cursor?: string;
  limit: number;
}

/**
 * Conversations of all accounts whose messages the scope may read, latest activity first; the snoozed
 * ones by when they wake. Keyset pages: what arrives meanwhile does not shift them. A foreign account
 * gives an empty list.
 */
export async function listConversations(
  ctx: Ctx,
  input: ListConversations,
): Promise<PageOf<ConversationRow>> {
  const accountIds = await listReadableAccountIds(ctx, input);
  if (accountIds.length === 0) return { items: [], cursor: null };
  const isWaking = isOrderedByWaking(input.view);
  const order = isWaking
    ? [asc(conversations.snoozedUntil), asc(conversations.id)]
    : [desc(conversations.sortAt), desc(conversations.id)];
  const rows = await ctx.db
    .select({
      id: conversations.id,
      accountId: conversations.accountId,
      accountName: accounts.name,
      provider: accounts.provider,
      kind: conversations.kind,
      title: conversations.title,
      attendeeProviderId: conversations.attendeeProviderId,
      attendeeName: attendees.name,
      headline: attendees.headline,
      lastMessageAt: conversations.lastMessageAt,
      sortAt: conversations.sortAt,
      lastMessageText: conversations.lastMessageText,
      subject: conversations.subject,
      isLastMessageOurs: conversations.isLastMessageOurs,
      ...triageColumns(ctx.scope),
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .leftJoin(attendees, isOtherPerson())
    .where(
      and(
        isInList(ctx, input, accountIds),
        input.cursor ? isAfter(input.cursor, isWaking) : undefined,
      ),
    )
    .orderBy(...order)
    .limit(input.limit + 1);
  const page = rows.slice(0, input.limit);
  const [labels, names, sendStates] = await Promise.all([
    labelsOf(
      ctx,
      page.map((row) => row.id),
    ),
    otherNames(
      ctx,
      page.filter(({ kind, title }) => kind !== 'direct' && kind !== 'email' && !title?.trim()),
    ),
    newestSendStates(ctx, page),
  ]);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => ({
      id: row.id,
      accountId: row.accountId,
      accountName: row.accountName,
      provider: row.provider,
      kind: row.kind,
      name: conversationName({ ...row, otherNames: names.get(row.id) }),
      headline: row.headline,
      lastMessageAt: row.lastMessageAt.toISOString(),
      sortAt: row.sortAt.toISOString(),
      previewPrefix: previewPrefix({
        sendState: sendStates.get(row.id) ?? null,
        isLastMessageOurs: row.isLastMessageOurs,
      }),
      previewText: rowPreview(row),
      unreadCount: row.unreadCount,
      ...triageFacts(ctx.scope, row, labels.get(row.id) ?? []),
    })),
    cursor: last ? toCursor((isWaking && last.snoozedUntil) || last.sortAt, last.id) : null,
  };
}

/** The attendee row of the other person of a direct chat. */
export function isOtherPerson(): SQL | undefined {
  return and(
    eq(attendees.accountId, conversations.accountId),
    eq(attendees.providerUserId, conversations.attendeeProviderId),
  );
}

/** Names of the others in groups without a title, in the order in which we met them. */
async function otherNames(
  ctx: Ctx,
  groups: readonly { id: string; provider: Provider }[],
): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  if (groups.length === 0) return names;
  const rows = await ctx.db
    .select({
      conversationId: conversationAttendees.conversationId,
      name: attendees.name,
      providerUserId: attendees.providerUserId,
    })
    .from(conversationAttendees)
    .innerJoin(attendees, eq(attendees.id, conversationAttendees.attendeeId))
    .where(
      and(
        inArray(
          conversationAttendees.conversationId,
          groups.map((group) => group.id),
        ),
        eq(attendees.isSelf, false),
      ),
    )
    .orderBy(attendees.id);
  for (const { id, provider } of groups) {
    const own = rows.filter((row) => row.conversationId === id);
    names.set(
      id,
      own.map((row) => personName(provider, row.name, row.providerUserId)),
    );
  }
  return names;
}

/** State of the newest send of each conversation, where it is its newest activity. */
async function newestSendStates(
  ctx: Ctx,
  page: readonly { id: string; isLastMessageOurs: boolean; lastMessageAt: Date }[],
): Promise<Map<string, SendState>> {
  const states = new Map<string, SendState>();
  const ids = page.filter((row) => row.isLastMessageOurs).map((row) => row.id);
  if (ids.length === 0) return states;
  const rows = await ctx.db
    .selectDistinctOn([sends.conversationId], {
      conversationId: sends.conversationId,
      state: sends.state,
      at: sendTime(),
    })
    .from(sends)
    .where(and(inArray(sends.conversationId, ids), isUnlinked(), not(isScheduled())))
    .orderBy(sends.conversationId, desc(sendTime()));
  for (const row of rows) {
    if (row.conversationId === null) continue;
    const shown = page.find(({ id }) => id === row.conversationId);
    if (shown && row.at >= shown.lastMessageAt) states.set(row.conversationId, row.state);
  }
  return states;
}

/** Accounts whose conversations the member may read, with what their state means for the inbox. */
export async function listInboxAccounts(ctx: Ctx<MemberScope>): Promise<InboxAccount[]> {
  const rows = await ctx.db
    .select({
      account: accounts,
      ownerName: users.name,
      ledger: ledgerColumns,
      nextTryAt: nextTryAt(TRIES),
    })
    .from(accounts)
    .leftJoin(accountReads, eq(accountReads.accountId, accounts.id))
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(readsMessagesOf(ctx.scope), isNull(accounts.removedAt)))
    .orderBy(accounts.name, accounts.id);
  const nowMs = Date.now();
  const freshMs = env().ACCOUNT_FRESH_SECONDS * SECOND_MS;
  return rows.map(({ account, ownerName, ledger, nextTryAt: nextTry }) => ({
    id: account.id,
    name: account.name,
    handle: account.handle,
    provider: account.provider,
    ownerName,
    isMine: account.ownerMemberId === ctx.scope.memberId,
    status: account.status,
    statusSince: account.statusSince.toISOString(),
    nextTryAt: nextTry?.toISOString() ?? null,
    lastOkAt: account.lastOkAt?.toISOString() ?? null,
    lastMessageAt: account.lastMessageAt?.toISOString() ?? null,
    syncStartedAt: account.syncStartedAt?.toISOString() ?? null,
    syncFinishedAt: account.syncFinishedAt?.toISOString() ?? null,
    syncedBackTo: account.syncedBackTo?.toISOString() ?? null,
    messageCount: ledger.messageCount,
    gaps: summaryOf({ ...account, ...ledger }, nowMs, freshMs).gaps,
  }));
}

function isAfter(cursor: string, isWaking: boolean): SQL {
  const { at, id } = fromCursor(cursor);
  const end = sql`(${at.toISOString()}::timestamptz, ${id}::uuid)`;
  // As one row value: it is a bound of the index; two alternatives would be a filter over all of it.
  return isWaking
    ? sql`(${conversations.snoozedUntil}, ${conversations.id}) > ${end}`
    : sql`(${conversations.sortAt}, ${conversations.id}) < ${end}`;
}

/** Narrows any query over accounts to one conversation that the scope may read. */
export function isReadableConversation(scope: Scope, conversationId: string): SQL | undefined {
  return and(readsMessagesOf(scope), eq(conversations.id, conversationId));
}
