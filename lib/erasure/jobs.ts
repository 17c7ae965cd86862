import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Takes away what is held of somebody, and comes again while something of theirs is still on its way. */
export const eraseJob = defineJob(
  'erasure.erase',
  z.object({ workspaceId: z.uuid(), erasureId: z.uuid() }),
  { maxAttempts: 25 },
);
