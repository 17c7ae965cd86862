import type { z } from 'zod';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { cleanStored } from '@/lib/email-html/clean-mutations';
import { GatewayError } from '@/lib/gateway/errors';
import { findReadableAccount } from '@/lib/inbox/read-mutations';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles } from '@/lib/jobs/register';
import { cleanEmailsJob, completeEmailJob, completionDelayMs, followPlaceJob } from './jobs';
import { followPlace } from './place-handlers';
import { findUnclean } from './queries';
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
    if (error instanceof GatewayError && error.code === 'not_found') return;
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
  }
  const next = { ...payload, looks: looks + 1 };
  await enqueue(ctx.db, completeEmailJob, next, {
    key: `emails-complete:${account.id}:${gatewayEmailId}`,
    runAt: new Date(Date.now() + completionDelayMs(next.looks)),
  });
}

/** One after the other: it is heavy, and nobody waits for it. */
export async function cleanEmails(
  payload: z.infer<typeof cleanEmailsJob.schema>,
  ctx: Ctx<SystemScope>,
  tools: Pick<JobTools, 'signal'>,
): Promise<void> {
  for (const messageId of payload.messageIds) {
    tools.signal.throwIfAborted();
    const found = await findUnclean(ctx, messageId);
    if (found) await cleanStored(ctx, messageId, found);
  }
}

export const emailHandlers: readonly RegisteredJob[] = [
  handles(cleanEmailsJob, cleanEmails),
  handles(completeEmailJob, completeEmail),
  handles(followPlaceJob, followPlace),
];
