import { createHash } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { hostedAuthRequests, webhookEvents } from '@/db/schema';
import { CALLBACK_PURPOSE, callbackValue } from '@/lib/connect/mutations';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { readLimited } from '@/lib/core/http';
import { isId } from '@/lib/core/ids';
import { errorFields, log } from '@/lib/core/log';
import { isSigned } from '@/lib/core/secrets';
import { completeConnectJob } from '@/lib/hosted-callback/jobs';
import { enqueue } from '@/lib/jobs/enqueue';

const LIMITS = { maxBytes: 64 * 1024, timeoutMs: 10_000 };

export interface CallbackRequest {
  url: URL;
  contentType: string | null;
  body: AsyncIterable<Uint8Array>;
}

/**
 * Takes the confirmation of the hosted wizard. It comes unsigned and without a header of ours, so the
 * address that we made for this one request carries the proof. The bytes are stored with their job
 * before anything is understood; 503 makes the sender come again.
 */
export async function receiveHostedAuthCallback(
  { url, contentType, body }: CallbackRequest,
  db: Db,
): Promise<{ status: number; body: { ok: boolean } }> {
  try {
    const request = await findRequest(db, url);
    if (!request) return { status: 401, body: { ok: false } };
    const bytes = await readLimited(body, LIMITS);
    await storeCallback(db, request, bytes, contentType);
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_large') {
      return { status: 413, body: { ok: false } };
    }
    log().error(errorFields(error), 'hosted_auth.callback_failed');
    return { status: 503, body: { ok: false } };
  }
}

type RequestRow = Pick<typeof hostedAuthRequests.$inferSelect, 'id' | 'workspaceId' | 'gatewayId'>;

/** The request that the address was made for, or null when the address is not ours. */
async function findRequest(db: Db, url: URL): Promise<RequestRow | null> {
  const requestId = url.searchParams.get('request');
  const key = url.searchParams.get('key') ?? '';
  if (!isId(requestId)) return null;
  const [row] = await db
    .select({
      id: hostedAuthRequests.id,
      workspaceId: hostedAuthRequests.workspaceId,
      gatewayId: hostedAuthRequests.gatewayId,
    })
    .from(hostedAuthRequests)
    .where(eq(hostedAuthRequests.id, requestId));
  if (!row) return null;
  const value = callbackValue(row.gatewayId, row.id);
  return isSigned(env().AUTH_SECRET, CALLBACK_PURPOSE, value, key) ? row : null;
}

async function storeCallback(
  db: Db,
  { id: requestId, workspaceId, gatewayId }: RequestRow,
  bytes: Buffer,
  contentType: string | null,
): Promise<void> {
  const deliveryKey = createHash('sha256').update(`${requestId}\n`).update(bytes).digest('hex');
  await db.transaction(async (tx) => {
    const [event] = await tx
      .insert(webhookEvents)
      .values({
        workspaceId,
        gatewayId,
        origin: 'hosted_auth',
        deliveryKey,
        body: bytes,
        contentType,
        kind: 'hosted_auth',
      })
      .onConflictDoUpdate({
        target: [webhookEvents.gatewayId, webhookEvents.deliveryKey],
        targetWhere: sql`${webhookEvents.deliveryKey} is not null`,
        set: { duplicateCount: sql`${webhookEvents.duplicateCount} + 1` },
      })
      .returning({ id: webhookEvents.id, duplicateCount: webhookEvents.duplicateCount });
    if (!event || event.duplicateCount > 0) return;
    await enqueue(tx, completeConnectJob, { workspaceId, eventId: event.id, requestId });
  });
}
