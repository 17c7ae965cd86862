import type { z } from 'zod';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { findReadableAccount, type ReadableAccount } from '@/lib/inbox/read-mutations';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles } from '@/lib/jobs/register';
import { resyncJob, resyncKey } from './jobs';

const LOOK_MS = 20 * SECOND_MS;
/** Ten minutes. What the API reads later than that comes by its events. */
const MAX_LOOKS = 30;

/**
 * One look at how far the API is. The route that tells it also begins anew once it has told the end (contract v1 2.9), so
 * an end is believed the first time, and nothing is asked after it.
 */
export async function resync(
  payload: z.infer<typeof resyncJob.schema>,
  ctx: Ctx<SystemScope>,
  { clock }: Pick<JobTools, 'clock'>,
): Promise<void> {
  const { workspaceId, accountId, looks } = payload;
  const account = await findReadableAccount(ctx, accountId);
  if (!account || account.removedAt || account.wrongIdentity) return;
  try {
    if (looks < MAX_LOOKS && (await isReading(ctx, account))) {
      const runAt = new Date(clock.now().getTime() + LOOK_MS);
      const next = { workspaceId, accountId, looks: looks + 1 };
      return await enqueue(ctx.db, resyncJob, next, { key: resyncKey(accountId), runAt });
    }
  } catch (error) {
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
    return;
  }
  await enqueue(
    ctx.db,
    syncAccountJob,
    { workspaceId, accountId, reason: 'manual' },
    // One that is on its way goes on where it is.
    { ...syncAccountOptions(accountId, 'manual'), keyMode: 'unsafe_dedupe' },
  );
}

export const accountSettingsHandlers: readonly RegisteredJob[] = [handles(resyncJob, resync)];

/** Only LinkedIn is read again by the API, and not in every dialect. */
async function isReading(ctx: Ctx, account: ReadableAccount): Promise<boolean> {
  if (account.provider !== 'LINKEDIN') return false;
  try {
    const state = await callGateway(ctx, account.gatewayId, (client) =>
      client.resyncAccount(account.providerAccountId),
    );
    return state === 'started' || state === 'running';
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not_supported') return false;
    throw error;
  }
}
