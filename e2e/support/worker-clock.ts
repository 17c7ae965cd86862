import { checkAccountsJob } from '@/lib/accounts/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import type { World } from './inbox';

/** What the worker does of its own every few minutes: read all accounts of the API connection. */
export async function checkAllAccounts({ db, team }: Pick<World, 'db' | 'team'>): Promise<void> {
  const { id: workspaceId } = team.workspace;
  const ctx = systemCtx(db, workspaceId);
  await enqueue(ctx.db, checkAccountsJob, { workspaceId, gatewayId: team.gatewayId });
}
