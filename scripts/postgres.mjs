import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { freePort, isPortFree } from './ports.mjs';
import { postgresBinaries } from './postgres-binaries.mjs';
import { placeFor } from './postgres-places.mjs';
import { guardProcess, isAlive, untilGone } from './processes.mjs';

const STARTUP_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/**
 * Starts the embedded Postgres on 127.0.0.1, or finds the one that already runs on the same data.
 *
 * @param {object} options
 * @param {string} options.dataDir folder that holds the cluster (`postgres/`) and its password file
 *   (`postgres.json`, mode 0600). As root it may be moved to a place that `nobody` can reach: see
 *   `dataDir` of the result.
 * @param {number} [options.port] port to use; without it the port of last time or a free one
 * @param {Record<string, string>} [options.settings] server settings for throw-away clusters, such
 *   as `{ max_connections: '200' }`. Durability is left as Postgres ships it.
 * @returns {Promise<{ url: string, port: number, dataDir: string, pid: number, reused: boolean,
 *   stop: () => Promise<void> }>} `url` names the database `postgres` as its superuser
 * @throws {Error} one sentence that says what is missing or refused
 */
export async function startPostgres({ dataDir, port, settings = {} }) {
  const place = await placeFor(resolve(dataDir));
  const binaries = await postgresBinaries(place.identity);
  await makeFolder(place.dataDir);
  const cluster = join(place.dataDir, 'postgres');
  const memo = join(place.dataDir, 'postgres.json');
  const known = readMemo(memo);

  const hasData = existsSync(cluster);
  if (hasData && !known) {
    throw new Error(
      `The embedded database in ${cluster} has lost its password file ${memo}; restore that file, or remove the folder to begin with an empty database.`,
    );
  }
  const live = liveCluster(cluster);
  if (live) return handle(place.dataDir, live.pid, live.port, known.password, true);

  const password = known?.password ?? randomBytes(24).toString('base64url');
  const chosen = await choosePort(port, known?.port);
  await writeFile(memo, `${JSON.stringify({ password, port: chosen })}\n`, { mode: 0o600 });
  if (!hasData) await initialise({ binaries, place, cluster, password });
  // Stale, or it would have been found alive: Postgres itself would trust a recycled number in it.
  await rm(join(cluster, 'postmaster.pid'), { force: true });
  const pid = await launch({ binaries, place, cluster, port: chosen, settings });
  return handle(place.dataDir, pid, chosen, password, false);
}

function handle(dataDir, pid, port, password, reused) {
  const guard = guardProcess(pid, 'INT');
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    dataDir,
    pid,
    reused,
    stop: async () => {
      await stopPostmaster(pid);
      guard.release();
    },
  };
}

async function initialise({ binaries, place, cluster, password }) {
  // Renamed when whole: an interrupted initdb must never be taken for a cluster.
  const draft = `${cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  const passwordFile = join(place.dataDir, 'initdb-password');
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.identity.uid !== undefined) {
    await chown(draft, place.identity.uid, place.identity.gid);
    await chown(passwordFile, place.identity.uid, place.identity.gid);
  }
  try {
    // A password although it is loopback only: other users of the machine share the loopback.
    const args = ['-D', draft, '-U', 'postgres', '-A', 'scram-sha-256', '-E', 'UTF8'];
    args.push('--no-locale', `--pwfile=${passwordFile}`, '--no-instructions');
    const problem = await runToEnd(binaries.initdb, args, place.identity);
    if (problem !== undefined) {
      await rm(draft, { recursive: true, force: true });
      const reason = lastLine(problem);
      throw new Error(`The embedded database could not be created in ${cluster}: ${reason}`);
    }
    await rename(draft, cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** @returns {Promise<string | undefined>} what it printed when it failed */
function runToEnd(command, args, identity) {
  const options = { ...identity, cwd: '/', env: childEnv(), detached: true };
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => resolve(code === 0 ? undefined : text || `code ${code}`));
  });
}

async function launch({ binaries, place, cluster, port, settings }) {
  const logFile = join(place.dataDir, 'postgres.log');
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    log_line_prefix: '%m [%p] ',
    ...settings,
  };
  const args = ['-D', cluster];
  for (const [name, value] of Object.entries(all)) args.push('-c', `${name}=${value}`);
  const log = openSync(logFile, 'w', 0o600);
  // Its own process group: Ctrl-C must reach the server of the product first, the database last.
  const child = spawn(binaries.postgres, args, {
    ...place.identity,
    cwd: '/',
    env: childEnv(),
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  let failure = '';
  child.once('error', (error) => {
    failure = error.message;
  });
  child.once('exit', (code, signal) => {
    failure ||= `it ended with ${signal ?? `code ${code}`}`;
  });
  const deadline = Date.now() + STARTUP_TIMEOUT_MS;
  while (!failure && Date.now() < deadline) {
    const state = readPidFile(cluster);
    if (state?.isReady && state.pid === child.pid) {
      child.unref();
      return child.pid;
    }
    await new Promise((wake) => setTimeout(wake, 15));
  }
  if (child.pid) await stopPostmaster(child.pid);
  const reason = lastLine(readText(logFile)) || failure || 'it was not ready in time';
  throw new Error(`The embedded database did not start: ${reason} (log: ${logFile})`);
}

/** Fast shutdown (open transactions are rolled back), then the harder ways when that hangs. */
async function stopPostmaster(pid) {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL']) {
    if (!isAlive(pid)) return;
    try {
      process.kill(pid, signal);
    } catch {
      return; // Gone between the check and the signal.
    }
    if (await untilGone(pid, STOP_TIMEOUT_MS)) return;
  }
}

/** The server that runs on this cluster now, found through its pid file. */
function liveCluster(cluster) {
  const state = readPidFile(cluster);
  if (!state?.isReady || !isAlive(state.pid)) return undefined;
  return isPostgresOf(state.pid, cluster) ? state : undefined;
}

/** After a reboot the number in a stale pid file may belong to any other program. */
function isPostgresOf(pid, cluster) {
  const asked = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  const line = asked.error ? readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') : asked.stdout;
  return line.includes('postgres') && line.includes(cluster);
}

/** Lines of postmaster.pid: 1 pid, 2 folder, 3 start, 4 port, 5 sockets, 6 address, 7 shmem, 8 state. */
function readPidFile(cluster) {
  const lines = readText(join(cluster, 'postmaster.pid')).split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 ? { pid, port, isReady: lines[7]?.trim() === 'ready' } : undefined;
}

async function choosePort(wanted, last) {
  if (wanted !== undefined) {
    if (await isPortFree(wanted)) return wanted;
    throw new Error(`Port ${wanted} is in use, so the embedded database cannot listen on it.`);
  }
  return last && (await isPortFree(last)) ? last : freePort();
}

function readMemo(file) {
  try {
    const { password, port } = JSON.parse(readText(file));
    return typeof password === 'string' ? { password, port: Number(port) || undefined } : undefined;
  } catch {
    return undefined;
  }
}

/** Parents stay 0755: a recursive mkdir with 0700 would shut `nobody` out of its own folder. */
async function makeFolder(folder) {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  await chmod(folder, 0o755);
}

function childEnv() {
  return { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' };
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function lastLine(text) {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1) ?? '';
}
