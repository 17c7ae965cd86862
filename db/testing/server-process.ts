import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type pg from 'pg';
import { expect, onTestFinished } from 'vitest';

const TIMEOUT_MS = 60_000;

/** The real server with its worker in a process of its own; ends with the test. */
export async function startServerProcess(
  databaseUrl: string,
  failpoints = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<{ url: string; pid: number; ended: Promise<unknown> }> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: {
      ...process.env,
      ROLE: 'worker',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      FAILPOINTS: failpoints,
      ...environment,
    },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const isUp = () =>
    // A process that is stopped takes the connection and never answers.
    fetch(`${url}/api/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
  // A failpoint may end or stop it before it ever said that it is ready.
  const poll = { timeout: TIMEOUT_MS, interval: 100 };
  await expect.poll(async () => isOver || isStopped(child.pid) || (await isUp()), poll).toBe(true);
  return { url, pid: child.pid ?? 0, ended };
}

/** Runs one of our scripts on that database to its end. */
export function runScript(file: string, databaseUrl: string, ...args: string[]) {
  return spawnSync(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, ROLE: 'worker' },
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
}

/** Whether SIGSTOP holds the process. */
export function isStopped(pid = 0): boolean {
  const answer = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return answer.stdout.trim().startsWith('T');
}

/** As if the dead worker had been silent for a minute, which is when its jobs and events are freed. */
export const letTimePass = (pool: pg.Pool) =>
  pool.query(`
    with beat as (update worker_heartbeats set seen_at = seen_at - interval '1 minute'),
    queue as (update graphile_worker._private_job_queues set locked_at = locked_at - interval '1 minute'
      where locked_at is not null),
    event as (update webhook_events set try_at = try_at - interval '1 minute' where state = 'received')
    update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'
      where locked_at is not null`);

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
