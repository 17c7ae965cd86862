import { and, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm';
import { lockByName, shareByName } from '@/db/advisory-locks';
import { accounts, conversations, members, users } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { publishConversations } from '@/lib/live/publish';

/**
 * Holds everything that decides who may answer, before the conversations are locked: members first,
 * then who may answer in the accounts. So nobody is given a conversation in the moment in which they lose it, nobody
 * waits in a circle, and no message that comes in waits.
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
    .for('share');
  const held = await tx.db
    .selectDistinct({ accountId: conversations.accountId })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        inArray(conversations.id, [...conversationIds]),
      ),
    )
    .orderBy(conversations.accountId);
  for (const { accountId } of held) await shareByName(tx, givingLock(accountId));
}

/**
 * Waits for whoever is giving conversations of the account, and lets nobody begin until the caller's transaction ends.
 * For a change of who may answer in it, before its row is locked: those that are given are held, since a message that
 * comes into one locks it before the account.
 */
export async function stopGiving(tx: Ctx, accountId: string): Promise<void> {
  await lockByName(tx, givingLock(accountId));
  await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, tx.scope.workspaceId),
        eq(conversations.accountId, accountId),
        isNotNull(conversations.assigneeMemberId),
      ),
    )
    .orderBy(conversations.id)
    .for('no key update');
}

function givingLock(accountId: string): string {
  return `giving:${accountId}`;
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
