import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnvError, loadEnv } from './env';

const keyA = Buffer.alloc(32, 1).toString('base64');
const keyB = Buffer.alloc(32, 2).toString('base64');
const minimal = {
  DATABASE_URL: 'postgres://user:pass@localhost:5432/app',
  SMTP_URL: 'smtp://localhost:1025',
  AUTH_SECRET: 'x'.repeat(32),
  ENCRYPTION_KEYS: `v1:${keyA}`,
};

function problemsOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.problems;
    throw error;
  }
  return [];
}

describe('loadEnv', () => {
  it('fills in the defaults and freezes the result', () => {
    const env = loadEnv({ ...minimal, PORT: '4100', GOOGLE_CLIENT_ID: '' });
    expect(env).toMatchObject({
      NODE_ENV: 'production',
      ROLE: 'all',
      HOST: '127.0.0.1',
      PORT: 4100,
      PUBLIC_URL: 'http://localhost:4100',
      RECONNECT_EMAIL_DELAY_SECONDS: 600,
      TRUST_PROXY: false,
    });
    expect(env.GOOGLE_CLIENT_ID).toBeUndefined();
    expect(Object.isFrozen(env)).toBe(true);
  });

  it('lists every problem at once, without a value', () => {
    const problems = problemsOf({
      PORT: '70000',
      ROLE: 'boss',
      AUTH_SECRET: 'too-short-secret',
      ENCRYPTION_KEYS: 'v1:bm90LWVub3VnaA==',
      DATABASE_URL: 'mysql://root:canary@db/x',
      UNIPILE_DSN: 'http://gateway.example.com:1',
      GOOGLE_CLIENT_ID: 'id',
      TRUST_PROXY: 'maybe',
      FAILPOINTS: 'webhook.after_commit=exit',
      PUBLIC_URL: 'https://desk.example.com/path',
    });
    const named = problems.map((line) => line.split(' ')[0]).sort();
    expect(named).toEqual(
      [
        'AUTH_SECRET',
        'DATABASE_URL',
        'ENCRYPTION_KEYS',
        'FAILPOINTS',
        'GOOGLE_CLIENT_ID',
        'PORT',
        'PUBLIC_URL',
        'ROLE',
        'SMTP_URL',
        'TRUST_PROXY',
        'UNIPILE_DSN',
        'UNIPILE_DSN',
      ].sort(),
    );
    expect(problems.join('\n')).not.toMatch(/canary|too-short-secret|bm90/);
  });

  it.each([
    ['api8.example.com:13851', 'https://api8.example.com:13851'],
    ['https://api8.example.com:13851/', 'https://api8.example.com:13851'],
    ['https://api8.example.com:13851/api/v1', 'https://api8.example.com:13851'],
    ['API8.example.com', 'https://api8.example.com'],
  ])('reads the gateway address %s', (text, origin) => {
    const env = loadEnv({ ...minimal, UNIPILE_DSN: text, UNIPILE_ACCESS_TOKEN: 'token' });
    expect(env.UNIPILE_DSN).toBe(origin);
  });

  it.each([
    ['http://gateway.example.com', '1'],
    ['http://localhost:3114', undefined],
    ['ftp://gateway.example.com', undefined],
    ['https://gateway.example.com/v2', undefined],
    ['https://user@gateway.example.com', undefined],
    ['https://', undefined],
  ])('refuses the gateway address %s', (text, isAllowed) => {
    const problems = problemsOf({
      ...minimal,
      UNIPILE_DSN: text,
      UNIPILE_ACCESS_TOKEN: 'token',
      ALLOW_INSECURE_GATEWAY: isAllowed,
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^UNIPILE_DSN /);
  });

  it('lets plain http reach this machine when asked to', () => {
    const env = loadEnv({
      ...minimal,
      UNIPILE_DSN: 'http://127.0.0.1:3114',
      UNIPILE_ACCESS_TOKEN: 'token',
      ALLOW_INSECURE_GATEWAY: '1',
    });
    expect(env.UNIPILE_DSN).toBe('http://127.0.0.1:3114');
  });

  it('reads the key ring with the current key first and refuses a doubled name', () => {
    const env = loadEnv({ ...minimal, ENCRYPTION_KEYS: `v2:${keyB}, v1:${keyA}` });
    expect(env.ENCRYPTION_KEYS.map(({ version, key }) => [version, key[0], key.length])).toEqual([
      ['v2', 2, 32],
      ['v1', 1, 32],
    ]);
    expect(problemsOf({ ...minimal, ENCRYPTION_KEYS: `v1:${keyB},v1:${keyA}` })).toEqual([
      'ENCRYPTION_KEYS names the key v1 twice',
    ]);
  });

  it('refuses failpoints in production unless they are allowed', () => {
    const FAILPOINTS = 'webhook.after_commit=exit, send.before_post=sleep:500';
    const expected = [
      ['webhook.after_commit', 'exit'],
      ['send.before_post', 'sleep:500'],
    ];
    expect([...loadEnv({ ...minimal, FAILPOINTS, ALLOW_FAILPOINTS: '1' }).FAILPOINTS]).toEqual(
      expected,
    );
    expect([...loadEnv({ ...minimal, FAILPOINTS, NODE_ENV: 'test' }).FAILPOINTS]).toEqual(expected);
    expect(problemsOf({ ...minimal, FAILPOINTS })).toHaveLength(1);
    expect(problemsOf({ ...minimal, FAILPOINTS: 'x=explode', NODE_ENV: 'test' })).toHaveLength(1);
  });
});

describe('a secret from a file', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'switchboard-env-'));
    writeFileSync(join(folder, 'secret'), `${'s'.repeat(40)}\n`);
    writeFileSync(join(folder, 'empty'), '\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read without its line end', () => {
    const env = loadEnv({
      ...minimal,
      AUTH_SECRET: undefined,
      AUTH_SECRET_FILE: join(folder, 'secret'),
    });
    expect(env.AUTH_SECRET).toBe('s'.repeat(40));
  });

  it.each([
    ['a missing file', 'missing', undefined],
    ['an empty file', 'empty', undefined],
    ['a file beside the plain value', 'secret', 'y'.repeat(32)],
  ])('gives one problem for %s', (_title, file, plain) => {
    const problems = problemsOf({
      ...minimal,
      AUTH_SECRET: plain,
      AUTH_SECRET_FILE: join(folder, file),
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^AUTH_SECRET_FILE /);
  });
});
