import { z } from 'zod';
import { defineGlobalJob } from '@/lib/jobs/define';

/** Each minute: lets every account be read again whose last reading is older than the interval. */
export const pollAccountsJob = defineGlobalJob('coverage.poll-accounts', z.object({}).loose());
