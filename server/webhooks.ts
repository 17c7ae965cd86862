import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import { receiveWebhook } from '@/lib/webhooks/receive';
import { headersOf } from '@/server/requests';

/** Mounts the pure webhook handler before Next: five times its rate. */
export async function handleWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  parts: { pool: pg.Pool },
): Promise<void> {
  const gatewayId = pathname.slice('/api/webhooks/'.length);
  const answer = await receiveWebhook(
    { gatewayId, headers: headersOf(request), body: request },
    { pool: parts.pool },
  );
  // An unread rest of a refused body must not be taken for the next request.
  if (!request.complete) response.setHeader('connection', 'close');
  response.writeHead(answer.status, { 'content-type': 'application/json' });
  response.end(answer.body);
}
