import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** `nobody` exists on every Unix; Postgres refuses to run as root. */
const NOBODY = 65_534;

/**
 * Decides as whom Postgres runs and where its data lies.
 * @param {string} dataDir absolute path
 * @returns {Promise<{ identity: { uid?: number, gid?: number }, dataDir: string }>} an empty
 *   identity means the user who runs us
 */
export async function placeFor(dataDir) {
  if (process.getuid?.() !== 0) return { identity: {}, dataDir };
  const identity = { uid: NOBODY, gid: NOBODY };
  if (isReachable(dataDir)) return { identity, dataDir };
  return { identity, dataDir: join(sharedPlace('lib'), nameOf(dataDir)) };
}

/** A folder that every user may pass through; `kind` is `lib` for data and `cache` for copies. */
export function sharedPlace(kind) {
  return join('/var', kind, 'switchboard');
}

/** True when any user may pass through every folder above `path` that exists. */
export function isReachable(path) {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const mode = modeOf(folder);
    if (mode !== undefined && (mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The name is drawn once and kept in the folder itself: a new checkout in the place of an old one has
 * other keys, and must not find the old one's database.
 */
function nameOf(dataDir) {
  const file = join(dataDir, 'postgres-place');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    const folder = basename(dirname(dataDir)).replace(/[^\w.-]/g, '_');
    const name = `${folder}-${randomBytes(5).toString('hex')}`;
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    writeFileSync(file, `${name}\n`);
    return name;
  }
}

function modeOf(folder) {
  try {
    return statSync(folder).mode;
  } catch {
    return undefined;
  }
}
