import { z } from 'zod';
import { MINUTE_MS } from '@/lib/core/time';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/** The lists change without an event, and LinkedIn counts what is asked. */
export const READ_INTERVAL_MS = 15 * MINUTE_MS;

/** Reads the pending invitations of an account, in both directions. */
export const readInvitationsJob = defineJob(
  'invitations.read',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid() }),
  { maxAttempts: 3 },
);

/** Each minute: lets the lists be read again that were last read an interval ago. */
export const pollInvitationsJob = defineGlobalJob('invitations.poll', z.object({}).loose());
