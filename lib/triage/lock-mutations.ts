import { and, eq, inArray, sql } from 'drizzle-orm';
import { accounts, conversationLabels, conversations, messages } from '@/db/schema';
import { readsMessagesOf, triages } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import type { TriageState } from './types';

/** A conversation under lock, with everything that an act may set. */
export interface LockedConversation {
  id: string;
  accountId: string;
  isEmail: boolean;
  state: Required<TriageState>;
}

/**
 * The conversations under lock, always in one order, so that two bulk acts wait for each other
 * instead of dying. Throws `not_found` when one of them is not the member's to read, `forbidden` when
 * the member may only read it.
 */
export async function lockForTriage(
  tx: Ctx<MemberScope>,
  conversationIds: readonly string[],
): Promise<LockedConversation[]> {
  const ids = [...new Set(conversationIds)];
  const rows = await tx.db
    .select({ conversation: conversations, mayTriage: maySort(tx.scope) })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(and(readsMessagesOf(tx.scope), inArray(conversations.id, ids)))
    .orderBy(conversations.id)
    .for('no key update', { of: conversations });
  if (rows.length !== ids.length) throw notFound('Conversation');
  if (rows.some((row) => !row.mayTriage)) {
    throw new AppError('forbidden', 'This account is shared with you for reading only.');
  }
  const [labels, unread] = await Promise.all([labelsOf(tx, ids), unreadOf(tx, ids)]);
  return rows.map(({ conversation: row }) => ({
    id: row.id,
    accountId: row.accountId,
    isEmail: row.kind === 'email',
    state: {
      place: row.place,
      filedTo: row.filedTo,
      snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
      reading: { isMarkedUnread: row.isMarkedUnread, messageIds: unread.get(row.id) ?? [] },
      isStarred: row.isStarred,
      isMuted: row.isMuted,
      assigneeMemberId: row.assigneeMemberId,
      labels: Object.fromEntries((labels.get(row.id) ?? []).map((id) => [id, true])),
    },
  }));
}

/** Whether the scope may sort the conversations of the account that is joined. */
export function maySort(scope: MemberScope) {
  return sql<boolean>`coalesce(${triages(scope) ?? sql`false`}, false)`;
}

async function labelsOf(tx: Ctx, ids: string[]): Promise<Map<string, string[]>> {
  const rows = await tx.db
    .select({ key: conversationLabels.conversationId, value: conversationLabels.labelId })
    .from(conversationLabels)
    .where(inArray(conversationLabels.conversationId, ids));
  return grouped(rows);
}

async function unreadOf(tx: Ctx, ids: string[]): Promise<Map<string, string[]>> {
  const rows = await tx.db
    .select({ key: messages.conversationId, value: messages.id })
    .from(messages)
    .where(and(inArray(messages.conversationId, ids), eq(messages.isUnread, true)));
  return grouped(rows);
}

function grouped(rows: readonly { key: string; value: string }[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { key, value } of rows) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}
