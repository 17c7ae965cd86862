import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createPool } from '@/db/client';
import { attendees, conversations } from '@/db/schema';
import {
  eventsOf,
  messageEvent,
  messagesOf,
  startInboxWorld,
  writeMessage,
} from '@/db/testing/inbox-world';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { log } from '@/lib/core/log';
import { startWorker } from '@/worker/run';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1', LOG_LEVEL: 'silent' });
const test = testDb();
const BURST = 500;

describe('an album in a new chat (W4)', () => {
  it('taken by two workers at once makes one chat, its people once, and five messages in order', {
    timeout: 120_000,
  }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { chatId, messageIds } = await world.write({ newChat: true, count: 5, text: 'Photo' });
    const truth = await world.truth();
    const events = truth.messages.map((message) =>
      messageEvent(world, {
        chatId,
        messageId: message.id,
        text: message.text,
        at: message.at,
      }),
    );
    await Promise.all(events.map((event) => world.deliver(event)));
    const pools = [createPool(test.url, 8), createPool(test.url, 8)];
    const workers = await Promise.all(
      pools.map((pool) => startWorker({ pool, log: log(), hasCron: false })),
    );
    await expect
      .poll(
        async () => {
          const stored = await eventsOf(test.db, world.gateway.id);
          return stored.filter((event) => event.state === 'processed').length;
        },
        { timeout: 60_000 },
      )
      .toBe(5);
    await Promise.all(workers.map((worker) => worker.stop()));
    await Promise.all(pools.map((pool) => pool.end()));
    const chats = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    expect(chats).toMatchObject([{ gatewayChatId: chatId, unreadCount: 5 }]);
    const rows = await messagesOf(test.db, world.account.id);
    expect(rows.map((row) => row.gatewayMessageId)).toEqual(messageIds);
    const people = await test.db
      .select()
      .from(attendees)
      .where(eq(attendees.accountId, world.account.id));
    const ids = people.map((person) => person.providerUserId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('an API that hangs (W14)', () => {
  it('does not hold up the answer to a delivery', { timeout: 120_000 }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await world.fault({
      kind: 'timeout',
      times: 0,
      delayMs: 60_000,
      match: { path: '/api/v1/*' },
    });
    const pool = createPool(test.url, 8);
    const worker = await startWorker({ pool, log: log(), hasCron: false });
    const durations: number[] = [];
    for (let index = 0; index < 100; index += 1) {
      const event = messageEvent(world, { chatId: `chat-${index}`, messageId: `message-${index}` });
      const startedMs = performance.now();
      expect((await world.deliver(event)).status).toBe(200);
      durations.push(performance.now() - startedMs);
    }
    const [, p99 = Number.POSITIVE_INFINITY] = durations.toSorted((one, two) => two - one);
    await world.sandbox.stop();
    await worker.stop();
    await pool.end();
    // The promise is below 250 ms; a machine that is shared by several runs gets four times that.
    expect(p99).toBeLessThan(1_000);
  });
});

describe('a burst of one account (W15)', () => {
  it('whose API hangs as well holds up no other workspace', { timeout: 120_000 }, async () => {
    const noisy = await startInboxWorld(test.db, test.pool);
    const calm = await startInboxWorld(test.db, test.pool, { keepsJobs: true });
    await noisy.fault({ kind: 'timeout', times: 0, delayMs: 60_000, match: { path: '/api/v1/*' } });
    // As many at once as are stored within the time of an answer on any machine; more may be told to come again.
    for (let sent = 0; sent < BURST; sent += 20) {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          noisy.deliver(
            messageEvent(noisy, { chatId: `chat-${sent + n}`, messageId: `message-${sent + n}` }),
          ),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    }
    const pool = createPool(test.url, 8);
    const worker = await startWorker({ pool, log: log(), hasCron: false });
    for (let probe = 1; probe <= 10; probe += 1) {
      const { event } = await writeMessage(calm, { newChat: true });
      await calm.deliver(event);
      // Behind the burst it would wait for calls of 15 s each; the benchmark has the exact bound, alone on a machine.
      await expect
        .poll(async () => (await messagesOf(test.db, calm.account.id)).length, {
          timeout: 10_000,
          interval: 20,
        })
        .toBe(probe);
    }
    const waiting = await eventsOf(test.db, noisy.gateway.id);
    await noisy.sandbox.stop();
    await worker.stop();
    await pool.end();
    // It was the burst that waited: without it the test would say nothing.
    expect(waiting.filter(({ state }) => state === 'received')).toHaveLength(BURST);
  });
});

describe('an event that kills the process (W17)', () => {
  it('is put aside after three deaths, and the others flow', { timeout: 240_000 }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const poison = await writeMessage(world, { text: 'poison-pill' });
    const other = await writeMessage(world, { text: 'An honest question' });
    await world.deliver(poison.event);
    for (let death = 1; death <= 3; death += 1) {
      const { ended } = await startServerProcess(
        test.url,
        'webhook.before_process=exit@poison-pill',
      );
      await ended;
      await letTimePass(test.pool);
    }
    await world.deliver(other.event);
    await startServerProcess(test.url, 'webhook.before_process=exit@poison-pill');
    const states = async () =>
      (await eventsOf(test.db, world.gateway.id)).map(({ state, reason }) => ({ state, reason }));
    await expect.poll(states, { timeout: 90_000 }).toEqual([
      { state: 'failed', reason: 'crashed' },
      { state: 'processed', reason: null },
    ]);
  });
});
