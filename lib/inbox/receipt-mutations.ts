import { and, eq, inArray } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { enqueue } from '@/lib/jobs/enqueue';
import { getPreferencesOf } from '@/lib/preferences/queries';
import { TAKE_BACK_MS } from '@/lib/triage/rules';
import { readAtProviderJob } from './jobs';

/** What a member did with a conversation that may show the other side that it was read. */
export type ReadingMoment = 'opened' | 'replied' | 'done';

/**
 * In the transaction of what the member did: has the provider told that the chats were read, if the
 * member's preference allows it at this moment. Opening alone tells nobody unless they chose so. In a
 * mailbox it is only a mark for its owner's own devices, which nobody else learns of.
 */
export async function tellRead(
  ctx: Ctx,
  memberId: string,
  conversationIds: readonly string[],
  moment: ReadingMoment,
): Promise<void> {
  if (conversationIds.length === 0) return;
  const { receipts } = await getPreferencesOf(ctx, memberId);
  const isQuiet = receipts === 'never' || (receipts === 'reply' && moment === 'opened');
  const told = isQuiet ? await emailThreadsOf(ctx, conversationIds) : conversationIds;
  const { workspaceId } = ctx.scope;
  const isWhileDone = moment === 'done';
  for (const conversationId of told) {
    await enqueue(
      ctx.db,
      readAtProviderJob,
      { workspaceId, conversationId, isWhileDone },
      {
        key: `inbox-read:${conversationId}:${moment}`,
        ...(isWhileDone ? { runAt: new Date(Date.now() + TAKE_BACK_MS) } : {}),
      },
    );
  }
}

/**
 * In the transaction in which a person marked conversations as read or unread: a mailbox takes that over for its owner's
 * other devices, once it can be taken back no more. Of a chat the other side would learn it, so it stays here.
 */
export async function followReadingSoon(
  tx: Ctx,
  conversationIds: readonly string[],
): Promise<void> {
  const { workspaceId } = tx.scope;
  for (const conversationId of await emailThreadsOf(tx, conversationIds)) {
    await enqueue(
      tx.db,
      readAtProviderJob,
      { workspaceId, conversationId, isWhileDone: false },
      { key: `inbox-read:${conversationId}:marked`, runAt: new Date(Date.now() + TAKE_BACK_MS) },
    );
  }
}

async function emailThreadsOf(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        inArray(conversations.id, [...ids]),
        eq(conversations.kind, 'email'),
      ),
    );
  return rows.map(({ id }) => id);
}
