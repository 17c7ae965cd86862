import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadEnv } from '@/lib/core/env';
import { ensureBuilt, hashOf } from './build.mjs';
import { freePort } from './ports.mjs';
import { takeRunLock } from './run-lock.mjs';
import {
  choosePorts,
  decideParts,
  keepSecrets,
  productEnvironment,
  readGiven,
} from './settings.mjs';

let folder = '';
const holders: Server[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'switchboard-settings-'));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.close();
  await rm(folder, { recursive: true });
});

async function occupy(port: number): Promise<void> {
  const holder = createServer();
  holders.push(holder);
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
}

async function environmentFor(given: Record<string, string>) {
  const parts = decideParts(given);
  const web = String(await freePort());
  const ports = await choosePorts({ PORT: web, ...given }, parts, folder);
  const secrets = keepSecrets(given, folder).values;
  const databaseUrl = 'postgres://127.0.0.1:1/own';
  return productEnvironment({
    given,
    parts,
    ports,
    secrets,
    databaseUrl,
    dataDir: folder,
    isDev: false,
  });
}

describe('what the launcher brings', () => {
  it('is everything by default, in an environment that is valid', async () => {
    const environment = await environmentFor({});
    const env = loadEnv(environment);
    expect(env.DATABASE_URL).toBe('postgres://127.0.0.1:1/own');
    expect(env.UNIPILE_DSN).toBe(`http://127.0.0.1:${environment.SANDBOX_PORT}`);
    expect(env.UNIPILE_ACCESS_TOKEN).toBe(environment.SANDBOX_API_KEY);
    expect(env.RECONNECT_EMAIL_DELAY_SECONDS).toBe(15);
    expect(environment.SANDBOX_PARTS).toBe('api,mailbox');
  });

  it('is the mailbox alone when only that is missing', async () => {
    const environment = await environmentFor({
      DATABASE_URL: 'postgres://db.example.com/x',
      UNIPILE_DSN: 'api1.example.com:13111',
      UNIPILE_ACCESS_TOKEN: 'token',
    });
    expect(environment.SANDBOX_PARTS).toBe('mailbox');
    expect(environment.DATABASE_URL).toBe('postgres://db.example.com/x');
    expect(loadEnv(environment).RECONNECT_EMAIL_DELAY_SECONDS).toBe(600);
    expect(environment.ALLOW_INSECURE_GATEWAY).toBeUndefined();
  });

  it('is nothing when all is given, also through files', () => {
    const given = {
      DATABASE_URL_FILE: '/run/secrets/database',
      UNIPILE_DSN: 'api1.example.com:13111',
      UNIPILE_ACCESS_TOKEN_FILE: '/run/secrets/token',
      SMTP_URL: 'smtp://mail.example.com',
    };
    expect(decideParts(given)).toEqual({ hasDatabase: false, hasApi: false, hasMailbox: false });
  });

  it('reads .env below the real environment, without empty values', () => {
    writeFileSync(join(folder, '.env'), 'PORT=4000\nHOST=0.0.0.0\nSMTP_URL=\n# ROLE=web\n');
    expect(readGiven(folder, { PORT: '5000', DATABASE_URL: ' ' })).toEqual({
      PORT: '5000',
      HOST: '0.0.0.0',
    });
  });
});

describe('ports', () => {
  const parts = { hasDatabase: true, hasApi: true, hasMailbox: true };

  it('move away from other programs, stay where they moved, and say so', async () => {
    const taken = await freePort();
    await occupy(taken);
    writeFileSync(join(folder, 'ports.json'), JSON.stringify({ sandbox: taken }));
    const PORT = String(await freePort());
    const first = await choosePorts({ PORT }, parts, folder);
    expect(first.sandbox).not.toBe(taken);
    expect(first.moved.join()).toContain(`Port ${taken} is in use, so the sandbox listens on`);
    const second = await choosePorts({ PORT }, parts, folder);
    expect(second).toMatchObject({ sandbox: first.sandbox, smtp: first.smtp, moved: [] });
  });

  it('that people type never move', async () => {
    const taken = await freePort();
    await occupy(taken);
    await expect(choosePorts({ PORT: String(taken) }, parts, folder)).rejects.toThrow(
      /^Port \d+ is in use.*set PORT to a free port\.$/,
    );
    await expect(choosePorts({ PORT: 'web' }, parts, folder)).rejects.toThrow(
      'PORT must be a port from 1 to 65535.',
    );
  });
});

it('secrets are made once, kept from other users, and not made when given', () => {
  const first = keepSecrets({}, folder);
  expect(keepSecrets({}, folder).values).toEqual(first.values);
  expect(statSync(first.file).mode & 0o777).toBe(0o600);
  expect(keepSecrets({ AUTH_SECRET_FILE: 'x' }, folder).values.AUTH_SECRET).toBeUndefined();
});

it('a lock that a killed launcher left is taken over', () => {
  const gone = 4_194_303; // Above the usual number of processes, so nobody's.
  writeFileSync(join(folder, 'run.pid'), `${gone}\n`);
  const release = takeRunLock(folder);
  release();
  writeFileSync(join(folder, 'run.pid'), `${process.pid}\n`); // Alive, but no launcher.
  expect(() => takeRunLock(folder)()).not.toThrow();
});

describe('the build', () => {
  const done = async () => ({ code: 0, text: '', isMissing: false, isLate: false });

  it('runs again only when a source changed, and tests are none', async () => {
    mkdirSync(join(folder, 'app'), { recursive: true });
    mkdirSync(join(folder, '.next'));
    writeFileSync(join(folder, '.next', 'BUILD_ID'), 'x');
    writeFileSync(join(folder, 'app', 'page.tsx'), 'one');
    expect(await ensureBuilt(folder, done)).toBe(true);
    expect(await ensureBuilt(folder, done)).toBe(false);
    writeFileSync(join(folder, 'app', 'page.test.tsx'), 'a test');
    expect(await ensureBuilt(folder, done)).toBe(false);
    const before = hashOf(folder);
    writeFileSync(join(folder, 'app', 'page.tsx'), 'two');
    expect(hashOf(folder)).not.toBe(before);
    expect(await ensureBuilt(folder, done)).toBe(true);
  });

  it('that failed is not taken for done', async () => {
    mkdirSync(join(folder, '.next'));
    writeFileSync(join(folder, '.next', 'BUILD_ID'), 'x');
    const failing = async () => ({ ...(await done()), code: 1, text: 'Type error: no' });
    await expect(ensureBuilt(folder, failing)).rejects.toThrow('Type error: no');
    expect(await ensureBuilt(folder, done)).toBe(true);
  });
});
