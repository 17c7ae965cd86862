import { z } from 'zod';
import { defineGlobalJob } from '@/lib/jobs/define';

/** Deletes files that nobody sent, and those whose message is at the provider. Runs every minute. */
export const sweepFilesJob = defineGlobalJob('uploads.sweep', z.object({}).loose());
