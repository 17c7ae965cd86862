import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/** Brings back every conversation of the workspace whose snooze has ended. */
export const wakeSnoozedJob = defineJob('triage.wake-snoozed', z.object({ workspaceId: z.uuid() }));

/** Finds snoozes that ended while no job was left to end them. Runs every minute. */
export const sweepSnoozedJob = defineGlobalJob('triage.sweep-snoozed', z.object({}).loose());
