import { z } from 'zod';
import { HOUR_MS } from '@/lib/core/time';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/**
 * The lists change without an event. The API's makers advise to read them a few times a day at irregular times, since
 * LinkedIn counts what is asked; so this is the least that passes, and up to half as much again by chance.
 */
export const READ_INTERVAL_MS = 3 * HOUR_MS;

/** Reads the pending invitations of an account, in both directions. */
export const readInvitationsJob = defineJob(
  'invitations.read',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid() }),
  { maxAttempts: 3 },
);

/** Each minute: lets the lists be read again that were last read an interval ago. */
export const pollInvitationsJob = defineGlobalJob('invitations.poll', z.object({}).loose());

/** One planner and one sender of an account at a time. */
export function pacingQueue(accountId: string): string {
  return `invitations:${accountId}`;
}

/** Sends the planned invitation of an account whose time has come, if it still may leave. */
export const sendDueInvitationJob = defineJob(
  'invitations.send-due',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid() }),
);

/** Plans an account anew and says of what left without an answer that its fate is unknown. */
export const replanInvitationsJob = defineJob(
  'invitations.replan',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid() }),
);

/** Each minute: accounts whose plan needs a look because time passed or something went away. */
export const sweepPlansJob = defineGlobalJob('invitations.sweep-plans', z.object({}).loose());
