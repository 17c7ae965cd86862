import { eq, inArray, sql } from 'drizzle-orm';
import {
  accountViews,
  conversationAttendees,
  conversationLabels,
  conversations,
  messages,
  notes,
  sendAttachments,
  sends,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';

/**
 * Makes one thread of two, in the caller's transaction: an e-mail came that links them. Whatever people did with
 * either is kept; where both say something else (who is in charge, where it stands), what asks for attention wins.
 */
export async function mergeConversations(
  tx: Ctx,
  account: { id: string },
  { from, into }: { from: string; into: string },
): Promise<void> {
  // In one order for every writer.
  const rows = await tx.db
    .select()
    .from(conversations)
    .where(inArray(conversations.id, [from, into]))
    .orderBy(conversations.id)
    .for('update');
  const source = rows.find(({ id }) => id === from);
  const target = rows.find(({ id }) => id === into);
  if (!source || !target) return;
  const here = { conversationId: into };
  await tx.db.update(messages).set(here).where(eq(messages.conversationId, from));
  await tx.db.update(sends).set(here).where(eq(sends.conversationId, from));
  await tx.db.update(sendAttachments).set(here).where(eq(sendAttachments.conversationId, from));
  await tx.db.update(notes).set(here).where(eq(notes.conversationId, from));
  await tx.db.execute(sql`insert into ${conversationLabels} (workspace_id, conversation_id, label_id)
    select workspace_id, ${into}, label_id from ${conversationLabels} where conversation_id = ${from}
    on conflict do nothing`);
  await tx.db.execute(sql`insert into ${conversationAttendees} (conversation_id, attendee_id)
    select ${into}, attendee_id from ${conversationAttendees} where conversation_id = ${from}
    on conflict do nothing`);
  await tx.db.execute(sql`insert into ${accountViews}
    (id, workspace_id, account_id, member_id, conversation_id, first_at, last_at)
    select gen_random_uuid(), workspace_id, account_id, member_id, ${into}, first_at, last_at
    from ${accountViews} where conversation_id = ${from}
    on conflict (conversation_id, member_id) do update
      set last_at = greatest(account_views.last_at, excluded.last_at)`);
  await tx.db.delete(accountViews).where(eq(accountViews.conversationId, from));
  const both = [source, target];
  const isInInbox = both.some(({ place }) => place === 'inbox');
  await tx.db
    .update(conversations)
    .set({
      ...(isInInbox ? { place: 'inbox', filedTo: null, snoozedUntil: null } : {}),
      isStarred: source.isStarred || target.isStarred,
      isMuted: source.isMuted && target.isMuted,
      isMarkedUnread: source.isMarkedUnread || target.isMarkedUnread,
      assigneeMemberId: target.assigneeMemberId ?? source.assigneeMemberId,
    })
    .where(eq(conversations.id, into));
  await tx.db.delete(conversations).where(eq(conversations.id, from));
  await publish(tx, { kind: 'conversation.changed', id: from, accountId: account.id });
}
