import { and, eq, sql } from 'drizzle-orm';
import { hostedAuthRequests, webhookEvents } from '@/db/schema';
import type { Evidence } from '@/lib/accounts/mutations';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type SystemScope } from '@/lib/auth/scope';
import { bindSignIn } from '@/lib/connect/bind-mutations';
import { closeRequest, isActiveMember, NAME_PURPOSE } from '@/lib/connect/mutations';
import type { ConnectReason } from '@/lib/connect/types';
import { env } from '@/lib/core/env';
import { isSigned } from '@/lib/core/secrets';
import { MINUTE_MS } from '@/lib/core/time';
import type { GatewayAccount } from '@/lib/gateway/client';
import { parseWebhookPayload } from '@/lib/gateway/webhook-payload';
import { findApiAccount } from '@/lib/gateways/mutations';
import { findHeldElsewhere, getGateway } from '@/lib/gateways/queries';
import { completeConnectJob } from '@/lib/hosted-callback/jobs';
import type { JobTools } from '@/lib/jobs/define';
import { handles } from '@/lib/jobs/register';
import { publish } from '@/lib/live/publish';

/** A sign-in that was begun before the link expired may end a little after it. */
const GRACE_MS = 10 * MINUTE_MS;
const CONFIRMED = ['CREATION_SUCCESS', 'RECONNECTED'];

type RequestRow = typeof hostedAuthRequests.$inferSelect;
type EventState = 'processed' | 'ignored' | 'quarantined';
interface Verdict {
  state: EventState;
  effect?: string;
  reason?: string;
  accountId?: string;
}

/**
 * Believes a callback only as far as it can be checked: the name must be the one we signed for this
 * request, the account must exist under our key, and an account that somebody has is never moved.
 * Twice, late, before or after the browser's return: same end.
 */
export async function completeConnect(
  { eventId, requestId }: { eventId: string; requestId: string },
  ctx: Ctx<SystemScope>,
  tools: JobTools,
): Promise<void> {
  const { workspaceId } = ctx.scope;
  const [event] = await ctx.db
    .select()
    .from(webhookEvents)
    .where(and(eq(webhookEvents.id, eventId), eq(webhookEvents.workspaceId, workspaceId)));
  const [request] = await ctx.db
    .select()
    .from(hostedAuthRequests)
    .where(
      and(eq(hostedAuthRequests.id, requestId), eq(hostedAuthRequests.workspaceId, workspaceId)),
    );
  if (!event || !request || event.gatewayId !== request.gatewayId) return;
  const verdict = await judge(ctx, request, event.body, tools);
  await ctx.db
    .update(webhookEvents)
    .set({
      state: verdict.state,
      effect: verdict.effect ?? null,
      reason: verdict.reason ?? null,
      accountId: verdict.accountId ?? null,
      attempts: sql`${webhookEvents.attempts} + 1`,
      processedAt: sql`clock_timestamp()`,
    })
    .where(eq(webhookEvents.id, eventId));
  await publish(ctx, { kind: 'webhook-event.changed', id: eventId });
  tools.log.info({ requestId, effect: verdict.effect, reason: verdict.reason }, 'connect.judged');
}

export const hostedCallbackHandlers = [handles(completeConnectJob, completeConnect)];

async function judge(
  ctx: Ctx,
  request: RequestRow,
  body: Buffer,
  tools: Pick<JobTools, 'clock'>,
): Promise<Verdict> {
  const payload = confirmationIn(body);
  if (!payload) return { state: 'quarantined', reason: 'unknown_shape' };
  if (payload.name === null || !isNameOf(request.id, payload.name)) {
    // Not closed: the genuine confirmation may still come.
    return { state: 'quarantined', reason: 'forged' };
  }
  if (request.state !== 'open') {
    const isSame = request.providerAccountId === payload.providerAccountId;
    return { state: 'ignored', reason: isSame ? 'already_done' : 'used_request' };
  }
  const refuse = async (reason: ConnectReason): Promise<Verdict> => {
    await refuseRequest(ctx, request, reason);
    return { state: 'processed', effect: 'refused', reason };
  };
  if (!CONFIRMED.includes(payload.status)) return refuse('wrong_status');
  const readAt = tools.clock.now();
  if (readAt.getTime() > request.expiresAt.getTime() + GRACE_MS) return refuse('expired');
  if (!(await isActiveMember(ctx, request.memberId))) return refuse('member_left');
  const truth = await findApiAccount(ctx, request.gatewayId, payload.providerAccountId);
  if (!truth) return refuse('unknown_account');
  const gateway = await getGateway(ctx, request.gatewayId);
  const held = await findHeldElsewhere(ctx, gateway, [truth.providerAccountId]);
  if (held.size > 0) return refuse('bound_elsewhere');
  const evidence: Evidence = {
    cause: request.type === 'create' ? 'connected' : 'reconnected',
    readAt,
    hint: payload.status,
    memberId: request.memberId,
  };
  return bind(ctx, request, truth, evidence);
}

/** A callback of v1, or the event by which v2 confirms a sign-in. */
function confirmationIn(body: Buffer) {
  const said = parseWebhookPayload(body);
  if (said.kind === 'signed_in') return { ...said, name: said.state };
  return said.kind === 'hosted_auth' ? said : null;
}

/** Binds in one transaction that holds the request, so that two callbacks cannot both win. */
function bind(
  ctx: Ctx,
  request: RequestRow,
  truth: GatewayAccount,
  evidence: Evidence,
): Promise<Verdict> {
  return inTransaction(ctx, async (tx): Promise<Verdict> => {
    const [locked] = await tx.db
      .select({ state: hostedAuthRequests.state })
      .from(hostedAuthRequests)
      .where(eq(hostedAuthRequests.id, request.id))
      .for('update');
    if (locked?.state !== 'open') return { state: 'ignored', reason: 'already_done' };
    const { accountId, reason } = await bindSignIn(tx, request, truth, evidence);
    if (reason) {
      await refuseRequest(tx, request, reason, accountId);
      return { state: 'processed', effect: 'refused', reason, accountId };
    }
    await closeRequest(tx, request.id, 'completed', null, {
      accountId,
      providerAccountId: truth.providerAccountId,
    });
    await recordAudit(tx, {
      action: request.type === 'create' ? 'account.connected' : 'account.reconnected',
      entityType: 'account',
      entityId: accountId,
      actorMemberId: request.memberId,
      detail: { provider: truth.provider },
    });
    await publish(tx, { kind: 'account.changed', id: accountId, accountId });
    return { state: 'processed', effect: evidence.cause, accountId };
  });
}

/** Exactly one audit row, like any other end. */
async function refuseRequest(
  ctx: Ctx,
  request: RequestRow,
  reason: ConnectReason,
  accountId?: string,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    // The account of somebody else must not be named to the one who was refused.
    const isTheirs = request.type === 'reconnect';
    await closeRequest(tx, request.id, 'refused', reason, isTheirs ? { accountId } : {});
    await recordAudit(tx, {
      action: 'account.connect_refused',
      entityType: 'hosted_auth_request',
      entityId: request.id,
      actorMemberId: request.memberId,
      detail: { reason },
    });
    const id = request.accountId ?? request.id;
    await publish(tx, { kind: 'account.changed', id, accountId: request.accountId ?? undefined });
  });
}

function isNameOf(requestId: string, name: string): boolean {
  const separator = name.indexOf('.');
  if (separator < 0 || name.slice(0, separator) !== requestId) return false;
  return isSigned(env().AUTH_SECRET, NAME_PURPOSE, requestId, name.slice(separator + 1));
}
