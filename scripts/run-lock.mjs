import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './processes.mjs';

/**
 * Lets one launcher at a time use a data folder: the second would stop the first one's database.
 * @param {string} dataDir
 * @returns {() => void} gives the folder back
 * @throws {Error} one sentence when another launcher runs
 */
export function takeRunLock(dataDir) {
  const file = join(dataDir, 'run.pid');
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = readPid(file);
    if (owner && isLauncher(owner)) {
      throw new Error(
        `Switchboard already runs from this folder (process ${owner}): stop it first, or set SWITCHBOARD_DATA_DIR to another folder.`,
      );
    }
    rmSync(file, { force: true }); // Left by a launcher that was killed.
  }
  throw new Error(`${file} cannot be taken: another start was faster.`);
}

function readPid(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** The number of a dead launcher may belong to any other program by now. */
function isLauncher(pid) {
  if (!isAlive(pid)) return false;
  const asked = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  if (!asked.error) return asked.stdout.includes('start.mjs');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('start.mjs');
  } catch {
    return true;
  }
}
