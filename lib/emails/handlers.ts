import type { z } from 'zod';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { GatewayError } from '@/lib/gateway/errors';
import { findReadableAccount } from '@/lib/inbox/read-mutations';
import type { RegisteredJob } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles } from '@/lib/jobs/register';
import { completeEmailJob, completionDelayMs, followPlaceJob } from './jobs';
import { followPlace } from './place-handlers';
import { refreshEmail } from './read-mutations';

/** Some nine hours of looking; a webhook or the next reading of the account may still bring it later. */
const MAX_LOOKS = 16;

export async function completeEmail(
  payload: z.infer<typeof completeEmailJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const account = await findReadableAccount(ctx, payload.accountId);
  if (!account || account.removedAt || account.wrongIdentity) return;
  const { gatewayEmailId, looks } = payload;
  try {
    const email = await refreshEmail(ctx, account, gatewayEmailId);
    if (email.isComplete || looks >= MAX_LOOKS) return;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.code === 'not_found') return;
    if (error.code !== 'account_disconnected' && error.code !== 'account_restricted') throw error;
    await recordAccountRefusal(ctx, account.id, error);
  }
  const next = { ...payload, looks: looks + 1 };
  await enqueue(ctx.db, completeEmailJob, next, {
    key: `emails-complete:${account.id}:${gatewayEmailId}`,
    runAt: new Date(Date.now() + completionDelayMs(next.looks)),
  });
}

export const emailHandlers: readonly RegisteredJob[] = [
  handles(completeEmailJob, completeEmail),
  handles(followPlaceJob, followPlace),
];
