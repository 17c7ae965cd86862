import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { until } from '../../sandbox/testing/until';
import type { AuthCheckpoint } from './auth-types';
import type { GatewayClient } from './client';
import { failure } from './testing/clients';
import { DIALECTS } from './testing/dialects';
import { asked, password, servers, signIns, WHATSAPP, type WithPassword } from './testing/sign-ins';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 20 });
});
afterAll(() => sandbox.stop());

let count = 0;
const login = (tags = '') => {
  count += 1;
  return `a${count}${tags}@x.example`;
};

const RIGHT: Partial<Record<AuthCheckpoint['type'], string>> = {
  two_factor: '123456',
  otp: '123456',
  phone: '(+33)0612345678',
  captcha: 'a-token-of-the-puzzle',
  contract: '310002',
};

describe.each(DIALECTS)('signing in through the gateway in $dialect', (spec) => {
  const isV2 = spec.dialect === 'unipile-v2';
  let client: GatewayClient;
  let signing: ReturnType<typeof signIns>;

  beforeEach(async () => {
    await sandbox.control('POST', '/reset');
    await sandbox.control('POST', '/options', { connectDelayMs: 100, authWaitMs: 1_000 });
    signing = signIns(sandbox, spec, until);
    client = signing.client;
  });

  // The table of the guide "Connection methods": each cell that is not red.
  const cells: [WithPassword, string, Partial<AuthCheckpoint>][] = [
    ['LINKEDIN', '+2fasms', { type: 'two_factor', source: 'sms' }],
    ['LINKEDIN', '+2fa', { type: 'two_factor', source: 'app' }],
    ['LINKEDIN', '+otp', { type: 'otp' }],
    ['LINKEDIN', '+phone', { type: 'phone' }],
    ['LINKEDIN', '+captcha', { type: 'captcha', publicKey: 'sandbox-captcha' }],
    ['LINKEDIN', '+contract', { type: 'contract' }],
    ['INSTAGRAM', '+2fasms', { type: 'two_factor', source: 'sms' }],
    ['INSTAGRAM', '+2fa', { type: 'two_factor', source: 'app' }],
    ['MESSENGER', '+2fasms', { type: 'two_factor', source: 'sms' }],
    ['MESSENGER', '+2fa', { type: 'two_factor', source: 'app' }],
    ['MESSENGER', '+otp', { type: 'otp' }],
  ];
  const offers = (provider: WithPassword) => client.authMethods.includes(`${provider}:credentials`);

  it.each(['LINKEDIN', 'INSTAGRAM', 'MESSENGER', 'TWITTER'] as const)(
    '%s by user name and password ends with an account, or says what it cannot',
    async (provider) => {
      const credentials = password(provider, login());
      if (!offers(provider)) {
        expect((await failure(signing.start(credentials))).code).toBe('not_supported');
        return;
      }
      const answer = await signing.start(credentials);
      if (answer.state !== 'signed_in') throw new Error('nothing is asked');
      expect(await signing.works(answer.providerAccountId)).toMatchObject({ provider });
    },
  );

  it.each(cells)('%s asks %s for %j and then lets in', async (provider, tags, expected) => {
    if (!offers(provider)) return expect(isV2 && provider === 'MESSENGER').toBe(true);
    let answer = await signing.start(password(provider, login(tags)));
    expect(asked(answer).checkpoint).toMatchObject(expected);
    for (let steps = 0; answer.state === 'checkpoint' && steps < 3; steps += 1) {
      const { intentId, checkpoint } = answer;
      const wrong = await failure(client.solveCheckpoint({ provider, intentId, code: '000000' }));
      expect(wrong.code).toBe('checkpoint');
      expect(wrong.type).toMatch(/invalid_checkpoint_(solution|code)$/);
      const code = RIGHT[checkpoint.type] ?? '';
      answer = await client.solveCheckpoint({ provider, intentId, code });
    }
    if (answer.state !== 'signed_in') throw new Error('it has not ended');
    expect(await signing.works(answer.providerAccountId)).toMatchObject({ provider });
  });

  it('goes on with the next checkpoint after a chain of them', async () => {
    const first = asked(await signing.start(password('LINKEDIN', login('+2fasms+contract'))));
    const intent = { provider: 'LINKEDIN', intentId: first.intentId } as const;
    const second = asked(await client.solveCheckpoint({ ...intent, code: '123456' }));
    expect(second.intentId).toBe(first.intentId);
    if (second.checkpoint.type !== 'contract') throw new Error('a contract is asked for');
    const names = second.checkpoint.options.map(({ name }) => name);
    expect(names).toEqual(['Harbourline Recruiter', 'Harbourline Sales Navigator']);
    const code = second.checkpoint.options[1]?.id ?? '';
    expect(await client.solveCheckpoint({ ...intent, code })).toMatchObject({ state: 'signed_in' });
  });

  it.each(['LINKEDIN', 'MESSENGER'] as const)(
    '%s is approved in its app, and refused there',
    async (provider) => {
      if (!offers(provider)) return expect(isV2).toBe(true);
      const { intentId, checkpoint } = asked(
        await signing.start(password(provider, login('+inapp'))),
      );
      expect(checkpoint).toEqual({ type: 'in_app', canEnterCode: false });
      // V2 holds its answer for a while, and gives the same checkpoint again.
      const nothing = await client.pollAuth({ provider, intentId, isReconnect: false });
      expect(nothing).toEqual(isV2 ? { state: 'checkpoint', intentId, checkpoint } : null);
      await signing.act(intentId, 'complete');
      const { providerAccountId } = await signing.ended(provider, intentId);
      expect(await signing.works(providerAccountId)).toMatchObject({ provider });

      const other = asked(await signing.start(password(provider, login('+inapp'))));
      await signing.act(other.intentId, 'refuse');
      const intent = { provider, intentId: other.intentId };
      const refused = await failure(client.solveCheckpoint({ ...intent, code: '123456' }));
      expect(refused.code).toBe('checkpoint');
    },
  );

  it.each([WHATSAPP, { provider: 'TELEGRAM', method: 'qr', password: null }] as const)(
    '$provider shows a code to scan, whose scan makes the account',
    async (credentials) => {
      const { intentId, checkpoint } = asked(await signing.start(credentials));
      const { qrcode } = await signing.waiting(intentId);
      if (checkpoint.type !== 'qr') throw new Error('a code is shown');
      expect(checkpoint.isRenewed).toBe(isV2);
      expect(checkpoint.text).toContain('2@');
      await sandbox.control('POST', '/intents/scan', { qrcode });
      const { providerAccountId } = await signing.ended(credentials.provider, intentId);
      expect(await signing.works(providerAccountId)).toMatchObject({
        provider: credentials.provider,
      });
    },
  );

  it('has a code that is good for some seconds only', async () => {
    const { intentId, checkpoint } = asked(await signing.start(WHATSAPP));
    if (checkpoint.type !== 'qr') throw new Error('a code is shown');
    await signing.act(intentId, 'renew');
    const { text } = checkpoint;
    await expect(sandbox.control('POST', '/intents/scan', { qrcode: text })).rejects.toThrow('404');
    const next = isV2
      ? await client.pollAuth({ provider: 'WHATSAPP', intentId, isReconnect: false })
      : await signing.start(WHATSAPP);
    const fresh = asked(next);
    if (fresh.checkpoint.type !== 'qr') throw new Error('a code is shown');
    expect(fresh.checkpoint.text).not.toBe(text);
    await signing.act(fresh.intentId, 'complete');
    expect(await signing.ended('WHATSAPP', fresh.intentId)).toMatchObject({ state: 'signed_in' });
  });

  it('takes the second factor of Telegram along with the start', async () => {
    const withPassword = { provider: 'TELEGRAM', method: 'qr', password: 'right' } as const;
    const { intentId } = asked(await signing.start(withPassword));
    await signing.act(intentId, 'complete', { secondFactor: true });
    expect(await signing.ended('TELEGRAM', intentId)).toMatchObject({ state: 'signed_in' });
    // Without it v2 asks, and v1 has no word for what is missing.
    const without = asked(await signing.start({ ...withPassword, password: null }));
    await signing.act(without.intentId, 'complete', { secondFactor: true });
    const intent = { provider: 'TELEGRAM', intentId: without.intentId } as const;
    const answer = await client.pollAuth({ ...intent, isReconnect: false });
    if (!isV2) return expect(answer).toBeNull();
    expect(asked(answer).checkpoint).toEqual({ type: 'two_factor', source: 'app' });
    const end = await client.solveCheckpoint({ ...intent, code: '123456' });
    expect(end.state).toBe('signed_in');
  });

  it('signs a mailbox in by its servers, and tells wrong servers from a wrong password', async () => {
    const answer = await signing.start(servers(login(), 'imap.x.example'));
    if (answer.state !== 'signed_in') throw new Error('nothing is asked');
    expect(await signing.works(answer.providerAccountId)).toMatchObject({ provider: 'MAIL' });
    const host = await failure(signing.start(servers(login(), 'refused.example')));
    const secret = await failure(signing.start(servers(login(), 'imap.x.example', 'wrong')));
    const app = await failure(
      signing.start(servers(login(), 'imap.x.example', 'not-an-app-password')),
    );
    expect([host.code, secret.code, app.code]).toEqual([
      'invalid_request',
      'checkpoint',
      'checkpoint',
    ]);
    if (!isV2) expect(new Set([host.type, secret.type, app.type]).size).toBe(3);
  });

  it('asks in another way, and has a code sent again', async () => {
    const { intentId } = asked(await signing.start(password('LINKEDIN', login('+2fasms'))));
    const intent = { provider: 'LINKEDIN', intentId } as const;
    expect(await client.resendCheckpoint(intent)).toBe(true);
    expect((await signing.waiting(intentId)).resentCount).toBe(1);
    expect(asked(await client.tryAnotherWay(intent)).checkpoint.type).toBe('otp');
    const inApp = asked(await signing.start(password('LINKEDIN', login('+inapp'))));
    const silent = { provider: 'LINKEDIN', intentId: inApp.intentId } as const;
    expect(await client.resendCheckpoint(silent)).toBe(false);
    const scan = asked(await signing.start(WHATSAPP));
    const code = { provider: 'WHATSAPP', intentId: scan.intentId } as const;
    expect(await client.resendCheckpoint(code)).toBe(false);
    expect((await failure(client.tryAnotherWay(code))).code).toBe('checkpoint');
  });

  it('says that an attempt is too old, broken, or replaced by a newer one', async () => {
    const typeOf = async (intentId: string) => {
      const solution = { provider: 'LINKEDIN', intentId, code: '123456' } as const;
      return (await failure(client.solveCheckpoint(solution))).type;
    };
    const username = login('+2fa');
    const older = asked(await signing.start(password('LINKEDIN', username)));
    const newer = asked(await signing.start(password('LINKEDIN', username)));
    expect(newer.intentId).not.toBe(older.intentId);
    const types = [await typeOf(older.intentId)];
    for (const what of ['expire', 'break']) {
      const { intentId } = asked(await signing.start(password('LINKEDIN', login('+2fa'))));
      await signing.act(intentId, what);
      types.push(await typeOf(intentId));
    }
    expect(types).toEqual(
      isV2
        ? ['api/conflict', 'api/resource_not_found', 'provider/server_error']
        : [
            'errors/operation_canceled',
            'errors/request_timeout',
            'errors/authentication_intent_error',
          ],
    );
    const solution = { provider: 'LINKEDIN', intentId: newer.intentId, code: '123456' } as const;
    expect(await client.solveCheckpoint(solution)).toMatchObject({ state: 'signed_in' });
  });

  it('tells a wrong password, a puzzle and a second session apart from a refused key', async () => {
    const of = async (tags: string, secret?: string) =>
      (await failure(signing.start(password('LINKEDIN', login(tags), secret)))).info;
    const refusals = [await of('', 'wrong'), await of('+captcha401'), await of('+session')];
    expect(refusals.map(({ type }) => type)).toEqual(
      isV2
        ? [
            'provider/invalid_credentials',
            'provider/unknown_authentication_context',
            'provider/unprocessable_entity',
          ]
        : [
            'errors/invalid_credentials',
            'errors/captcha_not_supported',
            'errors/multiple_sessions',
          ],
    );
    expect(refusals.map(({ code }) => code)).not.toContain('key_refused');
  });

  it('is seen to come from the country that was chosen', async () => {
    const credentials = password('LINKEDIN', login('+2fa'));
    const answer = await client.startAuth({ credentials, reconnectId: null, country: 'NL' });
    expect((await signing.waiting(asked(answer).intentId)).country).toBe('NL');
  });
});
