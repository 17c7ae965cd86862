import { and, eq, sql } from 'drizzle-orm';
import { gateways } from '@/db/schema';
import { checkAccountsJob } from '@/lib/accounts/jobs';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { normaliseDsn } from '@/lib/core/env-formats';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { decrypt, decryptOrNull, encrypt } from '@/lib/core/secrets';
import { MINUTE_MS } from '@/lib/core/time';
import type { GatewayAccount, GatewayClient, GatewayErrorCode } from '@/lib/gateway/client';
import { createGatewayClient } from '@/lib/gateway/create-client';
import { GatewayError } from '@/lib/gateway/errors';
import { ensureWebhooksJob, gatewayQueue } from '@/lib/gateways/jobs';
import { type GatewayRow, getGateway } from '@/lib/gateways/queries';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';

/** Secrets that stay valid after a new one: deliveries may be under way, or repeated for hours. */
const KEPT_SECRETS = 3;
/** A success is written down at most once a minute: what counts is that it was lately. */
const HEALTH_STEP_MS = MINUTE_MS;

/** Failures that say the connection itself does not work; any other answer shows that it does. */
const UNREACHABLE: readonly GatewayErrorCode[] = [
  'key_refused',
  'not_reached',
  'timeout',
  'garbage',
  'provider_unavailable',
  // Their own failure (500): one of many passes with the next answer, all of them are an outage.
  'unexpected',
];

/**
 * Adds an API connection, or gives the one that has this address a new key, and lets the worker register
 * the webhooks and read the accounts. A removed one is back. The key is sealed with the row's id.
 */
export async function addGateway(
  ctx: Ctx,
  input: { name: string; dialect: GatewayRow['dialect']; baseUrl: string; apiKey: string },
): Promise<{ id: string }> {
  const baseUrl = normaliseDsn(input.baseUrl);
  const { workspaceId } = ctx.scope;
  return inTransaction(ctx, async (tx) => {
    const [known] = await tx.db
      .select({ id: gateways.id, name: gateways.name, removedAt: gateways.removedAt })
      .from(gateways)
      .where(and(eq(gateways.workspaceId, workspaceId), eq(gateways.baseUrl, baseUrl)))
      .for('update');
    const id = known?.id ?? newId();
    const fields = {
      // Somebody may have renamed it.
      name: known && !known.removedAt ? known.name : input.name,
      dialect: input.dialect,
      apiKeySealed: encrypt(env().ENCRYPTION_KEYS, input.apiKey, id),
      removedAt: null,
    };
    if (known) await tx.db.update(gateways).set(fields).where(eq(gateways.id, id));
    else await tx.db.insert(gateways).values({ id, workspaceId, baseUrl, ...fields });
    await recordAudit(tx, {
      action: known && !known.removedAt ? 'gateway.key_changed' : 'gateway.added',
      entityType: 'gateway',
      entityId: id,
      detail: { name: input.name, baseUrl },
    });
    const payload = { workspaceId, gatewayId: id };
    await enqueue(tx.db, ensureWebhooksJob, payload, { queue: gatewayQueue(id) });
    await enqueue(tx.db, checkAccountsJob, payload, { key: `check-accounts:${id}` });
    return { id };
  });
}

/**
 * A client for one API connection of the workspace; opens the stored key. Throws not-found for an id
 * of another workspace, and `key_unreadable`, which the connection says from then on, where the ring lacks
 * the key that sealed it. Calls through it record no health: `callGateway` does.
 */
export async function openGateway(
  ctx: Ctx,
  gatewayId: string,
  options: { timeoutMs?: number } = {},
): Promise<GatewayClient> {
  const row = await getGateway(ctx, gatewayId);
  return createGatewayClient({
    dialect: row.dialect,
    baseUrl: row.baseUrl,
    apiKey: await openKey(ctx, row),
    log: log().child({ gatewayId }),
    ...options,
  });
}

async function openKey(ctx: Ctx, row: GatewayRow): Promise<string> {
  try {
    return decrypt(env().ENCRYPTION_KEYS, row.apiKeySealed, row.id);
  } catch (cause) {
    await recordGatewayHealth(ctx, row.id, 'key_unreadable');
    throw new GatewayError({ code: 'key_unreadable', retry: 'no' }, cause);
  }
}

/**
 * Calls the API and writes down whether the connection works. Errors of the call come through. Never
 * inside a transaction: the API may take half a minute.
 */
export async function callGateway<T>(
  ctx: Ctx,
  gatewayId: string,
  call: (client: GatewayClient) => Promise<T>,
): Promise<T> {
  const client = await openGateway(ctx, gatewayId);
  try {
    const result = await call(client);
    await recordGatewayHealth(ctx, gatewayId, null);
    return result;
  } catch (error) {
    if (error instanceof GatewayError) {
      const isDown = UNREACHABLE.includes(error.code);
      await recordGatewayHealth(ctx, gatewayId, isDown ? error.code : null);
    }
    throw error;
  }
}

/** Null: the API says that it has no such account. Throws when it cannot say. */
export function findApiAccount(
  ctx: Ctx,
  gatewayId: string,
  providerAccountId: string,
): Promise<GatewayAccount | null> {
  return callGateway(ctx, gatewayId, async (client) => {
    try {
      return await client.getAccount(providerAccountId);
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'not_found') return null;
      throw error;
    }
  });
}

/** `errorCode` null: the API answered. Shown to admins; decides nothing. */
export async function recordGatewayHealth(
  ctx: Ctx,
  gatewayId: string,
  errorCode: GatewayErrorCode | null,
): Promise<void> {
  const isOurs = and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, ctx.scope.workspaceId));
  if (errorCode) {
    const [before] = await ctx.db
      .select({ code: gateways.lastErrorCode })
      .from(gateways)
      .where(isOurs);
    await ctx.db
      .update(gateways)
      .set({ lastErrorAt: sql`now()`, lastErrorCode: errorCode })
      .where(isOurs);
    // Only the turn is news: who looks at the overview learns of it without a reload.
    if (before?.code === null) await publish(ctx, { kind: 'gateway.changed', id: gatewayId });
    return;
  }
  const isOld = sql`(${gateways.lastOkAt} is null or ${gateways.lastErrorCode} is not null
    or ${gateways.lastOkAt} < now() - make_interval(secs => ${HEALTH_STEP_MS / 1000}))`;
  await ctx.db
    .update(gateways)
    .set({ lastOkAt: sql`now()`, lastErrorCode: null })
    .where(and(isOurs, isOld));
}

/** Makes a further secret valid before the API learns of it, so that no delivery is refused. */
export async function addWebhookSecretHash(
  ctx: Ctx,
  gatewayId: string,
  secretHash: string,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const isOurs = and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, tx.scope.workspaceId));
    const [row] = await tx.db
      .select({ hashes: gateways.webhookSecretHashes })
      .from(gateways)
      .where(isOurs)
      .for('update');
    const hashes = [secretHash, ...(row?.hashes ?? [])].slice(0, KEPT_SECRETS);
    await tx.db
      .update(gateways)
      .set({ webhookSecretHashes: hashes, webhookEchoAt: null, updatedAt: sql`now()` })
      .where(isOurs);
  });
}

/** Keeps what the API signs with now, sealed with the row's id; writes only what has changed. */
export async function keepSigningSecrets(
  ctx: Ctx,
  gatewayId: string,
  secrets: readonly string[],
): Promise<void> {
  const row = await getGateway(ctx, gatewayId);
  const { ENCRYPTION_KEYS } = env();
  const known = row.webhookSigningSecretsSealed.map((sealed) =>
    decryptOrNull(ENCRYPTION_KEYS, sealed, gatewayId),
  );
  if (known.toSorted().join('\n') === [...secrets].sort().join('\n')) return;
  const sealed = secrets.map((secret) => encrypt(ENCRYPTION_KEYS, secret, gatewayId));
  await ctx.db
    .update(gateways)
    .set({ webhookSigningSecretsSealed: sealed, updatedAt: sql`now()` })
    .where(and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, ctx.scope.workspaceId)));
}

export async function recordWebhooksChecked(ctx: Ctx, gatewayId: string): Promise<void> {
  await ctx.db
    .update(gateways)
    .set({ webhooksCheckedAt: sql`now()` })
    .where(and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, ctx.scope.workspaceId)));
  await publish(ctx, { kind: 'gateway.changed', id: gatewayId });
}
