import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { accounts, personProfiles } from '@/db/schema';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { toSections } from './profile-rules';
import { byTouch } from './rules';
import type { PeopleAccount, PersonDetail, PersonFact, PersonProfile } from './types';

/** What LinkedIn told last of any identity of a person, through an account that the reader may read. */
export async function findNewestProfile(
  ctx: Ctx,
  facts: readonly PersonFact[],
  known: readonly PeopleAccount[],
): Promise<PersonProfile | null> {
  const [row] = await ctx.db
    .select()
    .from(personProfiles)
    .where(
      and(
        eq(personProfiles.workspaceId, ctx.scope.workspaceId),
        inArray(
          personProfiles.identityId,
          facts.map(({ identityId }) => identityId),
        ),
        inArray(
          personProfiles.accountId,
          known.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(desc(personProfiles.readAt))
    .limit(1);
  if (!row) return null;
  return {
    ...row.profile,
    accountName: known.find(({ id }) => id === row.accountId)?.name ?? '',
    readAt: row.readAt.toISOString(),
    throttledSections: toSections(row.throttledSections),
  };
}

/** A LinkedIn account that works and that the member may send from, first one that knows the person. */
export async function findLookUp(
  ctx: Ctx<MemberScope>,
  facts: readonly PersonFact[],
): Promise<PersonDetail['lookUp']> {
  const [identity] = byTouch(facts.filter(({ kind }) => kind === 'LINKEDIN'));
  if (!identity) return null;
  const knows = facts.map(({ accountId }) => accountId);
  const [account] = await ctx.db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(
      and(
        readsMessagesOf(ctx.scope),
        sendsFrom(ctx.scope),
        eq(accounts.provider, 'LINKEDIN'),
        eq(accounts.status, 'connected'),
      ),
    )
    .orderBy(desc(sql`${accounts.id} = any(${sql.param(knows)}::uuid[])`), asc(accounts.id))
    .limit(1);
  if (!account) return null;
  return { identityId: identity.identityId, accountId: account.id, accountName: account.name };
}
