import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@/scripts/postgres.mjs';
import { isAlive, untilGone } from '@/scripts/processes.mjs';

const GONE_LIMIT_MS = 20_000;

/** A throw-away Postgres that can be killed like any other process and comes back on its own data. */
export async function startCrashableCluster() {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-chaos-'));
  const options = { dataDir: folder, settings: { max_connections: '120' } };
  let running = await startPostgres(options);
  return {
    url: running.url,
    /** kill -9 of the server and of every process of it, then a start with recovery. */
    async crash() {
      const { pid, port } = running;
      const pids = [pid, ...childrenOf(pid)];
      for (const one of pids) if (isAlive(one)) process.kill(one, 'SIGKILL');
      for (const one of pids) await untilGone(one, GONE_LIMIT_MS);
      await running.stop();
      running = await startPostgres({ ...options, port });
    },
    async stop() {
      await running.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(running.dataDir, { recursive: true, force: true });
    },
  };
}

function childrenOf(pid: number): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=,ppid=', '-A'], { encoding: 'utf8' });
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([child, parent]) => (parent === pid && child ? [child] : []));
}
