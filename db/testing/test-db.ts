import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect } from 'vitest';
import { createDb, createPool, type Db } from '@/db/client';
import { migrateDatabase } from '@/db/migrate';

const TEMPLATE_LOCK = 7_114_027;

/** Where tests may create databases: an address with the right to CREATE DATABASE. */
function adminUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL is not set. Run the tests through "npm test".');
  return url;
}

function withDatabase(url: string, name: string): string {
  const result = new URL(url);
  result.pathname = `/${name}`;
  return result.href;
}

async function withAdmin<T>(fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl() });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

/**
 * The migrated template that test databases are cloned from; made once per cluster and migration
 * set, whichever process comes first.
 */
async function ensureTemplate(): Promise<string> {
  const template = 'switchboard_template';
  await withAdmin(async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      template,
    ]);
    if (rowCount === 0) {
      await client.query(`create database ${template}_new`);
      await migrateDatabase(withDatabase(adminUrl(), `${template}_new`));
      await client.query(`alter database ${template}_new rename to ${template}`);
    }
  });
  return template;
}

/** A fresh, migrated database of its own. `drop` ends every connection to it. */
export async function createTestDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const template = await ensureTemplate();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdmin(async (client) => {
    // Cloning locks the template, so clones of parallel test files wait for each other.
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: withDatabase(adminUrl(), name),
    drop: () => dropDatabase(name),
  };
}

function dropDatabase(name: string): Promise<void> {
  return withAdmin(async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
  });
}

/** A copy of a test database as it is now, as a backup that was restored. Ends every connection to the original. */
export async function copyTestDatabase(
  url: string,
): Promise<{ url: string; drop(): Promise<void> }> {
  const original = new URL(url).pathname.slice(1);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withAdmin(async (client) => {
    // Whoever comes again at once would stand in the way of the copy.
    await client.query(`alter database ${original} allow_connections false`);
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
      [original],
    );
    try {
      await client.query(`create database ${name} template ${original}`);
    } finally {
      await client.query(`alter database ${original} allow_connections true`);
    }
  });
  return { url: withDatabase(adminUrl(), name), drop: () => dropDatabase(name) };
}

/** For a `*.db.test.ts`: one database for the file, gone afterwards. Use inside tests only. */
export function testDb(): { readonly db: Db; readonly pool: pg.Pool; readonly url: string } {
  let current: { db: Db; pool: pg.Pool; url: string; drop(): Promise<void> } | undefined;
  const get = () => {
    if (!current) throw new Error('The test database exists only while tests run.');
    return current;
  };
  beforeAll(async () => {
    const { url, drop } = await createTestDatabase();
    const pool = createPool(url, 8);
    current = { db: createDb(pool), pool, url, drop };
  }, 60_000);
  afterAll(async () => {
    await current?.pool.end();
    await current?.drop();
  });
  return {
    get db() {
      return get().db;
    },
    get pool() {
      return get().pool;
    },
    get url() {
      return get().url;
    },
  };
}

/** The server processes of this database that stand before a lock. */
export async function listBlocked(pool: pg.Pool): Promise<number[]> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.map(({ pid }) => pid);
}

/** Waits until exactly `count` of them stand before a lock, and says which. */
export async function untilBlocked(pool: pg.Pool, count = 1): Promise<number[]> {
  let pids: number[] = [];
  await expect
    .poll(
      async () => {
        pids = await listBlocked(pool);
        return pids;
      },
      { timeout: 15_000, interval: 20 },
    )
    .toHaveLength(count);
  return pids;
}
