import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { webhookEvents } from '@/db/schema';
import { createGateway, createWorkspace } from '@/db/testing/factories';
import { deliverWebhook } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { takeEvents } from './take-handlers';
import { MAX_RUNNING_OF_LANE } from './turn-rules';

setTestEnv();
const test = testDb();

/** A gateway to which `counts` events of each account were delivered. */
async function waitingEvents(counts: Record<string, number>) {
  await test.db.delete(webhookEvents).where(eq(webhookEvents.state, 'received'));
  const gateway = await createGateway(test.db, await createWorkspace(test.db));
  for (const [account, count] of Object.entries(counts)) {
    for (let n = 0; n < count; n += 1) {
      await deliverWebhook(test.pool, gateway.id, {
        AccountStatus: { account_id: account, account_type: 'LINKEDIN', message: 'OK' },
      });
    }
  }
  return gateway;
}

const lanesOf = (events: readonly { lane: string }[]) => events.map(({ lane }) => lane).sort();

describe('taking events', () => {
  it('gives each account its turn, the oldest of each first', async () => {
    await waitingEvents({ noisy: 20, calm: 1, '': 1 });
    const taken = await takeEvents(test.db, []);
    // A body that names no account is nobody's burst.
    expect(lanesOf(taken)).toEqual(['', 'calm', 'noisy', 'noisy', 'noisy', 'noisy']);
    const oldest = await test.db
      .select({ id: webhookEvents.id })
      .from(webhookEvents)
      .where(eq(webhookEvents.lane, 'noisy'))
      .orderBy(webhookEvents.receivedAt)
      .limit(MAX_RUNNING_OF_LANE);
    const ids = taken.map(({ id }) => id);
    for (const { id } of oldest) expect(ids).toContain(id);
  });

  it('by two workers at once gives none to both', async () => {
    await waitingEvents({ a: 3, b: 3 });
    const both = await Promise.all([takeEvents(test.db, []), takeEvents(test.db, [])]);
    const ids = both.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await takeEvents(test.db, []);
    expect(ids.length + rest.length).toBe(6);
  });

  it('gives what a dead worker had to the next one, once its lease is over', async () => {
    await waitingEvents({ a: 1 });
    const first = await takeEvents(test.db, []);
    expect(first).toHaveLength(1);
    expect(await takeEvents(test.db, [])).toEqual([]);
    const expire = sql`update webhook_events set try_at = try_at - interval '1 minute'`;
    await test.db.execute(expire);
    expect(await takeEvents(test.db, first)).toEqual([]);
    expect(await takeEvents(test.db, [])).toEqual(first);
  });

  it('leaves alone what is done, what is later, and the callbacks of sign-ins', async () => {
    const gateway = await waitingEvents({ done: 1, later: 1, callback: 1, due: 1 });
    const set = (lane: string, values: Partial<typeof webhookEvents.$inferInsert>) =>
      test.db.update(webhookEvents).set(values).where(eq(webhookEvents.lane, lane));
    await set('done', { state: 'processed' });
    await set('later', { tryAt: new Date(Date.now() + 60_000) });
    await set('callback', { origin: 'hosted_auth' });
    expect(await takeEvents(test.db, [])).toMatchObject([{ lane: 'due', gatewayId: gateway.id }]);
  });

  it('costs much the same behind a hundred thousand of one account, before statistics know of them', {
    timeout: 120_000,
  }, async () => {
    const gateway = await waitingEvents({});
    const body = Buffer.alloc(1_000, 'x');
    const add = (count: number, state: 'received' | 'processed') =>
      test.db.execute(sql`
        insert into webhook_events
          (id, workspace_id, gateway_id, origin, body, lane, state, try_at)
        select gen_random_uuid(), ${gateway.workspaceId}, ${gateway.id}, 'webhook', ${body},
          case when n = 1 then 'calm' else 'noisy' end, ${state}, now() - interval '1 hour' from generate_series(1, ${count}::int) as n`);
    /** Median of some takes, each of which leaves everything as it was. */
    const takeMs = async () => {
      const times: number[] = [];
      for (let count = 0; count < 21; count += 1) {
        const startedMs = performance.now();
        const taken = await takeEvents(test.db, []);
        times.push(performance.now() - startedMs);
        expect(new Set(lanesOf(taken))).toEqual(new Set(['calm', 'noisy']));
        const ids = sql.param(taken.map(({ id }) => id));
        await test.db.execute(sql`update webhook_events set try_at = now() - interval '1 hour'
          where id = any(${ids}::uuid[])`);
      }
      return times.toSorted((one, other) => one - other)[10] ?? Number.NaN;
    };
    await add(1_000, 'processed');
    await test.db.execute(sql`vacuum analyze webhook_events`);
    await add(2, 'received');
    const before = await takeMs();
    await add(100_000, 'received');
    // Read and sorted, they would take some hundred milliseconds.
    expect(await takeMs()).toBeLessThan(5 * before + 10);
  });
});
