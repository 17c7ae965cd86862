import { and, eq, isNull } from 'drizzle-orm';
import { accounts, invitations } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { maySendFrom } from '@/lib/inbox/sendable-queries';
import { publish } from '@/lib/live/publish';
import { requireAnswering } from '@/lib/triage/assignee-mutations';
import type { AssignInvitationInput } from './schema';

/**
 * Gives a received invitation to whom of the team is to answer it, or to nobody. Throws `not_found`, `forbidden` for a
 * mere reader, `invalid_input` for somebody who may not answer from the account, `conflict` once it waits no more.
 */
export async function assignInvitation(
  ctx: Ctx<MemberScope>,
  { invitationId, memberId }: AssignInvitationInput,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [found] = await tx.db
      .select({ invitation: invitations, account: accounts })
      .from(invitations)
      .innerJoin(accounts, eq(accounts.id, invitations.accountId))
      .where(
        and(
          readsMessagesOf(tx.scope),
          isNull(accounts.removedAt),
          eq(invitations.id, invitationId),
        ),
      );
    if (!found) throw notFound('Invitation');
    const { invitation, account } = found;
    if (!(await maySendFrom(tx, account.id))) {
      throw new AppError('forbidden', `${account.name} is shared with you for reading only.`);
    }
    if (invitation.direction !== 'received' || invitation.goneAt) {
      throw new AppError('conflict', 'This invitation waits for no answer any more.');
    }
    if (memberId) await requireAnswering(tx, memberId, [{ accountId: account.id }]);
    await tx.db
      .update(invitations)
      .set({ assigneeMemberId: memberId })
      .where(eq(invitations.id, invitationId));
    await recordAudit(tx, {
      action: 'invitation.assign',
      entityType: 'invitation',
      entityId: invitationId,
      detail: { memberId },
    });
    await publish(tx, { kind: 'invitations.changed', id: account.id, accountId: account.id });
  });
}
