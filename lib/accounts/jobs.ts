import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/**
 * Re-reads one account at the API and stores what it says. `hint` is the word of the webhook or of
 * the callback that made us look; it never decides a status, it only adds what the API cannot say.
 */
export const checkStatusJob = defineJob(
  'account.check-status',
  z.object({
    workspaceId: z.uuid(),
    accountId: z.uuid().optional(),
    gatewayId: z.uuid().optional(),
    providerAccountId: z.string().optional(),
    hint: z.string().optional(),
  }),
);

/** Reads every account of a gateway: finds new ones, missing ones and lost webhooks. */
export const checkAccountsJob = defineJob(
  'gateway.check-accounts',
  z.object({ workspaceId: z.uuid(), gatewayId: z.uuid() }),
  { maxAttempts: 3 },
);

/** Each minute: enqueues what is due for every gateway. */
export const checkAllJob = defineGlobalJob('accounts.check-all', z.unknown());
