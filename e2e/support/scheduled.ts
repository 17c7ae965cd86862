import { eq } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { sends } from '@/db/schema';
import { sendJob } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';

export async function sendOf(db: Db, text: string) {
  const [row] = await db.select().from(sends).where(eq(sends.text, text));
  return row;
}

/** The time of a scheduled message has come, and the worker is told. */
export async function comeDue(db: Db, text: string): Promise<void> {
  const send = await sendOf(db, text);
  if (!send) throw new Error('Nothing is scheduled.');
  const now = new Date(Date.now() - 1000);
  await db.update(sends).set({ heldUntil: now, scheduledFor: now }).where(eq(sends.id, send.id));
  await enqueue(db, sendJob, { workspaceId: send.workspaceId, sendId: send.id, tries: 0 });
}
