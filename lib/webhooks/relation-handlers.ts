import { type Ctx, inTransaction } from '@/lib/auth/scope';
import type { WebhookEvent } from '@/lib/gateway/webhook-payload';
import type { ReadableAccount } from '@/lib/inbox/read-mutations';
import { recordAccepted } from '@/lib/invitations/accept-mutations';
import { type ClaimedEvent, finishEvent } from './mutations';

type RelationEvent = Extract<WebhookEvent, { kind: 'relation' }>;

/** An invitation between the two was accepted, if there was one; a repeat changes nothing. */
export async function applyRelationEvent(
  ctx: Ctx,
  event: ClaimedEvent,
  said: RelationEvent,
  account: ReadableAccount,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const { providerUserId, publicIdentifier } = said;
    const person = { providerUserId, publicIdentifier };
    const isNew = await recordAccepted(tx, account, person, 'event', event.receivedAt);
    await finishEvent(tx, event.id, {
      state: 'processed',
      kind: said.event,
      effect: isNew ? 'acceptance_stored' : 'already_known',
      accountId: account.id,
    });
  });
}
