import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { AuthRequest } from '../auth-types';
import { type Answering, inTurn, json, serversPerTest } from '../testing/api-server';
import { codeOf, failure, testClient } from '../testing/clients';
import { CANARY, CREDENTIALS } from '../testing/credentials';

const start = serversPerTest(afterEach);
const clientOf = async (answer: Answering, timeoutMs?: number) => {
  const { url, seen } = await start(answer);
  return { seen, ...testClient(url, { timeoutMs }, 'unipile-v2') };
};

const request = (credentials: AuthRequest['credentials']): AuthRequest => ({
  credentials,
  reconnectId: null,
  country: null,
});
const whatsapp = request({ provider: 'WHATSAPP', method: 'qr' });
const intent = { provider: 'LINKEDIN', intentId: 'acc_1' } as const;
const ACCOUNT = { object: 'Account', id: 'acc_1', status: 'running', provider: 'linkedin' };
const QR = { object: 'AuthenticationQrCode', qrcode: '2@abc', intent_id: 'acc_1' };
const checkpoint = (fields: object) => ({
  object: 'AuthenticationCheckpoint',
  checkpoint: fields,
  intent_id: 'acc_1',
});
const refusal = (status: number, type: string): Answering => {
  return (response) => json(response, status, { object: 'Error', type, status });
};

describe('a sign-in of v2', () => {
  it('sends what each provider wants, once, and leaves out those that v2 has not', async () => {
    const { client, seen } = await clientOf((response) => json(response, 200, ACCOUNT));
    const isOffered = ({ provider }: (typeof CREDENTIALS)[number]) =>
      provider !== 'MESSENGER' && provider !== 'TWITTER';
    const offered = CREDENTIALS.filter(isOffered);
    const methods = offered.map(({ provider, method }) => `${provider}:${method}`);
    expect([...methods].sort()).toEqual([...client.authMethods].sort());
    for (const credentials of offered) {
      const answer = await client.startAuth(request(credentials));
      expect(answer).toEqual({ state: 'signed_in', providerAccountId: 'acc_1' });
    }
    for (const credentials of CREDENTIALS.filter((one) => !isOffered(one))) {
      expect(await codeOf(client.startAuth(request(credentials)))).toBe('not_supported');
    }
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual(
      offered.map(() => 'POST /v2/auth/intent'),
    );
    const server = { encryption: 'tls', user: 'jane@mail.example' };
    expect(seen.map(({ body }) => JSON.parse(body))).toEqual([
      {
        provider: 'linkedin',
        credentials: { username: 'jane@mail.example', password: `${CANARY}-password` },
      },
      {
        provider: 'linkedin',
        credentials: { access_token: `${CANARY}-li_at`, premium_access_token: `${CANARY}-li_a` },
        user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/148.0',
      },
      { provider: 'whatsapp', credentials: { qrcode: true } },
      { provider: 'telegram', credentials: { qrcode: true, twofa: `${CANARY}-telegram` } },
      {
        provider: 'instagram',
        credentials: { username: 'jane.ruiz', password: `${CANARY}-password` },
      },
      {
        provider: 'imap',
        credentials: {
          imap: { ...server, host: 'imap.mail.example', port: 993, password: `${CANARY}-imap` },
          smtp: { ...server, host: 'smtp.mail.example', port: 465, password: `${CANARY}-smtp` },
        },
      },
    ]);
  });

  it('again names its account, and the country where the provider knows of one', async () => {
    const { client, seen } = await clientOf((response) => json(response, 200, ACCOUNT));
    for (const credentials of CREDENTIALS) {
      await client
        .startAuth({ credentials, reconnectId: 'acc_1', country: 'NL' })
        .catch(() => null);
    }
    const bodies = seen.map(({ body }) => JSON.parse(body));
    expect(new Set(bodies.map((body) => body.account_id))).toEqual(new Set(['acc_1']));
    const placed = bodies.filter((body) => body.config?.auto_proxy_config.country === 'NL');
    expect(placed.map((body) => body.provider)).toEqual([
      'linkedin',
      'linkedin',
      'whatsapp',
      'instagram',
    ]);
  });

  it.each([
    [QR, { type: 'qr', text: '2@abc', isRenewed: true }],
    [checkpoint({ type: '2FA', platform: 'SMS' }), { type: 'two_factor', source: 'sms' }],
    [checkpoint({ type: '2FA', platform: 'WHATSAPP' }), { type: 'two_factor', source: 'whatsapp' }],
    [checkpoint({ type: '2FA' }), { type: 'two_factor', source: null }],
    [checkpoint({ type: 'OTP', channel: 'EMAIL' }), { type: 'otp', channel: 'email' }],
    [checkpoint({ type: 'OTP', channel: 'PIGEON' }), { type: 'otp', channel: null }],
    [checkpoint({ type: 'IN_APP_VALIDATION' }), { type: 'in_app', canEnterCode: false }],
    [
      checkpoint({ type: 'OTP_OR_IN_APP_VALIDATION', channel: 'SMS' }),
      { type: 'in_app', canEnterCode: true },
    ],
    [checkpoint({ type: 'PHONE_REGISTER' }), { type: 'phone' }],
    [
      checkpoint({ type: 'CAPTCHA', public_key: 'k' }),
      { type: 'captcha', publicKey: 'k', data: null },
    ],
    [
      checkpoint({ type: 'CONTRACT_SELECTION', contracts: [{ id: '7', name: 'Recruiter' }] }),
      { type: 'contract', options: [{ id: '7', name: 'Recruiter' }] },
    ],
    [
      checkpoint({
        type: 'CHALLENGE_SELECTION',
        challenges: [{ id: 'sms', label: 'Text message' }, { id: 'x' }],
      }),
      {
        type: 'challenge',
        options: [
          { id: 'sms', name: 'Text message' },
          { id: 'x', name: 'x' },
        ],
      },
    ],
    [checkpoint({ type: 'LOADING' }), { type: 'loading' }],
    [checkpoint({ type: 'RETINA_SCAN' }), { type: 'unknown', raw: 'RETINA_SCAN' }],
  ])('that is answered %j waits for %j', async (wire, expected) => {
    const { client } = await clientOf((response) => json(response, 200, wire));
    const answer = { state: 'checkpoint', intentId: 'acc_1', checkpoint: expected };
    expect(await client.startAuth(whatsapp)).toEqual(answer);
  });

  it.each([
    {},
    { object: 'Account' },
    { object: 'OauthUrl', url: 'https://accounts.example' },
    { ...QR, intent_id: undefined },
    { ...QR, qrcode: '' },
    { object: 'AuthenticationCheckpoint', intent_id: 'acc_1' },
  ])('that is answered %j is not believed', async (answer) => {
    const { client } = await clientOf((response) => json(response, 200, answer));
    expect(await codeOf(client.startAuth(whatsapp))).toBe('garbage');
  });
});

describe('a checkpoint of v2', () => {
  it('takes a code, another challenge, and has the code sent again', async () => {
    const { client, seen } = await clientOf((response, { path }) =>
      path.endsWith('/resend') ? response.writeHead(204).end() : json(response, 200, QR),
    );
    await client.solveCheckpoint({ ...intent, code: '123456' });
    await client.tryAnotherWay(intent);
    await client.tryAnotherWay({ ...intent, challengeId: 'sms' });
    expect(await client.resendCheckpoint(intent)).toBe(true);
    expect(seen.map(({ path, body }) => [path, JSON.parse(body)])).toEqual([
      ['/v2/auth/checkpoint', { intent_id: 'acc_1', code: '123456' }],
      ['/v2/auth/checkpoint/request', { intent_id: 'acc_1' }],
      ['/v2/auth/checkpoint/request', { intent_id: 'acc_1', challenge: 'sms' }],
      ['/v2/auth/checkpoint/resend', { intent_id: 'acc_1' }],
    ]);
    for (const [status, type] of [
      [501, 'api/not_implemented'],
      [405, 'provider/method_not_allowed'],
    ] as const) {
      const { client: other } = await clientOf(refusal(status, type));
      expect(await other.resendCheckpoint(intent)).toBe(false);
    }
  });

  it.each([
    [401, 'provider/invalid_checkpoint_code', 'checkpoint'],
    [401, 'provider/invalid_credentials', 'checkpoint'],
    [403, 'provider/account_mismatch', 'account_mismatch'],
    [403, 'provider/unknown_authentication_context', 'checkpoint'],
    [407, 'api/proxy_auth_error', 'provider_unavailable'],
    [409, 'api/conflict', 'invalid_request'],
    [401, 'api/missing_authorization', 'key_refused'],
  ])('that is refused with %i %s says so', async (status, type, code) => {
    const { client, seen } = await clientOf(refusal(status, type));
    const error = await failure(client.solveCheckpoint({ ...intent, code: '1' }));
    expect(error.info).toMatchObject({ code, status, type });
    expect(seen).toHaveLength(1);
  });
});

describe('what v2 is waited for', () => {
  const poll = async (answer: Answering, timeoutMs?: number) => {
    const { client, seen } = await clientOf(answer, timeoutMs);
    const outcome = await client.pollAuth({ ...intent, isReconnect: false });
    return { outcome, seen };
  };
  const signedIn = { state: 'signed_in', providerAccountId: 'acc_1' };

  it('comes as the answer to the call that takes codes, without one', async () => {
    const { outcome, seen } = await poll((response) => json(response, 200, ACCOUNT));
    expect(outcome).toEqual(signedIn);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ intent_id: 'acc_1', code: '' });
    const qr = await poll((response) => json(response, 200, { ...QR, qrcode: '2@next' }));
    expect(qr.outcome).toMatchObject({ checkpoint: { type: 'qr', text: '2@next' } });
  });

  it('has not happened where the API holds its answer for too long', async () => {
    const { outcome, seen } = await poll(() => undefined, 300);
    expect(outcome).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it('is found at the account itself where the answer that said so got lost', async () => {
    const gone = refusal(404, 'api/resource_not_found');
    const found = await poll(inTurn(gone, (response) => json(response, 200, ACCOUNT)));
    expect(found.outcome).toEqual(signedIn);
    expect(found.seen.map(({ path }) => path)).toEqual([
      '/v2/auth/checkpoint',
      '/v2/accounts/acc_1',
    ]);
    const { client } = await clientOf(gone);
    expect(await codeOf(client.pollAuth({ ...intent, isReconnect: false }))).toBe('not_found');
    const out = { ...ACCOUNT, status: 'disconnected' };
    const again = await clientOf(inTurn(gone, (response) => json(response, 200, out)));
    expect(await codeOf(again.client.pollAuth({ ...intent, isReconnect: true }))).toBe('not_found');
  });

  it('that is told to be late by the API itself has failed', async () => {
    const { client } = await clientOf(refusal(504, 'provider/timeout'));
    const error = await failure(client.pollAuth({ ...intent, isReconnect: false }));
    expect(error.info).toMatchObject({ code: 'timeout', status: 504 });
  });
});

it('keeps secrets out of every log entry and every error of v2 (K2)', async () => {
  const answers: Answering[] = [
    (response, { body }) => json(response, 400, { type: 'api/invalid_parameters', detail: body }),
    (response, { body }) => json(response, 200, { object: body, id: body }),
    (_response, _request, socket) => socket.resetAndDestroy(),
  ];
  for (const answer of answers) {
    const { client, entries } = await clientOf(answer);
    for (const credentials of CREDENTIALS) {
      const outcome = await client.startAuth(request(credentials)).catch((error) => error);
      expect(inspect(outcome, { depth: 20, showHidden: true })).not.toContain(CANARY);
    }
    expect(entries.length).toBeGreaterThan(5);
    expect(inspect(entries, { depth: 20, showHidden: true })).not.toContain(CANARY);
  }
});
