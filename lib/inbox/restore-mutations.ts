import { and, eq, inArray, sql } from 'drizzle-orm';
import { sends } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { enqueueLook, findSend, lockConversation, show } from './outcome-mutations';

/**
 * After a restore: whatever waits may have left, been changed or taken back in the time that is lost. So none of it
 * leaves any more. It is of unknown fate, is looked for at the provider, and where it is not found its author decides.
 * Returns how many.
 */
export async function doubtOpenSends(ctx: Ctx): Promise<number> {
  const open = await ctx.db
    .select({ id: sends.id })
    .from(sends)
    .where(and(eq(sends.workspaceId, ctx.scope.workspaceId), isOpen()));
  for (const { id } of open) await doubtSend(ctx, id);
  return open.length;
}

const isOpen = () => inArray(sends.state, ['held', 'sending']);

async function doubtSend(ctx: Ctx, sendId: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const send = await findSend(tx, sendId);
    if (!send) return;
    await lockConversation(tx, send.conversationId);
    const [row] = await tx.db
      .update(sends)
      .set({
        state: 'unknown',
        errorCode: 'restored',
        // When it left, if it did: its copy is known by that.
        postedAt: sql`coalesce(${sends.postedAt},
          least(coalesce(${sends.heldUntil}, ${sends.updatedAt}), clock_timestamp()))`,
        // Its place in time is no longer ahead of everything.
        scheduledFor: sql`case when ${sends.scheduledFor} <= clock_timestamp() then ${sends.scheduledFor} end`,
        settledAt: sql`clock_timestamp()`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(and(eq(sends.id, sendId), isOpen()))
      .returning({ id: sends.id });
    if (!row) return;
    await enqueueLook(tx, send, 0);
    await show(tx, send);
  });
}
