import { and, eq, inArray } from 'drizzle-orm';
import { conversations } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { enqueue } from '@/lib/jobs/enqueue';
import { TAKE_BACK_MS } from '@/lib/triage/rules';
import { followPlaceJob } from './jobs';

/** In the transaction that placed these conversations: lets the mailbox follow for those that are threads of e-mails. */
export async function followPlaceSoon(tx: Ctx, conversationIds: readonly string[]): Promise<void> {
  const { workspaceId } = tx.scope;
  const threads = await tx.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, workspaceId),
        inArray(conversations.id, [...conversationIds]),
        eq(conversations.kind, 'email'),
      ),
    );
  for (const { id: conversationId } of threads) {
    await enqueue(
      tx.db,
      followPlaceJob,
      { workspaceId, conversationId },
      { key: `emails-follow:${conversationId}`, runAt: new Date(Date.now() + TAKE_BACK_MS) },
    );
  }
}
