import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { ensureInstalled, nodeProblem } from './install.mjs';
import { lockProblems } from './lock-check.mjs';
import { createProcesses, onParentGone } from './processes.mjs';
import { playwrightCounts, vitestCounts } from './test-results.mjs';
import { startTestCluster } from './vitest-database.mjs';

const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(ROOT, '.cache', 'results');
const STEP_LIMIT_MS = 30 * 60_000;
const MAX_LINES = 200;
const MAX_LINE_CHARACTERS = 400;
const PARTS = ['checks', 'unit', 'db', 'sandbox', 'e2e'];

const processes = createProcesses();
const totals = { passed: 0, failed: 0 };
const summary = [];
/** What failed and why, in short: of a run elsewhere often only the end is left. */
const failures = [];
let cluster;
let isStopping = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void interrupted());
onParentGone(() => void interrupted());

const asked = process.argv.slice(2).filter((argument) => argument !== '--');
const unknown = asked.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`There is no part "${unknown.join(' ')}"; there are ${PARTS.join(', ')}.`);
  process.exit(1);
}
await main(asked.length > 0 ? PARTS.filter((part) => asked.includes(part)) : PARTS).catch(
  (error) => {
    if (!isStopping) throw error; // While everything stops, a step that cannot go on is no news.
  },
);

async function main(parts) {
  mkdirSync(RESULTS, { recursive: true });
  try {
    const isReady = await step('set-up', setUp);
    if (isReady && parts.includes('checks')) await checks();
    if (isReady && parts.includes('unit')) await vitest('unit');
    if (isReady && (parts.includes('db') || parts.includes('e2e'))) {
      if (await step('test database', startDatabase)) {
        if (parts.includes('db')) await vitest('db');
      }
    }
    if (isReady && parts.includes('sandbox')) await vitest('sandbox');
    if (isReady && cluster && parts.includes('e2e')) await browserTests();
  } finally {
    if (!isStopping) await finish();
  }
}

async function setUp() {
  const problem = nodeProblem();
  if (problem) throw new Error(problem);
  // Before the installation: it would fail with a longer story.
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const problems = lockProblems(lock);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await ensureInstalled(ROOT, processes.run);
}

async function startDatabase() {
  cluster = await startTestCluster();
}

async function checks() {
  await check('.env.example equals the schema', '--import', 'tsx', 'scripts/env-example.ts');
  await check('names and wrappers', 'scripts/structure.mjs');
  // Each of these is busy with one core at most.
  await Promise.all([
    check('layers', 'scripts/layers.mjs'),
    check('format and lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off'),
    step('types', async () => {
      // Declares the routes and the style sheets, which a fresh clone has not.
      await tool(['node_modules/next/dist/bin/next', 'typegen']);
      await tool(['node_modules/typescript/bin/tsc', '--noEmit', '--pretty', 'false']);
    }),
  ]);
}

async function check(name, ...args) {
  await step(name, () => tool(args));
}

async function browserTests() {
  const isBuilt = await step('build', () => ensureBuilt(ROOT, processes.run));
  if (!isBuilt) return;
  // Loaded here because the first run has to install what it needs.
  const { findBrowser } = await import('./browser.mjs');
  await step('browser', async () => console.log(`  ${findBrowser().name}`));
  const { findExtensionBrowser } = await import('./extension-browser.mjs');
  await step('browser with extensions', async () =>
    console.log(`  ${findExtensionBrowser().name}`),
  );
  const hasPassed = await suite(
    'e2e',
    ['node_modules/@playwright/test/cli.js', 'test'],
    playwrightCounts,
  );
  if (!hasPassed) showFailedPages();
}

/** What each failed browser test had in front of it, and behind: of a run elsewhere only the output is left. */
function showFailedPages() {
  showWarnings();
  const folder = join(ROOT, '.cache', 'e2e-results');
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, name, 'error-context.md');
    if (!existsSync(file)) continue;
    const [, page = ''] = readFileSync(file, 'utf8').split('```yaml');
    console.error(`\n${name}${page.split('\n').slice(0, MAX_LINES).join('\n')}`);
  }
}

function showWarnings() {
  const log = join(ROOT, '.cache', 'e2e-logs', 'server.log');
  if (!existsSync(log)) return;
  const warnings = readFileSync(log, 'utf8').match(/^.*"level":[456]0,.*$/gm) ?? [];
  const shown = warnings.slice(-MAX_LINES).map((line) => line.slice(0, MAX_LINE_CHARACTERS));
  console.error(`\nThe server's warnings:\n${shown.join('\n')}`);
}

async function vitest(project) {
  const report = join(RESULTS, `${project}.json`);
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
  args.push('--reporter=default', '--reporter=json', `--outputFile.json=${report}`);
  await suite(project, args, vitestCounts);
}

/** Runs a test runner with its output shown, and adds what its report counts. */
async function suite(name, args, counts) {
  const report = join(RESULTS, `${name}.json`);
  rmSync(report, { force: true });
  return timed(`${name} tests`, async () => {
    const { code, isLate } = await run(args, (text, stream) => process[stream].write(text));
    const text = existsSync(report) ? readFileSync(report, 'utf8') : '';
    const { passed, failed, skipped, failures: told } = counts(text, code ?? 1);
    failures.push(...told);
    const notes = [skipped && `${skipped} skipped`, isLate && 'stopped: it took too long'];
    return { passed, failed, note: notes.filter(Boolean).join(', ') };
  });
}

/** Runs one of our tools; its output is the reason of a failure. */
async function tool(args) {
  const { code, text, isLate } = await run(args);
  if (code !== 0) throw new Error(`${text.trim()}${isLate ? '\n(stopped: it took too long)' : ''}`);
}

function run(args, onOutput) {
  return processes.run(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      TZ: 'Asia/Kathmandu',
      NEXT_TELEMETRY_DISABLED: '1',
      ...(cluster ? { TEST_DATABASE_URL: cluster.url } : {}),
    },
    timeoutMs: STEP_LIMIT_MS,
    onOutput,
  });
}

/** A step that counts as one. @returns {Promise<boolean>} whether it passed */
async function step(name, work) {
  return timed(name, async () => {
    try {
      await work();
      return { passed: 1, failed: 0 };
    } catch (error) {
      if (!isStopping) console.error(error instanceof Error ? error.message : error);
      return { passed: 0, failed: 1 };
    }
  });
}

async function timed(name, work) {
  if (isStopping) return false;
  console.log(`\n• ${name}`);
  const startedMs = performance.now();
  const { passed, failed, note } = await work();
  totals.passed += passed;
  totals.failed += failed;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  const result = failed > 0 ? `FAILED: ${failed} of ${passed + failed}` : `${passed} passed`;
  summary.push(`${seconds.padStart(7)} s  ${name}: ${[result, note].filter(Boolean).join(', ')}`);
  return failed === 0;
}

async function finish() {
  await processes.stopAll();
  await cluster?.stop();
  if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join('\n')}`);
  console.log(`\n${summary.join('\n')}\n`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed > 0 || totals.passed === 0 ? 1 : 0;
}

async function interrupted() {
  if (isStopping) return;
  isStopping = true;
  console.error('\nInterrupted; stopping what was started…');
  await processes.stopAll();
  await cluster?.stop();
  process.exit(130);
}
