import { eq, sql } from 'drizzle-orm';
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

async function countJobs(gatewayId: string): Promise<number> {
  const { rows } = await test.db.execute(sql`
    select 1 from graphile_worker._private_jobs j
    join webhook_events e on e.id::text = j.payload->>'eventId' where e.gateway_id = ${gatewayId}`);
  return rows.length;
}

it('deliveries that come together are committed together, each with its job', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  const query = vi.spyOn(test.pool, 'query');
  onTestFinished(() => query.mockRestore());
  const store = new DeliveryStore(test.pool);
  await Promise.all(bodies(100).map((body) => store.store(deliveryOf(body), never())));
  expect(query).toHaveBeenCalledTimes(3);
  expect(await bodiesOf(gateway.id)).toEqual(bodies(100).sort());
  expect(await countJobs(gateway.id)).toBe(100);
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
  expect(await countJobs(gateway.id)).toBe(4);
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

it('what was delivered is understood before the checks that wait already', async () => {
  const { gateway, deliveryOf } = await freshGateway();
  await test.db.execute(
    sql`select graphile_worker.add_job('inbox.sync-account', run_at => now() - interval '1 minute')`,
  );
  await new DeliveryStore(test.pool).store(deliveryOf('{"event":"e"}'), never());
  // The order in which a worker takes them.
  const { rows } = await test.db.execute(sql`
    select t.identifier from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id
    left join webhook_events e on e.id::text = j.payload->>'eventId'
    where e.gateway_id = ${gateway.id} or t.identifier = 'inbox.sync-account'
    order by j.priority, j.run_at limit 1`);
  expect(rows).toEqual([{ identifier: 'webhook.process' }]);
});
