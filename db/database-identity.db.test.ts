import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createPool } from '@/db/client';
import { isRestored, markDatabase } from '@/db/database-identity';
import { runScript, startServerProcess } from '@/db/testing/server-process';
import { copyTestDatabase, testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';

setTestEnv();
const test = testDb();
const POLL = { timeout: 25_000, interval: 100 };

async function copy() {
  const { url, drop } = await copyTestDatabase(test.url);
  const pool = createPool(url, 2);
  onTestFinished(async () => {
    await pool.end();
    await drop();
  });
  return { url, pool };
}

it('is the same database before its first start and at every later one', async () => {
  expect(await isRestored(test.pool)).toBe(false);
  await markDatabase(test.pool);
  await markDatabase(test.pool);
  expect(await isRestored(test.pool)).toBe(false);
});

it('a copy is another one until somebody says what it is; one that moved keeps all that waits', {
  timeout: 120_000,
}, async () => {
  await test.pool.query(
    `insert into outgoing_mails (id, kind, to_email, dedupe_key)
     values (gen_random_uuid(), 'digest', 'jane@example.com', 'of a copy')`,
  );
  await markDatabase(test.pool);
  const { url, pool } = await copy();
  expect(await isRestored(pool)).toBe(true);
  const refused = runScript('server/main.ts', url);
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('--moved')]);
  expect(runScript('scripts/restored.ts', url, '--mvoed').status).toBe(1);
  expect(await isRestored(pool)).toBe(true);
  expect(runScript('scripts/restored.ts', url, '--moved').status).toBe(0);
  expect(await isRestored(pool)).toBe(false);
  const { rows } = await pool.query('select state from outgoing_mails');
  expect(rows).toEqual([{ state: 'queued' }]);
});

it('a worker that runs while another server takes over marks it as its own', {
  timeout: 60_000,
}, async () => {
  await startServerProcess(test.url);
  await test.pool.query(`update database_identities set identity = 'the server before'`);
  await expect.poll(() => isRestored(test.pool), POLL).toBe(false);
});

it('needs no superuser, and a server that does not tell is not taken for a copy', async () => {
  await markDatabase(test.pool);
  const client = new pg.Client({ connectionString: test.url, options: '-c role=pg_read_all_data' });
  await client.connect();
  onTestFinished(() => client.end());
  expect(await isRestored(client)).toBe(false);
  await test.pool.query('revoke execute on function pg_control_system() from public');
  expect(await isRestored(client)).toBeNull();
  await expect(markDatabase(client)).resolves.toBeUndefined();
});
