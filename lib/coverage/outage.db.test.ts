import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { createPool } from '@/db/client';
import { expectEqualToTruth, importedWorld, poll } from '@/db/testing/imported-world';
import { type InboxWorld, messagesOf, SECRET } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { receiveWebhook } from '@/lib/webhooks/receive';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** The six tries of v1 take 43 minutes; the clock of this sandbox is a thousand times as fast. */
const TRIES = 6;

interface Delivery {
  deliveryId: string;
  attempt: number;
  status: number | string;
  isFinal: boolean;
}

/** Our own webhook route behind a real port, its database gone; registered at the sandbox as the product does it. */
async function receiveWithoutDatabase(world: InboxWorld): Promise<void> {
  const pool = createPool('postgres://nobody@127.0.0.1:1/none', 2);
  const server = createServer(async (request, response) => {
    const headers = new Headers(request.headers as Record<string, string>);
    const input = { gatewayId: world.gateway.id, headers, body: request };
    const { status, body } = await receiveWebhook(input, { pool });
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
    await pool.end();
  });
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`${world.sandbox.url}/api/v1/webhooks`, {
    method: 'POST',
    headers: { 'x-api-key': world.sandbox.apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({
      source: 'messaging',
      request_url: `http://127.0.0.1:${port}/`,
      headers: [{ key: 'unipile-auth', value: SECRET }],
    }),
  });
  expect(answer.status).toBe(201);
}

it('what came while our database was gone for all tries of the sender is fetched afterwards (W13)', async () => {
  const world = await importedWorld(test.db, test.pool);
  await receiveWithoutDatabase(world);
  await world.write({ newChat: true, count: 3, text: 'Is anybody there?' });
  const deliveries = async () =>
    (await world.sandbox.control<{ deliveries: Delivery[] }>('GET', '/log')).deliveries;
  await expect
    .poll(async () => (await deliveries()).filter(({ isFinal }) => isFinal).length, {
      timeout: 20_000,
    })
    .toBe(3);
  const tried = await deliveries();
  expect(tried.map(({ status }) => status)).toEqual(Array(3 * TRIES).fill(503));
  const missing = async () =>
    (await world.truth()).messages.length - (await messagesOf(test.db, world.account.id)).length;
  await poll(world);
  expect(await missing()).toBe(3);
  // The next reading of the account is due.
  await test.db.execute(sql`update account_reads set last_read_at = now() - interval '6 minutes'`);
  await poll(world);
  expect(await missing()).toBe(0);
  await expectEqualToTruth(world);
}, 60_000);
