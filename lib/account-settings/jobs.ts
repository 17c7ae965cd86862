import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Has the API read an account at its provider again where it can, waits for that, then reads all of it here. */
export const resyncJob = defineJob(
  'account.resync',
  z.object({
    workspaceId: z.uuid(),
    accountId: z.uuid(),
    /** How often the API was asked how far it is. */
    looks: z.number().int().default(0),
  }),
  { maxAttempts: 5 },
);

/** Asking twice does it once. */
export function resyncKey(accountId: string): string {
  return `resync:${accountId}`;
}
