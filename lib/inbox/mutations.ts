import { and, eq } from 'drizzle-orm';
import { accounts, conversations, messages } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { sendsFrom } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { publish } from '@/lib/live/publish';
import { refreshConversation } from './projection-mutations';
import { isReadableConversation } from './queries';
import { tellRead } from './receipt-mutations';
import type { MarkReadInput } from './schema';

/**
 * Marks a conversation as read in Switchboard; the other side hears of it only if the member chose so.
 * Only somebody who may answer from the account does so: a mere reader must not take the unread mark
 * from those.
 * Throws `not_found`, or `forbidden` for a reader.
 */
export async function markRead(
  ctx: Ctx<MemberScope>,
  input: MarkReadInput,
): Promise<{ isChanged: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const conversation = await lockReadable(tx, input.conversationId);
    await requireAnswering(tx, conversation.accountId);
    const changed = await tx.db
      .update(messages)
      .set({ isUnread: false })
      .where(and(eq(messages.conversationId, conversation.id), eq(messages.isUnread, true)))
      .returning({ id: messages.id });
    const unmarked = await tx.db
      .update(conversations)
      .set({ isMarkedUnread: false })
      .where(and(eq(conversations.id, conversation.id), eq(conversations.isMarkedUnread, true)))
      .returning({ id: conversations.id });
    if (changed.length + unmarked.length === 0) return { isChanged: false };
    await refreshConversation(tx, conversation.id);
    await tellRead(tx, tx.scope.memberId, [conversation.id], 'opened');
    await recordAudit(tx, {
      action: 'conversation.read',
      entityType: 'conversation',
      entityId: conversation.id,
      detail: { messages: changed.length },
    });
    const { id, accountId } = conversation;
    await publish(tx, { kind: 'conversation.changed', id, accountId });
    return { isChanged: true };
  });
}

/** The conversation under lock, if the member may read it; else `not_found`. */
export async function lockReadable(tx: Ctx<MemberScope>, conversationId: string) {
  const [row] = await tx.db
    .select({
      id: conversations.id,
      workspaceId: conversations.workspaceId,
      accountId: conversations.accountId,
      isReadOnly: conversations.isReadOnly,
      kind: conversations.kind,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(isReadableConversation(tx.scope, conversationId))
    .for('no key update', { of: conversations });
  if (!row) throw notFound('Conversation');
  return row;
}

async function requireAnswering(tx: Ctx<MemberScope>, accountId: string): Promise<void> {
  const [row] = await tx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(sendsFrom(tx.scope), eq(accounts.id, accountId)));
  if (!row) {
    throw new AppError('forbidden', 'This account is shared with you for reading only.');
  }
}
