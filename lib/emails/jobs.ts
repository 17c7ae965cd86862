import { z } from 'zod';
import { HOUR_MS, SECOND_MS } from '@/lib/core/time';
import { defineJob } from '@/lib/jobs/define';

/** Reads an e-mail again whose text the API had not fetched yet. `looks` counts how often that was tried. */
export const completeEmailJob = defineJob(
  'emails.complete',
  z.object({
    workspaceId: z.uuid(),
    accountId: z.uuid(),
    gatewayEmailId: z.string(),
    looks: z.number().int(),
  }),
  { maxAttempts: 8 },
);

/**
 * Puts the e-mails of a thread at the provider where the team put the thread: done is archived, back is in the inbox.
 * What counts is where it stands when the job runs.
 */
export const followPlaceJob = defineJob(
  'emails.follow-place',
  z.object({ workspaceId: z.uuid(), conversationId: z.uuid() }),
  { maxAttempts: 8 },
);

/** Makes the HTML of e-mails that came ready to be read, before anybody opens them. */
export const cleanEmailsJob = defineJob(
  'emails.clean',
  z.object({ workspaceId: z.uuid(), messageIds: z.array(z.uuid()) }),
  { maxAttempts: 3 },
);

/** Twice as long each time, at most an hour. */
export function completionDelayMs(looks: number): number {
  return Math.min(20 * SECOND_MS * 2 ** looks, HOUR_MS);
}
