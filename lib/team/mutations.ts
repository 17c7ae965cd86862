import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { members, sessions, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope, type Role } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { hashPassword, verifyPassword } from '@/lib/core/passwords';
import { isViolationOf } from '@/lib/core/violations';
import { eraseExtensionOf } from '@/lib/extension/erase-mutations';
import { publish } from '@/lib/live/publish';
import { assignableRoles, mayManageMember } from '@/lib/team/rules';
import { endSessions } from '@/lib/team/session-mutations';
import type { LostConversations } from '@/lib/team/types';
import { unassignLost } from '@/lib/triage/assignee-mutations';

/**
 * Gives a member another role; who becomes a viewer has no conversations any more. The last owner stays one, whatever races (a rule of the
 * database).
 */
export async function changeRole(
  ctx: Ctx<MemberScope>,
  input: { memberId: string; role: Role },
): Promise<LostConversations> {
  requirePermission(ctx.scope, 'member:manage');
  return keepingAnOwner(() =>
    inTransaction(ctx, async (tx) => {
      const { own, target } = await lockPair(tx, input.memberId);
      if (!assignableRoles(own.role, target.role).includes(input.role)) {
        throw new AppError('forbidden', 'Your role does not allow giving this member that role.');
      }
      if (target.role === input.role) return { unassignedCount: 0 };
      await tx.db
        .update(members)
        .set({ role: input.role, updatedAt: sql`now()` })
        .where(and(eq(members.id, target.id), eq(members.workspaceId, ctx.scope.workspaceId)));
      const unassignedCount = await unassignLost(tx, { memberId: target.id });
      await recordAudit(tx, {
        action: 'member.change-role',
        entityType: 'member',
        entityId: target.id,
        detail: { from: target.role, to: input.role, unassignedCount },
      });
      await publish(tx, { kind: 'member.changed', id: target.id });
      return { unassignedCount };
    }),
  );
}

/**
 * Takes somebody out of the workspace and ends their sessions. Their accounts keep running and are
 * listed for hand-over, the conversations that they had are nobody's; their name stays in the history.
 */
export async function removeMember(
  ctx: Ctx<MemberScope>,
  input: { memberId: string },
): Promise<LostConversations> {
  requirePermission(ctx.scope, 'member:manage');
  if (input.memberId === ctx.scope.memberId) {
    throw new AppError('conflict', 'You cannot remove yourself. Ask another owner or admin.');
  }
  return keepingAnOwner(() =>
    inTransaction(ctx, async (tx) => {
      const { own, target } = await lockPair(tx, input.memberId);
      if (!mayManageMember(own.role, target.role)) {
        throw new AppError('forbidden', 'Only an owner can remove an owner.');
      }
      await tx.db
        .update(members)
        .set({ removedAt: sql`now()`, updatedAt: sql`now()` })
        .where(and(eq(members.id, target.id), eq(members.workspaceId, ctx.scope.workspaceId)));
      await endSessions(tx, target.userId);
      await eraseExtensionOf(tx, target.id);
      const unassignedCount = await unassignLost(tx, { memberId: target.id });
      await recordAudit(tx, {
        action: 'member.remove',
        entityType: 'member',
        entityId: target.id,
        detail: { role: target.role, unassignedCount },
      });
      await publish(tx, { kind: 'member.changed', id: target.id });
      return { unassignedCount };
    }),
  );
}

export async function changeName(ctx: Ctx<MemberScope>, input: { name: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await tx.db
      .update(users)
      .set({ name: input.name, updatedAt: sql`now()` })
      .where(eq(users.id, ctx.scope.userId));
    await recordAudit(tx, {
      action: 'user.change-name',
      entityType: 'user',
      entityId: ctx.scope.userId,
    });
    await publish(tx, { kind: 'member.changed', id: ctx.scope.memberId });
  });
}

/** Sets a new password and ends every other session: whoever knew the old one is out. */
export async function changePassword(
  ctx: Ctx<MemberScope>,
  input: { currentPassword: string; newPassword: string },
): Promise<void> {
  const { userId, sessionId } = ctx.scope;
  const [user] = await ctx.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId));
  const isKnown = await verifyPassword(user?.passwordHash ?? null, input.currentPassword);
  if (user?.passwordHash && !isKnown) {
    const sentence = 'This is not your current password.';
    throw new AppError('invalid_input', sentence, { fields: { currentPassword: sentence } });
  }
  const passwordHash = await hashPassword(input.newPassword);
  await inTransaction(ctx, async (tx) => {
    // The old hash in the condition: of two changes at once, one is told that it came too late.
    const changed = await tx.db
      .update(users)
      .set({ passwordHash, updatedAt: sql`now()` })
      .where(
        and(
          eq(users.id, userId),
          sql`${users.passwordHash} is not distinct from ${user?.passwordHash ?? null}`,
        ),
      )
      .returning({ id: users.id });
    if (changed.length === 0) {
      throw new AppError('conflict', 'Your password was changed elsewhere a moment ago.');
    }
    await endSessions(tx, userId, ne(sessions.id, sessionId));
    await recordAudit(tx, { action: 'user.change-password', entityType: 'user', entityId: userId });
  });
}

interface LockedMember {
  id: string;
  userId: string;
  role: Role;
}

/**
 * Locks the actor's row and the target's, in one order for everybody, and reads both roles again: a
 * demotion that came first takes its right away from the one that comes second.
 */
async function lockPair(
  ctx: Ctx<MemberScope>,
  memberId: string,
): Promise<{ own: LockedMember; target: LockedMember }> {
  const rows = await ctx.db
    .select({ id: members.id, userId: members.userId, role: members.role })
    .from(members)
    .where(
      and(
        inArray(members.id, [ctx.scope.memberId, memberId]),
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
      ),
    )
    .orderBy(members.id)
    // Not their keys: the audit line of another act of theirs holds those, and this one waits for that line.
    .for('no key update');
  const own = rows.find(({ id }) => id === ctx.scope.memberId);
  const target = rows.find(({ id }) => id === memberId);
  if (!own) throw new AppError('forbidden', 'You are no longer a member of this workspace.');
  if (!target) throw notFound('Member');
  return { own, target };
}

async function keepingAnOwner<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isViolationOf(error, 'members_keep_owner')) throw error;
    throw new AppError(
      'conflict',
      'A workspace needs at least one owner. Make somebody else an owner first.',
      { cause: error },
    );
  }
}
