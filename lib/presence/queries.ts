import { and, asc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { accounts, conversations, members, presences, users } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { PRESENCE_LIMIT_MS, TYPING_LIMIT_MS } from './rules';
import type { PresentMember } from './types';

/** A row younger than `ms` by the database's clock: browsers and servers may disagree about the time. */
export function isFresh(ms: number) {
  return gt(presences.seenAt, sql`clock_timestamp() - make_interval(secs => ${ms / 1000})`);
}

/** Who else is in a conversation that the member may read; else `not_found`. */
export async function listPresent(
  ctx: Ctx<MemberScope>,
  input: { conversationId: string },
): Promise<PresentMember[]> {
  await findReadable(ctx, input.conversationId);
  const rows = await ctx.db
    .select({
      memberId: presences.memberId,
      name: users.name,
      kind: presences.kind,
      isFreshTyping: sql<boolean>`${isFresh(TYPING_LIMIT_MS * 2)}`,
    })
    .from(presences)
    .innerJoin(members, eq(members.id, presences.memberId))
    .innerJoin(users, eq(users.id, members.userId))
    .where(
      and(
        eq(presences.conversationId, input.conversationId),
        eq(presences.workspaceId, ctx.scope.workspaceId),
        ne(presences.memberId, ctx.scope.memberId),
        isNull(members.removedAt),
        isFresh(PRESENCE_LIMIT_MS),
      ),
    )
    .orderBy(asc(users.name), asc(members.id));
  return rows.map(({ memberId, name, kind, isFreshTyping }) => ({
    memberId,
    name,
    // A browser that died while typing must not type for a minute.
    kind: kind === 'typing' && isFreshTyping ? 'typing' : 'viewing',
  }));
}

/** The account of a conversation that the member may read; else `not_found`. */
export async function findReadable(
  ctx: Ctx<MemberScope>,
  conversationId: string,
): Promise<{ accountId: string }> {
  const [row] = await ctx.db
    .select({ accountId: conversations.accountId })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(conversations.id, conversationId)));
  if (!row) throw notFound('Conversation');
  return row;
}
