import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { until } from '../../sandbox/testing/until';
import type { GatewayClient } from './client';
import { failure } from './testing/clients';
import { DIALECTS } from './testing/dialects';
import { asked, cookies, password, signIns, WHATSAPP } from './testing/sign-ins';

const OWN = 'jane@x.example';
const PHONE = '+31655511001';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 20 });
});
afterAll(() => sandbox.stop());

describe.each(DIALECTS)('signing an account in again through the gateway in $dialect', (spec) => {
  const isV2 = spec.dialect === 'unipile-v2';
  let client: GatewayClient;
  let signing: ReturnType<typeof signIns>;

  beforeEach(async () => {
    await sandbox.control('POST', '/reset');
    await sandbox.control('POST', '/options', { connectDelayMs: 100, authWaitMs: 1_000 });
    signing = signIns(sandbox, spec, until);
    client = signing.client;
  });

  it('keeps its id, by password and by scan', async () => {
    const id = await signing.make('LINKEDIN', OWN);
    const answer = await signing.start(password('LINKEDIN', OWN), id);
    expect(answer).toEqual({ state: 'signed_in', providerAccountId: id });
    expect((await signing.works(id)).status).toBe('ok');

    const phone = await signing.make('WHATSAPP', PHONE);
    const { intentId } = asked(await signing.start(WHATSAPP, phone));
    expect(intentId).toBe(phone);
    await signing.act(intentId, 'complete');
    expect(await signing.ended('WHATSAPP', intentId, true)).toEqual({
      state: 'signed_in',
      providerAccountId: phone,
    });
    expect((await signing.works(phone)).status).toBe('ok');
  });

  it('takes the code of a checkpoint as the first sign-in does', async () => {
    const own = 'jane+2fa@x.example';
    const id = await signing.make('LINKEDIN', own);
    const { intentId } = asked(await signing.start(password('LINKEDIN', own), id));
    expect((await client.getAccount(id)).status).toBe('credentials');
    const solution = { provider: 'LINKEDIN', intentId, code: '123456' } as const;
    const answer = await client.solveCheckpoint(solution);
    expect(answer).toEqual({ state: 'signed_in', providerAccountId: id });
  });

  it('of somebody else is refused, by password and by scan (A5)', async () => {
    const id = await signing.make('LINKEDIN', OWN);
    const refused = await failure(signing.start(password('LINKEDIN', 'omar@x.example'), id));
    expect(refused.code).toBe('account_mismatch');

    const phone = await signing.make('WHATSAPP', PHONE);
    const { intentId } = asked(await signing.start(WHATSAPP, phone));
    await signing.act(intentId, 'complete', { login: '+31699999999' });
    const intent = { provider: 'WHATSAPP', intentId, isReconnect: true } as const;
    // V1 has nothing to say of a scan: the account is as it was.
    if (isV2) expect((await failure(client.pollAuth(intent))).code).toBe('account_mismatch');
    else expect(await client.pollAuth(intent)).toBeNull();
    for (const account of [id, phone]) {
      expect((await client.getAccount(account)).status).toBe('credentials');
    }
  });

  it('of an account that was deleted finds none', async () => {
    const id = await signing.make('LINKEDIN', OWN);
    await client.deleteAccount(id);
    const refused = await failure(signing.start(password('LINKEDIN', OWN), id));
    expect(refused.code).toBe('not_found');
  });

  describe('by a cookie', () => {
    const made = async (login: string) =>
      (
        await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
          login,
          userAgent: 'Firefox',
        })
      ).accessToken;

    it('works in the browser it was made in, until its session ends', async () => {
      const cookie = await made(OWN);
      const other = await failure(signing.start(cookies(cookie, 'Chrome')));
      expect(other.type).toMatch(/invalid_credentials$/);
      const answer = await signing.start(cookies(cookie));
      if (answer.state !== 'signed_in') throw new Error('nothing is asked');
      const { providerAccountId } = answer;
      expect(await signing.works(providerAccountId)).toMatchObject({ provider: 'LINKEDIN' });
      expect(await signing.start(cookies(cookie), providerAccountId)).toEqual(answer);
      await sandbox.control('POST', '/cookies/end', { login: OWN });
      const dead = await failure(signing.start(cookies(cookie), providerAccountId));
      expect(dead.type).toMatch(/invalid_credentials$/);
      expect(dead.code).toBe('checkpoint');
    });

    it('of somebody else is refused', async () => {
      const id = await signing.make('LINKEDIN', OWN);
      const refused = await failure(signing.start(cookies(await made('omar@x.example')), id));
      expect(refused.code).toBe('account_mismatch');
      expect((await client.getAccount(id)).status).toBe('credentials');
    });

    it('fails while LinkedIn is out, as trouble that passes', async () => {
      const id = await signing.make('LINKEDIN', OWN);
      const cookie = await made(OWN);
      await sandbox.control('POST', '/options', { linkedinOut: true });
      const out = await failure(signing.start(cookies(cookie), id));
      expect(out.code).toBe('provider_unavailable');
      await sandbox.control('POST', '/options', { linkedinOut: false });
      expect(await signing.start(cookies(cookie), id)).toMatchObject({ state: 'signed_in' });
    });
  });
});
