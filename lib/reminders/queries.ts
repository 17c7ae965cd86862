import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import { accounts, accountTransitions, members, users } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';

/** The loss that an account is in now: its latest transition to signed out; null when it is not. */
export async function findCurrentLoss(
  ctx: Ctx,
  accountId: string,
): Promise<{ transitionId: string; at: Date } | null> {
  const [row] = await ctx.db
    .select({ transitionId: accountTransitions.id, at: accountTransitions.at })
    .from(accountTransitions)
    .innerJoin(accounts, eq(accounts.id, accountTransitions.accountId))
    .where(
      and(
        eq(accountTransitions.workspaceId, ctx.scope.workspaceId),
        eq(accountTransitions.accountId, accountId),
        eq(accounts.status, 'reconnect_needed'),
        eq(accountTransitions.toStatus, 'reconnect_needed'),
      ),
    )
    .orderBy(desc(accountTransitions.at), desc(accountTransitions.id))
    .limit(1);
  return row ?? null;
}

/** Who gets the e-mail of an account: its owner, while they are a member. */
export async function findRecipient(
  ctx: Ctx,
  accountId: string,
): Promise<{ memberId: string; email: string } | null> {
  const [row] = await ctx.db
    .select({ memberId: members.id, email: users.email })
    .from(accounts)
    .innerJoin(members, and(eq(members.id, accounts.ownerMemberId), isNull(members.removedAt)))
    .innerJoin(users, eq(users.id, members.userId))
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, ctx.scope.workspaceId)));
  return row ?? null;
}

/** Owners and admins of the workspace: who is told of what concerns all accounts. */
export function listAdmins(ctx: Ctx): Promise<{ memberId: string; email: string }[]> {
  return ctx.db
    .select({ memberId: members.id, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
        inArray(members.role, ['owner', 'admin']),
      ),
    );
}
