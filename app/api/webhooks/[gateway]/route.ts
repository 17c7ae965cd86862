import { pool } from '@/db/client';
import { receiveWebhook } from '@/lib/webhooks/receive';

export const dynamic = 'force-dynamic';

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** The same handler as in server/, so that plain `next start` takes webhooks too. */
export async function POST(
  request: Request,
  context: { params: Promise<{ gateway: string }> },
): Promise<Response> {
  const { gateway } = await context.params;
  const { status, body } = await receiveWebhook(
    { gatewayId: gateway, headers: request.headers, body: request.body ?? nothing() },
    { pool: pool() },
  );
  return new Response(body, { status, headers: { 'content-type': 'application/json' } });
}
