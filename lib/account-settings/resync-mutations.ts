import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { resyncJob, resyncKey } from './jobs';
import { getManaged } from './mutations';

/**
 * Reads the whole account again, at its provider where the API can. Nothing that is here is lost by it. Throws `conflict`
 * for one that is signed out: there is nothing to be read.
 */
export async function resyncAccount(
  ctx: Ctx<MemberScope>,
  { accountId }: { accountId: string },
): Promise<void> {
  const account = await getManaged(ctx, accountId);
  if (account.status !== 'connected') {
    throw new AppError('conflict', 'This account is not connected. Reconnect it first.');
  }
  await inTransaction(ctx, async (tx) => {
    await enqueue(
      tx.db,
      resyncJob,
      { workspaceId: account.workspaceId, accountId, looks: 0 },
      { key: resyncKey(accountId), priority: PRIORITY.asked },
    );
    await recordAudit(tx, {
      action: 'account.resync_requested',
      entityType: 'account',
      entityId: accountId,
    });
  });
}
