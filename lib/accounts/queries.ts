import { and, count, desc, eq, inArray, isNotNull, isNull, max, type SQL, sql } from 'drizzle-orm';
import { ledgerColumns } from '@/db/ledger-columns';
import { nextTryAt } from '@/db/repair-columns';
import {
  accountReads,
  accounts,
  accountTransitions,
  accountViews,
  conversations,
  gateways,
  members,
  users,
  webhookEvents,
} from '@/db/schema';
import { listLosses } from '@/lib/accounts/reconnect-queries';
import {
  type Loss,
  RECONNECT_DAYS,
  reconnectSpans,
  reconnectTimes,
} from '@/lib/accounts/reconnect-rules';
import { listStatusChanges } from '@/lib/accounts/transition-queries';
import { getTwinDetail, hasTwin } from '@/lib/accounts/twin-queries';
import type {
  AccountDetail,
  AccountItem,
  AccountList,
  AccountView,
  TimelineEntry,
} from '@/lib/accounts/types';
import { incidentsOf, type UptimeInput, uptimeOf } from '@/lib/accounts/uptime-rules';
import { can, managesAccount, seesAccount } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { DAY_MS, SECOND_MS } from '@/lib/core/time';
import { summaryOf } from '@/lib/coverage/rules';
import { TRIES } from '@/lib/healing/ladder-rules';

type MemberCtx = Ctx<MemberScope>;

const LIST_DAYS = 30;
const DETAIL_DAYS = 90;
const TIMELINE_LENGTH = 50;
const VIEWS_LENGTH = 50;

/** Every account whose status the member may see, removed ones last, with 30 days of history. */
export async function listAccounts(ctx: MemberCtx, now = new Date()): Promise<AccountList> {
  const rows = await selectAccounts(ctx).orderBy(
    sql`${accounts.removedAt} is not null`,
    accounts.name,
    accounts.id,
  );
  return { accounts: await toItems(ctx, rows, now, LIST_DAYS), freshMs: freshMs() };
}

/** One account with its history. Throws not-found for what the member may not see. */
export async function getAccount(
  ctx: MemberCtx,
  { accountId }: { accountId: string },
  now = new Date(),
): Promise<AccountDetail> {
  if (!isId(accountId)) throw notFound('Account');
  const rows = await selectAccounts(ctx, accountId);
  const [row] = rows;
  const [account] = await toItems(ctx, rows, now, LIST_DAYS);
  if (!row || !account) throw notFound('Account');
  const [changes, losses, timeline, views, people, lagMs, conversationCount] = await Promise.all([
    listStatusChanges(ctx, [accountId], now, DETAIL_DAYS),
    listLosses(ctx, [accountId], now),
    listTimeline(ctx, accountId, now),
    account.isMine ? listViews(ctx, accountId) : null,
    can(ctx.scope, 'account:manage-any') ? listOwners(ctx) : null,
    findLag(ctx, accountId),
    countConversations(ctx, accountId),
  ]);
  const input = uptimeInput(row.account, changes.get(accountId) ?? [], now, DETAIL_DAYS);
  return {
    account,
    freshMs: freshMs(),
    uptime: uptimeOf(input),
    incidents: incidentsOf(input),
    reconnects: timesOf(losses.get(accountId) ?? [], now),
    timeline,
    views,
    members: people,
    lagMs,
    conversationCount,
    features: row.account.features,
    signature: row.account.signature,
    ...(await getTwinDetail(ctx, row.account)),
  };
}

function timesOf(losses: readonly Loss[], now: Date) {
  const spans = reconnectSpans(losses, now.getTime() - RECONNECT_DAYS * DAY_MS);
  return reconnectTimes(spans, losses.filter(({ end }) => end === null).length);
}

/** Rows of accounts that the scope sees, with their owner. */
function selectAccounts(ctx: MemberCtx, accountId?: string) {
  return ctx.db
    .select({
      account: accounts,
      ownerName: users.name,
      ledger: ledgerColumns,
      nextTryAt: nextTryAt(TRIES),
      isDoubled: hasTwin(),
      canManage: sql<boolean>`coalesce(${managesAccount(ctx.scope)}, false)`,
    })
    .from(accounts)
    .leftJoin(accountReads, eq(accountReads.accountId, accounts.id))
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(seesAccount(ctx.scope), accountId ? eq(accounts.id, accountId) : undefined))
    .$dynamic();
}

type SelectedRow = Awaited<ReturnType<typeof selectAccounts>>[number];

async function toItems(
  ctx: MemberCtx,
  rows: readonly SelectedRow[],
  now: Date,
  days: number,
): Promise<AccountItem[]> {
  const ids = rows.map((row) => row.account.id);
  const [changes, connections] = await Promise.all([
    listStatusChanges(ctx, ids, now, days),
    nameConnections(ctx),
  ]);
  return rows.map(({ account, ownerName, canManage, ledger, nextTryAt: nextTry, isDoubled }) => ({
    id: account.id,
    gatewayId: account.gatewayId,
    connectionName: connections.get(account.gatewayId) ?? null,
    provider: account.provider,
    name: account.name,
    handle: account.handle,
    sendAs: account.sendAs,
    visibility: account.visibility,
    owner:
      account.ownerMemberId && ownerName
        ? { memberId: account.ownerMemberId, name: ownerName }
        : null,
    isMine: account.ownerMemberId === ctx.scope.memberId,
    canManage,
    status: account.status,
    rawStatus: account.rawStatus,
    statusSince: account.statusSince.toISOString(),
    wrongIdentity: account.wrongIdentity,
    nextTryAt: iso(nextTry),
    lastOkAt: iso(account.lastOkAt),
    lastCheckedAt: iso(account.lastCheckedAt),
    lastMessageAt: iso(account.lastMessageAt),
    syncStartedAt: iso(account.syncStartedAt),
    syncFinishedAt: iso(account.syncFinishedAt),
    syncedBackTo: iso(account.syncedBackTo),
    sendsPausedAt: iso(account.sendsPausedAt),
    hasTwin: isDoubled,
    removedAt: iso(account.removedAt),
    createdAt: account.createdAt.toISOString(),
    messageCount: ledger.messageCount,
    coverage: summaryOf({ ...account, ...ledger }, now.getTime(), freshMs()),
    uptime: uptimeOf(uptimeInput(account, changes.get(account.id) ?? [], now, days)),
  }));
}

/** Names of the API connections by id; empty while there is but one, which nobody has to tell apart. */
async function nameConnections(ctx: MemberCtx): Promise<ReadonlyMap<string, string>> {
  const rows = await ctx.db
    .select({ id: gateways.id, name: gateways.name, removedAt: gateways.removedAt })
    .from(gateways)
    .where(eq(gateways.workspaceId, ctx.scope.workspaceId));
  const isOne = rows.filter(({ removedAt }) => removedAt === null).length < 2;
  return new Map(isOne ? [] : rows.map(({ id, name }) => [id, name]));
}

function uptimeInput(
  account: SelectedRow['account'],
  changes: UptimeInput['changes'],
  now: Date,
  days: number,
): UptimeInput {
  const lastOkAtMs = account.lastOkAt?.getTime() ?? null;
  return { changes, lastOkAtMs, freshMs: freshMs(), nowMs: now.getTime(), days };
}

async function listTimeline(
  ctx: MemberCtx,
  accountId: string,
  now: Date,
): Promise<TimelineEntry[]> {
  const rows = await ctx.db
    .select({ transition: accountTransitions, memberName: users.name })
    .from(accountTransitions)
    .leftJoin(members, eq(members.id, accountTransitions.memberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(accountTransitions.workspaceId, ctx.scope.workspaceId),
        eq(accountTransitions.accountId, accountId),
      ),
    )
    .orderBy(desc(accountTransitions.at), desc(accountTransitions.id))
    .limit(TIMELINE_LENGTH);
  return rows.map(({ transition, memberName }, index) => ({
    id: transition.id,
    status: transition.toStatus,
    rawStatus: transition.rawStatus,
    cause: transition.cause,
    memberName,
    at: transition.at.toISOString(),
    durationMs: (rows[index - 1]?.transition.at ?? now).getTime() - transition.at.getTime(),
    isCurrent: index === 0,
  }));
}

function listViews(ctx: MemberCtx, accountId: string): Promise<AccountView[]> {
  const lastAt = max(accountViews.lastAt);
  return ctx.db
    .select({ memberName: users.name, conversations: count(), lastAt })
    .from(accountViews)
    .innerJoin(members, eq(members.id, accountViews.memberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(accountViews.workspaceId, ctx.scope.workspaceId),
        eq(accountViews.accountId, accountId),
      ),
    )
    .groupBy(members.id, users.name)
    .orderBy(desc(lastAt))
    .limit(VIEWS_LENGTH)
    .then((rows) => rows.map((row) => ({ ...row, lastAt: iso(row.lastAt) ?? '' })));
}

/** Members that an account may be given to. */
function listOwners(ctx: MemberCtx): Promise<{ memberId: string; name: string }[]> {
  return ctx.db
    .select({ memberId: members.id, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
        inArray(members.role, ['owner', 'admin', 'lead', 'member']),
      ),
    )
    .orderBy(users.name);
}

async function findLag(ctx: MemberCtx, accountId: string): Promise<number | null> {
  const [row] = await ctx.db
    .select({ receivedAt: webhookEvents.receivedAt, processedAt: webhookEvents.processedAt })
    .from(webhookEvents)
    .where(
      and(
        eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
        eq(webhookEvents.accountId, accountId),
        eq(webhookEvents.state, 'processed'),
      ),
    )
    .orderBy(desc(webhookEvents.receivedAt))
    .limit(1);
  return row?.processedAt ? row.processedAt.getTime() - row.receivedAt.getTime() : null;
}

async function countConversations(ctx: MemberCtx, accountId: string): Promise<number> {
  const [row] = await ctx.db
    .select({ count: count() })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        eq(conversations.accountId, accountId),
      ),
    );
  return row?.count ?? 0;
}

function freshMs(): number {
  return env().ACCOUNT_FRESH_SECONDS * SECOND_MS;
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

/** Accounts whose lists may be read now: connected, claimed by somebody, and nobody else's. */
export function isReadNow(): SQL | undefined {
  return and(
    eq(accounts.status, 'connected'),
    isNull(accounts.removedAt),
    isNull(accounts.wrongIdentity),
    isNotNull(accounts.ownerMemberId),
  );
}
