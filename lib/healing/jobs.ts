import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** The next rung of one repair. Comes again while the repair is open; does nothing afterwards. */
export const climbJob = defineJob(
  'account.heal',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid(), runId: z.uuid() }),
);

/** One waiting rung per account. */
export function climbKey(accountId: string): string {
  return `heal:${accountId}`;
}
