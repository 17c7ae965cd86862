import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { accounts, gateways, workspaces } from '@/db/schema';
import { checkAccountsJob } from '@/lib/accounts/jobs';
import { recordRemoved } from '@/lib/accounts/mutations';
import { recordAudit } from '@/lib/audit/mutations';
import { requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { env } from '@/lib/core/env';
import { dsnProblem, isLoopbackHttp, normaliseDsn } from '@/lib/core/env-formats';
import { AppError, notFound } from '@/lib/core/errors';
import { log } from '@/lib/core/log';
import { encrypt } from '@/lib/core/secrets';
import { SECOND_MS } from '@/lib/core/time';
import { createGatewayClient } from '@/lib/gateway/create-client';
import { GatewayError } from '@/lib/gateway/errors';
import { enqueue } from '@/lib/jobs/enqueue';
import { publish } from '@/lib/live/publish';
import { ensureWebhooksJob, gatewayQueue } from './jobs';
import { addGateway, openGateway, recordGatewayHealth } from './mutations';
import { type GatewayRow, getGateway } from './queries';
import { planWebhooks, webhookUrl } from './rules';
import type { AddConnectionInput, ChangeConnectionInput, RemoveConnectionInput } from './schema';

/** A person waits for it; reads are tried again within. */
const CHECK_TIMEOUT_MS = 8 * SECOND_MS;
/** Accounts that are looked for with a new key: one that is there says that it opens the same ones. */
const LOOKED_FOR = 3;
const MAX_NAMED = 3;

type Target = Pick<GatewayRow, 'dialect' | 'baseUrl'> & { apiKey: string };

/**
 * Adds an API connection after it has answered with this key. Throws `forbidden`; `invalid_input` with the field that
 * is wrong; `conflict` for an address that is there; `gateway` while the API is not available.
 */
export async function addConnection(
  ctx: Ctx<MemberScope>,
  input: AddConnectionInput,
): Promise<{ id: string }> {
  requirePermission(ctx.scope, 'workspace:manage');
  const baseUrl = addressOf(input.baseUrl);
  await requireNew(ctx, baseUrl);
  await requireAnswer({ ...input, baseUrl });
  return inTransaction(ctx, async (tx) => {
    // Two people who add the same at once: the second one is told.
    await tx.db
      .select({ id: workspaces.id })
      .from(workspaces)
      .where(eq(workspaces.id, tx.scope.workspaceId))
      .for('no key update');
    await requireNew(tx, baseUrl);
    const { id } = await addGateway(tx, { ...input, baseUrl });
    await recordGatewayHealth(tx, id, null);
    await publish(tx, { kind: 'gateway.changed', id });
    return { id };
  });
}

/**
 * Gives a connection another name and, unless it is empty, another key, once the API has answered with it and it opens
 * the accounts that are here: with the key of another customer all of them would look removed. Throws as `addConnection`.
 */
export async function changeConnection(
  ctx: Ctx<MemberScope>,
  { gatewayId, name, apiKey }: ChangeConnectionInput,
): Promise<void> {
  requirePermission(ctx.scope, 'workspace:manage');
  const { workspaceId } = ctx.scope;
  const gateway = await getGateway(ctx, gatewayId);
  const isKeyNew = apiKey !== '';
  if (isKeyNew) {
    const { dialect, baseUrl } = gateway;
    await requireAnswer({ dialect, baseUrl, apiKey }, await listAccountsOf(ctx, gatewayId));
  }
  await inTransaction(ctx, async (tx) => {
    await lockConnection(tx, gatewayId);
    const sealed = isKeyNew ? encrypt(env().ENCRYPTION_KEYS, apiKey, gatewayId) : null;
    await tx.db
      .update(gateways)
      .set({
        name,
        ...(sealed && { apiKeySealed: sealed, lastErrorCode: null, lastOkAt: sql`now()` }),
        updatedAt: sql`now()`,
      })
      .where(isOurs(tx, gatewayId));
    await recordAudit(tx, {
      action: isKeyNew ? 'gateway.key_changed' : 'gateway.renamed',
      entityType: 'gateway',
      entityId: gatewayId,
      detail: { name },
    });
    await publish(tx, { kind: 'gateway.changed', id: gatewayId });
    if (!isKeyNew) return;
    const payload = { workspaceId, gatewayId };
    await enqueue(tx.db, ensureWebhooksJob, payload, { queue: gatewayQueue(gatewayId) });
    await enqueue(tx.db, checkAccountsJob, payload, { key: `check-accounts:${gatewayId}` });
  });
}

/**
 * Forgets a connection that no account of anybody's needs, and its key. Accounts that nobody has claimed go with it;
 * at the API they stay. Throws `conflict` while somebody has an account there.
 */
export async function removeConnection(
  ctx: Ctx<MemberScope>,
  { gatewayId }: RemoveConnectionInput,
): Promise<void> {
  requirePermission(ctx.scope, 'workspace:manage');
  await getGateway(ctx, gatewayId);
  await requireUnused(ctx, gatewayId);
  await takeBackWebhooks(ctx, gatewayId);
  await inTransaction(ctx, async (tx) => {
    await lockConnection(tx, gatewayId);
    await requireUnused(tx, gatewayId);
    const readAt = new Date();
    for (const { id } of await listAccountsOf(tx, gatewayId)) {
      await recordRemoved(tx, id, { cause: 'member', readAt, memberId: ctx.scope.memberId });
    }
    await tx.db
      .update(gateways)
      .set({
        removedAt: sql`now()`,
        apiKeySealed: encrypt(env().ENCRYPTION_KEYS, '', gatewayId),
        webhookSecretHashes: [],
        webhookSigningSecretsSealed: [],
        webhooksCheckedAt: null,
        webhookEchoAt: null,
        lastErrorCode: null,
        updatedAt: sql`now()`,
      })
      .where(isOurs(tx, gatewayId));
    await recordAudit(tx, {
      action: 'gateway.removed',
      entityType: 'gateway',
      entityId: gatewayId,
    });
    await publish(tx, { kind: 'gateway.changed', id: gatewayId });
  });
}

/** The address as it is stored; examples often end with the version. Throws with the field. */
function addressOf(typed: string): string {
  const text = typed.replace(/(\/api)?\/v\d\/?$/, '');
  const problem = dsnProblem(text);
  if (problem) throw wrong('baseUrl', `The address ${problem}.`);
  if (isLoopbackHttp(text) && !env().ALLOW_INSECURE_GATEWAY) {
    throw wrong('baseUrl', 'The address must start with https://.');
  }
  return normaliseDsn(text);
}

async function requireNew(ctx: Ctx, baseUrl: string): Promise<void> {
  const [known] = await ctx.db
    .select({ name: gateways.name })
    .from(gateways)
    .where(
      and(
        eq(gateways.workspaceId, ctx.scope.workspaceId),
        eq(gateways.baseUrl, baseUrl),
        isNull(gateways.removedAt),
      ),
    );
  if (!known) return;
  const message = `This address is here already, as “${known.name}”. Change its key there.`;
  throw new AppError('conflict', message, { fields: { baseUrl: message } });
}

/** Asks the API for its accounts, as every check of ours does. Throws with the field that is wrong. */
async function requireAnswer(
  { dialect, baseUrl, apiKey }: Target,
  known: readonly { providerAccountId: string }[] = [],
): Promise<void> {
  const timeoutMs = CHECK_TIMEOUT_MS;
  const client = createGatewayClient({ dialect, baseUrl, apiKey, timeoutMs, log: log() });
  try {
    await client.listAccounts({ limit: 1 });
    if (known.length === 0) return;
    for (const { providerAccountId } of known.slice(0, LOOKED_FOR)) {
      const found = await client.getAccount(providerAccountId).catch(nullIfUnknown);
      if (found) return;
    }
  } catch (error) {
    if (error instanceof GatewayError) throw refusalOf(error, new URL(baseUrl).host);
    throw error;
  }
  throw wrong(
    'apiKey',
    'This key opens other accounts than those that are here. Nothing was changed.',
  );
}

function nullIfUnknown(error: unknown): null {
  if (error instanceof GatewayError && error.code === 'not_found') return null;
  throw error;
}

function refusalOf(error: GatewayError, host: string): AppError {
  const { requestId } = error;
  // A failure that it names itself is its own; without a name it is that of some other server.
  if (error.code === 'unexpected' && error.type !== null) return notAvailable(requestId);
  switch (error.code) {
    case 'key_refused':
      return wrong('apiKey', 'The API refuses this key.', requestId);
    case 'not_permitted':
      return wrong('apiKey', 'This key may not list its accounts.', requestId);
    case 'not_reached':
      return wrong('baseUrl', `Nothing answers at ${host}. Look at the name and the port.`);
    case 'timeout':
      return wrong('baseUrl', `${host} takes too long to answer. Look at the address.`);
    case 'provider_unavailable':
    case 'throttled':
      return notAvailable(requestId);
    default:
      return wrong('baseUrl', `What answers at ${host} is not this API. Look at the address.`);
  }
}

function notAvailable(requestId: string | null): AppError {
  const message = 'The API is not available now. Nothing was saved. Try again in some minutes.';
  return new AppError('gateway', message, { requestId });
}

function wrong(field: 'baseUrl' | 'apiKey', message: string, requestId?: string | null): AppError {
  return new AppError('invalid_input', message, { fields: { [field]: message }, requestId });
}

/** Those that are not removed, the ones that worked last first. */
function listAccountsOf(ctx: Ctx, gatewayId: string) {
  return ctx.db
    .select({ id: accounts.id, providerAccountId: accounts.providerAccountId })
    .from(accounts)
    .where(and(isAccountOf(ctx, gatewayId), isNull(accounts.removedAt)))
    .orderBy(sql`${accounts.lastOkAt} desc nulls last`, accounts.id);
}

async function requireUnused(ctx: Ctx, gatewayId: string): Promise<void> {
  const held = await ctx.db
    .select({ name: accounts.name })
    .from(accounts)
    .where(
      and(
        isAccountOf(ctx, gatewayId),
        isNull(accounts.removedAt),
        isNotNull(accounts.ownerMemberId),
      ),
    )
    .orderBy(accounts.name);
  if (held.length === 0) return;
  const names = held.slice(0, MAX_NAMED).map(({ name }) => name);
  const more = held.length > MAX_NAMED ? ` and ${held.length - MAX_NAMED} more` : '';
  throw new AppError(
    'conflict',
    `Accounts are connected through it: ${names.join(', ')}${more}. Remove them first; until then it stays.`,
  );
}

/** As far as the API can be reached; what it still delivers is refused from then on. */
export async function takeBackWebhooks(ctx: Ctx, gatewayId: string): Promise<void> {
  try {
    const client = await openGateway(ctx, gatewayId, { timeoutMs: CHECK_TIMEOUT_MS });
    const requestUrl = webhookUrl(env().PUBLIC_URL, gatewayId);
    const { ours } = planWebhooks(
      await client.listWebhooks(),
      gatewayId,
      requestUrl,
      client.webhookSources,
    );
    for (const { id } of ours) await client.deleteWebhook(id);
  } catch (error) {
    // Also where the key cannot be opened any more: such a connection must not stay for ever.
    if (!(error instanceof GatewayError || error instanceof AppError)) throw error;
    log().warn({ gatewayId, code: error.code }, 'gateway.webhooks_left');
  }
}

/**
 * Holds up whoever connects an account, changes or removes the connection at this moment. Throws not-found where it was
 * removed while the API was asked: what is forgotten gets no key again.
 */
async function lockConnection(tx: Ctx, gatewayId: string): Promise<void> {
  const [row] = await tx.db
    .select({ removedAt: gateways.removedAt })
    .from(gateways)
    .where(isOurs(tx, gatewayId))
    .for('update');
  if (!row || row.removedAt) throw notFound('API connection');
}

function isOurs(ctx: Ctx, gatewayId: string) {
  return and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, ctx.scope.workspaceId));
}

function isAccountOf(ctx: Ctx, gatewayId: string) {
  return and(eq(accounts.workspaceId, ctx.scope.workspaceId), eq(accounts.gatewayId, gatewayId));
}
