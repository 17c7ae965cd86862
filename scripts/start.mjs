import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { demoText } from './demo-text.mjs';
import { ensureInstalled, nodeProblem } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { createProcesses, isAlive, onParentGone } from './processes.mjs';
import { takeRunLock } from './run-lock.mjs';
import { serviceStarter } from './services.mjs';
import {
  choosePorts,
  decideParts,
  keepSecrets,
  productEnvironment,
  readGiven,
} from './settings.mjs';

const ROOT = join(import.meta.dirname, '..');
const NODE_TS = ['--import', 'tsx'];

const processes = createProcesses();
/** What has to be undone, in the order of doing; children are stopped before it. */
const cleanUp = [];
let isStopping = false;

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));
onParentGone(() => void stop(0));

try {
  await main({ isDev: process.argv.includes('--dev') });
} catch (error) {
  if (!isStopping) {
    console.error(error instanceof Error ? error.message : error);
    await stop(1);
  }
}

async function main({ isDev }) {
  const problem = nodeProblem();
  if (problem) throw new Error(problem);
  const given = readGiven(ROOT);
  const dataDir = resolve(ROOT, given.SWITCHBOARD_DATA_DIR ?? '.data');
  mkdirSync(dataDir, { recursive: true, mode: 0o755 });
  const parts = decideParts(given);
  const hasOwnParts = parts.hasDatabase || parts.hasApi || parts.hasMailbox;
  if (hasOwnParts) cleanUp.push(takeRunLock(dataDir));
  const ports = await choosePorts(given, parts, dataDir);
  for (const sentence of ports.moved) console.log(sentence);
  await ensureInstalled(ROOT, processes.run);

  const secrets = keepSecrets(given, dataDir);
  const settings = { given, parts, ports, secrets: secrets.values, dataDir, isDev };
  await checkEnvironment(
    productEnvironment({ ...settings, databaseUrl: 'postgres://127.0.0.1/x' }),
  );
  const databaseUrl = parts.hasDatabase ? await startDatabase(dataDir) : '';
  const environment = productEnvironment({ ...settings, databaseUrl });
  await migrate(environment);

  const startService = serviceStarter({ root: ROOT, processes, dataDir, onEnd: fail });
  const sandbox =
    parts.hasApi || parts.hasMailbox ? await startService.sandbox(environment) : undefined;
  if (!isDev && environment.ROLE !== 'worker') {
    await ensureBuilt(ROOT, processes.run, {
      onBuild: () => console.log('Building (half a minute)…'),
    });
  }
  // A demonstration belongs to the sandbox: real parts begin with one owner and nothing else.
  await prepare({ ...environment, LOG_LEVEL: 'silent', SEED: parts.hasApi ? 'demo' : 'none' });
  const server = await startService.server(environment, { isDev });
  console.log(demoText({ environment, parts, sandbox, server, dataDir, secrets }));
}

async function startDatabase(dataDir) {
  const database = await startPostgres({ dataDir });
  if (isStopping) {
    await database.stop();
    return '';
  }
  const timer = setInterval(() => {
    if (!isAlive(database.pid)) fail('The embedded database ended by itself.');
  }, 1_000);
  cleanUp.push(async () => {
    clearInterval(timer);
    await database.stop();
  });
  const elsewhere = database.dataDir === dataDir ? '' : ` (its data: ${database.dataDir})`;
  console.log(
    `The embedded database ${database.reused ? 'was still running' : 'runs'}${elsewhere}.`,
  );
  return database.url;
}

async function checkEnvironment(environment) {
  await runTs('scripts/check-env.ts', environment, 'The environment could not be checked');
}

async function migrate(environment) {
  await runTs('db/migrate.ts', environment, 'The database could not be migrated');
}

async function prepare(environment) {
  const sentence = 'The database could not be prepared';
  const text = await runTs('scripts/prepare.ts', environment, sentence);
  if (text.trim()) console.log(text.trim());
}

/** Runs one of our TypeScript programs; what it prints to explain its failure is the sentence. */
async function runTs(file, env, sentence) {
  const { code, text } = await processes.run(process.execPath, [...NODE_TS, file], {
    cwd: ROOT,
    env,
  });
  if (code !== 0) throw new Error(text.trim() || `${sentence} (code ${code}).`);
  return text;
}

function fail(sentence) {
  if (isStopping) return;
  console.error(sentence);
  void stop(1);
}

/** Stops everything in the reverse order of its start; safe to call again while it works. */
async function stop(code) {
  if (isStopping) return;
  isStopping = true;
  if (code === 0) console.log('\nStopping…');
  await processes.stopAll();
  for (const undo of cleanUp.reverse()) await undo();
  process.exit(code);
}
