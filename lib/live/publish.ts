import { sql } from 'drizzle-orm';
import type { Ctx } from '@/lib/auth/scope';

/**
 * A live update without data: it says what changed, and the browser asks for it again. `accountId`
 * is there when the thing belongs to an account, so that the stream can leave out what a member may
 * not see.
 */
export interface Hint {
  kind:
    | 'account.changed'
    | 'conversation.changed'
    | 'conversations.changed'
    | 'extension.changed'
    | 'gateway.changed'
    | 'invitation-imports.changed'
    | 'invitations.changed'
    | 'label.changed'
    | 'member.changed'
    | 'note.changed'
    | 'people.changed'
    | 'preferences.changed'
    | 'presence.changed'
    | 'saved-views.changed'
    | 'session.revoked'
    | 'start.changed'
    | 'webhook-event.changed'
    | 'workspace.changed';
  workspaceId: string;
  id: string;
  accountId?: string;
}

export const HINT_CHANNEL = 'hints';

/** Tells every web process after the caller's transaction has committed (`pg_notify`). */
export async function publish(ctx: Ctx, hint: Omit<Hint, 'workspaceId'>): Promise<void> {
  const payload: Hint = { ...hint, workspaceId: ctx.scope.workspaceId };
  await ctx.db.execute(sql`select pg_notify(${HINT_CHANNEL}, ${JSON.stringify(payload)})`);
}

/**
 * Tells of many conversations at once: each by itself while they are few, else one hint for each of
 * their accounts, so that a bulk act does not make every open screen ask five hundred times.
 */
export async function publishConversations(
  ctx: Ctx,
  changed: readonly { id: string; accountId: string }[],
): Promise<void> {
  if (changed.length <= FEW) {
    for (const { id, accountId } of changed) {
      await publish(ctx, { kind: 'conversation.changed', id, accountId });
    }
    return;
  }
  for (const accountId of new Set(changed.map((one) => one.accountId))) {
    await publish(ctx, { kind: 'conversations.changed', id: accountId, accountId });
  }
}

const FEW = 3;
