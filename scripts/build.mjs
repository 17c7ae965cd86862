import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What goes into the build. Not tsconfig.json: the build itself may rewrite it, and the next start
 * would build again.
 */
const INPUTS = [
  'app',
  'components',
  'db',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.mjs',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
];

/**
 * Runs `next build` when the sources changed since the last build that succeeded.
 * @param {string} root the checkout
 * @param {ReturnType<typeof import('./processes.mjs').createProcesses>['run']} run
 * @param {{ onBuild?: () => void }} [options] `onBuild` is called before a build begins
 * @returns {Promise<boolean>} whether it built
 * @throws {Error} a sentence and the compiler's last lines
 */
export async function ensureBuilt(root, run, { onBuild } = {}) {
  const marker = join(root, '.next', 'switchboard-build');
  const hash = hashOf(root);
  if (existsSync(join(root, '.next', 'BUILD_ID')) && readText(marker) === hash) return false;
  onBuild?.();
  rmSync(marker, { force: true });
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next');
  const { code, text } = await run(process.execPath, [next, 'build'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (code !== 0)
    throw new Error(`The build failed:\n${text.trim().split('\n').slice(-40).join('\n')}`);
  writeFileSync(marker, hash);
  return true;
}

/** A hash over the paths and contents of all inputs; tests do not count. */
export function hashOf(root, inputs = INPUTS) {
  const hash = createHash('sha256');
  const add = (path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (statSync(full).isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    }
  };
  for (const input of inputs) add(input);
  return hash.digest('hex');
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
