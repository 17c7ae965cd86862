import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST } from '@/app/api/webhooks/[gateway]/route';
import { webhookEvents } from '@/db/schema';
import { createGateway, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { handleWebhook } from '@/server/webhooks';

setTestEnv();
const test = testDb();

type Handler = (request: IncomingMessage, response: ServerResponse, path: string) => Promise<void>;

const MOUNTS: Record<string, Handler> = {
  'the server in front of Next': (request, response, path) =>
    handleWebhook(request, response, path, { pool: test.pool }),
  'the route of Next': async (request, response, path) => {
    // The route takes the pool of the process, which is this file's here.
    Object.assign(globalThis, { switchboardPool: test.pool });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: new ReadableStream<Uint8Array>(readerOf(request)),
      duplex: 'half',
    };
    const gateway = path.slice('/api/webhooks/'.length);
    const answer = await POST(new Request(`http://localhost${path}`, init), {
      params: Promise.resolve({ gateway }),
    });
    response.writeHead(answer.status, { connection: 'close' }).end(await answer.text());
  },
};

function readerOf(source: AsyncIterable<Uint8Array>): UnderlyingDefaultSource<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  return {
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(new Uint8Array(next.value));
    },
  };
}

describe.each(Object.entries(MOUNTS))('a webhook at %s', (_, handler) => {
  const server = createServer((request, response) => {
    void handler(request, response, request.url ?? '/');
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  async function post(gatewayId: string, secret: string, body: BodyInit) {
    const { port } = server.address() as AddressInfo;
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'unipile-auth': secret },
      body,
      duplex: 'half',
    };
    const response = await fetch(`http://127.0.0.1:${port}/api/webhooks/${gatewayId}`, init);
    return response.status;
  }

  const stored = (gatewayId: string) =>
    test.db.select().from(webhookEvents).where(eq(webhookEvents.gatewayId, gatewayId));

  const freshGateway = async () => createGateway(test.db, await createWorkspace(test.db));

  it('is stored raw and answered with 200, in one piece or in many', async () => {
    const gateway = await freshGateway();
    expect(await post(gateway.id, 'webhook-secret', 'not json at all')).toBe(200);
    const pieces = Readable.from([Buffer.from('{"event":'), Buffer.from('"message_received"}')]);
    const chunked = new ReadableStream<Uint8Array>(readerOf(pieces));
    expect(await post(gateway.id, 'webhook-secret', chunked)).toBe(200);
    const bodies = (await stored(gateway.id)).map((row) => row.body.toString());
    expect(bodies.sort()).toEqual(['not json at all', '{"event":"message_received"}'].sort());
  });

  it('is refused with 401 under a wrong secret and leaves nothing', async () => {
    const gateway = await freshGateway();
    expect(await post(gateway.id, 'webhook-secre', '{}')).toBe(401);
    expect(await stored(gateway.id)).toEqual([]);
  });

  it('is refused with 413 over one MiB and leaves nothing', async () => {
    const gateway = await freshGateway();
    const tooLarge = 'x'.repeat(1024 * 1024 + 1);
    expect(await post(gateway.id, 'webhook-secret', tooLarge)).toBe(413);
    expect(await stored(gateway.id)).toEqual([]);
  });

  it('counts the same delivery once, however often it comes (W3)', async () => {
    const gateway = await freshGateway();
    const body = JSON.stringify({ event: 'message_received', message_id: 'm-1' });
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => post(gateway.id, 'webhook-secret', body)),
    );
    expect(new Set(answers)).toEqual(new Set([200]));
    const rows = await stored(gateway.id);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.duplicateCount).toBe(63);
  });
});
