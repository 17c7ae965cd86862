import { and, asc, eq, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  invitations,
  members,
  people,
  personIdentities,
  users,
} from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { Channel } from '@/lib/core/providers';
import type { PeopleAccount, PersonFact } from './types';

/** Accounts whose people the scope may know: those whose messages it may read, removed ones last. */
export async function listPeopleAccounts(ctx: Ctx<MemberScope>): Promise<PeopleAccount[]> {
  return ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      provider: accounts.provider,
      ownerMemberId: accounts.ownerMemberId,
      ownerName: users.name,
      isRemoved: sql<boolean>`${accounts.removedAt} is not null`,
    })
    .from(accounts)
    .leftJoin(members, eq(members.id, accounts.ownerMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(and(readsMessagesOf(ctx.scope), eq(accounts.workspaceId, ctx.scope.workspaceId)))
    .orderBy(sql`${accounts.removedAt} is not null`, asc(accounts.name), asc(accounts.id));
}

/** As constants, so that the planner knows how much that is. */
export function idArray(ids: readonly string[]) {
  return sql`${sql.param([...ids])}::uuid[]`;
}

/** The other side of a row: never the account's own user. */
export const OF_OTHERS = sql`${attendees} join ${personIdentities} on ${personIdentities.id} = ${attendees.identityId}
  and not ${attendees.isSelf} join ${people} on ${people.id} = ${personIdentities.personId}`;

export const INVITED = sql`${invitations} join ${personIdentities} on ${personIdentities.id} = ${invitations.identityId}
  join ${people} on ${people.id} = ${personIdentities.personId}`;

/** Everything that these accounts know of these people: a row for each identity, account and source. */
export async function listFacts(
  ctx: Ctx,
  rootIds: readonly string[],
  accountIds: readonly string[],
): Promise<PersonFact[]> {
  if (rootIds.length === 0 || accountIds.length === 0) return [];
  const identity = sql`${people.rootId} as root_id, ${people.id} as person_id,
    ${personIdentities.id} as identity_id, ${personIdentities.kind} as kind, ${personIdentities.value} as value`;
  const isAsked = sql`${people.workspaceId} = ${ctx.scope.workspaceId}
    and ${people.rootId} = any(${idArray(rootIds)})`;
  const { rows } = await ctx.db.execute<StoredFact>(sql`
    select ${identity}, ${attendees.accountId} as account_id, ${attendees.name} as name,
      ${attendees.headline} as headline, ${attendees.profileUrl} as profile_url, null as public_identifier,
      thread.last_at, thread.id as conversation_id
    from ${OF_OTHERS}
    left join lateral (
      select ${conversations.id}, ${conversations.lastMessageAt} as last_at
      from ${conversationAttendees}
      join ${conversations} on ${conversations.id} = ${conversationAttendees.conversationId}
      where ${conversationAttendees.attendeeId} = ${attendees.id} and ${conversations.kind} in ('direct', 'email')
      order by ${conversations.lastMessageAt} desc limit 1) thread on true
    where ${isAsked} and ${attendees.accountId} = any(${idArray(accountIds)})
    union all
    select ${identity}, ${invitations.accountId}, ${invitations.name}, ${invitations.headline}, null,
      ${invitations.publicIdentifier}, ${invitations.sentAbout}, null
    from ${INVITED}
    where ${isAsked} and ${invitations.accountId} = any(${idArray(accountIds)})`);
  return rows.map((row) => ({
    rootId: row.root_id,
    personId: row.person_id,
    identityId: row.identity_id,
    kind: row.kind,
    value: row.value,
    accountId: row.account_id,
    name: row.name,
    headline: row.headline,
    profileUrl: row.profile_url,
    publicIdentifier: row.public_identifier,
    lastAt: row.last_at === null ? null : new Date(row.last_at),
    conversationId: row.conversation_id,
  }));
}

type StoredFact = {
  root_id: string;
  person_id: string;
  identity_id: string;
  kind: Channel;
  value: string;
  account_id: string;
  name: string | null;
  headline: string | null;
  profile_url: string | null;
  public_identifier: string | null;
  last_at: string | Date | null;
  conversation_id: string | null;
};
