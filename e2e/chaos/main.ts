import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createDb } from '@/db/client';
import { createTestDatabase } from '@/db/testing/test-db';
import { startSandbox } from '@/sandbox/server';
import { builtActions } from '../support/build';
import { freePort } from '../support/stack';
import { addWorkspace, type SyncedAccount } from '../support/synced-account';
import { until } from '../support/until';
import { type Check, checkInvariants, visible } from './checks';
import { startCrashableCluster } from './cluster';
import { startDatabaseProxy } from './database-proxy';
import { type Product, startProduct } from './product';
import {
  type Intent,
  letContactsWrite,
  letSellerAnswer,
  readWithoutPause,
  spoilPosts,
} from './traffic';

/** Divides the pauses between the tries of a webhook, so that its six tries take two minutes. */
const SPEED = 20;
const CLOSED_LIMIT_MS = 600_000;
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Room for a fresh cluster with its write-ahead log, and little more. */
const DISK_MEGABYTES = 400;

interface Plan {
  messages: number;
  sends: number;
  kills: number;
  crashes: number;
  /** Postgres lives on a small disk of its own, which runs full once (D2). */
  hasFullDisk: boolean;
}

/**
 * `npm run test:chaos`: the production build takes webhooks and sends while web, worker and Postgres
 * are killed again and again, the line to Postgres fails, both clocks are ten minutes wrong, and the API
 * answers badly; then every invariant is checked against what
 * the provider really has. Ends with 1 where one is broken.
 */
async function main(plan: Plan): Promise<boolean> {
  mkdirSync('.cache/e2e-logs', { recursive: true });
  const cluster = await startCrashableCluster(
    plan.hasFullDisk ? { diskMegabytes: DISK_MEGABYTES } : {},
  );
  process.env.TEST_DATABASE_URL = cluster.url;
  const database = await createTestDatabase();
  const sandboxes = await Promise.all(
    [0, 1].map(() => startSandbox({ seed: 'empty', speed: SPEED })),
  );
  const [first, second] = sandboxes;
  if (!first || !second) throw new Error('Two workspaces need two sandboxes.');
  const line = await startDatabaseProxy(Number(new URL(database.url).port));
  const through = new URL(database.url);
  through.port = String(line.port);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: through.href,
    SMTP_URL: first.smtpUrl,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
    NODE_ENV: 'production',
    ALLOW_INSECURE_GATEWAY: '1',
    RECONNECT_EMAIL_DELAY_SECONDS: '1',
    CHAT_POLL_INTERVAL_SECONDS: '30',
    ACCOUNT_CHECK_INTERVAL_SECONDS: '15',
  };
  Object.assign(process.env, environment);
  const product = await startProduct(environment);
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  try {
    const seller = await addWorkspace(createDb(pool), first, 'heron');
    const broken = await addWorkspace(createDb(pool), second, 'plover');
    const accounts = [seller, broken];
    const started = performance.now();
    const { intents, incidentCount, databaseRecoveries } = await storm(plan, {
      url,
      product,
      cluster,
      line,
      seller,
      broken,
    });
    const starved = plan.hasFullDisk ? [await starve(cluster, product, seller)] : [];
    const rolling = await deploy(url, product, seller, intents);
    say(`storm of ${seconds(performance.now() - started)}, then rest`);
    const closedMs = await untilClosed(pool, accounts);
    say(`recovery after kill -9, web or worker: ${summary(product.recoveries)}`);
    say(`recovery after kill -9 of Postgres:    ${summary(databaseRecoveries)}`);
    say(`last gap closed after:                 ${seconds(closedMs)} (gate 600 s)\n`);
    const found = { pool, url, accounts, seller, intents, broken, incidentCount };
    return report([...(await checkInvariants(found)), ...starved, rolling]);
  } finally {
    await pool.end();
    await product.stop();
    await line.stop();
    for (const sandbox of sandboxes) await sandbox.stop();
    await cluster.stop();
  }
}

interface Scene {
  url: string;
  product: Product;
  cluster: Awaited<ReturnType<typeof startCrashableCluster>>;
  line: Awaited<ReturnType<typeof startDatabaseProxy>>;
  seller: SyncedAccount;
  broken: SyncedAccount;
}

/** All at once: contacts, the seller, a bad API, an account that breaks, and the killer. */
async function storm(plan: Plan, scene: Scene) {
  const { url, seller, broken } = scene;
  let isOver = false;
  const isDone = () => isOver;
  const spoiling = spoilPosts(seller, isDone);
  const breaking = breakAndMend(broken, isDone);
  const [intents, databaseRecoveries] = await Promise.all([
    letSellerAnswer(url, replyAction(), seller, { count: plan.sends, perSecond: 3 }),
    killAgainAndAgain(plan, scene),
    letContactsWrite([seller, broken], { count: plan.messages, perSecond: 25 }),
  ]);
  isOver = true;
  const badAnswers = await spoiling;
  const incidentCount = await breaking;
  await Promise.all([seller, broken].map(({ sandbox }) => sandbox.control('DELETE', '/faults')));
  say(
    `${plan.messages} messages in, ${intents.length} answers under ${badAnswers} bad ones of the API, ` +
      `${plan.kills - plan.crashes} kills of web or worker, ${databaseRecoveries.length} of Postgres, ` +
      `${incidentCount} incidents`,
  );
  return { intents, incidentCount, databaseRecoveries };
}

/** Returns how long the product was away after each blow to the database, in milliseconds. */
async function killAgainAndAgain(plan: Plan, { product, cluster, line }: Scene) {
  const databaseRecoveries: number[] = [];
  for (let kill = 1; kill <= plan.kills; kill += 1) {
    await pause(700 + Math.random() * 1_800);
    if (!isDue(kill, plan)) {
      await product.kill(Math.random() < 0.5 ? 'web' : 'worker');
      continue;
    }
    const startMs = performance.now();
    await cluster.crash();
    await product.untilUp();
    databaseRecoveries.push(performance.now() - startMs);
    // The same blow, softer: the line stalls, then drags, then is cut.
    line.become('frozen');
    await pause(4_000);
    line.become('slow');
    await pause(4_000);
    line.become('fine');
    line.reset();
    await product.untilUp();
  }
  return databaseRecoveries;
}

/** Spread evenly: every so many kills it is the turn of Postgres. */
const isDue = (kill: number, { kills, crashes }: Plan) =>
  crashes > 0 && kill % Math.max(1, Math.floor(kills / crashes)) === 0;

/** The other account loses its session and gets it back; each loss is an incident. */
async function breakAndMend({ sandbox, providerAccountId }: SyncedAccount, isOver: () => boolean) {
  let incidentCount = 0;
  const become = (status: string) =>
    sandbox.control('POST', `/accounts/${providerAccountId}/status`, { status });
  while (!isOver()) {
    incidentCount += 1;
    await become('CREDENTIALS');
    await pause(8_000);
    await become('OK');
    await pause(8_000);
  }
  return incidentCount;
}

/** The disk of Postgres is full for a while: events are refused, none is lost, and all heals by itself. */
async function starve(
  cluster: Scene['cluster'],
  product: Product,
  seller: SyncedAccount,
): Promise<Check> {
  await cluster.fillDisk();
  await letContactsWrite([seller], { count: 60, perSecond: 4 });
  await cluster.freeDisk();
  const startMs = performance.now();
  await product.untilUp();
  say(`recovery after a full disk:            ${seconds(performance.now() - startMs)}`);
  const { deliveries } = (await seller.sandbox.control('GET', '/log')) as {
    deliveries: { status: number | string }[];
  };
  const refused = deliveries.filter(({ status }) => status === 503).length;
  return { name: 'D2 a full disk refuses events, and heals', problems: [], looked: refused };
}

/** A rolling deployment while people read and the seller goes on answering (D6). */
async function deploy(
  url: string,
  product: Product,
  seller: SyncedAccount,
  intents: Intent[],
): Promise<Check> {
  const targets = new Set([url]);
  let isOver = false;
  const reading = readWithoutPause(targets, seller, () => isOver);
  const answering = letSellerAnswer(url, replyAction(), seller, { count: 20, perSecond: 2 });
  await product.roll(targets);
  isOver = true;
  const { count, failures } = await reading;
  for (const intent of await answering) intents.push(intent);
  return { name: 'D6 no request fails in a rolling deployment', problems: failures, looked: count };
}

function replyAction() {
  const reply = builtActions().find(({ name }) => name.endsWith('#sendReplyAction'));
  if (!reply) throw new Error('The build has no action to reply: npm start builds.');
  return reply;
}

/**
 * Until nothing is missing and nothing waits: events, sends, mails, looks for sends. What would be
 * looked at later is looked at now. What is still open after ten minutes the checks will name.
 */
async function untilClosed(pool: pg.Pool, accounts: readonly SyncedAccount[]): Promise<number> {
  const startMs = performance.now();
  const isClosed = async () => {
    await pool.query(
      `update graphile_worker._private_jobs as j set run_at = now()
         from graphile_worker._private_tasks as t
        where t.id = j.task_id and j.locked_at is null and j.run_at > now()
          and t.identifier like 'inbox%'`,
    );
    const { rows } = await pool.query<{ open: number }>(
      `select (select count(*) from webhook_events where state = 'received')
            + (select count(*) from sends where state in ('held', 'sending'))
            + (select count(*) from outgoing_mails where state in ('queued', 'sending'))
            + (select count(*) from graphile_worker._private_jobs j
                 join graphile_worker._private_tasks t on t.id = j.task_id
                where t.identifier = 'inbox.settle-send' and j.attempts < j.max_attempts) as open`,
    );
    const { problems } = await visible(pool, accounts);
    return Number(rows[0]?.open) === 0 && problems.length === 0 ? true : null;
  };
  const late = 'Something is still open.';
  await until(isClosed, { everyMs: 2_000, limitMs: CLOSED_LIMIT_MS, late }).catch(() => say(late));
  return performance.now() - startMs;
}

function report(checks: readonly Check[]): boolean {
  for (const { name, problems, looked } of checks) {
    const isKept = problems.length === 0 && looked > 0;
    say(`${isKept ? 'kept  ' : 'BROKEN'}  ${name} (${looked})`);
    for (const problem of problems.slice(0, 10)) say(`          ${problem}`);
    if (problems.length > 10) say(`          and ${problems.length - 10} more`);
  }
  const broken = checks.filter(({ problems, looked }) => problems.length > 0 || looked === 0);
  say(`\n${checks.length - broken.length} passed, ${broken.length} failed`);
  return broken.length === 0;
}

function summary(durations: readonly number[]): string {
  if (durations.length === 0) return 'none';
  const sorted = [...durations].sort((one, two) => one - two);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `median ${seconds(middle)}, longest ${seconds(sorted.at(-1) ?? 0)} of ${sorted.length}`;
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '2000' },
    sends: { type: 'string', default: '200' },
    kills: { type: 'string', default: '30' },
    crashes: { type: 'string', default: '4' },
    disk: { type: 'boolean', default: false },
  },
});
const isKept = await main({
  messages: Number(values.messages),
  sends: Number(values.sends),
  kills: Number(values.kills),
  crashes: Number(values.crashes),
  hasFullDisk: values.disk,
});
process.exit(isKept ? 0 : 1);
