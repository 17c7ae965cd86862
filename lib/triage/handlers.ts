import type { Db } from '@/db/client';
import { conversations } from '@/db/schema';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import type { RegisteredJob } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { handles, handlesGlobally } from '@/lib/jobs/register';
import { sweepSnoozedJob, wakeSnoozedJob } from './jobs';
import { isSnoozeOver, wakeDue } from './wake-mutations';

export const triageHandlers: readonly RegisteredJob[] = [
  handles(wakeSnoozedJob, wakeSnoozed),
  handlesGlobally(sweepSnoozedJob, sweepSnoozed),
];

async function wakeSnoozed(_: { workspaceId: string }, ctx: Ctx<SystemScope>): Promise<void> {
  await wakeDue(ctx);
}

async function sweepSnoozed(_: unknown, db: Db): Promise<void> {
  const rows = await db
    .selectDistinct({ workspaceId: conversations.workspaceId })
    .from(conversations)
    .where(isSnoozeOver());
  for (const { workspaceId } of rows) {
    await enqueue(db, wakeSnoozedJob, { workspaceId }, { key: `triage-wake:${workspaceId}` });
  }
}
