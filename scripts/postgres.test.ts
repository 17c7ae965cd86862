import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { startPostgres } from './postgres.mjs';
import { isReachable } from './postgres-places.mjs';
import { isAlive, untilGone } from './processes.mjs';

type Cluster = Awaited<ReturnType<typeof startPostgres>>;

const started: Cluster[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const cluster of started.splice(0)) await cluster.stop();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-postgres-'));
  folders.push(folder);
  return folder;
}

async function start(dataDir: string, port?: number): Promise<Cluster> {
  const cluster = await startPostgres({ dataDir, port });
  started.push(cluster);
  return cluster;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it('keeps the data over a restart, with durable settings and a password', async () => {
  const folder = newFolder();
  const first = await start(folder);
  await ask(first.url, 'create table kept (id int); insert into kept values (7)');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);

  const second = await start(folder);
  expect(second.reused).toBe(false);
  expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
  const settings = await ask(
    second.url,
    `select name, setting from pg_settings
     where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses')
     order by name`,
  );
  expect(settings.map((row) => row.setting)).toEqual(['on', 'on', '127.0.0.1', 'on']);
  expect(statSync(join(second.dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
  const withoutPassword = second.url.replace(/:[^:@/]+@/, ':wrong@');
  await expect(ask(withoutPassword, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

it('finds the cluster that already runs instead of failing', async () => {
  const folder = newFolder();
  const first = await start(folder);
  const second = await start(folder);
  expect(second).toMatchObject({ reused: true, pid: first.pid, url: first.url });
});

it('is not misled by a pid file whose number belongs to another program', async () => {
  const folder = newFolder();
  const first = await start(folder);
  const pidFile = join(first.dataDir, 'postgres', 'postmaster.pid');
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  await first.stop();
  writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
  const second = await start(folder);
  expect(second.reused).toBe(false);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('leaves no server behind when its owner is killed', async () => {
  const folder = newFolder();
  const module = pathToFileURL(join(import.meta.dirname, 'postgres.mjs')).href;
  const script = `
    const { startPostgres } = await import(${JSON.stringify(module)});
    const cluster = await startPostgres({ dataDir: ${JSON.stringify(folder)} });
    console.log(cluster.pid);
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(owner.stdout, 'data');
  const pid = Number(String(line));
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  expect(await untilGone(pid, 10_000)).toBe(true);
});

it('says in one sentence which port is taken', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  try {
    await expect(start(newFolder(), port)).rejects.toThrow(
      `Port ${port} is in use, so the embedded database cannot listen on it.`,
    );
  } finally {
    holder.close();
  }
});

it('names the folder and the file when the password was lost, and keeps the data', async () => {
  const folder = newFolder();
  const first = await start(folder);
  await first.stop();
  await rm(join(first.dataDir, 'postgres.json'));
  await expect(start(folder)).rejects.toThrow(/has lost its password file/);
  expect(statSync(join(first.dataDir, 'postgres', 'PG_VERSION')).isFile()).toBe(true);
});

it('knows a folder that other users cannot pass through', () => {
  const closed = newFolder(); // mkdtemp makes it 0700
  expect(isReachable(join(closed, 'data'))).toBe(false);
  expect(isReachable(closed)).toBe(true);
});
