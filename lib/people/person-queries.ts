import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  members,
  people,
  personIdentities,
  personMerges,
  users,
} from '@/db/schema';
import { can, readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { conversationName } from '@/lib/inbox/rules';
import { inviteeOf, linksOf, type MergeLink, subtreeOf, toChannels } from './person-rules';
import { findLookUp, findNewestProfile } from './profile-queries';
import { idArray, listFacts, listPeopleAccounts, OF_OTHERS } from './reach-queries';
import { channelsOf, headlineOf, identityOf, nameOf } from './rules';
import { listSuggestions } from './suggestion-queries';
import type {
  PeopleAccount,
  PersonDetail,
  PersonFact,
  PersonMerge,
  PersonOfConversation,
} from './types';

/**
 * Everything that the reader may know of a person. Throws `not_found` where no account that the reader may read knows
 * them, as if they did not exist.
 */
export async function getPerson(
  ctx: Ctx<MemberScope>,
  { personId }: { personId: string },
): Promise<PersonDetail> {
  const { rootId, facts, accounts: known } = await getVisible(ctx, personId);
  const accountIds = known.map(({ id }) => id);
  const [privateTouches, merges, suggestions, profile, lookUp] = await Promise.all([
    listPrivateTouches(ctx, rootId, accountIds),
    listMerges(ctx, rootId, facts),
    listSuggestions(ctx, rootId, facts, accountIds),
    findNewestProfile(ctx, facts, known),
    findLookUp(ctx, facts),
  ]);
  return {
    id: rootId,
    name: nameOf(facts),
    headline: headlineOf(facts) ?? profile?.headline ?? null,
    links: linksOf(facts),
    channels: toChannels(facts, known),
    privateTouches,
    merges,
    suggestions,
    profile,
    lookUp,
    invitee: inviteeOf(facts),
    canMerge: can(ctx.scope, 'person:merge'),
    canExport: can(ctx.scope, 'person:export'),
    canErase: can(ctx.scope, 'person:erase'),
  };
}

interface VisiblePerson {
  rootId: string;
  facts: PersonFact[];
  accounts: PeopleAccount[];
}

/** The whole person that this one is part of, as far as the reader may know it; else `not_found`. */
export async function getVisible(ctx: Ctx<MemberScope>, personId: string): Promise<VisiblePerson> {
  const [person] = await ctx.db
    .select({ rootId: people.rootId })
    .from(people)
    .where(and(eq(people.workspaceId, ctx.scope.workspaceId), eq(people.id, personId)));
  if (!person) throw notFound('Person');
  const known = await listPeopleAccounts(ctx);
  const facts = await listFacts(
    ctx,
    [person.rootId],
    known.map(({ id }) => id),
  );
  if (facts.length === 0) throw notFound('Person');
  return { rootId: person.rootId, facts, accounts: known };
}

/** The other person of a chat of two or of an e-mail thread; null for a group, and for about a minute at first. */
export async function findPersonOfConversation(
  ctx: Ctx<MemberScope>,
  { conversationId }: { conversationId: string },
): Promise<PersonOfConversation> {
  const [row] = await ctx.db
    .select({
      provider: accounts.provider,
      kind: conversations.kind,
      title: conversations.title,
      attendeeProviderId: conversations.attendeeProviderId,
      attendeeName: attendees.name,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .leftJoin(
      attendees,
      and(
        eq(attendees.accountId, conversations.accountId),
        eq(attendees.providerUserId, conversations.attendeeProviderId),
      ),
    )
    .where(and(readsMessagesOf(ctx.scope), eq(conversations.id, conversationId)));
  if (!row) throw notFound('Conversation');
  const name = conversationName(row);
  if (row.attendeeProviderId === null) return { personId: null, conversationName: name };
  const { kind, value } = identityOf(row.provider, row.attendeeProviderId);
  const [found] = await ctx.db
    .select({ personId: people.rootId })
    .from(personIdentities)
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(
      and(
        eq(personIdentities.workspaceId, ctx.scope.workspaceId),
        eq(personIdentities.kind, kind),
        eq(personIdentities.value, value),
      ),
    );
  return { personId: found?.personId ?? null, conversationName: name };
}

async function listPrivateTouches(ctx: Ctx, rootId: string, readableIds: readonly string[]) {
  const { rows } = await ctx.db.execute<{ name: string; at: string | Date }>(sql`
    select ${users.name} as name, max(${conversations.lastMessageAt}) as at
    from ${OF_OTHERS}
    join ${accounts} on ${accounts.id} = ${attendees.accountId}
    join ${members} on ${members.id} = ${accounts.ownerMemberId}
    join ${users} on ${users.id} = ${members.userId}
    join ${conversationAttendees} on ${conversationAttendees.attendeeId} = ${attendees.id}
    join ${conversations} on ${conversations.id} = ${conversationAttendees.conversationId}
      and ${conversations.kind} in ('direct', 'email')
    where ${people.workspaceId} = ${ctx.scope.workspaceId} and ${people.rootId} = ${rootId}
      and ${attendees.accountId} <> all(${idArray(readableIds)})
    group by ${members.id}, ${users.name} order by at desc`);
  return rows.map(({ name, at }) => ({ ownerName: name, lastAt: new Date(at).toISOString() }));
}

/** The links that hold a person together. */
export async function listMergeLinks(ctx: Ctx, rootId: string): Promise<MergeLink[]> {
  return ctx.db
    .select({ personId: personMerges.personId, intoPersonId: personMerges.intoPersonId })
    .from(personMerges)
    .innerJoin(people, eq(people.id, personMerges.personId))
    .where(holdsTogether(ctx, rootId));
}

function holdsTogether(ctx: Ctx, rootId: string) {
  return and(
    eq(personMerges.workspaceId, ctx.scope.workspaceId),
    eq(people.rootId, rootId),
    isNull(personMerges.undoneAt),
  );
}

/** Merges of which the reader may know both sides; of the others they see no more than one person. */
export async function listMerges(
  ctx: Ctx,
  rootId: string,
  facts: readonly PersonFact[],
): Promise<PersonMerge[]> {
  const rows = await ctx.db
    .select({ merge: personMerges, mergedByName: users.name })
    .from(personMerges)
    .innerJoin(people, eq(people.id, personMerges.personId))
    .leftJoin(members, eq(members.id, personMerges.mergedByMemberId))
    .leftJoin(users, eq(users.id, members.userId))
    .where(holdsTogether(ctx, rootId))
    .orderBy(desc(personMerges.mergedAt), desc(personMerges.id));
  const links = rows.map(({ merge }) => merge);
  return rows.flatMap(({ merge, mergedByName }) => {
    const part = subtreeOf(merge.personId, links);
    const ofPart = facts.filter(({ personId }) => part.has(personId));
    if (ofPart.length === 0 || ofPart.length === facts.length) return [];
    return {
      id: merge.id,
      personId: merge.personId,
      name: nameOf(ofPart),
      channels: channelsOf(ofPart),
      evidence: merge.evidence,
      mergedAt: merge.mergedAt.toISOString(),
      mergedByName,
    };
  });
}
