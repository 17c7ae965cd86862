import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
const children: ChildProcess[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  ready: { ready: boolean; apiUrl: string; smtpPort: number; mailboxUrl: string };
}

function run(env: Record<string, string>): {
  child: ChildProcess;
  output: () => string;
  errors: () => string;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: {
      ...process.env,
      SANDBOX_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      SANDBOX_SEED: 'empty',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let [output, errors] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  return { child, output: () => output, errors: () => errors };
}

async function start(env: Record<string, string> = {}): Promise<Started> {
  const { child, output, errors } = run(env);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', () => output().includes('\n') && resolve());
    child.once('exit', () => reject(new Error(errors())));
  });
  const lines = output().trim().split('\n');
  expect(lines).toHaveLength(1);
  return { child, ready: JSON.parse(lines[0] ?? '') };
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));

async function post(url: string, body: object) {
  const headers = { 'Content-Type': 'application/json' };
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).json();
}

describe('the sandbox as a process', () => {
  it('says once that it is ready, ends quickly with 0, and goes on where it stopped', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
    folders.push(folder);
    const env = {
      SANDBOX_STATE_FILE: join(folder, 'deep', 'state.json'),
      SANDBOX_API_KEY: 'own-key',
    };
    const first = await start(env);
    expect(first.ready).toMatchObject({ ready: true, smtpPort: expect.any(Number) });
    const account = await post(`${first.ready.apiUrl}/control/accounts`, {
      type: 'LINKEDIN',
      login: 'kept@mail.example',
      chats: 3,
    });
    const truth = await (await fetch(`${first.ready.apiUrl}/control/truth`)).json();
    const end = ended(first.child);
    const startedAt = Date.now();
    first.child.kill('SIGTERM');
    expect(await end).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
    const second = await start(env);
    expect(await (await fetch(`${second.ready.apiUrl}/control/truth`)).json()).toEqual(truth);
    const headers = { 'X-API-KEY': 'own-key' };
    const kept = await fetch(`${second.ready.apiUrl}/api/v1/accounts/${account.id}`, { headers });
    expect(kept.status).toBe(200);
  });

  it('uses the public address for links and the mailbox', async () => {
    const { ready } = await start({ SANDBOX_PUBLIC_URL: 'https://sandbox.example/' });
    expect(ready.mailboxUrl).toBe('https://sandbox.example/mailbox');
  });

  it('can run the API without the mailbox', async () => {
    const { ready } = await start({ SANDBOX_PARTS: 'api' });
    expect(ready.smtpPort).toBe(0);
    expect((await fetch(`${ready.apiUrl}/mailbox`)).status).toBe(404);
  });

  it('says in one sentence which port is taken, and ends with 1', async () => {
    const { ready } = await start();
    for (const [name, port] of [
      ['SANDBOX_PORT', new URL(ready.apiUrl).port],
      ['SANDBOX_SMTP_PORT', String(ready.smtpPort)],
    ] as const) {
      const second = run({ [name]: port });
      expect(await ended(second.child)).toBe(1);
      expect(second.errors().trim().split('\n')).toHaveLength(1);
      expect(second.errors()).toContain(`port ${port} is in use`);
    }
  });

  it('refuses settings that make no sense', async () => {
    const refused: Record<string, string>[] = [
      { SANDBOX_SPEED: 'fast' },
      { SANDBOX_PARTS: 'pigeons' },
      { SANDBOX_SEED: 'grass' },
    ];
    for (const env of refused) {
      const { child, errors } = run(env);
      expect(await ended(child)).toBe(1);
      expect(errors()).toContain(Object.keys(env)[0]);
    }
  });
});
