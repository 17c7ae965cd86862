import { and, eq, not, sql } from 'drizzle-orm';
import { presences } from '@/db/schema';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { publish } from '@/lib/live/publish';
import { findReadable, isFresh } from './queries';
import { PRESENCE_LIMIT_MS } from './rules';
import type { SetPresenceInput } from './schema';

const KEPT_MS = 10 * PRESENCE_LIMIT_MS;

/**
 * Says what the member does in a conversation. Colleagues hear of a change only: a beat that repeats
 * what is known refreshes the row in silence. Not audited, since it is gone within a minute.
 */
export async function setPresence(
  ctx: Ctx<MemberScope>,
  input: SetPresenceInput,
): Promise<{ isChanged: boolean }> {
  return inTransaction(ctx, async (tx) => {
    const { accountId } = await findReadable(tx, input.conversationId);
    const isChanged =
      input.kind === 'gone'
        ? await leave(tx, input.conversationId)
        : await enter(tx, input.conversationId, input.kind);
    if (isChanged)
      await publish(tx, { kind: 'presence.changed', id: input.conversationId, accountId });
    return { isChanged };
  });
}

async function enter(
  tx: Ctx<MemberScope>,
  conversationId: string,
  kind: 'viewing' | 'typing',
): Promise<boolean> {
  const { workspaceId, memberId } = tx.scope;
  const [before] = await tx.db
    .select({ kind: presences.kind })
    .from(presences)
    .where(and(isOwn(tx.scope, conversationId), isFresh(PRESENCE_LIMIT_MS)));
  await tx.db
    .insert(presences)
    .values({ conversationId, memberId, workspaceId, kind })
    .onConflictDoUpdate({
      target: [presences.conversationId, presences.memberId],
      set: { kind, seenAt: sql`clock_timestamp()` },
    });
  // Nothing else clears these rows away; a member leaves few.
  await tx.db.delete(presences).where(and(eq(presences.memberId, memberId), not(isFresh(KEPT_MS))));
  return before?.kind !== kind;
}

async function leave(tx: Ctx<MemberScope>, conversationId: string): Promise<boolean> {
  const gone = await tx.db
    .delete(presences)
    .where(isOwn(tx.scope, conversationId))
    .returning({ memberId: presences.memberId });
  return gone.length > 0;
}

function isOwn(scope: MemberScope, conversationId: string) {
  return and(
    eq(presences.conversationId, conversationId),
    eq(presences.memberId, scope.memberId),
    eq(presences.workspaceId, scope.workspaceId),
  );
}
