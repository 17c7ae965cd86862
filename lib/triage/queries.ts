import { and, eq, inArray, isNull } from 'drizzle-orm';
import { accounts, members, users } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type { Teammate } from './types';

/**
 * Members who may read every one of the accounts, by name. Throws `not_found` for an account whose
 * conversations the asking member may not read.
 */
export async function listTeammates(
  ctx: Ctx<MemberScope>,
  input: { accountIds: readonly string[] },
): Promise<Teammate[]> {
  const ids = [...new Set(input.accountIds)];
  const shared =
    ids.length === 0
      ? []
      : await ctx.db
          .select({ ownerMemberId: accounts.ownerMemberId, visibility: accounts.visibility })
          .from(accounts)
          .where(and(readsMessagesOf(ctx.scope), inArray(accounts.id, ids)));
  if (shared.length !== ids.length) throw notFound('Account');
  const people = await ctx.db
    .select({ memberId: members.id, name: users.name, role: members.role })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(members.workspaceId, ctx.scope.workspaceId), isNull(members.removedAt)))
    .orderBy(users.name, members.id);
  return people
    .filter(({ memberId }) =>
      shared.every((one) => one.ownerMemberId === memberId || one.visibility !== 'private'),
    )
    .map(({ memberId, name, role }) => ({
      memberId,
      name,
      isMe: memberId === ctx.scope.memberId,
      canAnswer:
        role !== 'viewer' &&
        shared.every((one) => one.ownerMemberId === memberId || one.visibility === 'team-reply'),
    }));
}
