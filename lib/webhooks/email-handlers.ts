import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { refreshEmail, refreshMoved } from '@/lib/emails/read-mutations';
import { recordTracking } from '@/lib/emails/tracking-mutations';
import { GatewayError } from '@/lib/gateway/errors';
import type { WebhookEvent } from '@/lib/gateway/webhook-payload';
import { recordSignal } from '@/lib/inbox/message-mutations';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { type ClaimedEvent, finishEvent } from './mutations';
import { verdictOf } from './rules';
import type { Verdict } from './types';

type EmailEvent = Extract<WebhookEvent, { kind: 'email' }>;
type TrackingEvent = Extract<WebhookEvent, { kind: 'email_tracking' }>;

/**
 * Applies an event of an e-mail: it is a hint, and what the API says of the e-mail now is stored, so that the order of
 * events means nothing. Throws `GatewayError`.
 */
export async function applyEmailEvent(
  ctx: Ctx,
  event: ClaimedEvent,
  said: EmailEvent,
  account: ReadableAccount,
): Promise<void> {
  const finish = (tx: Ctx, verdict: Verdict) =>
    finishEvent(tx, event.id, { ...verdict, accountId: account.id });
  try {
    await refreshEmail(ctx, account, said.gatewayEmailId, async (tx, stored, email) => {
      if (said.event === 'mail_received') {
        const evidence = { sentAt: email.sentAt, receivedAt: event.receivedAt };
        await recordSignal(tx, account.id, evidence);
      }
      await finish(tx, { kind: said.event, ...verdictOf(stored) });
    });
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'not_found') throw error;
    // Moved once more, or deleted: by its own id it is found wherever it lies now.
    const wasKnown = await refreshMoved(ctx, account, said);
    await inTransaction(ctx, (tx) =>
      finish(
        tx,
        wasKnown
          ? { state: 'processed', kind: said.event, effect: 'message_updated' }
          : { state: 'ignored', kind: said.event, effect: 'none', reason: 'message_gone' },
      ),
    );
  }
}

/** Keeps that somebody opened an e-mail or followed a link in it; a repeat changes nothing. */
export async function applyTrackingEvent(
  ctx: Ctx,
  event: ClaimedEvent,
  said: TrackingEvent,
  account: ReadableAccount,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const isNew = await recordTracking(tx, account, said);
    await finishEvent(tx, event.id, {
      state: 'processed',
      kind: said.event,
      effect: isNew ? 'tracking_stored' : 'already_known',
      accountId: account.id,
    });
  });
}
