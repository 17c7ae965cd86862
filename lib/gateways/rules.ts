/** What the API says of one registered webhook. */
export interface KnownWebhook {
  id: string;
  requestUrl: string;
  source: string | null;
  isEnabled: boolean;
  /** By which the API signs what it delivers; null where it signs nothing. */
  signingSecret: string | null;
}

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
  known: readonly KnownWebhook[],
  gatewayId: string,
  requestUrl: string,
  sources: readonly string[],
): { isRight: boolean; ours: readonly KnownWebhook[] } {
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

function isOurs({ requestUrl }: KnownWebhook, gatewayId: string): boolean {
  if (!URL.canParse(requestUrl)) return false;
  return new URL(requestUrl).pathname === `/api/webhooks/${gatewayId}`;
}
