import { describe, expect, it } from 'vitest';
import { startConversation } from '@/db/testing/conversation-world';
import { isStopped, letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 60_000, interval: 100 };

describe('kill -9 of the worker that sends (S7)', () => {
  it('after the post: the message went out once, and is found', { timeout: 120_000 }, async () => {
    const { world, reply, stateOf, bubbles, atProvider } = await startConversation(
      test.db,
      test.pool,
    );
    const { sendId } = await reply('Just before the crash');
    const first = await startServerProcess(test.url, 'send.after_post=exit');
    await first.ended;
    expect(await stateOf(sendId)).toMatchObject({ state: 'sending', gatewayMessageId: null });
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('unknown');
    await test.pool.query('update graphile_worker._private_jobs set run_at = now()');
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('sent');
    expect(await atProvider('Just before the crash')).toHaveLength(1);
    expect(await bubbles('Just before the crash')).toHaveLength(1);
    expect(await world.posts()).toBe(1);
  });

  it('before the post: nothing went out, and nothing goes out by itself', {
    timeout: 120_000,
  }, async () => {
    const { world, reply, stateOf } = await startConversation(test.db, test.pool);
    const { sendId } = await reply('Never left');
    const first = await startServerProcess(test.url, 'send.before_post=exit');
    await first.ended;
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('unknown');
    expect(await world.posts()).toBe(0);
  });
});

describe('a worker that sleeps before it posts (S8)', () => {
  it('wakes after another has taken over, and does not post', { timeout: 120_000 }, async () => {
    const { world, reply, stateOf } = await startConversation(test.db, test.pool);
    const { sendId } = await reply('From a suspended machine');
    const sleeper = await startServerProcess(test.url, 'send.before_post=stop');
    await expect.poll(() => isStopped(sleeper.pid), POLL).toBe(true);
    expect(await stateOf(sendId)).toMatchObject({ state: 'sending' });
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('unknown');
    process.kill(sleeper.pid, 'SIGCONT');
    // It finds that its claim is gone, and that nothing left is proven now.
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('failed');
    expect(await stateOf(sendId)).toMatchObject({ errorCode: 'not_reached' });
    expect(await world.posts()).toBe(0);
  });
});
