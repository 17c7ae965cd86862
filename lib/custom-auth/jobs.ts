import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Looks how an open sign-in stands, each time enqueues its next look, and ends it when its time is over. */
export const followAttemptJob = defineJob(
  'custom-auth.follow',
  z.object({ workspaceId: z.uuid(), attemptId: z.uuid() }),
);
