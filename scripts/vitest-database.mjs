import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from './postgres.mjs';

/**
 * Global set-up of the database tests: TEST_DATABASE_URL when it is given (scripts/test.mjs starts one
 * cluster for everything), otherwise a cluster of its own, so that `npx vitest --project db` works.
 */
export async function setup() {
  if (process.env.TEST_DATABASE_URL) return undefined;
  const cluster = await startTestCluster();
  process.env.TEST_DATABASE_URL = cluster.url;
  return () => cluster.stop();
}

/** A throw-away cluster; `stop` removes its data. Settings of durability stay those of the product. */
export async function startTestCluster() {
  const folder = await mkdtemp(join(tmpdir(), 'switchboard-test-'));
  const cluster = await startPostgres({
    dataDir: folder,
    settings: { max_connections: '300' },
  });
  return {
    url: cluster.url,
    stop: async () => {
      await cluster.stop();
      await rm(folder, { recursive: true, force: true });
      await rm(cluster.dataDir, { recursive: true, force: true });
    },
  };
}
