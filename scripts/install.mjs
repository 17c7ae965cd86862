import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that the dependencies run on. */
const NODE_FLOOR = '20.19.0';

/** @returns {string | undefined} one sentence when this Node is too old */
export function nodeProblem(version = process.versions.node) {
  return isAtLeast(version, NODE_FLOOR)
    ? undefined
    : `Switchboard needs Node ${NODE_FLOOR} or newer, but this is ${version}.`;
}

/**
 * Runs `npm ci` when node_modules is missing or does not fit package-lock.json.
 * @param {string} root the checkout
 * @param {ReturnType<typeof import('./processes.mjs').createProcesses>['run']} run
 * @returns {Promise<boolean>} whether something was installed
 * @throws {Error} one sentence with npm's own last lines
 */
export async function ensureInstalled(root, run) {
  const lockText = readText(join(root, 'package-lock.json'));
  if (!lockText) throw new Error('package-lock.json is missing, so nothing can be installed.');
  const marker = join(root, 'node_modules', '.switchboard-lock-hash');
  const wanted = `${createHash('sha256').update(lockText).digest('hex')} ${platformName()}\n`;
  if (readText(marker) === wanted) return false;
  const isFitting = isLockInstalled(
    lockText,
    readText(join(root, 'node_modules/.package-lock.json')),
  );
  if (!isFitting) {
    console.log('Installing what is missing (npm ci, about a minute)…');
    await npmCi(root, run);
  }
  writeFileSync(marker, wanted);
  return !isFitting;
}

/**
 * Whether npm's record of what it installed holds every package of the lock in its version. Packages
 * for other platforms and optional ones may be absent.
 */
export function isLockInstalled(lockText, hiddenLockText) {
  if (!hiddenLockText) return false;
  const installed = JSON.parse(hiddenLockText).packages ?? {};
  return Object.entries(JSON.parse(lockText).packages).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    const found = installed[path];
    if (found) return found.version === entry.version;
    return Boolean(entry.optional || entry.devOptional || entry.extraneous);
  });
}

/** Compares `1.2.3` with `1.2.0` by number; a pre-release counts as its release. */
export function isAtLeast(version, floor) {
  const numbers = (text) => text.split('-')[0].split('.').map(Number);
  const [left, right] = [numbers(version), numbers(floor)];
  for (let index = 0; index < 3; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

async function npmCi(root, run) {
  // Under `npm start` npm names itself; otherwise it is looked up on the PATH.
  const npm = process.env.npm_execpath;
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  // With NODE_ENV=production npm would leave out what the build and the type check need.
  const args = [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, text, isMissing } = await run(command, args, { cwd: root });
  if (isMissing) throw new Error('npm was not found, so the dependencies cannot be installed.');
  if (code !== 0) {
    const tail = text.trim().split('\n').slice(-15).join('\n');
    throw new Error(`npm ci failed, so the dependencies are not installed:\n${tail}`);
  }
}

function platformName() {
  return `${process.platform}-${process.arch}-node${process.versions.node.split('.')[0]}`;
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
