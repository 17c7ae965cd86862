import type { RegisteredWebhook } from '@/lib/gateway/client';

/** Where the API delivers to; the id in it tells our webhooks from those of other integrations. */
export function webhookUrl(publicUrl: string, gatewayId: string): string {
  return `${publicUrl}/api/webhooks/${gatewayId}`;
}

/**
 * Whether the registrations are exactly right: one enabled webhook for each of `sources` at our address, and none
 * of ours left at an older address. If not, all are made anew: there is no way to change one, and which
 * secret a registered one holds cannot be read.
 */
export function planWebhooks(
  known: readonly RegisteredWebhook[],
  gatewayId: string,
  requestUrl: string,
  sources: readonly string[],
): { isRight: boolean; ours: readonly RegisteredWebhook[] } {
  const ours = known.filter((webhook) => isOurs(webhook, gatewayId));
  const isRight =
    ours.length === sources.length &&
    sources.every((source) =>
      ours.some(
        (webhook) =>
          webhook.source === source && webhook.isEnabled && webhook.requestUrl === requestUrl,
      ),
    );
  return { isRight, ours };
}

function isOurs({ requestUrl }: RegisteredWebhook, gatewayId: string): boolean {
  if (!URL.canParse(requestUrl)) return false;
  return new URL(requestUrl).pathname === `/api/webhooks/${gatewayId}`;
}
