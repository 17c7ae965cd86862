import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createDb } from '@/db/client';
import { migrateDatabase } from '@/db/migrate';
import { mintMemberScope } from '@/lib/auth/scope';
import { startPostgres } from '../scripts/postgres.mjs';
import { startProduct } from './product';
import type { Line, ProductRow, Row, World } from './row';
import { burstRow } from './rows/burst';
import { ingestRow } from './rows/ingest';
import { keysRow } from './rows/keys';
import { listRow } from './rows/list';
import { liveRow } from './rows/live';
import { searchRow } from './rows/search';
import { threadRow } from './rows/thread';
import { seed } from './seed';

const ROWS: readonly Row[] = [listRow, threadRow, searchRow];
const PRODUCT_ROWS: readonly ProductRow[] = [ingestRow, liveRow, burstRow, keysRow];
const SIZES = [
  { name: '10 k', messages: 10_000, conversations: 1_000, accounts: 200 },
  { name: '100 k', messages: 100_000, conversations: 10_000, accounts: 200 },
  { name: '1 M', messages: 1_000_000, conversations: 100_000, accounts: 200 },
];
/** Takes some minutes and 20 GB to make; beside the million it shows what ten times as much costs (D5). */
const HUGE = { name: '10 M', messages: 10_000_000, conversations: 100_000, accounts: 200 };
/** What a person waits for the database at most with so much, p95 in ms. */
const HUGE_LIMITS: Readonly<Record<string, number>> = {
  [listRow.title]: 150,
  [searchRow.title]: 300,
  [threadRow.title]: 100,
};

/**
 * `npm run bench`, or `npm run bench -- search list` for some rows; with `small` the million is left
 * out, for a look while working; with `huge` ten million stand beside the million, under bounds in ms. Ends with 1
 * where a bound is missed.
 */
async function main(words: readonly string[]): Promise<boolean> {
  const isHuge = words.includes('huge');
  const usual = words.includes('small') ? SIZES.slice(0, -1) : SIZES;
  const sizes = isHuge ? [...SIZES.slice(-1), HUGE] : usual;
  const names = words.filter((word) => word !== 'small' && word !== 'huge');
  const isChosen = ({ title }: { title: string }) =>
    names.length === 0 || names.some((name) => title.toLowerCase().includes(name));
  const rows = ROWS.filter(isChosen);
  const productRows = PRODUCT_ROWS.filter(isChosen);
  if (rows.length + productRows.length === 0) {
    const titles = [...PRODUCT_ROWS, ...ROWS].map(({ title }) => `“${title}”`).join(', ');
    throw new Error(`No row has “${names.join('” or “')}” in its name. There are: ${titles}.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-bench-'));
  const cluster = await startPostgres({
    dataDir: folder,
    settings: { max_connections: '100', maintenance_work_mem: '256MB', max_wal_size: '4GB' },
  });
  const worlds: World[] = [];
  try {
    let isKept = true;
    for (const row of productRows)
      isKept = print(row.title, await runOn(cluster.url, row)) && isKept;
    if (rows.length === 0) return isKept;
    for (const size of sizes) worlds.push(await makeWorld(cluster.url, size));
    for (const row of rows) {
      const lines = await row.run(worlds);
      isKept = print(row.title, isHuge ? lines.map(hugeLine(row.title)) : lines) && isKept;
    }
    return isKept;
  } finally {
    await Promise.all(worlds.map(({ pool }) => pool.end()));
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
    await rm(cluster.dataDir, { recursive: true, force: true });
  }
}

/** With ten million what counts is how long it takes, not how it grew. */
function hugeLine(title: string): (line: Line) => Line {
  const limit = HUGE_LIMITS[title];
  return (line) => {
    if (limit === undefined || !line.what.includes(HUGE.name)) return { ...line, bound: undefined };
    return { ...line, bound: { text: `p95 ≤ ${limit} ms`, isKept: line.p95 <= limit } };
  };
}

/** Each on a product of its own, so that no row waits for what another one left to do. */
async function runOn(clusterUrl: string, row: ProductRow): Promise<Line[]> {
  const product = await startProduct(clusterUrl);
  try {
    return await row.run(product);
  } finally {
    await product.stop();
  }
}

async function makeWorld(url: string, size: (typeof SIZES)[number]): Promise<World> {
  const database = `bench_${size.messages}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`create database ${database}`);
  await admin.end();
  const own = new URL(url);
  own.pathname = `/${database}`;
  await migrateDatabase(own.href);
  const pool = new pg.Pool({ connectionString: own.href, max: 8 });
  // A connection that is still closing when the cluster stops ends with an error that means nothing.
  pool.on('error', () => undefined);
  const start = performance.now();
  const { workspaceId, all, one } = await seed(pool, size);
  const seconds = ((performance.now() - start) / 1_000).toFixed(0);
  process.stdout.write(`${size.name} messages in ${seconds} s\n`);
  const ctxOf = (person: { memberId: string; userId: string }) => ({
    db: createDb(pool),
    scope: mintMemberScope({ workspaceId, ...person, sessionId: person.userId, role: 'member' }),
  });
  return { name: size.name, messages: size.messages, pool, all: ctxOf(all), one: ctxOf(one) };
}

/** Returns whether every bound is kept. */
function print(title: string, lines: readonly Line[]): boolean {
  const ms = (value: number | undefined) => (value ?? Number.NaN).toFixed(1).padStart(8);
  process.stdout.write(
    `\n${title.padEnd(58)}     p50      p95 |     SQL   driver  mapping  queries\n`,
  );
  for (const { what, p50, p95, bound, split } of lines) {
    const parts =
      split && `${ms(split.sql)} ${ms(split.driver)} ${ms(split.mapping)} ${split.queries}`;
    const verdict = bound ? `  ${bound.isKept ? 'kept' : 'MISSED'}: ${bound.text}` : '';
    process.stdout.write(`${what.padEnd(58)}${ms(p50)} ${ms(p95)} |${parts ?? ''}${verdict}\n`);
  }
  return lines.every(({ bound }) => bound?.isKept ?? true);
}

process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
