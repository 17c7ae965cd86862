import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@/scripts/postgres.mjs';
import { isAlive, untilGone } from '@/scripts/processes.mjs';

const GONE_LIMIT_MS = 20_000;

/**
 * A throw-away Postgres that can be killed like any other process and comes back on its own data. With
 * `diskMegabytes` it lives on a disk of that size, which takes the right to mount one.
 */
export async function startCrashableCluster({ diskMegabytes }: { diskMegabytes?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-chaos-'));
  if (diskMegabytes) {
    execFileSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      `size=${diskMegabytes}m,mode=0755`,
      'tmpfs',
      folder,
    ]);
  }
  await chmod(folder, 0o755);
  const options = { dataDir: folder, settings: { max_connections: '120' } };
  let running = await startPostgres(options);
  const filler = join(folder, 'filler');

  const restart = async () => {
    await running.stop();
    running = await startPostgres({ ...options, port: running.port });
  };
  return {
    url: running.url,
    /** kill -9 of the server and of every process of it, then a start with recovery. */
    async crash() {
      const pids = [running.pid, ...childrenOf(running.pid)];
      for (const one of pids) if (isAlive(one)) process.kill(one, 'SIGKILL');
      for (const one of pids) await untilGone(one, GONE_LIMIT_MS);
      await restart();
    },
    /** Takes every free byte of its disk. */
    async fillDisk() {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(filler, Buffer.alloc(bavail * bsize)).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOSPC') throw error;
        },
      );
    },
    /** Gives the space back; a supervisor starts again what gave up. */
    async freeDisk() {
      await rm(filler, { force: true });
      if (!isAlive(running.pid)) await restart();
    },
    async stop() {
      await running.stop();
      if (diskMegabytes) execFileSync('umount', ['-l', folder]);
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
