import { and, eq, gt, isNotNull, sql } from 'drizzle-orm';
import { memberInvitations, members, users } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { publish } from '@/lib/live/publish';
import { isOpen } from '@/lib/team/invitation-mutations';
import type { InvitedRole } from '@/lib/team/types';

/** Who accepts: somebody who chose a name and a password, or a user who is signed in. */
export type Joiner =
  | { kind: 'new'; name: string; passwordHash: string }
  | { kind: 'signed-in'; userId: string };

/**
 * Uses an invitation up and makes a member with the role that is written in it. The update decides
 * which of many attempts is the first; address and role come from the row and from nowhere else.
 * Throws `conflict` when it cannot be used any more, `forbidden` for another person's invitation.
 */
export async function acceptInvitation(
  ctx: Ctx<SystemScope>,
  input: { invitationId: string; joiner: Joiner },
): Promise<{ userId: string; memberId: string }> {
  return inTransaction(ctx, async (tx) => {
    const [invitation] = await tx.db
      .update(memberInvitations)
      .set({ acceptedAt: sql`now()` })
      .where(and(isOpen(tx, input.invitationId), gt(memberInvitations.expiresAt, sql`now()`)))
      .returning();
    if (!invitation) {
      throw new AppError('conflict', 'This invitation cannot be used any more. Ask for a new one.');
    }
    const userId = await joiningUser(tx, invitation.email, input.joiner);
    const memberId = await makeMember(tx, userId, invitation.role);
    await recordAudit(tx, {
      action: 'invitation.accept',
      entityType: 'invitation',
      entityId: invitation.id,
      detail: { role: invitation.role },
      actorMemberId: memberId,
    });
    await publish(tx, { kind: 'member.changed', id: memberId });
    return { userId, memberId };
  });
}

async function joiningUser(ctx: Ctx<SystemScope>, email: string, joiner: Joiner): Promise<string> {
  if (joiner.kind === 'signed-in') {
    const [user] = await ctx.db
      .select({ email: users.email })
      .from(users)
      .where(eq(users.id, joiner.userId));
    if (user?.email === email) return joiner.userId;
    throw new AppError('forbidden', 'This invitation is for another e-mail address.');
  }
  const { name, passwordHash } = joiner;
  // Somebody who left every workspace starts anew; somebody who works in one has to sign in first.
  const [user] = await ctx.db
    .insert(users)
    .values({ email, name, passwordHash, emailVerifiedAt: sql`now()` })
    .onConflictDoUpdate({
      target: users.email,
      set: { name, passwordHash, updatedAt: sql`now()` },
      setWhere: sql`not exists (select 1 from ${members} where ${members.userId} = ${users.id}
        and ${members.removedAt} is null)`,
    })
    .returning({ id: users.id });
  if (!user) throw new AppError('forbidden', 'You have a sign-in already. Sign in to accept.');
  return user.id;
}

async function makeMember(
  ctx: Ctx<SystemScope>,
  userId: string,
  role: InvitedRole,
): Promise<string> {
  const { workspaceId } = ctx.scope;
  const [member] = await ctx.db
    .insert(members)
    .values({ workspaceId, userId, role })
    .onConflictDoUpdate({
      target: [members.workspaceId, members.userId],
      set: { role, removedAt: null, createdAt: sql`now()`, updatedAt: sql`now()` },
      setWhere: isNotNull(members.removedAt),
    })
    .returning({ id: members.id });
  if (!member) throw new AppError('conflict', 'You are a member of this workspace already.');
  return member.id;
}
