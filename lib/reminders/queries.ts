import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { accounts, accountTransitions, members, outgoingMails, users } from '@/db/schema';
import type { Ctx, Role } from '@/lib/auth/scope';

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
export function listAdmins(ctx: Ctx): Promise<Recipient[]> {
  return listRoles(ctx, ['owner', 'admin']);
}

/** Who is told of an account whose owner did nothing: the leads or, where there is none else, the admins. */
export async function listLeads(ctx: Ctx, ownerMemberId: string | null): Promise<Recipient[]> {
  const others = (all: Recipient[]) => all.filter(({ memberId }) => memberId !== ownerMemberId);
  const leads = others(await listRoles(ctx, ['lead']));
  return leads.length > 0 ? leads : others(await listAdmins(ctx));
}

/** What became of the e-mails to the owner about one loss. */
export async function listOwnerMails(ctx: Ctx, transitionId: string) {
  const rows = await ctx.db
    .select({ state: outgoingMails.state, startedAt: outgoingMails.startedAt })
    .from(outgoingMails)
    .where(
      and(
        eq(outgoingMails.workspaceId, ctx.scope.workspaceId),
        eq(outgoingMails.kind, 'reconnect'),
        sql`${outgoingMails.params} ->> 'transitionId' = ${transitionId}`,
      ),
    );
  return rows.map(({ state, startedAt }) => {
    if (state === 'sent' || state === 'unknown')
      return { state: 'left', leftAt: startedAt } as const;
    const isWaiting = state === 'queued' || state === 'sending';
    return { state: isWaiting ? 'waiting' : 'failed', leftAt: null } as const;
  });
}

interface Recipient {
  memberId: string;
  email: string;
}

function listRoles(ctx: Ctx, roles: Role[]): Promise<Recipient[]> {
  return ctx.db
    .select({ memberId: members.id, email: users.email })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
        inArray(members.role, roles),
      ),
    );
}
