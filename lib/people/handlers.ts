import { or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '@/db/client';
import { attendees, invitations, workspaces } from '@/db/schema';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import type { JobTools, RegisteredJob } from '@/lib/jobs/define';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { systemCtx } from '@/lib/jobs/system-scope';
import { publish } from '@/lib/live/publish';
import { linkPeopleJob, pollPeopleJob, rereadSectionsJob } from './jobs';
import { linkAttendees, linkInvitations } from './link-mutations';
import { rereadSections } from './profile-handlers';

/** In pieces, until nobody is left whom it could link: what another transaction holds is left for the next minute. */
export async function linkPeople(
  _payload: z.infer<typeof linkPeopleJob.schema>,
  ctx: Ctx<SystemScope>,
  { signal }: Pick<JobTools, 'signal'>,
): Promise<void> {
  let total = 0;
  for (const link of [linkAttendees, linkInvitations]) {
    let linked: number;
    do {
      signal.throwIfAborted();
      linked = await link(ctx);
      total += linked;
    } while (linked > 0);
  }
  if (total > 0) await publish(ctx, { kind: 'people.changed', id: ctx.scope.workspaceId });
}

/** Reading what is written anyway, so that taking in messages has nothing to do with people. */
export async function pollPeople(_payload: unknown, db: Db): Promise<void> {
  const due = await db
    .select({ workspaceId: workspaces.id })
    .from(workspaces)
    .where(
      or(
        sql`exists (select 1 from ${attendees} where ${attendees.workspaceId} = ${workspaces.id}
          and ${attendees.identityId} is null and not ${attendees.isSelf})`,
        sql`exists (select 1 from ${invitations} where ${invitations.workspaceId} = ${workspaces.id}
          and ${invitations.identityId} is null and ${invitations.providerUserId} is not null)`,
      ),
    );
  for (const payload of due) {
    await enqueue(systemCtx(db, payload.workspaceId).db, linkPeopleJob, payload, {
      key: `people-link:${payload.workspaceId}`,
      keyMode: 'preserve_run_at',
      priority: PRIORITY.history,
    });
  }
}

export const peopleHandlers: readonly RegisteredJob[] = [
  handles(linkPeopleJob, linkPeople),
  handlesGlobally(pollPeopleJob, pollPeople),
  handles(rereadSectionsJob, rereadSections),
];
