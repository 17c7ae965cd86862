import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from './ports.mjs';
import { isAlive, untilGone } from './processes.mjs';

const ROOT = join(import.meta.dirname, '..');

/** Small programs in the places of the real ones; each leaves its process number. */
const MIGRATE = `
  import pg from 'pg';
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('create table if not exists workspaces (id int)');
  await client.end();`;
const BROKEN_MIGRATE = `
  process.stderr.write('Migration failed: column "x" does not exist\\n');
  process.exit(1);`;
const PREPARE = `
  import { writeFileSync } from 'node:fs';
  import pg from 'pg';
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const known = await client.query('select 1 from workspaces');
  if (known.rowCount === 0) await client.query('insert into workspaces values (1)');
  await client.end();
  process.stdout.write(known.rowCount === 0 ? 'Filled the demo.' : 'Kept the demo.');
  const signIns = [{ email: 'jane@example.com', password: 'demo-pass', role: 'owner' }];
  if (process.env.SEED === 'demo') {
    writeFileSync(process.env.SWITCHBOARD_DATA_DIR + '/demo.json', JSON.stringify({ signIns }));
  }`;
const SERVICE = (name: string, ready: string) => `
  import { writeFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  const port = Number(process.env.${name === 'server' ? 'PORT' : 'SANDBOX_PORT'});
  const server = createServer((request, response) => response.end('ok'));
  server.listen(port, '127.0.0.1', () => {
    writeFileSync(process.env.SWITCHBOARD_DATA_DIR + '/${name}.test-pid', String(process.pid));
    ${ready}
  });
  process.on('SIGTERM', () => process.exit(0));`;
const SANDBOX = SERVICE(
  'sandbox',
  `const apiUrl = 'http://127.0.0.1:' + port;
   const smtpPort = Number(process.env.SANDBOX_SMTP_PORT);
   console.log(JSON.stringify({ ready: true, apiUrl, smtpPort, mailboxUrl: apiUrl + '/mailbox' }));`,
);
const SERVER = SERVICE('server', '');

let checkout = '';
let port = 0;
const launchers: Launcher[] = [];

beforeEach(async () => {
  checkout = mkdtempSync(join(tmpdir(), 'switchboard-start-'));
  chmodSync(checkout, 0o755); // Otherwise root's database lies elsewhere, for nobody to reach.
  port = await freePort();
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts']) {
    cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  }
  mkdirSync(join(checkout, 'lib/core'), { recursive: true });
  for (const name of ['env.ts', 'env-formats.ts']) {
    cpSync(join(ROOT, 'lib/core', name), join(checkout, 'lib/core', name));
  }
  await put('db/migrate.ts', MIGRATE);
  await put('scripts/prepare.ts', PREPARE);
  await put('sandbox/main.ts', SANDBOX);
  await put('server/main.ts', SERVER);
});

afterEach(async () => {
  for (const launcher of launchers.splice(0)) await launcher.end('SIGTERM');
  await rm(checkout, { recursive: true, force: true });
});

async function put(file: string, text: string): Promise<void> {
  mkdirSync(join(checkout, file, '..'), { recursive: true });
  await writeFile(join(checkout, file), text);
}

interface Launcher {
  text(): string;
  untilPrinted(part: string): Promise<void>;
  untilEnded(): Promise<number | null>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `scripts/start.mjs --dev` of the stand-in checkout; development needs no build. */
function launch(environment: Record<string, string> = {}): Launcher {
  const child: ChildProcess = spawn(process.execPath, ['scripts/start.mjs', '--dev'], {
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      HOME: checkout,
      NODE_ENV: 'production',
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  }
  const launcher: Launcher = {
    text: () => output,
    async untilPrinted(part: string): Promise<void> {
      const deadline = Date.now() + 40_000;
      while (!output.includes(part)) {
        if (Date.now() > deadline || child.exitCode !== null) {
          throw new Error(`"${part}" was not printed:\n${output}`);
        }
        await new Promise((wake) => setTimeout(wake, 20));
      }
    },
    async untilEnded(): Promise<number | null> {
      await closed;
      return child.exitCode;
    },
    async end(signal: NodeJS.Signals): Promise<number | null> {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return launcher.untilEnded();
    },
  };
  launchers.push(launcher);
  return launcher;
}

function pidIn(file: string): number {
  return Number(readFileSync(join(checkout, '.data', file), 'utf8').split('\n')[0]);
}

function pidsOfParts(): number[] {
  return ['postgres/postmaster.pid', 'sandbox.test-pid', 'server.test-pid'].map(pidIn);
}

describe('npm start', { timeout: 60_000 }, () => {
  it('brings everything up, says how to sign in, and leaves nothing behind', async () => {
    const first = launch();
    await first.untilPrinted('Ctrl-C stops everything');
    expect(first.text()).toContain(`Switchboard is ready: http://localhost:${port}`);
    expect(first.text()).toContain('jane@example.com  demo-pass  (owner)');
    expect(first.text()).toMatch(/mail is caught.*\/mailbox/);
    expect(first.text()).toContain('after 15 s');

    const second = launch({ PORT: String(await freePort()) });
    expect(await second.untilEnded()).toBe(1);
    expect(second.text()).toContain('Switchboard already runs from this folder');

    const pids = pidsOfParts();
    expect(pids.every(isAlive)).toBe(true);
    expect(await first.end('SIGINT')).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(existsSync(join(checkout, '.data/run.pid'))).toBe(false);

    // The data stays: what the first start filled in is still there.
    expect(first.text()).toContain('Filled the demo.');
    const third = launch();
    await third.untilPrinted('Ctrl-C stops everything');
    expect(third.text()).toContain('Kept the demo.');
    expect(await third.end('SIGTERM')).toBe(0);
  });

  it('ends with everything when a part dies, and says which', async () => {
    const launcher = launch();
    await launcher.untilPrinted('Ctrl-C stops everything');
    const pids = pidsOfParts();
    process.kill(pidIn('sandbox.test-pid'), 'SIGKILL');
    expect(await launcher.untilEnded()).toBe(1);
    expect(launcher.text()).toMatch(/The sandbox ended with SIGKILL/);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('leaves nothing behind when it is killed itself', async () => {
    const launcher = launch();
    await launcher.untilPrinted('Ctrl-C stops everything');
    const pids = pidsOfParts();
    await launcher.end('SIGKILL');
    const gone = await Promise.all(pids.map((pid) => untilGone(pid, 20_000)));
    expect(gone).toEqual([true, true, true]);
  });

  it('shows the error of a broken migration and stops the database', async () => {
    await put('db/migrate.ts', BROKEN_MIGRATE);
    const launcher = launch();
    expect(await launcher.untilEnded()).toBe(1);
    expect(launcher.text()).toContain('Migration failed: column "x" does not exist');
    expect(existsSync(join(checkout, '.data/postgres/postmaster.pid'))).toBe(false);
  });

  it('lists every problem of the environment before anything starts', async () => {
    const launcher = launch({ LOG_LEVEL: 'loud', UNIPILE_DSN: 'x.example.com', TRUST_PROXY: '2' });
    expect(await launcher.untilEnded()).toBe(1);
    for (const name of ['LOG_LEVEL', 'UNIPILE_ACCESS_TOKEN', 'TRUST_PROXY']) {
      expect(launcher.text()).toContain(name);
    }
    expect(existsSync(join(checkout, '.data/postgres'))).toBe(false);
  });

  it.each([
    ['PORT', 'Switchboard'],
    ['SANDBOX_PORT', 'the sandbox'],
    ['SANDBOX_SMTP_PORT', 'the mail catcher'],
  ])('names the taken port and %s', async (variable, part) => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const address = holder.address();
    const taken = typeof address === 'object' && address ? address.port : 0;
    try {
      const launcher = launch({ [variable]: String(taken) });
      expect(await launcher.untilEnded()).toBe(1);
      expect(launcher.text().trim()).toBe(
        `Port ${taken} is in use, so ${part} cannot start: end the program that uses it, or set ${variable} to a free port.`,
      );
    } finally {
      holder.close();
    }
  });

  it('starts no part that the environment brings', async () => {
    const launcher = launch({
      UNIPILE_DSN: 'api1.example.com:13111',
      UNIPILE_ACCESS_TOKEN: 'token',
      SMTP_URL: 'smtp://mail.example.com',
    });
    await launcher.untilPrinted('Ctrl-C stops everything');
    expect(existsSync(join(checkout, '.data/sandbox.test-pid'))).toBe(false);
    expect(existsSync(join(checkout, '.data/demo.json'))).toBe(false);
    expect(launcher.text()).not.toContain('mailbox');
  });
});
