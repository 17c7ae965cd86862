import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { conversations } from '@/db/schema';
import {
  eventsOf,
  type InboxWorld,
  messagesOf,
  startInboxWorld,
  writeMessage,
} from '@/db/testing/inbox-world';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const TIMEOUT_MS = 60_000;

/** Status of the answer, or null when the process died before it could give one. */
function post(url: string, world: InboxWorld, event: unknown): Promise<number | null> {
  return fetch(`${url}/api/webhooks/${world.gateway.id}`, {
    method: 'POST',
    headers: { 'unipile-auth': 'webhook-secret' },
    body: JSON.stringify(event),
  }).then(
    (answer) => answer.status,
    () => null,
  );
}

async function expectOneMessage(world: InboxWorld): Promise<void> {
  await expect
    .poll(async () => (await messagesOf(test.db, world.account.id)).length, { timeout: TIMEOUT_MS })
    .toBe(1);
  await expect
    .poll(async () => (await eventsOf(test.db, world.gateway.id))[0]?.state, {
      timeout: TIMEOUT_MS,
    })
    .toBe('processed');
  const [chat] = await test.db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, world.account.id));
  expect(chat?.unreadCount).toBe(1);
  expect(await eventsOf(test.db, world.gateway.id)).toHaveLength(1);
}

describe('kill -9', () => {
  it('between the answer and the processing loses nothing (W1)', { timeout: 120_000 }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    const first = await startServerProcess(test.url, 'webhook.before_process=exit');
    expect(await post(first.url, world, event)).toBe(200);
    await first.ended;
    expect(await messagesOf(test.db, world.account.id)).toEqual([]);
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expectOneMessage(world);
  });

  it('after the commit and before the answer makes one message of the repeat (W2)', {
    timeout: 120_000,
  }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    const first = await startServerProcess(test.url, 'webhook.after_commit=exit');
    expect(await post(first.url, world, event)).toBeNull();
    await first.ended;
    await letTimePass(test.pool);
    const second = await startServerProcess(test.url);
    expect(await post(second.url, world, event)).toBe(200);
    await expectOneMessage(world);
    const [stored] = await eventsOf(test.db, world.gateway.id);
    expect(stored?.duplicateCount).toBe(1);
  });
});
