import { z } from 'zod';
import { defineJob } from '@/lib/jobs/define';

/** Understands one stored delivery and does what it asks for. Safe to run any number of times. */
export const processWebhookJob = defineJob(
  'webhook.process',
  z.object({ workspaceId: z.uuid(), eventId: z.uuid() }),
  { maxAttempts: 12 },
);
