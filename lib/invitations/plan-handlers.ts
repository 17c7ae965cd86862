import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Db } from '@/db/client';
import { invitationPacing, invitationPlans } from '@/db/schema';
import { recordAccountRefusal } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { failpoint } from '@/lib/core/failpoints';
import type { GatewayClient } from '@/lib/gateway/client';
import type { InvitationSendOutcome } from '@/lib/gateway/invitation-types';
import { openGateway } from '@/lib/gateways/mutations';
import { enqueue, PRIORITY } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import { recordAccepted } from './accept-mutations';
import { pacingQueue, replanInvitationsJob, type sendDueInvitationJob } from './jobs';
import { replan } from './replan-mutations';
import {
  type ClaimedPlan,
  claimDue,
  isStillClaimed,
  recordLost,
  recordNotPosted,
  recordSendOutcome,
} from './send-mutations';

/** An invitation runs out after half a year. */
const LOOKED_BACK = sql`interval '180 days'`;
const SEARCHED_AFTER = sql`now() - interval '2 minutes'`;

/** Posts at most one invitation, at most once. Silence is no reason to post it again. */
export async function sendDueInvitation(
  { accountId }: z.infer<typeof sendDueInvitationJob.schema>,
  ctx: Ctx<SystemScope>,
  now?: Date,
): Promise<void> {
  await recordLost(ctx, accountId, now);
  const claimed = await claimDue(ctx, accountId, now);
  if (claimed) await postClaimed(ctx, claimed, now);
}

/** A worker that stood still for so long that its post was taken for lost posts nothing: the plan says when. */
export async function postClaimed(
  ctx: Ctx<SystemScope>,
  claimed: ClaimedPlan,
  now?: Date,
): Promise<void> {
  await failpoint('invitation.before_post');
  if (!(await isStillClaimed(ctx, claimed))) return recordNotPosted(ctx, claimed, now);
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

/**
 * A new chat that begins with the note of an invitation tells sooner than the event that it was accepted (contract,
 * webhooks 4). Looked for among what we have stored: nobody is asked.
 */
export async function findAcceptedByChat(db: Db): Promise<void> {
  const { rows } = await db.execute<{
    workspaceId: string;
    accountId: string;
    providerUserId: string;
    at: Date;
  }>(sql`
    select open.workspace_id as "workspaceId", open.account_id as "accountId",
      open.provider_user_id as "providerUserId", first.sent_at as at
    from (
      select workspace_id, account_id, provider_user_id, note, left_at as since
      from invitation_plans
      where state in ('sending', 'sent', 'unknown') and accepted_at is null and note is not null
        and left_at > now() - ${LOOKED_BACK}
      union
      select workspace_id, account_id, provider_user_id, note, sent_about - interval '2 days'
      from invitations
      where direction = 'sent' and ended_as is null and note is not null
        and provider_user_id is not null and sent_about > now() - ${LOOKED_BACK}
    ) as open
    join conversations as chat on chat.account_id = open.account_id
      and chat.attendee_provider_id = open.provider_user_id and chat.kind = 'direct'
    join lateral (
      select text, is_ours, sent_at from messages
      where conversation_id = chat.id order by sent_at, id limit 1
    ) as first on first.is_ours and btrim(first.text) = btrim(open.note)
      and first.sent_at >= open.since`);
  for (const { workspaceId, accountId, providerUserId, at } of rows) {
    const account = { id: accountId, workspaceId };
    await inTransaction(systemCtx(db, workspaceId), async (tx) => {
      const person = { providerUserId, publicIdentifier: null };
      await recordAccepted(tx, account, person, 'chat', new Date(at));
    });
  }
}

/** What waits without a time or beyond it, unless a person paused it, and what left without an answer. */
export async function sweepPlans(_payload: unknown, db: Db): Promise<void> {
  await findAcceptedByChat(db);
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
