import { and, asc, count, desc, eq, isNotNull, isNull, max, sql } from 'drizzle-orm';
import { accounts, memberInvitations, members, sessions, users, workspaces } from '@/db/schema';
import { can, requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type {
  AccountToHandOver,
  OpenInvitation,
  Profile,
  Team,
  TeamMember,
} from '@/lib/team/types';

/** The members page. Everybody sees who is in the team, only owner and admin see invitations. */
export async function getTeam(ctx: Ctx<MemberScope>): Promise<Team> {
  requirePermission(ctx.scope, 'member:read');
  const canManage = can(ctx.scope, 'member:manage');
  const [team, invitations, accountsToHandOver] = await Promise.all([
    listMembers(ctx),
    canManage ? listOpenInvitations(ctx) : [],
    canManage ? listAccountsToHandOver(ctx) : [],
  ]);
  return { members: team, invitations, accountsToHandOver, yourRole: ctx.scope.role, canManage };
}

/** The signed-in person. Throws `not_found` when they have left meanwhile. */
export async function getProfile(ctx: Ctx<MemberScope>): Promise<Profile> {
  const [row] = await ctx.db
    .select({
      name: users.name,
      email: users.email,
      hasPassword: sql<boolean>`${users.passwordHash} is not null`,
      workspaceName: workspaces.name,
      role: members.role,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(and(eq(members.id, ctx.scope.memberId), isNull(members.removedAt)));
  if (!row) throw notFound('Member');
  return row;
}

async function listMembers(ctx: Ctx<MemberScope>): Promise<TeamMember[]> {
  const { workspaceId, memberId } = ctx.scope;
  const seen = ctx.db
    .select({ userId: sessions.userId, at: max(sessions.lastSeenAt).as('seen_at') })
    .from(sessions)
    .groupBy(sessions.userId)
    .as('seen');
  const owned = ctx.db
    .select({ memberId: accounts.ownerMemberId, total: count().as('total') })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, workspaceId), isNull(accounts.removedAt)))
    .groupBy(accounts.ownerMemberId)
    .as('owned');
  const rows = await ctx.db
    .select({
      id: members.id,
      name: users.name,
      email: users.email,
      role: members.role,
      joinedAt: members.createdAt,
      lastSeenAt: seen.at,
      accountCount: sql<number>`coalesce(${owned.total}, 0)::int`,
    })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .leftJoin(seen, eq(seen.userId, members.userId))
    .leftJoin(owned, eq(owned.memberId, members.id))
    .where(and(eq(members.workspaceId, workspaceId), isNull(members.removedAt)))
    .orderBy(asc(sql`lower(${users.name})`), asc(members.id));
  return rows.map((row) => ({
    ...row,
    joinedAt: row.joinedAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    isYou: row.id === memberId,
  }));
}

async function listOpenInvitations(ctx: Ctx<MemberScope>): Promise<OpenInvitation[]> {
  const rows = await ctx.db
    .select({
      id: memberInvitations.id,
      email: memberInvitations.email,
      role: memberInvitations.role,
      invitedBy: users.name,
      createdAt: memberInvitations.createdAt,
      expiresAt: memberInvitations.expiresAt,
      isExpired: sql<boolean>`${memberInvitations.expiresAt} <= now()`,
    })
    .from(memberInvitations)
    .innerJoin(members, eq(members.id, memberInvitations.invitedByMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(memberInvitations.workspaceId, ctx.scope.workspaceId),
        isNull(memberInvitations.acceptedAt),
        isNull(memberInvitations.revokedAt),
      ),
    )
    .orderBy(desc(memberInvitations.createdAt));
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

async function listAccountsToHandOver(ctx: Ctx<MemberScope>): Promise<AccountToHandOver[]> {
  return ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      provider: accounts.provider,
      formerOwner: users.name,
    })
    .from(accounts)
    .innerJoin(members, eq(members.id, accounts.ownerMemberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(accounts.workspaceId, ctx.scope.workspaceId),
        isNull(accounts.removedAt),
        isNotNull(members.removedAt),
      ),
    )
    .orderBy(asc(users.name), asc(accounts.name));
}
