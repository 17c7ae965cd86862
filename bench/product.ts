import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import pg from 'pg';
import { createDb } from '@/db/client';
import { createTestDatabase } from '@/db/testing/test-db';
import { freePort, startProcess, untilReady } from '@/e2e/support/stack';
import { addWorkspace, type SyncedAccount } from '@/e2e/support/synced-account';
import { startSandbox } from '@/sandbox/server';

export interface RunningProduct {
  /** Addresses of two web processes on one database; webhooks arrive at the first. */
  urls: readonly [string, string];
  pool: pg.Pool;
  account: SyncedAccount;
  /** For a subject that a worker beside it would only disturb. */
  stopWorker(): Promise<void>;
  stop(): Promise<void>;
}

/** The same for every product of a run: this process reads its environment once, and seals keys too. */
const SECRETS = {
  AUTH_SECRET: randomBytes(32).toString('base64url'),
  ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
};

/** The production build as it is deployed: two web processes, one worker, an account on a sandbox. */
export async function startProduct(clusterUrl: string): Promise<RunningProduct> {
  mkdirSync('.cache/e2e-logs', { recursive: true });
  process.env.TEST_DATABASE_URL = clusterUrl;
  const database = await createTestDatabase();
  const sandbox = await startSandbox({ seed: 'empty' });
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const addressOf = (port: number) => `http://127.0.0.1:${port}`;
  const environment = {
    PUBLIC_URL: addressOf(ports[0]),
    DATABASE_URL: database.url,
    SMTP_URL: sandbox.smtpUrl,
    ...SECRETS,
    NODE_ENV: 'production',
    ALLOW_INSECURE_GATEWAY: '1',
    LOG_LEVEL: 'warn',
  };
  Object.assign(process.env, environment);
  const parts = (['web', 'web', 'worker'] as const).map((ROLE, index) =>
    startProcess(`bench-${ROLE}-${index}`, ['server/main.ts'], {
      ...environment,
      ROLE,
      PORT: String(ports[index]),
    }),
  );
  const pool = new pg.Pool({ connectionString: database.url, max: 4 });
  pool.on('error', () => undefined);
  const stop = async () => {
    await pool.end();
    await Promise.all(parts.map((part) => part.stop()));
    await sandbox.stop();
    await database.drop();
  };
  try {
    await Promise.all(ports.map((port) => untilReady(`${addressOf(port)}/api/readyz`)));
    const account = await addWorkspace(createDb(pool), sandbox, 'heron');
    return {
      urls: [addressOf(ports[0]), addressOf(ports[1])],
      pool,
      account,
      stopWorker: async () => parts[2]?.stop(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
