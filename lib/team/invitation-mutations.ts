import { and, eq, isNull, lte, sql } from 'drizzle-orm';
import { memberInvitations, members, users, workspaces } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { AppError, notFound } from '@/lib/core/errors';
import { isViolationOf } from '@/lib/core/violations';
import { publish } from '@/lib/live/publish';
import { sendNoticeNow } from '@/lib/notices/mutations';
import type { MailOutcome } from '@/lib/notices/types';
import { signInvitation } from '@/lib/team/invitation-queries';
import { INVITATION_DAYS, invitableRoles, roleName } from '@/lib/team/rules';
import type { InviteInput } from '@/lib/team/schema';
import type { InvitedRole } from '@/lib/team/types';

/**
 * What came of an invitation. It stands even when its mail could not be sent; `unknown`: the mail
 * server may have taken it.
 */
export interface InvitationSent {
  invitationId: string;
  mail: MailOutcome['state'];
}

/**
 * Invites an address into the workspace and sends the link. One open invitation for each address.
 * Throws `conflict` for a member and for an address that is invited already.
 */
export async function inviteMember(
  ctx: Ctx<MemberScope>,
  input: InviteInput,
): Promise<InvitationSent> {
  requirePermission(ctx.scope, 'member:manage');
  if (!invitableRoles(ctx.scope.role).includes(input.role)) {
    throw new AppError('forbidden', 'You can invite people up to your own role.');
  }
  const invitation = await inTransaction(ctx, async (tx) => {
    await refuseMember(tx, input.email);
    await closeExpired(tx, input.email);
    const row = await insertInvitation(tx, input);
    await recordAudit(tx, {
      action: 'invitation.create',
      entityType: 'invitation',
      entityId: row.id,
      detail: { role: input.role },
    });
    await publish(tx, { kind: 'member.changed', id: row.id });
    return row;
  });
  return { invitationId: invitation.id, mail: await sendInvitation(ctx, invitation) };
}

/** Sends an open invitation again; its seven days begin anew. */
export async function resendInvitation(
  ctx: Ctx<MemberScope>,
  input: { invitationId: string },
): Promise<InvitationSent> {
  requirePermission(ctx.scope, 'member:manage');
  const invitation = await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(memberInvitations)
      .set({ expiresAt: lifetimeFromNow() })
      .where(isOpen(tx, input.invitationId))
      .returning();
    if (!row) throw notFound('Invitation');
    await recordAudit(tx, {
      action: 'invitation.resend',
      entityType: 'invitation',
      entityId: row.id,
    });
    await publish(tx, { kind: 'member.changed', id: row.id });
    return row;
  });
  return { invitationId: invitation.id, mail: await sendInvitation(ctx, invitation) };
}

/** Makes an open invitation useless. */
export async function revokeInvitation(
  ctx: Ctx<MemberScope>,
  input: { invitationId: string },
): Promise<void> {
  requirePermission(ctx.scope, 'member:manage');
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .update(memberInvitations)
      .set({ revokedAt: sql`now()` })
      .where(isOpen(tx, input.invitationId))
      .returning({ id: memberInvitations.id });
    if (!row) throw notFound('Invitation');
    await recordAudit(tx, {
      action: 'invitation.revoke',
      entityType: 'invitation',
      entityId: row.id,
    });
    await publish(tx, { kind: 'member.changed', id: row.id });
  });
}

/** An invitation of the workspace that was neither accepted nor revoked; it may have run out. */
export function isOpen(ctx: Ctx, invitationId: string) {
  return and(
    eq(memberInvitations.id, invitationId),
    eq(memberInvitations.workspaceId, ctx.scope.workspaceId),
    isNull(memberInvitations.acceptedAt),
    isNull(memberInvitations.revokedAt),
  );
}

function lifetimeFromNow() {
  return sql`now() + make_interval(days => ${INVITATION_DAYS})`;
}

async function refuseMember(ctx: Ctx<MemberScope>, email: string): Promise<void> {
  const [member] = await ctx.db
    .select({ name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceId, ctx.scope.workspaceId),
        eq(users.email, email),
        isNull(members.removedAt),
      ),
    );
  if (!member) return;
  const sentence = `${member.name} is a member already.`;
  throw new AppError('conflict', sentence, { fields: { email: sentence } });
}

/** An invitation that ran out must not keep its address from being invited again. */
async function closeExpired(ctx: Ctx<MemberScope>, email: string): Promise<void> {
  await ctx.db
    .update(memberInvitations)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(memberInvitations.workspaceId, ctx.scope.workspaceId),
        eq(memberInvitations.email, email),
        isNull(memberInvitations.acceptedAt),
        isNull(memberInvitations.revokedAt),
        lte(memberInvitations.expiresAt, sql`now()`),
      ),
    );
}

async function insertInvitation(ctx: Ctx<MemberScope>, input: InviteInput) {
  try {
    const [row] = await ctx.db
      .insert(memberInvitations)
      .values({
        workspaceId: ctx.scope.workspaceId,
        email: input.email,
        role: input.role,
        invitedByMemberId: ctx.scope.memberId,
        expiresAt: lifetimeFromNow(),
      })
      .returning();
    if (!row) throw new AppError('internal', 'The invitation was not stored.');
    return row;
  } catch (error) {
    if (!isViolationOf(error, 'member_invitations_open')) throw error;
    const sentence = 'This address is invited already. You can send the invitation again below.';
    throw new AppError('conflict', sentence, { cause: error, fields: { email: sentence } });
  }
}

/** After the commit; whether the mail left is part of the answer, not a reason to undo. */
async function sendInvitation(
  ctx: Ctx<MemberScope>,
  invitation: { id: string; email: string; role: InvitedRole },
): Promise<MailOutcome['state']> {
  const [about] = await ctx.db
    .select({ workspaceName: workspaces.name, inviterName: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
    .where(eq(members.id, ctx.scope.memberId));
  if (!about) return 'failed';
  const params = {
    ...about,
    role: roleName(invitation.role),
    days: INVITATION_DAYS,
    url: `${env().PUBLIC_URL}/invite/${signInvitation(invitation.id)}`,
  };
  const outcome = await sendNoticeNow(
    ctx.db,
    { kind: 'member-invitation', params },
    { email: invitation.email, workspaceId: ctx.scope.workspaceId },
  );
  return outcome.state;
}
