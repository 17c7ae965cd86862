import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unpackChromium } from './browser-unpack.mjs';

const require = createRequire(import.meta.url);

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Never the packaged browser's own list: its single process and open web security hide real bugs. */
const ARGS = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
];

/**
 * Finds the Chromium that the browser tests use: CHROMIUM_PATH, then Playwright's own cached browser,
 * then one of the system, then the one of @sparticuz/chromium, unpacked once. In CI the packaged one
 * comes right after CHROMIUM_PATH, so that one fixed version runs everywhere.
 *
 * Synchronous, because Playwright's configuration is.
 * @param {Record<string, string | undefined>} [environment]
 * @returns {{ executablePath: string, env: Record<string, string>, args: string[], name: string }}
 *   `env` is the whole environment for the browser process, `name` says which one it is
 * @throws {Error} one sentence when there is none
 */
export function findBrowser(environment = process.env) {
  const base = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const given = environment.CHROMIUM_PATH;
  if (given) {
    if (!existsSync(given)) throw new Error(`CHROMIUM_PATH names ${given}, which does not exist.`);
    return { executablePath: given, env: base, args: ARGS, name: 'CHROMIUM_PATH' };
  }
  const finders = environment.CI ? [packaged, cached, system] : [cached, system, packaged];
  for (const find of finders) {
    const found = find(base);
    if (found) return { args: ARGS, ...found };
  }
  throw new Error(
    'No Chromium was found for the browser tests: install one and set CHROMIUM_PATH to its program.',
  );
}

function cached(env) {
  const executablePath = require('playwright-core').chromium.executablePath();
  return existsSync(executablePath) ? { executablePath, env, name: "Playwright's own" } : undefined;
}

function system(env) {
  const executablePath = SYSTEM_PATHS.find((path) => existsSync(path));
  return executablePath ? { executablePath, env, name: `system (${executablePath})` } : undefined;
}

function packaged(env) {
  // Its binary is for 64-bit Intel Linux only.
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { executablePath, libraryFolder, fontsFile, version } = unpackChromium();
  return {
    executablePath,
    // For the browser alone: its old libraries must not reach Node or the database.
    env: { ...env, LD_LIBRARY_PATH: libraryFolder, FONTCONFIG_FILE: fontsFile },
    name: `@sparticuz/chromium ${version}`,
  };
}
