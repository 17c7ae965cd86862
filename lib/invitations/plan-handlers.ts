import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '@/db/client';
import { invitationPacing, invitationPlans } from '@/db/schema';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { failpoint } from '@/lib/core/failpoints';
import type { GatewayClient } from '@/lib/gateway/client';
import type { InvitationSendOutcome } from '@/lib/gateway/invitation-types';
import { openGateway } from '@/lib/gateways/mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import { pacingQueue, replanInvitationsJob, type sendDueInvitationJob } from './jobs';
import { replan } from './replan-mutations';
import { type ClaimedPlan, claimDue, recordLost, recordSendOutcome } from './send-mutations';

const SEARCHED_AFTER = sql`now() - interval '2 minutes'`;

/** Posts at most one invitation, at most once. Silence is no reason to post it again. */
export async function sendDueInvitation(
  { accountId }: z.infer<typeof sendDueInvitationJob.schema>,
  ctx: Ctx<SystemScope>,
  now?: Date,
): Promise<void> {
  await recordLost(ctx, accountId, now);
  const claimed = await claimDue(ctx, accountId, now);
  if (!claimed) return;
  await failpoint('invitation.before_post');
  const outcome = await post(ctx, claimed);
  await failpoint('invitation.after_post');
  await recordSendOutcome(ctx, claimed, outcome, now);
  if (outcome.state === 'failed') {
    await recordAccountRefusal(ctx, claimed.account.id, outcome.error);
  }
}

async function post(
  ctx: Ctx<SystemScope>,
  { account, providerUserId, note, email }: ClaimedPlan,
): Promise<InvitationSendOutcome> {
  const { providerAccountId } = account;
  let client: GatewayClient;
  try {
    client = await openGateway(ctx, account.gatewayId);
  } catch {
    // The key cannot be read: nothing has left.
    return { state: 'failed', error: failure('not_reached') };
  }
  try {
    return await client.sendInvitation({ providerAccountId, providerUserId, note, email });
  } catch {
    return { state: 'unknown', error: failure('unexpected') };
  }
}

const failure = (code: 'not_reached' | 'unexpected') => ({
  code,
  type: null,
  status: null,
  requestId: null,
});

export async function replanInvitations(
  { accountId }: z.infer<typeof replanInvitationsJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  await recordLost(ctx, accountId);
  await replan(ctx, accountId);
}

/** What waits without a time or beyond it, unless a person paused it, and what left without an answer. */
export async function sweepPlans(_payload: unknown, db: Db): Promise<void> {
  const due = await db
    .selectDistinct({
      accountId: invitationPlans.accountId,
      workspaceId: invitationPlans.workspaceId,
    })
    .from(invitationPlans)
    .leftJoin(invitationPacing, eq(invitationPacing.accountId, invitationPlans.accountId))
    .where(
      or(
        and(
          eq(invitationPlans.state, 'planned'),
          isNull(invitationPacing.pausedAt),
          or(isNull(invitationPlans.plannedAt), lt(invitationPlans.plannedAt, SEARCHED_AFTER)),
        ),
        and(eq(invitationPlans.state, 'sending'), lt(invitationPlans.leftAt, SEARCHED_AFTER)),
      ),
    );
  for (const payload of due) {
    await enqueue(systemCtx(db, payload.workspaceId).db, replanInvitationsJob, payload, {
      key: `invitations-replan:${payload.accountId}`,
      queue: pacingQueue(payload.accountId),
      priority: PRIORITY.clock,
    });
  }
}
