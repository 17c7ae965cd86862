import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthRequest } from '../auth-types';
import { type Answering, closedPort, envelope, json, serversPerTest } from '../testing/api-server';
import { codeOf, failure, testClient } from '../testing/clients';
import { CANARY, CREDENTIALS } from '../testing/credentials';

const start = serversPerTest(afterEach);
const clientOf = async (answer: Answering) => {
  const { url, seen } = await start(answer);
  return { seen, ...testClient(url) };
};

const request = (credentials: AuthRequest['credentials']): AuthRequest => ({
  credentials,
  reconnectId: null,
  country: null,
});
const whatsapp = request({ provider: 'WHATSAPP', method: 'qr' });
const intent = { provider: 'LINKEDIN', intentId: 'acc-1' } as const;
const checkpoint = (fields: object) => ({
  object: 'Checkpoint',
  account_id: 'acc-1',
  checkpoint: fields,
});

describe('a sign-in', () => {
  it('sends what each provider wants, once, and nothing besides', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 201, { object: 'AccountCreated', account_id: 'acc-1' }),
    );
    const methods = CREDENTIALS.map(({ provider, method }) => `${provider}:${method}`);
    expect(methods).toEqual(client.authMethods);
    for (const credentials of CREDENTIALS) {
      const answer = await client.startAuth(request(credentials));
      expect(answer).toEqual({ state: 'signed_in', providerAccountId: 'acc-1' });
    }
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      CREDENTIALS.map(() => 'POST /api/v1/accounts'),
    );
    const social = { username: 'jane.ruiz', password: `${CANARY}-password` };
    const login = { user: 'jane@mail.example' };
    expect(seen.map(({ body }) => JSON.parse(body))).toEqual([
      { provider: 'LINKEDIN', ...social, username: 'jane@mail.example' },
      {
        provider: 'LINKEDIN',
        access_token: `${CANARY}-li_at`,
        premium_token: `${CANARY}-li_a`,
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/148.0',
      },
      { provider: 'WHATSAPP' },
      { provider: 'TELEGRAM', password: `${CANARY}-telegram` },
      { provider: 'INSTAGRAM', ...social },
      { provider: 'MESSENGER', ...social },
      { provider: 'TWITTER', ...social, username: 'janeruiz', email: 'jane@mail.example' },
      {
        provider: 'MAIL',
        imap_user: login.user,
        imap_password: `${CANARY}-imap`,
        imap_host: 'imap.mail.example',
        imap_port: 993,
        imap_encryption: 'tls',
        smtp_user: login.user,
        smtp_password: `${CANARY}-smtp`,
        smtp_host: 'smtp.mail.example',
        smtp_port: 465,
      },
    ]);
  });

  it('again goes to the account itself, from the country that was chosen', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 201, { object: 'AccountReconnected', account_id: 'acc/1' }),
    );
    const cookies: AuthRequest['credentials'] = {
      provider: 'LINKEDIN',
      method: 'cookies',
      accessToken: 'a',
      premiumToken: null,
      userAgent: 'b',
    };
    const again = { credentials: cookies, reconnectId: 'acc/1', country: 'NL' };
    expect(await client.startAuth(again)).toMatchObject({ providerAccountId: 'acc/1' });
    expect(seen[0]?.path).toBe('/api/v1/accounts/acc%2F1');
    const body = { provider: 'LINKEDIN', access_token: 'a', user_agent: 'b', country: 'NL' };
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual(body);
  });

  it.each([
    [
      { type: 'QRCODE', qrcode: '2@abc' },
      { type: 'qr', text: '2@abc', isRenewed: false },
    ],
    [
      { type: '2FA', source: 'SMS' },
      { type: 'two_factor', source: 'sms' },
    ],
    [
      { type: '2FA', source: 'APP' },
      { type: 'two_factor', source: 'app' },
    ],
    [{ type: '2FA' }, { type: 'two_factor', source: null }],
    [
      { type: '2FA', source: 'PIGEON' },
      { type: 'two_factor', source: null },
    ],
    [{ type: 'OTP' }, { type: 'otp', channel: null }],
    [{ type: 'IN_APP_VALIDATION' }, { type: 'in_app', canEnterCode: false }],
    [{ type: 'PHONE_REGISTER' }, { type: 'phone' }],
    [{ type: 'CAPTCHA' }, { type: 'captcha', publicKey: null, data: null }],
    [
      { type: 'CAPTCHA', public_key: 'k', data: 'd' },
      { type: 'captcha', publicKey: 'k', data: 'd' },
    ],
    [
      { type: 'CONTRACT_CHOOSER', contract_options: [{ id: 7, name: 'Recruiter' }, { id: '8' }] },
      {
        type: 'contract',
        options: [
          { id: '7', name: 'Recruiter' },
          { id: '8', name: '8' },
        ],
      },
    ],
    [{ type: 'QRCODE' }, { type: 'unknown', raw: 'QRCODE' }],
    [{ type: 'RETINA_SCAN' }, { type: 'unknown', raw: 'RETINA_SCAN' }],
  ])('that is answered %j waits for %j', async (wire, expected) => {
    const { client } = await clientOf((response) => json(response, 202, checkpoint(wire)));
    const answer = { state: 'checkpoint', intentId: 'acc-1', checkpoint: expected };
    expect(await client.startAuth(whatsapp)).toEqual(answer);
  });

  it.each([
    {},
    { object: 'AccountCreated' },
    { object: 'Account', account_id: 'a' },
    { object: 'Checkpoint', account_id: 'a' },
    { object: 'Checkpoint', account_id: 'a', checkpoint: {} },
  ])('that is answered %j is not believed', async (answer) => {
    const { client } = await clientOf((response) => json(response, 201, answer));
    expect(await codeOf(client.startAuth(whatsapp))).toBe('garbage');
  });

  it('is not tried twice, whatever happens to it', async () => {
    for (const [status, slug] of [
      [503, 'no_client_session'],
      [500, 'authentication_intent_error'],
      [504, 'request_timeout'],
    ] as const) {
      const { client, seen } = await clientOf((response) => envelope(response, status, slug));
      expect((await failure(client.startAuth(whatsapp))).type).toBe(`errors/${slug}`);
      expect(seen).toHaveLength(1);
    }
  });
});

describe('a refused login', () => {
  it('is not a refused key, though v1 has one word for both', async () => {
    const { client, seen } = await clientOf((response, { method }) =>
      method === 'POST'
        ? envelope(response, 401, 'invalid_credentials')
        : json(response, 200, { object: 'AccountList', items: [], cursor: null }),
    );
    const error = await failure(client.startAuth(whatsapp));
    expect(error.info).toMatchObject({ code: 'checkpoint', type: 'errors/invalid_credentials' });
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET']);
  });

  it('is a refused key where every other call is refused as well', async () => {
    const { client } = await clientOf((r) => envelope(r, 401, 'invalid_credentials'));
    expect(await codeOf(client.startAuth(whatsapp))).toBe('key_refused');
    const bare = await clientOf((response) => json(response, 401, {}));
    expect(await codeOf(bare.client.startAuth(whatsapp))).toBe('key_refused');
    expect(bare.seen).toHaveLength(1);
  });
});

describe('a checkpoint', () => {
  it('takes a code, and may be followed by the next one', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 201, checkpoint({ type: 'OTP' })),
    );
    const answer = await client.solveCheckpoint({ ...intent, code: '123456' });
    expect(answer).toMatchObject({ intentId: 'acc-1', checkpoint: { type: 'otp' } });
    await client.tryAnotherWay(intent);
    expect(seen.map(({ path }) => path)).toEqual(Array(2).fill('/api/v1/accounts/checkpoint'));
    const body = { provider: 'LINKEDIN', account_id: 'acc-1' };
    expect(seen.map((one) => JSON.parse(one.body))).toEqual([
      { ...body, code: '123456' },
      { ...body, code: 'TRY_ANOTHER_WAY' },
    ]);
  });

  it('has its code sent again, where the provider can', async () => {
    const resend = async (answer: Answering) =>
      (await clientOf(answer)).client.resendCheckpoint(intent);
    const sent = { object: 'CheckpointResend', account_id: 'acc-1' };
    expect(await resend((r) => json(r, 200, { ...sent, success: true }))).toBe(true);
    expect(await resend((r) => json(r, 200, { ...sent, success: false }))).toBe(false);
    expect(await resend((r) => envelope(r, 501, 'feature_not_implemented'))).toBe(false);
    expect(await codeOf(resend((r) => envelope(r, 408, 'request_timeout')))).toBe('timeout');
  });

  it.each([
    [401, 'invalid_checkpoint_solution', 'checkpoint'],
    [401, 'checkpoint_error', 'checkpoint'],
    [401, 'captcha_not_supported', 'checkpoint'],
    [401, 'wrong_account', 'account_mismatch'],
    [401, 'multiple_sessions', 'not_permitted'],
    [401, 'invalid_proxy_credentials', 'invalid_request'],
    [401, 'invalid_credentials_but_valid_account_imap', 'checkpoint'],
    [403, 'account_mismatch', 'account_mismatch'],
    [407, 'proxy_auth_error', 'provider_unavailable'],
    [408, 'request_timeout', 'timeout'],
    [409, 'operation_canceled', 'checkpoint'],
    [409, 'already_exists', 'already_done'],
    [425, 'auth_in_progress', 'checkpoint'],
    [500, 'authentication_intent_error', 'checkpoint'],
    [502, 'proxy_error', 'provider_unavailable'],
  ])('that is refused with %i %s says so', async (status, slug, code) => {
    const { client, seen } = await clientOf((response) => envelope(response, status, slug));
    const error = await failure(client.solveCheckpoint({ ...intent, code: '1' }));
    expect(error.info).toMatchObject({ code, status, type: `errors/${slug}` });
    expect(seen).toHaveLength(1);
  });
});

describe('what is waited for', () => {
  const poll = async (answer: Answering, isReconnect: boolean) =>
    (await clientOf(answer)).client.pollAuth({ ...intent, isReconnect });
  const account = (status: string): Answering => {
    const sources = [{ id: 's', status }];
    return (r) => json(r, 200, { object: 'Account', id: 'acc-1', type: 'WHATSAPP', sources });
  };
  const signedIn = { state: 'signed_in', providerAccountId: 'acc-1' };

  it('of a new account is that it is there', async () => {
    expect(await poll((r) => envelope(r, 404, 'resource_not_found'), false)).toBeNull();
    expect(await poll(account('CONNECTING'), false)).toBeNull();
    expect(await poll(account('OK'), false)).toEqual(signedIn);
    expect(await codeOf(poll((r) => envelope(r, 401, 'missing_credentials'), false))).toBe(
      'key_refused',
    );
  });

  it('is no warning while it has not happened', async () => {
    const { client, entries } = await clientOf((r) => envelope(r, 404, 'resource_not_found'));
    expect(await client.pollAuth({ ...intent, isReconnect: false })).toBeNull();
    expect(entries).toMatchObject([{ level: 'info', fields: { code: 'not_found', status: 404 } }]);
    await client.getAccount('acc-1').catch(() => null);
    expect(entries).toMatchObject([{ level: 'info' }, { level: 'warn' }]);
  });

  it('of one that is there already is that it works again', async () => {
    for (const status of ['CREDENTIALS', 'CONNECTING', 'ERROR']) {
      expect(await poll(account(status), true)).toBeNull();
    }
    expect(await poll(account('OK'), true)).toEqual(signedIn);
    // Deleted meanwhile: waiting on would never end.
    expect(await codeOf(poll((r) => envelope(r, 404, 'resource_not_found'), true))).toBe(
      'not_found',
    );
  });
});

describe('secrets (K2)', () => {
  it('are in no log entry and in no error, whatever the API answers', async () => {
    const echo: Answering = (response, { body }) =>
      json(response, 400, { type: 'errors/malformed_request', title: body, detail: body });
    const answers: Answering[] = [
      echo,
      (response, { body }) => json(response, 201, { object: body, account_id: 7 }),
      (response, { body }) => response.writeHead(500).end(body),
      (_response, _request, socket) => socket.resetAndDestroy(),
      (response) => json(response, 201, { object: 'AccountCreated', account_id: 'acc-1' }),
    ];
    const urls = [`http://127.0.0.1:${await closedPort()}`];
    for (const answer of answers) urls.push((await start(answer)).url);
    let entryCount = 0;
    for (const url of urls) {
      const { client, entries } = testClient(url);
      for (const credentials of CREDENTIALS) {
        const outcome = await client.startAuth(request(credentials)).catch((error) => error);
        const shown = inspect([outcome, entries], { depth: 20, showHidden: true });
        expect(shown).not.toContain(CANARY);
      }
      const code = `${CANARY}-code`;
      const outcome = await client.solveCheckpoint({ ...intent, code }).catch((error) => error);
      expect(inspect([outcome, entries], { depth: 20, showHidden: true })).not.toContain(CANARY);
      entryCount += entries.length;
    }
    expect(entryCount).toBeGreaterThanOrEqual(urls.length * (CREDENTIALS.length + 1));
  });
});
