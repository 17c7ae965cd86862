import {
  and,
  asc,
  count,
  eq,
  isNotNull,
  isNull,
  ne,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import {
  accounts,
  conversations,
  gateways,
  invitationPlans,
  members,
  sends,
  users,
} from '@/db/schema';
import type { AccountRow } from '@/lib/accounts/transition-mutations';
import type { AccountDetail, AccountTwin, RetirePreview } from '@/lib/accounts/types';
import {
  hasSameReaders,
  managesAccount,
  readsMessagesOf,
  seesAccount,
} from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { OverviewTwins } from '@/lib/overview/types';

/** The form in which two sign-ins of one person are the same text. */
const personOf = (identity: SQLWrapper | string | null) => sql<string>`lower(btrim(${identity}))`;
const person = personOf(accounts.identity);

/** Connections that stand: a removed one is billed and doubles nothing any more. */
function isStanding(ctx: Ctx): SQL | undefined {
  return and(
    eq(accounts.workspaceId, ctx.scope.workspaceId),
    isNull(accounts.removedAt),
    isNotNull(accounts.identity),
  );
}

/** Other standing connections of whoever signed in at this one. */
function isTwinOf(ctx: Ctx, account: Pick<AccountRow, 'id' | 'provider' | 'identity'>) {
  return and(
    isStanding(ctx),
    ne(accounts.id, account.id),
    eq(accounts.provider, account.provider),
    eq(person, personOf(account.identity)),
  );
}

/** A column of a query of accounts: whether this one stands beside another of the same person. */
export function hasTwin() {
  const twin = alias(accounts, 'twin');
  return sql<boolean>`${accounts.removedAt} is null and exists (select 1 from ${accounts} as twin
    where ${twin.workspaceId} = ${accounts.workspaceId} and ${twin.removedAt} is null
      and ${twin.id} <> ${accounts.id} and ${twin.provider} = ${accounts.provider}
      and ${personOf(twin.identity)} = ${person})`;
}

/** Other standing connections of whoever signed in at this one, oldest first. */
export function selectTwins(ctx: Ctx, account: Pick<AccountRow, 'id' | 'provider' | 'identity'>) {
  return ctx.db
    .select({ account: accounts })
    .from(accounts)
    .where(isTwinOf(ctx, account))
    .orderBy(asc(accounts.createdAt), asc(accounts.id));
}

/** Everybody who is connected more than once at one provider; for those who see all accounts. */
export async function listTwins(ctx: Ctx<MemberScope>): Promise<OverviewTwins[]> {
  const rows = await ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      provider: accounts.provider,
      ownerName: users.name,
      person,
    })
    .from(accounts)
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(isStanding(ctx), seesAccount(ctx.scope)))
    .orderBy(asc(accounts.createdAt), asc(accounts.id));
  const groups = new Map<string, { provider: OverviewTwins['provider']; accounts: typeof rows }>();
  for (const row of rows) {
    const key = `${row.provider} ${row.person}`;
    const group = groups.get(key) ?? { provider: row.provider, accounts: [] };
    groups.set(key, group);
    group.accounts.push(row);
  }
  return [...groups.values()]
    .filter(({ accounts: twins }) => twins.length > 1)
    .map(({ provider, accounts: twins }) => ({
      provider,
      accounts: twins.map(({ id, name, ownerName }) => ({ id, name, ownerName })),
    }));
}

type TwinDetail = Pick<AccountDetail, 'twins' | 'retirePreview' | 'former' | 'mergedInto'>;

/** What an account's page says of other connections of the same person. */
export async function getTwinDetail(
  ctx: Ctx<MemberScope>,
  account: AccountRow,
): Promise<TwinDetail> {
  const isRemoved = account.removedAt !== null;
  const [twins, former, mergedInto] = await Promise.all([
    account.identity === null || isRemoved ? [] : describeTwins(ctx, account),
    listFormer(ctx, account.id),
    findMergedInto(ctx, account),
  ]);
  const target = twins.find(({ canRetire }) => canRetire)?.seen;
  return {
    twins,
    retirePreview: target ? await previewRetire(ctx, account.id, target.id) : null,
    former,
    mergedInto,
  };
}

async function describeTwins(ctx: Ctx<MemberScope>, account: AccountRow): Promise<AccountTwin[]> {
  const canManage = sql<boolean>`coalesce(${managesAccount(ctx.scope)}, false)`;
  const [[own], rows] = await Promise.all([
    ctx.db.select({ canManage }).from(accounts).where(eq(accounts.id, account.id)),
    ctx.db
      .select({
        id: accounts.id,
        name: accounts.name,
        ownerName: users.name,
        connectionName: gateways.name,
        createdAt: accounts.createdAt,
        isSeen: sql<boolean>`coalesce(${seesAccount(ctx.scope)}, false)`,
        canManage,
      })
      .from(accounts)
      .innerJoin(gateways, eq(gateways.id, accounts.gatewayId))
      .leftJoin(members, eq(members.id, accounts.ownerMemberId))
      .leftJoin(users, eq(users.id, members.userId))
      .where(isTwinOf(ctx, account))
      .orderBy(asc(accounts.createdAt), asc(accounts.id)),
  ]);
  return rows.map(({ createdAt, isSeen, canManage: managesTwin, ...seen }) => ({
    seen: isSeen ? seen : null,
    createdAt: createdAt.toISOString(),
    canRetire: own?.canManage === true && isSeen && managesTwin,
  }));
}

/** Whether the other account has this conversation too: the provider's id of the chat is the same there. */
function isDoubledIn(keepAccountId: string): SQL {
  return sql`exists (select 1 from ${conversations} as twin
    where twin.account_id = ${keepAccountId} and twin.provider_chat_id = ${conversations.providerChatId})`;
}

async function previewRetire(
  ctx: Ctx,
  accountId: string,
  keepAccountId: string,
): Promise<RetirePreview> {
  const { workspaceId } = ctx.scope;
  const kept = alias(accounts, 'kept');
  const [[held], [planned], [found], [readers]] = await Promise.all([
    ctx.db
      .select({ count: count() })
      .from(sends)
      .where(
        and(
          eq(sends.workspaceId, workspaceId),
          eq(sends.accountId, accountId),
          eq(sends.state, 'held'),
        ),
      ),
    ctx.db
      .select({ count: count() })
      .from(invitationPlans)
      .where(
        and(
          eq(invitationPlans.workspaceId, workspaceId),
          eq(invitationPlans.accountId, accountId),
          eq(invitationPlans.state, 'planned'),
        ),
      ),
    ctx.db
      .select({
        all: count(),
        doubled: sql<number>`count(*) filter (where ${isDoubledIn(keepAccountId)})`.mapWith(Number),
      })
      .from(conversations)
      .where(
        and(eq(conversations.workspaceId, workspaceId), eq(conversations.accountId, accountId)),
      ),
    ctx.db
      .select({ areSame: sql<boolean>`coalesce(${hasSameReaders(accounts, kept)}, false)` })
      .from(accounts)
      .innerJoin(kept, eq(kept.id, keepAccountId))
      .where(and(eq(accounts.workspaceId, workspaceId), eq(accounts.id, accountId))),
  ]);
  return {
    conversationCount: found?.all ?? 0,
    doubledCount: found?.doubled ?? 0,
    hasSameReaders: readers?.areSame ?? false,
    waitingSends: held?.count ?? 0,
    waitingInvitations: planned?.count ?? 0,
  };
}

function countIn(place: 'inbox' | 'snoozed' | 'done') {
  return sql<number>`count(*) filter (where ${conversations.place} = ${place})`.mapWith(Number);
}

async function listFormer(ctx: Ctx<MemberScope>, accountId: string) {
  const rows = await ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      removedAt: accounts.removedAt,
      counts: {
        inbox: countIn('inbox'),
        snoozed: countIn('snoozed'),
        done: countIn('done'),
      },
    })
    .from(accounts)
    .leftJoin(conversations, eq(conversations.accountId, accounts.id))
    .where(
      and(
        eq(accounts.mergedIntoAccountId, accountId),
        isNotNull(accounts.removedAt),
        readsMessagesOf(ctx.scope),
      ),
    )
    .groupBy(accounts.id)
    .orderBy(asc(accounts.createdAt));
  return rows.map((row) => ({ ...row, removedAt: row.removedAt?.toISOString() ?? null }));
}

async function findMergedInto(ctx: Ctx<MemberScope>, { mergedIntoAccountId }: AccountRow) {
  if (!mergedIntoAccountId) return null;
  const [row] = await ctx.db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(and(eq(accounts.id, mergedIntoAccountId), seesAccount(ctx.scope)));
  return row ?? null;
}
