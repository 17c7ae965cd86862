import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';

let sandbox: RunningSandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ speed: 20 });
});
afterEach(() => sandbox.stop());

const control = <T = unknown>(method: string, path: string, body?: unknown) =>
  sandbox.control<T>(method, path, body);

async function post(path: string, json: unknown, base = '/api/v1') {
  const keys: Record<string, string> = {
    '/api/v1': sandbox.apiKey,
    '/v1': sandbox.apiKeyPostpress,
    '/v2': sandbox.apiKeyV2,
  };
  const response = await fetch(`${sandbox.url}${base}${path}`, {
    method: 'POST',
    headers: { 'X-API-KEY': keys[base] ?? '', 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
  return { status: response.status, body: await response.json() };
}

const linkedin = (username: string) =>
  post('/accounts', { provider: 'LINKEDIN', username, password: 'right' });
const solve = (account_id: string, code: string) =>
  post('/accounts/checkpoint', { provider: 'LINKEDIN', account_id, code });

describe('an attempt to sign in', () => {
  it('is over after its five minutes, whatever the speed', async () => {
    await control('POST', '/options', { intentLifeMs: 0 });
    const { body } = await linkedin('mira+2fa@mail.example');
    expect(await solve(body.account_id, '123456')).toMatchObject({
      status: 408,
      body: { type: 'errors/request_timeout' },
    });
    await control('POST', '/reset');
    await linkedin('mira+2fa@mail.example');
    const [waiting] = await control<{ startedAt: string; expiresAt: string }[]>('GET', '/intents');
    const lifeMs = Date.parse(waiting?.expiresAt ?? '') - Date.parse(waiting?.startedAt ?? '');
    expect(lifeMs).toBe(5 * 60_000);
  });

  it('is replaced by a newer one of the same person, and by no other', async () => {
    const older = (await linkedin('mira+2fa@mail.example')).body.account_id;
    const other = (await linkedin('omar+2fa@mail.example')).body.account_id;
    const newer = (await linkedin('mira+2fa@mail.example')).body.account_id;
    expect(await solve(older, '123456')).toMatchObject({
      status: 409,
      body: { type: 'errors/operation_canceled' },
    });
    for (const id of [other, newer]) expect((await solve(id, '123456')).status).toBe(201);
  });

  it('of a phone shows a QR code that is good for some seconds', async () => {
    await control('POST', '/options', { qrLifeMs: 20 });
    const { body } = await post('/accounts', { provider: 'WHATSAPP' });
    const stale = body.checkpoint.qrcode;
    const shown = async () => {
      const [one] = await control<{ qrcode: string }[]>('GET', '/intents');
      return one?.qrcode ?? '';
    };
    await vi.waitFor(async () => expect(await shown()).not.toBe(stale));
    await control('POST', '/options', { qrLifeMs: 60_000_000 });
    await expect(control('POST', '/intents/scan', { qrcode: stale })).rejects.toThrow('404');
    const fresh = await shown();
    await control('POST', '/intents/scan', { qrcode: fresh });
    // It was scanned: nobody else can.
    await expect(control('POST', '/intents/scan', { qrcode: fresh })).rejects.toThrow('404');
  });

  it.each([
    ['mira+captcha401@mail.example', 401, 'captcha_not_supported'],
    ['mira+session@mail.example', 401, 'multiple_sessions'],
    ['mira+restricted@mail.example', 403, 'account_restricted'],
    ['mira+action@mail.example', 403, 'action_required'],
  ])('of %s is refused with %i %s', async (username, status, slug) => {
    const refused = await linkedin(username);
    expect([refused.status, refused.body.type]).toEqual([status, `errors/${slug}`]);
    expect(await control('GET', '/intents')).toEqual([]);
  });

  it('knows a code from an authenticator, which can be asked for elsewhere, but no other way to scan', async () => {
    const asked = await linkedin('mira+2fasms@mail.example');
    expect(asked.body.checkpoint).toEqual({ type: '2FA', source: 'SMS' });
    const other = await solve(asked.body.account_id, 'TRY_ANOTHER_WAY');
    expect(other.body.checkpoint).toEqual({ type: 'OTP' });
    const scan = await post('/accounts', { provider: 'TELEGRAM' });
    const refused = await solve(scan.body.account_id, 'TRY_ANOTHER_WAY');
    expect(refused.body.type).toBe('errors/checkpoint_error');
  });

  it('of the wrong country is refused', async () => {
    const refused = await post('/accounts', { provider: 'WHATSAPP', country: 'Atlantis' });
    expect(refused.body.type).toBe('errors/invalid_parameters');
  });
});

describe('the page for people', () => {
  const press = (path: string, form: Record<string, string> = {}) =>
    fetch(`${sandbox.url}${path}`, { method: 'POST', body: new URLSearchParams(form) });

  it('scans, approves and says no', async () => {
    const scan = (await post('/accounts', { provider: 'WHATSAPP' })).body.account_id;
    const inApp = (await linkedin('mira+inapp@mail.example')).body.account_id;
    const code = (await linkedin('omar+2fa@mail.example')).body.account_id;
    const shown = await (await fetch(sandbox.url)).text();
    expect(shown).toContain('Signing in');
    for (const label of ['Scan: +316', 'Approve: mira+inapp', 'Say no: omar+2fa']) {
      expect(shown).toContain(label);
    }
    await press(`/ui/intents/${scan}/approve`);
    await press(`/ui/intents/${inApp}/refuse`);
    await press(`/ui/intents/${code}/refuse`);
    const states = await control<{ state: string }[]>('GET', '/intents');
    expect(states.map(({ state }) => state)).toEqual(['done', 'refused', 'refused']);
    expect(await (await fetch(sandbox.url)).text()).not.toContain('Signing in');
  });

  it('makes a cookie for a browser, told once', async () => {
    const answer = await press('/ui/cookies', { login: 'mira@mail.example', agent: 'Firefox' });
    const cookie = /<pre>(AQED[\w-]+)<\/pre>/.exec(await answer.text())?.[1] ?? '';
    const signIn = (user_agent: string) =>
      post('/accounts', { provider: 'LINKEDIN', access_token: cookie, user_agent });
    expect((await signIn('Chrome')).body.type).toBe('errors/invalid_credentials');
    expect((await signIn('Firefox')).body.object).toBe('AccountCreated');
    expect(await (await fetch(sandbox.url)).text()).not.toContain(cookie);
  });
});

describe('what was typed (K2)', () => {
  const canary = 'canary-51d7';
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is kept, logged and shown nowhere', async () => {
    const stateFile = join(folder, 'state.json');
    await sandbox.stop();
    sandbox = await startSandbox({ speed: 1_000, stateFile });
    const printed: string[] = [];
    const streams = [process.stdout, process.stderr].map((stream) =>
      vi.spyOn(stream, 'write').mockImplementation((text) => {
        printed.push(String(text));
        return true;
      }),
    );
    try {
      await everySignIn();
      const pages = ['/', '/control/log', '/control/truth', '/control/intents', '/control/options'];
      for (const page of pages) {
        const shown = await (await fetch(`${sandbox.url}${page}`)).text();
        expect(shown.length).toBeGreaterThan(0);
        expect(shown, page).not.toContain(canary);
      }
    } finally {
      for (const stream of streams) stream.mockRestore();
    }
    await sandbox.stop();
    const saved = readFileSync(stateFile, 'utf8');
    expect(saved).toContain('jane@mail.example');
    expect(saved).not.toContain(canary);
    expect(printed.join('')).not.toContain(canary);
  });

  async function everySignIn() {
    const login = { username: 'jane@mail.example', password: `${canary}-1` };
    const imap = {
      ...{ imap_user: 'jane@mail.example', imap_password: `${canary}-2`, imap_host: 'i.example' },
      ...{ imap_port: 993, imap_encryption: 'tls', smtp_user: 'jane@mail.example' },
      ...{ smtp_password: `${canary}-3`, smtp_host: 's.example', smtp_port: 465 },
    };
    const v1 = [
      ...['LINKEDIN', 'INSTAGRAM', 'MESSENGER'].map((provider) => ({ provider, ...login })),
      { provider: 'TWITTER', email: 'jane@mail.example', ...login },
      { provider: 'LINKEDIN', access_token: `${canary}-4`, premium_token: `${canary}-5` },
      { provider: 'TELEGRAM', password: `${canary}-6` },
      { provider: 'MAIL', ...imap },
      { provider: 'GOOGLE_OAUTH', refresh_token: `${canary}-7`, access_token: `${canary}-8` },
      {
        ...{ provider: 'OUTLOOK', refresh_token: `${canary}-7`, access_token: `${canary}-8` },
        ...{ username: 'jane@mail.example', id: '1' },
      },
    ];
    for (const base of ['/api/v1', '/v1']) {
      for (const body of v1) expect((await post('/accounts', body, base)).status).toBeLessThan(300);
      const broken = await post('/accounts', { ...v1[6], imap_port: canary }, base);
      expect(broken.status).toBe(400);
    }
    const v2 = [
      { provider: 'linkedin', credentials: login },
      { provider: 'instagram', credentials: login },
      {
        provider: 'linkedin',
        credentials: { access_token: `${canary}-4`, premium_access_token: `${canary}-5` },
        user_agent: 'Firefox',
      },
      { provider: 'telegram', credentials: { qrcode: true, twofa: `${canary}-6` } },
      { provider: 'imap', credentials: { user: 'jane@mail.example', password: `${canary}-2` } },
    ];
    for (const body of v2) expect((await post('/auth/intent', body, '/v2')).status).toBe(200);
    const { body } = await linkedin('jane+2fa@mail.example');
    await solve(body.account_id, `${canary}-9`);
    const link = await post('/hosted/accounts/link', {
      ...{ type: 'create', providers: ['LINKEDIN'], api_url: sandbox.url },
      expiresOn: new Date(Date.now() + 60_000).toISOString(),
    });
    const path = `${new URL(link.body.url).pathname}/sign-in/LINKEDIN`;
    const forms = [
      ['cookie', { cookie: `${canary}-4` }],
      ['credentials', { login: 'jane@mail.example', password: `${canary}-1` }],
    ] as const;
    for (const [method, form] of forms) {
      const init = { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' } as const;
      const answer = await fetch(`${sandbox.url}${path}?method=${method}`, init);
      expect(await answer.text()).not.toContain(canary);
    }
  }
});
