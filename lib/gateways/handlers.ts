import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { hashToken, randomToken } from '@/lib/core/secrets';
import { ensureWebhooksJob } from '@/lib/gateways/jobs';
import { addWebhookSecretHash, callGateway, recordWebhooksChecked } from '@/lib/gateways/mutations';
import { getGateway } from '@/lib/gateways/queries';
import { planWebhooks, WEBHOOK_SOURCES, webhookUrl } from '@/lib/gateways/rules';
import type { JobTools } from '@/lib/jobs/define';
import { handles } from '@/lib/jobs/register';

/**
 * New webhooks first, then the old ones go, so that no event falls between; what is delivered twice
 * meanwhile has the same delivery key. Killed half-way, the next run makes everything right.
 */
export async function ensureWebhooks(
  payload: { gatewayId: string },
  ctx: Ctx<SystemScope>,
  tools: JobTools,
): Promise<void> {
  const { gatewayId } = payload;
  const gateway = await getGateway(ctx, gatewayId);
  const requestUrl = webhookUrl(env().PUBLIC_URL, gatewayId);
  await callGateway(ctx, gatewayId, async (client) => {
    const plan = planWebhooks(await client.listWebhooks(), gatewayId, requestUrl);
    if (plan.isRight && gateway.webhookSecretHashes.length > 0) return;
    const secret = randomToken();
    await addWebhookSecretHash(ctx, gatewayId, hashToken(secret));
    for (const source of WEBHOOK_SOURCES)
      await client.createWebhook({ source, requestUrl, secret });
    for (const webhook of plan.ours) await client.deleteWebhook(webhook.id);
    tools.log.info({ gatewayId, replaced: plan.ours.length }, 'gateway.webhooks_registered');
  });
  await recordWebhooksChecked(ctx, gatewayId);
}

export const gatewayHandlers = [handles(ensureWebhooksJob, ensureWebhooks)];
