import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { emails, emailTrackingEvents, messages } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import type { WebhookEvent } from '@/lib/gateway/webhook-payload';
import { publish } from '@/lib/live/publish';

type TrackingEvent = Extract<WebhookEvent, { kind: 'email_tracking' }>;

/**
 * Keeps an opening or a click, in the caller's transaction. It may be known before the e-mail that it is about. False
 * for a repeat. What the event says of the reader's address and browser is not kept.
 */
export async function recordTracking(
  tx: Ctx,
  account: { id: string; workspaceId: string },
  said: TrackingEvent,
): Promise<boolean> {
  const [row] = await tx.db
    .insert(emailTrackingEvents)
    .values({
      workspaceId: account.workspaceId,
      accountId: account.id,
      trackingId: said.trackingId,
      gatewayEventId: said.gatewayEventId ?? eventIdOf(said),
      kind: said.event === 'mail_opened' ? 'opened' : 'clicked',
      at: said.at,
      url: said.url,
      label: said.label,
    })
    .onConflictDoNothing()
    .returning({ id: emailTrackingEvents.id });
  if (!row) return false;
  const found = await tx.db
    .selectDistinct({ conversationId: messages.conversationId })
    .from(emails)
    .innerJoin(messages, eq(messages.id, emails.messageId))
    .where(and(eq(emails.accountId, account.id), eq(emails.trackingId, said.trackingId)));
  for (const { conversationId } of found) {
    const accountId = account.id;
    await publish(tx, { kind: 'conversation.changed', id: conversationId, accountId });
  }
  return true;
}

/** An event without an id is known again by what it says. */
function eventIdOf({ event, trackingId, at, url }: TrackingEvent): string {
  const said = JSON.stringify([event, trackingId, at.toISOString(), url]);
  return createHash('sha256').update(said).digest('base64url');
}
