import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { accounts, conversations, members, users } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { publishConversations } from '@/lib/live/publish';

/**
 * Holds everything that decides who may answer, before the conversations are locked: members first,
 * then accounts, as whoever removes a member or closes an account does. So nobody is given a
 * conversation in the moment in which they lose it, and nobody waits in a circle. Key locks, which shut out those
 * two and not a message that comes in.
 */
export async function holdAssignees(
  tx: Ctx<MemberScope>,
  memberIds: readonly string[],
  conversationIds: readonly string[],
): Promise<void> {
  if (memberIds.length === 0) return;
  const { workspaceId } = tx.scope;
  await tx.db
    .select({ id: members.id })
    .from(members)
    .where(and(eq(members.workspaceId, workspaceId), inArray(members.id, [...memberIds])))
    .orderBy(members.id)
    .for('key share');
  const ofThese = tx.db
    .select({ id: conversations.accountId })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        inArray(conversations.id, [...conversationIds]),
      ),
    );
  await tx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, workspaceId), inArray(accounts.id, ofThese)))
    .orderBy(accounts.id)
    .for('key share');
}

/** Who gets a conversation must be able to see it and to answer. */
export async function requireAnswering(
  tx: Ctx<MemberScope>,
  memberId: string,
  rows: readonly { accountId: string }[],
): Promise<void> {
  const [member] = await tx.db
    .select({ role: members.role, name: users.name })
    .from(members)
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(members.workspaceId, tx.scope.workspaceId),
        eq(members.id, memberId),
        isNull(members.removedAt),
      ),
    );
  if (!member) throw notFound('Member');
  const accountIds = [...new Set(rows.map((row) => row.accountId))];
  const held = await tx.db
    .select({ ownerMemberId: accounts.ownerMemberId, visibility: accounts.visibility })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, tx.scope.workspaceId), inArray(accounts.id, accountIds)));
  const isOpen = held.every(
    (account) => account.ownerMemberId === memberId || account.visibility === 'team-reply',
  );
  if (member.role === 'viewer' || !isOpen) {
    throw new AppError('invalid_input', `${member.name} may not answer from this account.`);
  }
}

/**
 * Takes conversations from whoever may no longer answer in them: removed, a viewer now, or the
 * account is no longer open to them. The caller has just written that and holds its row. Returns how
 * many are nobody's now.
 */
export async function unassignLost(
  tx: Ctx,
  narrow: { memberId: string } | { accountId: string },
): Promise<number> {
  const isConcerned =
    'memberId' in narrow
      ? eq(conversations.assigneeMemberId, narrow.memberId)
      : eq(conversations.accountId, narrow.accountId);
  const lost = await tx.db
    .select({ id: conversations.id, accountId: conversations.accountId })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .innerJoin(members, eq(members.id, conversations.assigneeMemberId))
    .where(
      and(
        eq(conversations.workspaceId, tx.scope.workspaceId),
        isConcerned,
        or(
          sql`${members.removedAt} is not null`,
          eq(members.role, 'viewer'),
          and(
            sql`${accounts.ownerMemberId} is distinct from ${members.id}`,
            ne(accounts.visibility, 'team-reply'),
          ),
        ),
      ),
    )
    .orderBy(conversations.id)
    .for('no key update', { of: conversations });
  if (lost.length === 0) return 0;
  await tx.db
    .update(conversations)
    .set({ assigneeMemberId: null, updatedAt: sql`clock_timestamp()` })
    .where(
      inArray(
        conversations.id,
        lost.map(({ id }) => id),
      ),
    );
  await publishConversations(tx, lost);
  return lost.length;
}
