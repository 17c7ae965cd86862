import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Checks a stored callback of the hosted wizard and binds the account it tells of. */
export const completeConnectJob = defineJob(
  'connect.complete',
  z.object({ workspaceId: z.uuid(), eventId: z.uuid(), requestId: z.uuid() }),
);
