import { z } from 'zod';
import { defineGlobalJob, defineJob } from '@/lib/jobs/define';

/** Gives an identity, and with it a person, to whom accounts of a workspace came to know since it last ran. */
export const linkPeopleJob = defineJob('people.link', z.object({ workspaceId: z.uuid() }));

/** Each minute: looks for workspaces that have somebody without an identity. */
export const pollPeopleJob = defineGlobalJob('people.poll', z.object({}).loose());
