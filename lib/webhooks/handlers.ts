import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { checkStatusJob } from '@/lib/accounts/jobs';
import { checkListSoon } from '@/lib/accounts/list-mutations';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { findRequestOfName } from '@/lib/connect/queries';
import { failpoint } from '@/lib/core/failpoints';
import { errorFields } from '@/lib/core/log';
import { ERASED_REASON, ErasedError } from '@/lib/erasure/rules';
import { GatewayError } from '@/lib/gateway/errors';
import { parseWebhookPayload, type WebhookEvent } from '@/lib/gateway/webhook-payload';
import { completeConnectJob } from '@/lib/hosted-callback/jobs';
import type { AccountToRead } from '@/lib/inbox/read-mutations';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
import { applyEmailEvent, applyTrackingEvent } from './email-handlers';
import { applyMessageEvent } from './message-handlers';
import { type ClaimedEvent, claimEvent, finishEvent, recordSurvival } from './mutations';
import { applyRelationEvent } from './relation-handlers';
import { MAX_ATTEMPTS, MAX_CRASHES } from './turn-rules';
import type { Verdict } from './types';

/**
 * Understands one stored delivery. Whatever it says is checked or fetched before it counts; what
 * cannot be understood is put aside where an admin sees it. Run twice, late or out of order, it ends in
 * the same rows. Throws what a later try may mend; when that is stands in the row already.
 */
export async function processWebhook(
  payload: { eventId: string },
  ctx: Ctx<SystemScope>,
  tools: Pick<JobTools, 'log'>,
): Promise<void> {
  const event = await claimEvent(ctx, payload.eventId);
  if (!event) return;
  if (event.attempts > MAX_ATTEMPTS) {
    await finishEvent(ctx, event.id, { ...NOTHING, state: 'failed', reason: 'gave_up' });
    return;
  }
  if (event.crashCount > MAX_CRASHES) {
    await finishEvent(ctx, event.id, { ...NOTHING, state: 'failed', reason: 'crashed' });
    return;
  }
  await failpoint('webhook.before_process', event.body);
  const said = parseWebhookPayload(event.body);
  try {
    await apply(ctx, event, said);
  } catch (error) {
    if (event.attempts < MAX_ATTEMPTS) {
      await recordSurvival(ctx, event);
      throw error;
    }
    tools.log.error({ ...errorFields(error), eventId: event.id }, 'webhook.given_up');
    const reason = error instanceof GatewayError ? 'gateway_failed' : 'gave_up';
    const verdict = { kind: kindOf(said), effect: 'none', reason } as const;
    await finishEvent(ctx, event.id, { ...verdict, state: 'failed' });
  }
}

const NOTHING = { kind: 'unknown', effect: 'none' } as const;

async function apply(
  ctx: Ctx<SystemScope>,
  event: ClaimedEvent,
  said: WebhookEvent,
): Promise<void> {
  switch (said.kind) {
    case 'unknown':
      return quarantine(ctx, event, said, said.reason);
    case 'hosted_auth':
      return quarantine(ctx, event, said, 'wrong_door');
    case 'account_status':
      return applyStatusEvent(ctx, event, said);
    case 'signed_in':
      return applySignIn(ctx, event, said);
    case 'message':
      return applyToAccount(ctx, event, said, (account) =>
        applyMessageEvent(ctx, event, said, account),
      );
    case 'email':
      return applyToAccount(ctx, event, said, (account) =>
        applyEmailEvent(ctx, event, said, account),
      );
    case 'relation':
      return applyToAccount(ctx, event, said, (account) =>
        applyRelationEvent(ctx, event, said, account),
      );
    case 'email_tracking':
      return applyToAccount(ctx, event, said, (account) =>
        applyTrackingEvent(ctx, event, said, account),
      );
  }
}

function quarantine(
  ctx: Ctx,
  event: ClaimedEvent,
  said: WebhookEvent,
  reason: NonNullable<Verdict['reason']>,
): Promise<void> {
  return finishEvent(ctx, event.id, {
    state: 'quarantined',
    kind: kindOf(said),
    effect: 'none',
    reason,
  });
}

type StatusEvent = Extract<WebhookEvent, { kind: 'account_status' }>;

/** Words of an account that begins: most of the time our own sign-in, whose callback is on its way. */
const OF_A_BEGINNING: ReadonlySet<string> = new Set([
  'CREATION_SUCCESS',
  'CONNECTING',
  'OK',
  'SYNC_SUCCESS',
]);

/** A status is a hint without time or id: it only makes us ask the API. */
async function applyStatusEvent(
  ctx: Ctx<SystemScope>,
  event: ClaimedEvent,
  said: StatusEvent,
): Promise<void> {
  const account = await findAccount(ctx, event.gatewayId, said.providerAccountId);
  const kind = kindOf(said);
  if (!account) return applyUnknownStatus(ctx, event, said);
  await inTransaction(ctx, async (tx) => {
    await enqueue(tx.db, checkStatusJob, {
      workspaceId: tx.scope.workspaceId,
      accountId: account.id,
      hint: said.message,
    });
    const verdict = { kind, effect: 'status_check', accountId: account.id } as const;
    await finishEvent(tx, event.id, { ...verdict, state: 'processed' });
  });
}

/**
 * v2 confirms a sign-in by an event instead of a callback. Whether the state is ours, and what it is worth, is judged as
 * with a callback; of any other account, or one that was added elsewhere, it is a hint like every status.
 */
async function applySignIn(
  ctx: Ctx<SystemScope>,
  event: ClaimedEvent,
  said: Extract<WebhookEvent, { kind: 'signed_in' }>,
): Promise<void> {
  const requestId = said.state && (await findRequestOfName(ctx, event.gatewayId, said.state));
  if (!requestId) {
    return applyStatusEvent(ctx, event, { ...said, kind: 'account_status', message: said.status });
  }
  await inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx.scope;
    await finishEvent(tx, event.id, {
      state: 'processed',
      kind: kindOf(said),
      effect: 'sign_in_check',
    });
    await enqueue(tx.db, completeConnectJob, { workspaceId, eventId: event.id, requestId });
  });
}

/**
 * An account that we do not have: from a sign-in whose callback brings it with its owner, or connected
 * outside the product, e.g. in the dashboard of the API. The list of the API says which exist.
 */
async function applyUnknownStatus(
  ctx: Ctx<SystemScope>,
  event: ClaimedEvent,
  said: StatusEvent,
): Promise<void> {
  const kind = kindOf(said);
  if (said.message === 'CREATION_FAIL') {
    return finishEvent(ctx, event.id, { state: 'ignored', kind, effect: 'awaits_callback' });
  }
  if (said.message === 'DELETED') return quarantine(ctx, event, said, 'unknown_account');
  await inTransaction(ctx, async (tx) => {
    const { isSignInOpen } = await checkListSoon(tx, event.gatewayId);
    if (!OF_A_BEGINNING.has(said.message)) return quarantine(tx, event, said, 'unknown_account');
    const verdict: Verdict = isSignInOpen
      ? { state: 'ignored', kind, effect: 'awaits_callback' }
      : { state: 'processed', kind, effect: 'list_check' };
    await finishEvent(tx, event.id, verdict);
  });
}

async function applyToAccount(
  ctx: Ctx<SystemScope>,
  event: ClaimedEvent,
  said: Extract<WebhookEvent, { kind: 'message' | 'email' | 'email_tracking' | 'relation' }>,
  applyEvent: (account: AccountToRead) => Promise<void>,
): Promise<void> {
  const account = await findAccount(ctx, event.gatewayId, said.providerAccountId);
  // An account of another workspace is as unknown here as one that does not exist.
  if (!account) return quarantine(ctx, event, said, 'unknown_account');
  if (account.removedAt) return quarantine(ctx, event, said, 'removed_account');
  // Its owner decides who reads it, so without one nothing of it is kept; claiming it imports all.
  if (!account.ownerMemberId) return quarantine(ctx, event, said, 'unclaimed_account');
  if (account.wrongIdentity) return quarantine(ctx, event, said, 'wrong_account');
  try {
    await applyEvent(account);
  } catch (error) {
    if (error instanceof ErasedError) return leave(ctx, event, said);
    if (error instanceof GatewayError && error.code === 'not_found') {
      return quarantine(ctx, event, said, 'chat_gone');
    }
    // After a reconnect the gap is fetched.
    if (!(await isRefusalOfAccount(ctx, account, error))) throw error;
    await quarantine(ctx, event, said, 'account_refused');
  }
}

/** It is of somebody who was erased: there is nothing to do about it, and it is not kept as it came either. */
function leave(ctx: Ctx, event: ClaimedEvent, said: WebhookEvent): Promise<void> {
  const verdict = { state: 'ignored', kind: kindOf(said), effect: 'none' } as const;
  return finishEvent(ctx, event.id, { ...verdict, reason: ERASED_REASON });
}

async function findAccount(
  ctx: Ctx,
  gatewayId: string,
  providerAccountId: string,
): Promise<AccountToRead | undefined> {
  const [row] = await ctx.db
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.workspaceId, ctx.scope.workspaceId),
        eq(accounts.gatewayId, gatewayId),
        eq(accounts.providerAccountId, providerAccountId),
      ),
    );
  return row;
}

/** What an event is, as a code for the flight recorder. */
function kindOf(said: WebhookEvent): string {
  if ('event' in said) return said.event;
  // The word comes from outside; what is not like one of theirs is not written down.
  if (said.kind === 'account_status') {
    return /^[A-Z_]{1,40}$/.test(said.message) ? `account_status ${said.message}` : said.kind;
  }
  return said.kind === 'signed_in' ? `account_status ${said.status}` : said.kind;
}
