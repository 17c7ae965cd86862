import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/** Sends one waiting e-mail; tried again only while the mail server provably did not take it. */
export const sendNoticeJob = defineJob(
  'notice.send',
  z.object({ workspaceId: z.uuid(), mailId: z.uuid() }),
  { maxAttempts: 12 },
);

/** Each minute: e-mails that a crash left half-way become unknown. */
export const sweepNoticesJob = defineGlobalJob('notices.sweep', z.unknown());
