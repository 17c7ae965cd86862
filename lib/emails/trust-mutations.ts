import { and, eq } from 'drizzle-orm';
import { accounts, emails, messages, trustedImageSenders } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { addressKey } from '@/lib/core/email';
import { AppError, notFound } from '@/lib/core/errors';
import { publish } from '@/lib/live/publish';
import type { TrustImagesInput } from './schema';

/**
 * From now on the member sees remote images of whoever wrote this e-mail without asking. Twice is the same as once.
 * Throws `not_found`, `conflict` for an e-mail without a sender.
 */
export async function trustImages(ctx: Ctx<MemberScope>, input: TrustImagesInput): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({
        people: emails.people,
        conversationId: messages.conversationId,
        accountId: messages.accountId,
      })
      .from(messages)
      .innerJoin(accounts, eq(accounts.id, messages.accountId))
      .innerJoin(emails, eq(emails.messageId, messages.id))
      .where(
        and(
          readsMessagesOf(tx.scope),
          eq(messages.id, input.messageId),
          eq(messages.isDeleted, false),
        ),
      );
    if (!row) throw notFound('E-mail');
    const { from } = row.people;
    if (!from) throw new AppError('conflict', 'This e-mail names no sender.');
    const { workspaceId, memberId } = tx.scope;
    await tx.db
      .insert(trustedImageSenders)
      .values({ workspaceId, memberId, address: addressKey(from.address) })
      .onConflictDoNothing();
    await recordAudit(tx, {
      action: 'email.trust_images',
      entityType: 'message',
      entityId: input.messageId,
    });
    const { conversationId: id, accountId } = row;
    await publish(tx, { kind: 'conversation.changed', id, accountId });
  });
}
