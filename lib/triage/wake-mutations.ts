import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { publishConversations } from '@/lib/live/publish';

/** By the database's clock, like every decision about time. */
export function isSnoozeOver(): SQL | undefined {
  return and(
    eq(conversations.place, 'snoozed'),
    sql`${conversations.snoozedUntil} <= clock_timestamp()`,
  );
}

/**
 * Brings back what is due, at the very top of the list. Twice is like once: a conversation that is
 * back, or was snoozed anew meanwhile, no longer matches. Returns how many came back.
 */
export async function wakeDue(ctx: Ctx): Promise<number> {
  return inTransaction(ctx, async (tx) => {
    const isDue = and(eq(conversations.workspaceId, tx.scope.workspaceId), isSnoozeOver());
    const due = await tx.db
      .select({ id: conversations.id })
      .from(conversations)
      .where(isDue)
      .orderBy(conversations.id)
      .for('no key update');
    if (due.length === 0) return 0;
    const woken = await tx.db
      .update(conversations)
      .set({
        place: 'inbox',
        snoozedUntil: null,
        placedAt: sql`clock_timestamp()`,
        wokenAt: sql`clock_timestamp()`,
        sortAt: sql`greatest(${conversations.lastMessageAt}, clock_timestamp())`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(
        inArray(
          conversations.id,
          due.map((row) => row.id),
        ),
      )
      .returning({ id: conversations.id, accountId: conversations.accountId });
    await publishConversations(tx, woken);
    return woken.length;
  });
}
