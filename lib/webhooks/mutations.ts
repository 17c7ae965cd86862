import { and, eq, sql } from 'drizzle-orm';
import { webhookEvents } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { ERASED_REASON } from '@/lib/erasure/rules';
import { publish } from '@/lib/live/publish';
import type { WebhookEventInput } from './schema';
import { retryPauseSeconds, WAITING_CHANNEL } from './turn-rules';
import type { Verdict } from './types';

export interface ClaimedEvent {
  id: string;
  gatewayId: string;
  body: Buffer;
  receivedAt: Date;
  attempts: number;
  /** Tries in a row in which the process died, this one counted until it ends. */
  crashCount: number;
}

/**
 * Counts one more try and returns the event, or null when there is nothing left to do. The count is
 * committed before the body is looked at, so that a body that kills the process gives itself away.
 */
export async function claimEvent(ctx: Ctx, eventId: string): Promise<ClaimedEvent | null> {
  const [row] = await ctx.db
    .update(webhookEvents)
    .set({
      attempts: sql`${webhookEvents.attempts} + 1`,
      crashCount: sql`${webhookEvents.crashCount} + 1`,
    })
    .where(
      and(
        eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
        eq(webhookEvents.id, eventId),
        eq(webhookEvents.state, 'received'),
      ),
    )
    .returning({
      id: webhookEvents.id,
      gatewayId: webhookEvents.gatewayId,
      body: webhookEvents.body,
      receivedAt: webhookEvents.receivedAt,
      attempts: webhookEvents.attempts,
      crashCount: webhookEvents.crashCount,
    });
  return row ?? null;
}

/** The try failed, but the process lives: what went wrong was not the event. It is tried again later. */
export async function recordSurvival(ctx: Ctx, event: ClaimedEvent): Promise<void> {
  const pause = retryPauseSeconds(event.attempts);
  await ctx.db
    .update(webhookEvents)
    .set({ crashCount: 0, tryAt: sql`clock_timestamp() + make_interval(secs => ${pause})` })
    .where(
      and(eq(webhookEvents.workspaceId, ctx.scope.workspaceId), eq(webhookEvents.id, event.id)),
    );
}

/** Writes what became of an event, in the transaction of its effects. Done once; later runs change nothing. */
export async function finishEvent(ctx: Ctx, eventId: string, verdict: Verdict): Promise<void> {
  const [row] = await ctx.db
    .update(webhookEvents)
    .set({
      state: verdict.state,
      kind: verdict.kind,
      effect: verdict.effect,
      reason: verdict.reason ?? null,
      accountId: verdict.accountId ?? null,
      processedAt: sql`clock_timestamp()`,
      ...(verdict.reason === ERASED_REASON ? { body: Buffer.alloc(0) } : {}),
    })
    .where(
      and(
        eq(webhookEvents.workspaceId, ctx.scope.workspaceId),
        eq(webhookEvents.id, eventId),
        eq(webhookEvents.state, 'received'),
      ),
    )
    .returning({ id: webhookEvents.id });
  if (row) await publish(ctx, { kind: 'webhook-event.changed', id: eventId });
}

/**
 * Lets an event be processed once more, for example after an upgrade that understands it. What it did
 * already is not done twice. Throws `forbidden`, `not_found`, or `conflict` while it is still waiting.
 */
export async function replayWebhookEvent(
  ctx: Ctx<MemberScope>,
  input: WebhookEventInput,
): Promise<{ eventId: string }> {
  requirePermission(ctx.scope, 'webhook:replay');
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx.scope;
    const [event] = await tx.db
      .select({
        id: webhookEvents.id,
        origin: webhookEvents.origin,
        state: webhookEvents.state,
        reason: webhookEvents.reason,
      })
      .from(webhookEvents)
      .where(and(eq(webhookEvents.workspaceId, workspaceId), eq(webhookEvents.id, input.eventId)))
      .for('update');
    if (!event) throw notFound('Event');
    if (event.origin !== 'webhook') {
      throw new AppError(
        'conflict',
        'A callback of the sign-in wizard counts once and cannot be replayed.',
      );
    }
    if (event.state === 'received') {
      throw new AppError('conflict', 'This event is waiting to be processed already.');
    }
    if (event.reason === ERASED_REASON) {
      throw new AppError(
        'conflict',
        'What this delivery carried was erased with the person it named.',
      );
    }
    await tx.db
      .update(webhookEvents)
      .set({
        state: 'received',
        effect: null,
        reason: null,
        processedAt: null,
        attempts: 0,
        crashCount: 0,
        tryAt: sql`date_trunc('milliseconds', now())`,
      })
      .where(eq(webhookEvents.id, event.id));
    await tx.db.execute(sql`select pg_notify(${WAITING_CHANNEL}, '')`);
    await recordAudit(tx, {
      action: 'webhook.replay',
      entityType: 'webhook_event',
      entityId: event.id,
      detail: { stateBefore: event.state },
    });
    await publish(tx, { kind: 'webhook-event.changed', id: event.id });
    return { eventId: event.id };
  });
}
