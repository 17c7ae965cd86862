import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  people,
  personIdentities,
} from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { InvitationContact } from './types';

/**
 * Of these identities the people with whom an account that the scope may read has a conversation, by identity. What is
 * merged counts as one person.
 */
export async function listContacts(
  ctx: Ctx<MemberScope>,
  identityIds: readonly string[],
): Promise<ReadonlyMap<string, InvitationContact>> {
  if (identityIds.length === 0) return new Map();
  const asked = await ctx.db
    .select({ identityId: personIdentities.id, rootId: people.rootId })
    .from(personIdentities)
    .innerJoin(people, eq(people.id, personIdentities.personId))
    .where(
      and(
        eq(personIdentities.workspaceId, ctx.scope.workspaceId),
        inArray(personIdentities.id, [...identityIds]),
      ),
    );
  if (asked.length === 0) return new Map();
  const rows = await ctx.db
    .selectDistinctOn([people.rootId], {
      rootId: people.rootId,
      accountName: accounts.name,
      lastAt: conversations.lastMessageAt,
    })
    .from(people)
    .innerJoin(personIdentities, eq(personIdentities.personId, people.id))
    .innerJoin(attendees, eq(attendees.identityId, personIdentities.id))
    .innerJoin(accounts, eq(accounts.id, attendees.accountId))
    .innerJoin(conversationAttendees, eq(conversationAttendees.attendeeId, attendees.id))
    .innerJoin(conversations, eq(conversations.id, conversationAttendees.conversationId))
    .where(
      and(
        eq(people.workspaceId, ctx.scope.workspaceId),
        inArray(
          people.rootId,
          asked.map(({ rootId }) => rootId),
        ),
        readsMessagesOf(ctx.scope),
        inArray(conversations.kind, ['direct', 'email']),
        isNotNull(conversations.lastMessageAt),
      ),
    )
    .orderBy(people.rootId, desc(conversations.lastMessageAt));
  const byRoot = new Map(rows.map((row) => [row.rootId, row]));
  return new Map(
    asked.flatMap(({ identityId, rootId }) => {
      const row = byRoot.get(rootId);
      if (!row?.lastAt) return [];
      const { accountName, lastAt } = row;
      return [[identityId, { personId: rootId, accountName, lastAt: lastAt.toISOString() }]];
    }),
  );
}
