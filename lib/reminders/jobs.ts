import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/**
 * Considers one e-mail about a lost account. `step` 0 is the first one, after the delay; then a day,
 * three days, and each further week after the loss.
 */
export const remindJob = defineJob(
  'account.remind',
  z.object({
    workspaceId: z.uuid(),
    accountId: z.uuid(),
    /** The loss that it is about; a later one has its own. */
    transitionId: z.uuid(),
    step: z.number().int().min(0),
  }),
);

/** One waiting reminder per account: a new loss replaces the plan of the old one. */
export function remindKey(accountId: string): string {
  return `remind:${accountId}`;
}

/** Considers telling the leads of a loss whose owner was asked and did nothing. */
export const escalateJob = defineJob(
  'account.escalate',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid(), transitionId: z.uuid() }),
);

/** One waiting escalation per account. */
export function escalateKey(accountId: string): string {
  return `escalate:${accountId}`;
}

/** Once a day: tells admins which accounts have been signed out for a day or longer. */
export const digestJob = defineGlobalJob('reminders.digest', z.unknown());
