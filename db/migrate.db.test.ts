import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from '@/db/migrate';
import { migrationState } from '@/db/migration-state';

const adminUrl = process.env.TEST_DATABASE_URL ?? '';
const admin = new pg.Client({ connectionString: adminUrl });
const created: string[] = [];

beforeAll(() => admin.connect());
afterAll(async () => {
  for (const name of created) await admin.query(`drop database if exists ${name} with (force)`);
  await admin.end();
});

async function emptyDatabase(): Promise<string> {
  const name = `migrate_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name}`);
  created.push(name);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function inspect<T>(url: string, read: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await read(client);
  } finally {
    await client.end();
  }
}

const state = (url: string) => inspect(url, migrationState);

describe('migrations (D1)', () => {
  it('give the same schema when two processes run them at once, and nothing more when run again', async () => {
    const url = await emptyDatabase();
    await Promise.all([migrateDatabase(url), migrateDatabase(url)]);
    await migrateDatabase(url);
    const after = await state(url);
    expect(after.applied).toBe(after.known);
    expect(after.known).toBeGreaterThanOrEqual(2);
  });

  it('leave nothing half done when killed at any moment, and finish when run again', async () => {
    for (const delayMs of [150, 400, 700, 900, 1_100, 1_300]) {
      const url = await emptyDatabase();
      await killedAfter(url, delayMs);
      const between = await state(url);
      expect([0, between.known]).toContain(between.applied);
      await migrateDatabase(url);
      const after = await state(url);
      expect(after.applied).toBe(after.known);
    }
  }, 60_000);

  it('refuse a database that a newer build has migrated', async () => {
    const url = await emptyDatabase();
    await migrateDatabase(url);
    await inspect(url, (client) =>
      client.query(
        `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`,
      ),
    );
    await expect(migrateDatabase(url)).rejects.toThrow('newer version');
  });

  it('name the statement’s error in one sentence when one is broken', async () => {
    const url = await emptyDatabase();
    await inspect(url, (client) => client.query('create table workspaces (wrong int)'));
    const { code, stderr } = await runMigrate(url);
    expect(code).toBe(1);
    expect(stderr.trim()).toBe('Migration failed: relation "workspaces" already exists');
  });
});

function spawnMigrate(url: string) {
  return spawn(process.execPath, ['--import', 'tsx', path.resolve('db/migrate.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: url,
      SMTP_URL: 'smtp://127.0.0.1:9',
      AUTH_SECRET: 'x'.repeat(32),
      ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function killedAfter(url: string, delayMs: number): Promise<void> {
  const child = spawnMigrate(url);
  const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
  await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(timer);
}

async function runMigrate(url: string): Promise<{ code: number | null; stderr: string }> {
  const child = spawnMigrate(url);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stderr };
}
