import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createPool } from '@/db/client';
import { testDb } from '@/db/testing/test-db';
import { getReadiness } from './queries';

const test = testDb();

/** A pool whose sessions start with a setting of their own, as a misconfigured server gives them. */
async function withSetting<T>(setting: string, read: (pool: pg.Pool) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: test.url, options: `-c ${setting}`, max: 1 });
  try {
    return await read(pool);
  } finally {
    await pool.end();
  }
}

describe('readiness', () => {
  it('is given by a database that can be written and has this build’s schema', async () => {
    expect(await getReadiness(test.pool)).toEqual({
      isReady: true,
      checks: { database: 'ok', migrations: 'ok', settings: 'ok', shutdown: 'ok' },
    });
  });

  it('is refused within three seconds when nobody answers', async () => {
    const pool = createPool('postgres://nobody@127.0.0.1:9/none', 1);
    const startedMs = performance.now();
    const readiness = await getReadiness(pool);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(readiness).toMatchObject({ isReady: false, checks: { database: 'unreachable' } });
    await pool.end();
  });

  it('is refused while the database only reads', async () => {
    const readiness = await withSetting('default_transaction_read_only=on', getReadiness);
    expect(readiness).toMatchObject({ isReady: false, checks: { database: 'read-only' } });
  });

  it('says so when the database may forget what it has confirmed (D4)', async () => {
    const readiness = await withSetting('synchronous_commit=off', getReadiness);
    expect(readiness.checks.settings).toBe('unsafe: synchronous_commit');
  });

  it('is refused while migrations are missing', async () => {
    await test.pool.query(
      'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)',
    );
    expect(await getReadiness(test.pool)).toMatchObject({
      isReady: false,
      checks: { migrations: 'pending' },
    });
  });
});
