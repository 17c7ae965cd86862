import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { scheduledAt } from './hold-mutations';
import type { RescheduleInput } from './schema';
import { type AcceptedSend, accepted, enqueueSend, lockSend, show } from './send-mutations';
import { requireSendable } from './sendable-queries';

const NOW = sql`clock_timestamp()`;

/**
 * Changes when a scheduled message leaves; without a time it leaves now. The database decides against the worker that
 * may be about to send it. Throws `forbidden` for who did not write it, `invalid_input` for a time that cannot be,
 * `conflict` when it is on its way or taken back, or cannot leave now.
 */
export async function rescheduleSend(
  ctx: Ctx<MemberScope>,
  { sendId, sendAt }: RescheduleInput,
): Promise<AcceptedSend> {
  return inTransaction(ctx, async (tx) => {
    const { send, conversation } = await lockSend(tx, sendId);
    if (send.authorMemberId !== tx.scope.memberId) {
      throw new AppError('forbidden', 'Only who wrote a message can change when it leaves.');
    }
    // What cannot leave now stays where it is.
    if (sendAt === null) await requireSendable(tx, conversation);
    const [row] = await tx.db
      .update(sends)
      .set({
        ...(sendAt === null
          ? ({ state: 'sending', heldUntil: NOW, scheduledFor: NOW } as const)
          : scheduledAt(sendAt)),
        updatedAt: NOW,
      })
      .where(and(eq(sends.id, send.id), eq(sends.state, 'held'), isNotNull(sends.scheduledFor)))
      .returning({ id: sends.id, state: sends.state, heldUntil: sends.heldUntil });
    if (!row) {
      throw new AppError(
        'conflict',
        'It is too late: this message left already or was taken back.',
      );
    }
    await enqueueSend(tx, row.id, sendAt === null ? null : row.heldUntil);
    await recordAudit(tx, {
      action: 'message.reschedule',
      entityType: 'send',
      entityId: send.id,
      detail: { sendAt },
    });
    await show(tx, conversation);
    return accepted(row);
  });
}
