import { and, eq, ne, type SQL, sql } from 'drizzle-orm';
import { conversations, sends } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';

/** What came into a conversation and may bring it back. */
export interface Arrival {
  sentAt: Date;
  /** Nobody has read it, here or at the provider. */
  isUnread: boolean;
}

/**
 * A done or snoozed conversation comes back with what arrives; a muted one stays. What was read
 * elsewhere brings it back only if it is younger than the moment at which it was put away, because an
 * import also brings old messages. The caller holds the conversation's lock and tells of the change.
 */
export async function bringBackFor(
  ctx: Ctx,
  conversationId: string,
  arrivals: readonly Arrival[],
): Promise<void> {
  if (arrivals.length === 0) return;
  const newest = new Date(Math.max(...arrivals.map(({ sentAt }) => sentAt.getTime())));
  const isNews = arrivals.some((one) => one.isUnread)
    ? undefined
    : sql`${conversations.placedAt} < ${newest.toISOString()}::timestamptz`;
  await bringBack(ctx, conversationId, isNews);
}

/** Back into the inbox, where it stands by its latest activity. */
async function bringBack(
  ctx: Ctx,
  conversationId: string,
  condition: SQL | undefined,
): Promise<void> {
  await ctx.db
    .update(conversations)
    .set({
      place: 'inbox',
      filedTo: null,
      snoozedUntil: null,
      placedAt: sql`clock_timestamp()`,
      updatedAt: sql`clock_timestamp()`,
    })
    .where(
      and(
        eq(conversations.id, conversationId),
        ne(conversations.place, 'inbox'),
        eq(conversations.isMuted, false),
        condition,
      ),
    );
}

/** A message of ours that did not go out, or perhaps not, waits for a person wherever it was put. */
export async function bringBackForProblem(
  ctx: Ctx,
  send: { id: string; conversationId: string },
): Promise<void> {
  const isProblem = sql`exists (select 1 from ${sends}
    where ${sends.id} = ${send.id} and ${sends.state} in ('failed', 'unknown'))`;
  await bringBack(ctx, send.conversationId, isProblem);
}
