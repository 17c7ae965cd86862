import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { createTestDatabase } from '@/db/testing/test-db';
import { startTestCluster } from '@/scripts/vitest-database.mjs';
import { until } from './until';

/** Where the parts of one e2e run are; passed to the tests through the environment. */
export interface Stack {
  url: string;
  mailboxUrl: string;
  databaseUrl: string;
  /** Everything that the server wrote. */
  serverLogFile: string;
}

interface Part {
  stop(): Promise<void>;
}

const LOG_FOLDER = '.cache/e2e-logs';
const logFileOf = (name: string) => `${LOG_FOLDER}/${name}.log`;
const READY_LIMIT_MS = 60_000;

/**
 * Starts what a user would have in front of them: the production build with its worker, a database
 * of its own and a mailbox. Each test brings its own workspace and its own sandbox.
 */
export async function startStack(): Promise<Stack & Part> {
  const parts: Part[] = [];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
  };
  try {
    mkdirSync(LOG_FOLDER, { recursive: true });
    if (!process.env.TEST_DATABASE_URL) {
      const cluster = await startTestCluster();
      parts.push(cluster);
      process.env.TEST_DATABASE_URL = cluster.url;
    }
    const database = await createTestDatabase();
    parts.push({ stop: database.drop });
    const mailbox = await startMailbox(parts);
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const environment = {
      PORT: String(port),
      DATABASE_URL: database.url,
      DATABASE_POOL_MAX: '10',
      SMTP_URL: `smtp://127.0.0.1:${mailbox.smtpPort}`,
      ...testSecrets(),
    };
    // The tests seal keys and make session cookies with the same secrets.
    Object.assign(process.env, environment, { PUBLIC_URL: url });
    const server = startProcess('server', ['server/main.ts'], {
      ...environment,
      PUBLIC_URL: url,
      NODE_ENV: 'production',
      ALLOW_INSECURE_GATEWAY: '1',
      RECONNECT_EMAIL_DELAY_SECONDS: '1',
      LOG_LEVEL: 'info',
    });
    parts.push(server);
    await Promise.race([untilReady(`${url}/api/readyz`), server.failed]);
    return {
      url,
      mailboxUrl: mailbox.mailboxUrl,
      databaseUrl: database.url,
      serverLogFile: logFileOf('server'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function testSecrets() {
  return {
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    ENCRYPTION_KEYS: `v1:${randomBytes(32).toString('base64')}`,
  };
}

async function startMailbox(parts: Part[]): Promise<{ smtpPort: number; mailboxUrl: string }> {
  const part = startProcess('mailbox', ['sandbox/main.ts'], {
    SANDBOX_PARTS: 'mailbox',
    SANDBOX_PORT: '0',
    SANDBOX_SMTP_PORT: '0',
  });
  parts.push(part);
  const { smtpPort, mailboxUrl } = (await Promise.race([part.ready, part.failed])) as {
    smtpPort: number;
    mailboxUrl: string;
  };
  return { smtpPort, mailboxUrl };
}

/** One of our own programs, started as a user would; its output goes to a log file. */
export function startProcess(name: string, args: string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logFile = createWriteStream(logFileOf(name));
  child.stdout.pipe(logFile);
  child.stderr.pipe(logFile);
  const ready = new Promise<unknown>((resolve) => {
    // Line by line: a server that never says so fills megabytes of a log with what it says instead.
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":') && line.endsWith('}')) resolve(JSON.parse(line));
    });
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = ended.then(() => {
    throw new Error(`The ${name} ended before it was ready: see ${logFileOf(name)}`);
  });
  failed.catch(() => undefined);
  return {
    ready,
    failed,
    stop: () => stopProcess(child, ended),
    /** As the kernel would: no goodbye. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function stopProcess(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(force);
}

/** Resolves when the address answers 200; throws after a minute. */
export async function untilReady(url: string): Promise<void> {
  const isUp = () =>
    fetch(url).then(
      (response) => (response.ok ? true : null),
      () => null,
    );
  const late = `${url} was not ready in time: see ${LOG_FOLDER}`;
  await until(isUp, { everyMs: 100, limitMs: READY_LIMIT_MS, late });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
