import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { gateways } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createSealedWorld } from '@/db/testing/sealed-world';
import { startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { env } from '@/lib/core/env';
import { getSealedState } from '@/lib/sealed/queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 60_000, interval: 100 };
const V1 = `v1:${Buffer.alloc(32, 7).toString('base64')}`;
const V2 = `v2:${randomBytes(32).toString('base64')}`;

async function keys(command: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/keys.ts', command], {
    env: { ...process.env, DATABASE_URL: test.url, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const ended = new Promise<string | number | null>((resolve) =>
    child.once('close', (code, signal) => resolve(signal ?? code)),
  );
  return { ended: await ended, output };
}

async function countByVersion(version: string): Promise<number> {
  const states = await getSealedState(test.db, env().ENCRYPTION_KEYS);
  return states.reduce((sum, { byVersion }) => sum + (byVersion[version] ?? 0), 0);
}

describe('a new encryption key', () => {
  it('comes into use while messages leave: none fails, and a run that is killed is gone on with (K3)', {
    timeout: 240_000,
  }, async () => {
    const { world, reply, stateOf } = await startConversation(test.db, test.pool);
    await createSealedWorld(test.db, env().ENCRYPTION_KEYS, 20);
    const total = await countByVersion('v1');
    const ids: string[] = [];
    const send = async (count: number) => {
      for (let sent = 0; sent < count; sent += 1) {
        const { sendId } = await reply(`Message ${ids.length}`);
        ids.push(sendId);
      }
    };
    const states = async () => {
      const rows = await Promise.all(ids.map(stateOf));
      return [...new Set(rows.map(({ state }) => state))];
    };
    // As in a rolling start: one that knows the new key and does not use it yet, and one that does.
    const before = await startServerProcess(test.url, '', { ENCRYPTION_KEYS: `${V1},${V2}` });
    await startServerProcess(test.url, '', { ENCRYPTION_KEYS: `${V2},${V1}` });
    const newest = { ENCRYPTION_KEYS: `${V2},${V1}` };

    await send(5);
    const killed = await keys('reseal', { ...newest, FAILPOINTS: 'keys.after_row=exit' });
    expect(killed.ended).toBe('SIGKILL');
    expect(await countByVersion('v2')).toBe(1);
    const [, ...runs] = await Promise.all([
      send(10),
      keys('reseal', newest),
      keys('reseal', newest),
    ]);
    for (const { ended, output } of runs) expect([ended, output]).toEqual([0, expect.any(String)]);
    await send(5);
    expect(await countByVersion('v2')).toBe(total);
    await expect.poll(states, POLL).toEqual(['sent']);
    expect(await world.posts()).toBe(20);

    // The old key is gone from the environment, and nobody misses it.
    process.kill(before.pid, 'SIGKILL');
    await before.ended;
    const status = await keys('status', { ENCRYPTION_KEYS: V2 });
    expect(status.ended).toBe(0);
    expect(status.output).toContain('All of it is sealed with v2');
  });

  it('that is put in without the one before stops what needs it, says so, and nothing else (K3)', {
    timeout: 120_000,
  }, async () => {
    await test.db.execute(
      sql`truncate gateways, extension_devices, erasures, erasure_keys cascade`,
    );
    const { world, reply, stateOf } = await startConversation(test.db, test.pool);
    const lost = { ENCRYPTION_KEYS: V2 };
    const server = await startServerProcess(test.url, '', lost);
    const { sendId } = await reply('Not without the key');
    await expect.poll(async () => (await stateOf(sendId)).errorCode, POLL).toBe('key_unreadable');
    expect(await stateOf(sendId)).toMatchObject({ state: 'failed', postedAt: null });
    const [connection] = await test.db.select().from(gateways);
    expect(connection?.lastErrorCode).toBe('key_unreadable');
    // It goes on, and so does whoever has a key of their own.
    expect((await fetch(`${server.url}/api/readyz`)).status).toBe(200);
    const status = await keys('status', lost);
    expect(status.ended).toBe(1);
    expect(status.output).toContain('the key v1 is not in ENCRYPTION_KEYS');
    expect(await world.posts()).toBe(0);

    // With the key back it is as if nothing had been.
    await startServerProcess(test.url, '', { ENCRYPTION_KEYS: `${V2},${V1}` });
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    const again = await reply('With the key');
    await expect.poll(async () => (await stateOf(again.sendId)).state, POLL).toBe('sent');
  });
});
