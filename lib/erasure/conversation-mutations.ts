import { inArray } from 'drizzle-orm';
import { accountViews, conversations, messages, notes, sendAttachments, sends } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publishConversations } from '@/lib/live/publish';

/**
 * Deletes conversations that the caller holds, with everything that hangs on them: messages, e-mails, what was sent or
 * waits to be, files, notes, labels, who looked.
 */
export async function deleteConversations(
  tx: Ctx,
  doomed: readonly { id: string; accountId: string }[],
): Promise<{ conversations: number; notes: number; messages: string[] }> {
  if (doomed.length === 0) return { conversations: 0, notes: 0, messages: [] };
  const ids = doomed.map(({ id }) => id);
  await tx.db
    .update(sends)
    .set({ quotedMessageId: null })
    .where(
      inArray(
        sends.quotedMessageId,
        tx.db
          .select({ id: messages.id })
          .from(messages)
          .where(inArray(messages.conversationId, ids)),
      ),
    );
  await tx.db.delete(sendAttachments).where(inArray(sendAttachments.conversationId, ids));
  await tx.db.delete(sends).where(inArray(sends.conversationId, ids));
  const said = await tx.db
    .delete(notes)
    .where(inArray(notes.conversationId, ids))
    .returning({ id: notes.id });
  const removed = await tx.db
    .delete(messages)
    .where(inArray(messages.conversationId, ids))
    .returning({ accountId: messages.accountId });
  await tx.db.delete(accountViews).where(inArray(accountViews.conversationId, ids));
  // Labels, people, presence and what was still to be read of them go with the row.
  await tx.db.delete(conversations).where(inArray(conversations.id, ids));
  await publishConversations(tx, doomed);
  return {
    conversations: ids.length,
    notes: said.length,
    messages: removed.map(({ accountId }) => accountId),
  };
}
