import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { beginHealing } from '@/lib/healing/run-mutations';
import { findCurrentLoss } from '@/lib/reminders/queries';

/**
 * Begins a repair of an account that is signed out already, when there is something new to try: a browser
 * that was linked to it, or a session that was not there before. One that is open goes on as it is.
 */
export async function healAgain(tx: Ctx, accountId: string, now = new Date()): Promise<void> {
  const [account] = await tx.db
    .select({
      id: accounts.id,
      workspaceId: accounts.workspaceId,
      ownerMemberId: accounts.ownerMemberId,
      wrongIdentity: accounts.wrongIdentity,
    })
    .from(accounts)
    .where(and(eq(accounts.id, accountId), eq(accounts.workspaceId, tx.scope.workspaceId)));
  // Somebody else is signed in there: which account was meant, a person says.
  if (!account || account.wrongIdentity !== null) return;
  const loss = await findCurrentLoss(tx, accountId);
  if (loss) await beginHealing(tx, account, { ...loss, at: now, isAgain: true });
}
