import { eq } from 'drizzle-orm';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createPool } from '@/db/client';
import { webhookEvents } from '@/db/schema';
import { createGateway, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { DeliveryStore } from './store-mutations';

setTestEnv();
const test = testDb();
const never = () => new AbortController().signal;

async function freshGateway() {
  const workspace = await createWorkspace(test.db);
  const gateway = await createGateway(test.db, workspace);
  const deliveryOf = (body: string, gatewayId = gateway.id) => ({
    workspaceId: workspace.id,
    gatewayId,
    body: Buffer.from(body),
    contentType: 'application/json',
  });
  return { gateway, deliveryOf };
}

const bodies = (count: number) => Array.from({ length: count }, (_, n) => `{"event":"e","n":${n}}`);

const bodiesOf = async (gatewayId: string) => {
  const rows = await test.db
    .select({ body: webhookEvents.body })
    .from(webhookEvents)
    .where(eq(webhookEvents.gatewayId, gatewayId));
  return rows.map(({ body }) => Buffer.from(body).toString()).sort();
};

it('deliveries that come together are committed together', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  const query = vi.spyOn(test.pool, 'query');
  onTestFinished(() => query.mockRestore());
  const store = new DeliveryStore(test.pool);
  await Promise.all(bodies(100).map((body) => store.store(deliveryOf(body), never())));
  expect(query).toHaveBeenCalledTimes(3);
  expect(await bodiesOf(gateway.id)).toEqual(bodies(100).sort());
});

it('one that the database refuses takes no other with it', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  const store = new DeliveryStore(test.pool);
  const results = await Promise.allSettled(
    bodies(5).map((body, n) =>
      store.store(n === 3 ? deliveryOf(body, newId()) : deliveryOf(body), never()),
    ),
  );
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(await bodiesOf(gateway.id)).toHaveLength(4);
});

it('one that hangs holds up no later one, and what was given up is not begun', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  const [blocked = '', givenUp = '', later = ''] = bodies(3);
  const pool = createPool(test.url, 4);
  const store = new DeliveryStore(pool);
  const blocker = await test.pool.connect();
  onTestFinished(async () => {
    blocker.release();
    await pool.end();
  });
  await blocker.query('begin');
  // Not committed yet, so that whoever brings the same bytes has to wait.
  await blocker.query(
    `insert into webhook_events (id, workspace_id, gateway_id, origin, delivery_key, body)
     select $1, workspace_id, id, 'webhook', encode(sha256($2), 'hex'), $2 from gateways where id = $3`,
    [newId(), Buffer.from(blocked), gateway.id],
  );
  const first = store.store(deliveryOf(blocked), never());
  const patience = new AbortController();
  const second = store.store(deliveryOf(givenUp), patience.signal);
  patience.abort(new Error('told to come again'));
  await expect(second).rejects.toThrow('told to come again');
  await vi.waitFor(() => store.store(deliveryOf(later), AbortSignal.timeout(300)), 5_000);
  await blocker.query('rollback');
  await first;
  expect(await bodiesOf(gateway.id)).toEqual([blocked, later].sort());
});

it('a burst of one account does not make the others wait for their place (W15)', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  const store = new DeliveryStore(test.pool);
  const of = (account: string, n: number) =>
    deliveryOf(JSON.stringify({ AccountStatus: { account_id: account, message: `N${n}` } }));
  const order: string[] = [];
  const storing = (account: string, n: number) =>
    store.store(of(account, n), never()).then(() => order.push(account));
  const burst = Array.from({ length: 1_000 }, (_, n) => storing('noisy', n));
  await Promise.all([...burst, storing('calm', 0)]);
  // Behind what was on its way when it came, and no more.
  expect(order.indexOf('calm')).toBeLessThan(200);
  expect(await bodiesOf(gateway.id)).toHaveLength(1_001);
});
