import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/** Gives an identity, and with it a person, to whom accounts of a workspace came to know since it last ran. */
export const linkPeopleJob = defineJob('people.link', z.object({ workspaceId: z.uuid() }));

/** Asks LinkedIn again for sections of a profile that it held back. */
export const rereadSectionsJob = defineJob(
  'people.reread-sections',
  z.object({
    workspaceId: z.uuid(),
    identityId: z.uuid(),
    accountId: z.uuid(),
    /** How often it was asked before. */
    tries: z.int().min(0),
  }),
  { maxAttempts: 3 },
);

/** Each minute: looks for workspaces that have somebody without an identity. */
export const pollPeopleJob = defineGlobalJob('people.poll', z.object({}).loose());
