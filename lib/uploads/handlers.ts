import { and, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { messages, sendAttachments, sends } from '@/db/schema';
import type { RegisteredJob } from '@/lib/jobs/define';
import { handlesGlobally } from '@/lib/jobs/register';
import { sweepFilesJob } from './jobs';
import { isLeftBehind } from './mutations';

/** Jobs of uploads; `uploads.sweep` belongs on the clock, once a minute. */
export const uploadHandlers: readonly RegisteredJob[] = [
  handlesGlobally(sweepFilesJob, sweepFiles),
];

/** Longer than any post can still be under way, whatever an early copy at the provider says. */
const CONFIRMED_FOR = sql`interval '10 minutes'`;
const MAX_SWEPT = 200;

/**
 * Deletes what nobody sent within a day, what broke off, and files whose message stands at the
 * provider, as its own copy here proves. A message that failed, or whose fate is not known, keeps its
 * files: they are needed to send it again.
 */
export async function sweepFiles(_payload: unknown, db: Db): Promise<void> {
  const isForgotten = and(
    isNull(sendAttachments.sendId),
    lt(sendAttachments.waitingSince, sql`now() - interval '1 day'`),
  );
  const isAtProvider = sql`exists (
    select 1 from ${sends} join ${messages} on ${messages.accountId} = ${sends.accountId}
      and ${messages.gatewayMessageId} = ${sends.gatewayMessageId}
    where ${sends.id} = ${sendAttachments.sendId} and ${sends.state} = 'sent'
      and ${sends.settledAt} < now() - ${CONFIRMED_FOR})`;
  const due = db
    .select({ id: sendAttachments.id })
    .from(sendAttachments)
    .where(or(isForgotten, and(isNull(sendAttachments.sendId), isLeftBehind()), isAtProvider))
    .limit(MAX_SWEPT);
  await db.delete(sendAttachments).where(inArray(sendAttachments.id, due));
}
