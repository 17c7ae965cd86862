import { and, eq, exists, inArray, not, sql } from 'drizzle-orm';
import {
  accounts,
  attendees,
  conversationAttendees,
  conversations,
  messages,
  sends,
} from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { refreshConversation } from '@/lib/inbox/projection-mutations';
import { publish } from '@/lib/live/publish';
import { deleteConversations } from './conversation-mutations';
import type { ErasureSubject } from './rules';
import { matchesPerson } from './subject-queries';

/** What was taken away. */
export interface Removed {
  conversations: number;
  notes: number;
  /** The account of each message. */
  messages: string[];
}

/** Deletes messages with what hangs on them. */
export async function deleteMessages(tx: Ctx, found: readonly { id: string }[]): Promise<void> {
  const ids = sql`${sql.param(found.map(({ id }) => id))}::uuid[]`;
  await tx.db
    .update(sends)
    .set({ quotedMessageId: null })
    .where(sql`${sends.quotedMessageId} = any(${ids})`);
  await tx.db.delete(messages).where(sql`${messages.id} = any(${ids})`);
}

/** A conversation of which messages were taken goes where nothing is left of it; else it shows what is left. */
export async function closeOrRefresh(
  tx: Ctx,
  touched: readonly string[],
  identities: ErasureSubject['identities'],
): Promise<Removed> {
  if (touched.length === 0) return { conversations: 0, notes: 0, messages: [] };
  const rows = await tx.db
    .select({
      id: conversations.id,
      kind: conversations.kind,
      accountId: conversations.accountId,
      hasMessages: exists(
        tx.db
          .select({ id: messages.id })
          .from(messages)
          .where(eq(messages.conversationId, conversations.id)),
      ).mapWith(Boolean),
    })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, tx.scope.workspaceId),
        inArray(conversations.id, [...new Set(touched)]),
      ),
    )
    .orderBy(conversations.id)
    .for('update');
  const empty = rows.filter(({ kind, hasMessages }) => kind === 'email' && !hasMessages);
  const removed = await deleteConversations(tx, empty);
  for (const { id, accountId } of rows.filter((row) => !empty.includes(row))) {
    await forgetPeer(tx, id, identities);
    await refreshConversation(tx, id);
    await publish(tx, { kind: 'conversation.changed', id, accountId });
  }
  return removed;
}

/** A thread of e-mails is called by one of its people: by another one from now on. */
async function forgetPeer(
  tx: Ctx,
  conversationId: string,
  identities: ErasureSubject['identities'],
): Promise<void> {
  const other = tx.db
    .select({ id: attendees.providerUserId })
    .from(conversationAttendees)
    .innerJoin(attendees, eq(attendees.id, conversationAttendees.attendeeId))
    .innerJoin(accounts, eq(accounts.id, attendees.accountId))
    .where(
      and(
        eq(conversationAttendees.conversationId, conversationId),
        eq(attendees.isSelf, false),
        not(matchesPerson(identities, attendees.providerUserId)),
      ),
    )
    .orderBy(attendees.id)
    .limit(1);
  await tx.db
    .update(conversations)
    .set({ attendeeProviderId: sql`(${other})` })
    .from(accounts)
    .where(
      and(
        eq(conversations.id, conversationId),
        eq(accounts.id, conversations.accountId),
        matchesPerson(identities, conversations.attendeeProviderId),
      ),
    );
}
