import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Looks up the next person of an account's imports; comes again by itself until none waits. */
export const lookUpImportedJob = defineJob(
  'invitation-imports.look-up',
  z.object({ workspaceId: z.uuid(), accountId: z.uuid() }),
  { maxAttempts: 3 },
);
