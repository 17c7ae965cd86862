import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';

const require = createRequire(import.meta.url);
const CACHE = join(import.meta.dirname, '..', '.cache');
const FOLDER = join(CACHE, 'chromium-debian');
const LIBRARIES = 'usr/lib/x86_64-linux-gnu';
/** Google's own Chrome loads no extension from a folder any more, Chromium does. */
const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Finds a whole Chromium: the packaged one of the other browser tests is a shell without extensions.
 * EXTENSION_CHROMIUM_PATH, then Playwright's own, then one of the system, then Debian's, which is downloaded by apt
 * and unpacked below `.cache` once; nothing is installed.
 * @returns {{ executablePath: string, env: Record<string, string>, name: string }}
 * @throws {Error} one sentence when there is none
 */
export function findExtensionBrowser(environment = process.env) {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const given = environment.EXTENSION_CHROMIUM_PATH;
  if (given) return { executablePath: given, env, name: 'EXTENSION_CHROMIUM_PATH' };
  const own = require('playwright-core').chromium.executablePath();
  const known = [own, ...SYSTEM_PATHS].find((path) => existsSync(path));
  if (known) return { executablePath: known, env, name: known };
  unpackDebian();
  const library = join(FOLDER, LIBRARIES);
  return {
    executablePath: join(FOLDER, 'usr/lib/chromium/chromium'),
    env: {
      ...env,
      // For the browser alone. The fonts are those of the packaged one.
      ...fontsOf(env),
      LD_LIBRARY_PATH: `${library}:${join(library, 'pulseaudio')}`,
    },
    name: "Debian's Chromium, unpacked in .cache",
  };
}

function fontsOf(env) {
  const { FONTCONFIG_FILE } = findBrowser({ ...env, CI: '1' }).env;
  return FONTCONFIG_FILE ? { FONTCONFIG_FILE } : {};
}

/** Downloads Chromium and whatever of it this machine lacks; apt's own folders are left alone. */
function unpackDebian() {
  if (existsSync(FOLDER)) return;
  const work = `${FOLDER}-${process.pid}`;
  const root = join(work, 'root');
  const lists = join(work, 'lists', 'partial');
  for (const folder of [root, lists, join(work, 'archives', 'partial')]) {
    mkdirSync(folder, { recursive: true });
  }
  const options = ['-qq', '-o', `Dir::State::Lists=${join(work, 'lists')}`];
  options.push('-o', `Dir::Cache=${work}`, '-o', 'APT::Sandbox::User=');
  const apt = (...args) => run('apt-get', [...options, ...args], work);
  try {
    apt('update');
    const planned = apt('install', '--simulate', '--no-install-recommends', 'chromium');
    const packages = [...planned.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
    apt('download', ...packages);
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb'))) {
      run('dpkg-deb', ['-x', file, root], work);
    }
    renameSync(root, FOLDER);
  } catch (cause) {
    throw new Error(
      'The extension is tested in a whole Chromium, which was not found and could not be downloaded by apt: install Chromium, or name its program in EXTENSION_CHROMIUM_PATH.',
      { cause },
    );
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function run(program, args, cwd) {
  return execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

if (process.argv[1] === import.meta.filename) console.log(findExtensionBrowser().name);
