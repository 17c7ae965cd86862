import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type pg from 'pg';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { failpoint } from '@/lib/core/failpoints';
import { readLimited } from '@/lib/core/http';
import { isId } from '@/lib/core/ids';
import { errorFields, log } from '@/lib/core/log';
import { decryptOrNull, equalsConstantTime, hashToken } from '@/lib/core/secrets';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { isSignedBy, readSignature, SIGNATURE_HEADER } from '@/lib/gateway/webhook-signature';
import { DeliveryStore } from './store-mutations';

/** The header that our registrations ask the API to send: v1 offers no signature, and v2 no header. */
export const WEBHOOK_SECRET_HEADER = 'unipile-auth';

const MAX_BODY_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 10 * SECOND_MS;
/** All waiting for the database together; the sender must hear 503 within 3 s. */
const DATABASE_BUDGET_MS = 2_700;
const SECRET_CACHE_MS = 5 * SECOND_MS;
const MAX_CACHED_GATEWAYS = 1_000;
const ECHO_STEP_MS = MINUTE_MS;
const MAX_CONTENT_TYPE_CHARACTERS = 200;

export interface WebhookRequest {
  gatewayId: string;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array>;
}

export interface WebhookAnswer {
  status: number;
  /** JSON text. */
  body: string;
}

/**
 * Takes one delivery: checks the secret or the signature, stores the raw bytes together with the job that will
 * understand them, and says 200. It knows no meaning, so nothing in the content can make it fail:
 * the sender tries anything but 200 five times and then drops it for good.
 *
 * 401 secret or signature missing or wrong, or signed too long ago, nothing stored · 408 body slower than 10 s · 413 body over 1 MiB, also
 * after decompression · 503 the database cannot store it now, so that it comes again · else 200.
 */
export async function receiveWebhook(
  request: WebhookRequest,
  parts: { pool: pg.Pool },
): Promise<WebhookAnswer> {
  const budget = { leftMs: DATABASE_BUDGET_MS };
  try {
    const signature = request.headers.get(SIGNATURE_HEADER);
    const taken = signature
      ? await takeSigned(request, signature, parts.pool, budget)
      : await takeWithSecret(request, parts.pool, budget);
    if (!taken) return refuse(401, 'unauthenticated');
    const { workspaceId, body } = taken;
    const contentType = request.headers.get('content-type');
    await within(budget, (signal) =>
      memoryOf(parts.pool).store.store(
        {
          workspaceId,
          gatewayId: request.gatewayId,
          body,
          contentType: contentType?.slice(0, MAX_CONTENT_TYPE_CHARACTERS) ?? null,
        },
        signal,
      ),
    );
  } catch (error) {
    if (error instanceof RefusedBody) return refuse(error.status, error.code);
    log().error({ ...errorFields(error), gatewayId: request.gatewayId }, 'webhook.not_stored');
    return refuse(503, 'unavailable');
  }
  await noteEcho(request, parts.pool, budget);
  await failpoint('webhook.after_commit');
  return { status: 200, body: '{"ok":true}' };
}

function refuse(status: number, code: string): WebhookAnswer {
  return { status, body: JSON.stringify({ ok: false, code }) };
}

interface Gateway {
  workspaceId: string;
  secretHashes: readonly string[];
  /** Sealed, because a signature cannot be checked with a hash. */
  sealedSecrets: readonly string[];
  readAtMs: number;
}

interface Taken {
  workspaceId: string;
  body: Buffer;
}

// Per pool, because tests run several databases in one process. Holds hashes and what is sealed.
const memories = new WeakMap<pg.Pool, Memory>();

interface Memory {
  gateways: Map<string, Gateway>;
  store: DeliveryStore;
  /** When it was last written down that a secret came back to us. */
  echoes: Map<string, number>;
}

function memoryOf(pool: pg.Pool): Memory {
  const known = memories.get(pool);
  if (known) return known;
  const made = { gateways: new Map(), store: new DeliveryStore(pool), echoes: new Map() };
  memories.set(pool, made);
  return made;
}

/** The body, unless the request carries none of the gateway's secrets: then it is not even read. */
async function takeWithSecret(
  request: WebhookRequest,
  pool: pg.Pool,
  budget: Budget,
): Promise<Taken | null> {
  const secret = request.headers.get(WEBHOOK_SECRET_HEADER);
  if (!secret) return null;
  const gateway = await findFitting(request, pool, budget, (one) => fits(one, secret));
  return gateway && { workspaceId: gateway.workspaceId, body: await readBody(request) };
}

/** The body, unless it is not signed with one of the gateway's secrets. The bytes that came are signed. */
async function takeSigned(
  request: WebhookRequest,
  signature: string,
  pool: pg.Pool,
  budget: Budget,
): Promise<Taken | null> {
  // What is no signature costs no more than a missing one.
  if (!readSignature(signature)) return null;
  const hasSecrets = (one: Gateway) => one.sealedSecrets.length > 0;
  if (!(await findFitting(request, pool, budget, hasSecrets))) return null;
  const raw = await readRaw(request);
  const gateway = await findFitting(request, pool, budget, (one) => {
    const opened = one.sealedSecrets.map((sealed) =>
      decryptOrNull(env().ENCRYPTION_KEYS, sealed, request.gatewayId),
    );
    const secrets = opened.filter((secret) => secret !== null);
    if (isSignedBy(secrets, signature, raw, new Date())) return true;
    // It may be signed with one that we cannot open now: refused for good it would be lost.
    if (secrets.length < opened.length) throw new Error('A signing secret cannot be opened.');
    return false;
  });
  return gateway && { workspaceId: gateway.workspaceId, body: raw };
}

/** The gateway of the request if it fits, as remembered or, where that does not, as it is now. */
async function findFitting(
  { gatewayId }: WebhookRequest,
  pool: pg.Pool,
  budget: Budget,
  isFitting: (gateway: Gateway) => boolean,
): Promise<Gateway | null> {
  if (!isId(gatewayId)) return null;
  const cached = memoryOf(pool).gateways.get(gatewayId);
  if (cached && performance.now() - cached.readAtMs < SECRET_CACHE_MS && isFitting(cached)) {
    return cached;
  }
  // A secret that the cache does not know may be a new one of the last seconds.
  const gateway = await readGateway(pool, gatewayId, budget);
  return gateway && isFitting(gateway) ? gateway : null;
}

/**
 * The webhooks that we registered last do reach us, which no list of the API can say. Written at most once a
 * minute; that it was not does not make the delivery come again.
 */
async function noteEcho(request: WebhookRequest, pool: pg.Pool, budget: Budget): Promise<void> {
  const secret = request.headers.get(WEBHOOK_SECRET_HEADER);
  // Of a signed one there is no newest secret: kept are those of now, and for an hour those before.
  const hash = request.headers.get(SIGNATURE_HEADER) || !secret ? null : hashToken(secret);
  const { echoes } = memoryOf(pool);
  const key = `${request.gatewayId} ${hash}`;
  if (performance.now() - (echoes.get(key) ?? Number.NEGATIVE_INFINITY) < ECHO_STEP_MS) return;
  if (echoes.size >= MAX_CACHED_GATEWAYS) echoes.clear();
  echoes.set(key, performance.now());
  try {
    await within(budget, () =>
      pool.query({ name: 'webhook_echo', text: ECHO, values: [request.gatewayId, hash] }),
    );
  } catch (error) {
    echoes.delete(key);
    log().warn({ ...errorFields(error), gatewayId: request.gatewayId }, 'webhook.echo_not_stored');
  }
}

const ECHO = `update gateways set webhook_echo_at = now()
  where id = $1 and ($2::text is null or webhook_secret_hashes ->> 0 = $2)
    and (webhook_echo_at is null or webhook_echo_at < now() - interval '1 minute')`;

/** Compares with every valid hash, always all of them, each in constant time. */
function fits(gateway: Gateway, secret: string): boolean {
  const hash = hashToken(secret);
  return gateway.secretHashes.map((known) => equalsConstantTime(known, hash)).some(Boolean);
}

async function readGateway(pool: pg.Pool, id: string, budget: Budget): Promise<Gateway | null> {
  const { rows } = await within(budget, () =>
    pool.query<{
      workspace_id: string;
      webhook_secret_hashes: string[];
      webhook_signing_secrets_sealed: string[];
    }>({
      name: 'webhook_gateway',
      text: `select workspace_id, webhook_secret_hashes, webhook_signing_secrets_sealed
        from gateways where id = $1`,
      values: [id],
    }),
  );
  const [row] = rows;
  const cache = memoryOf(pool).gateways;
  cache.delete(id);
  if (!row) return null;
  if (cache.size >= MAX_CACHED_GATEWAYS) cache.clear();
  const gateway = {
    workspaceId: row.workspace_id,
    secretHashes: row.webhook_secret_hashes,
    sealedSecrets: row.webhook_signing_secrets_sealed,
    readAtMs: performance.now(),
  };
  cache.set(id, gateway);
  return gateway;
}

class RefusedBody extends Error {
  override readonly name = 'RefusedBody';
  constructor(
    readonly status: 400 | 408 | 413,
    readonly code: string,
  ) {
    super(code);
  }
}

const unzip = promisify(gunzip);

async function readBody(request: WebhookRequest): Promise<Buffer> {
  const raw = await readRaw(request);
  return /^\s*(x-)?gzip\s*$/i.test(request.headers.get('content-encoding') ?? '')
    ? decompress(raw)
    : raw;
}

async function readRaw(request: WebhookRequest): Promise<Buffer> {
  if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) {
    throw new RefusedBody(413, 'too_large');
  }
  try {
    return await readLimited(request.body, {
      maxBytes: MAX_BODY_BYTES,
      timeoutMs: BODY_TIMEOUT_MS,
    });
  } catch (error) {
    const code = error instanceof AppError ? error.code : null;
    if (code === 'too_large') throw new RefusedBody(413, 'too_large');
    if (code === 'unavailable') throw new RefusedBody(408, 'too_slow');
    // The connection broke; nobody is left to hear the answer.
    throw new RefusedBody(400, 'incomplete');
  }
}

/** Bytes that only claim to be gzip are kept as they are, and end in quarantine. */
async function decompress(raw: Buffer): Promise<Buffer> {
  try {
    return await unzip(raw, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw new RefusedBody(413, 'too_large');
    return raw;
  }
}

interface Budget {
  leftMs: number;
}

/**
 * Waits for the database at most as long as the budget allows. A statement that finishes later has
 * stored the event all the same; the sender's repeat then counts as a duplicate.
 */
async function within<T>(budget: Budget, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const expiry = new AbortController();
  const expired = new Promise<never>((_, reject) => {
    expiry.signal.addEventListener('abort', () => reject(expiry.signal.reason));
  });
  const timer = setTimeout(
    () => expiry.abort(new AppError('unavailable', 'The database did not answer in time.')),
    budget.leftMs,
  );
  try {
    return await Promise.race([work(expiry.signal), expired]);
  } finally {
    clearTimeout(timer);
    budget.leftMs = Math.max(1, budget.leftMs - (performance.now() - startedMs));
  }
}
