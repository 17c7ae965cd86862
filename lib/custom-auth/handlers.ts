import { and, eq } from 'drizzle-orm';
import { authAttempts } from '@/db/schema';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import type { JobTools } from '@/lib/jobs/define';
import { handles } from '@/lib/jobs/register';
import { FOLLOW_MS } from './form-rules';
import { followAttemptJob } from './jobs';
import { reasonOf } from './problem-rules';
import type { AttemptRow } from './queries';
import {
  endAttempt,
  isFollowed,
  isFree,
  isUntouched,
  lookSoon,
  takeAnswer,
} from './state-mutations';

/**
 * One look at an open sign-in: whether the code was scanned or the app approved, also when nobody has the page open any
 * more. A sign-in whose time is over is looked at once more and then ended, behind an answer that is on its way.
 */
export async function followAttempt(
  { attemptId }: { attemptId: string },
  ctx: Ctx<SystemScope>,
  { clock, log }: Pick<JobTools, 'clock' | 'log'>,
): Promise<void> {
  const row = await readAttempt(ctx, attemptId);
  if (row?.state !== 'open') return;
  const now = clock.now();
  const isOver = row.expiresAt <= now;
  const isBusy = row.busyUntil !== null && row.busyUntil > now;
  if (isFollowed(row.checkpoint) && (!isBusy || isOver)) await look(ctx, row, now);
  const after = await readAttempt(ctx, attemptId);
  if (after?.state !== 'open') return;
  if (isOver) {
    if (await endAttempt(ctx, after, 'expired', 'expired', isFree)) {
      log.info({ attemptId, provider: row.provider }, 'custom_auth.expired');
      return;
    }
    return lookSoon(ctx, attemptId, after.busyUntil ?? undefined);
  }
  const next = isFollowed(after.checkpoint) ? now.getTime() + FOLLOW_MS : Infinity;
  await lookSoon(ctx, attemptId, new Date(Math.min(next, after.expiresAt.getTime())));
}

export const customAuthHandlers = [handles(followAttemptJob, followAttempt)];

async function look(ctx: Ctx, row: AttemptRow, readAt: Date): Promise<void> {
  const { provider } = row;
  const isReconnect = row.type === 'reconnect';
  try {
    for (const intentId of new Set([row.intentId, row.formerIntentId])) {
      if (intentId === null) continue;
      const answer = await callGateway(ctx, row.gatewayId, (client) =>
        client.pollAuth({ provider, intentId, isReconnect }),
      );
      if (answer === null) continue;
      // A code that was replaced can only still be scanned; what it asks for is old.
      if (intentId !== row.intentId && answer.state !== 'signed_in') continue;
      return await takeAnswer(ctx, row, answer, readAt, isUntouched(row));
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const reason = reasonOf(error);
    // A look that failed says nothing; the next one may.
    if (LOST.has(reason)) return;
    const state = reason === 'expired' ? 'expired' : 'failed';
    await endAttempt(ctx, row, state, reason, isUntouched(row));
  }
}

const LOST: ReadonlySet<string> = new Set(['unconfirmed', 'unreachable', 'slow_down', 'refused']);

async function readAttempt(ctx: Ctx, attemptId: string): Promise<AttemptRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(authAttempts)
    .where(
      and(eq(authAttempts.id, attemptId), eq(authAttempts.workspaceId, ctx.scope.workspaceId)),
    );
  return row;
}
