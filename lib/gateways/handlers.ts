import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { nullIfNotFound } from '@/lib/core/errors';
import { hashToken, randomToken } from '@/lib/core/secrets';
import { breakStreams } from '@/lib/coverage/mutations';
import type { RegisteredWebhook } from '@/lib/gateway/client';
import { ensureWebhooksJob } from '@/lib/gateways/jobs';
import {
  addWebhookSecretHash,
  callGateway,
  keepSigningSecrets,
  recordWebhooksChecked,
} from '@/lib/gateways/mutations';
import { getGateway } from '@/lib/gateways/queries';
import { planWebhooks, webhookUrl } from '@/lib/gateways/rules';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import type { JobTools } from '@/lib/jobs/define';
import { enqueue } from '@/lib/jobs/enqueue';
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
  const gateway = await getGateway(ctx, gatewayId).catch(nullIfNotFound);
  // Removed since the job was enqueued.
  if (!gateway) return;
  const requestUrl = webhookUrl(env().PUBLIC_URL, gatewayId);
  const wasMissing = await callGateway(ctx, gatewayId, async (client) => {
    const look = async () =>
      planWebhooks(await client.listWebhooks(), gatewayId, requestUrl, client.webhookSources);
    const plan = await look();
    const signing = signingSecretsOf(plan.ours);
    if (plan.isRight && (signing.length > 0 || gateway.webhookSecretHashes.length > 0)) {
      // An API that no longer shows them signs all the same.
      if (signing.length > 0) await keepSigningSecrets(ctx, gatewayId, signing);
      return false;
    }
    const secret = randomToken();
    await addWebhookSecretHash(ctx, gatewayId, hashToken(secret));
    for (const source of client.webhookSources)
      await client.createWebhook({ source, requestUrl, secret });
    // Where the API makes the secrets, it is asked for them; until then it is refused and comes again.
    await keepSigningSecrets(ctx, gatewayId, signingSecretsOf((await look()).ours));
    for (const webhook of plan.ours) await client.deleteWebhook(webhook.id);
    tools.log.info({ gatewayId, replaced: plan.ours.length }, 'gateway.webhooks_registered');
    return true;
  });
  if (wasMissing && gateway.webhooksCheckedAt)
    await readAgain(ctx, gatewayId, gateway.webhooksCheckedAt);
  await recordWebhooksChecked(ctx, gatewayId);
}

/** One for each webhook, where the API signs. */
function signingSecretsOf(webhooks: readonly RegisteredWebhook[]): string[] {
  return webhooks.flatMap(({ signingSecret }) => signingSecret ?? []);
}

/** Nothing told us of what happened since the webhooks were last seen: it is read. */
async function readAgain(ctx: Ctx<SystemScope>, gatewayId: string, since: Date): Promise<void> {
  const { workspaceId } = ctx.scope;
  for (const { id } of await breakStreams(ctx, gatewayId, since)) {
    const payload = { workspaceId, accountId: id, reason: 'catch_up' as const };
    await enqueue(ctx.db, syncAccountJob, payload, syncAccountOptions(id, 'catch_up'));
  }
}

export const gatewayHandlers = [handles(ensureWebhooksJob, ensureWebhooks)];
