import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../sandbox/server';
import { until } from '../../sandbox/testing/until';
import type { GatewayClient, HostedAuthRequest } from './client';
import { codeOf, testClient } from './testing/clients';
import { DIALECTS, type Made } from './testing/dialects';
import { everything } from './testing/pages';

const PRODUCT = 'http://app.example';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});
afterAll(() => sandbox.stop());

let count = 0;
const makeAccount = (type: string, more: object = {}): Promise<Made> => {
  count += 1;
  return sandbox.control<Made>('POST', '/accounts', {
    type,
    login: `p${count}@x.example`,
    ...more,
  });
};

describe.each(DIALECTS)('the gateway in $dialect', (spec) => {
  const { dialect } = spec;
  let client: GatewayClient;
  let made: Made;
  let providerAccountId: string;

  beforeEach(async () => {
    ({ client } = testClient(sandbox.url, { apiKey: spec.apiKey(sandbox) }, dialect));
    made = await makeAccount('LINKEDIN');
    providerAccountId = spec.accountId(made);
  });

  const setStatus = (status: string) =>
    sandbox.control('POST', `/accounts/${made.id}/status`, { status });
  const stranger = async (): Promise<string> => {
    const path = `/accounts/${made.id}/contacts`;
    return (await sandbox.control<{ providerId: string }>('POST', path)).providerId;
  };
  const find = (identifier: string) =>
    client.findUser({ providerAccountId, identifier, linkedinApi: null });

  describe('accounts', () => {
    it('are listed with provider, state and who signed in, page by page as one by one', async () => {
      const phone = await makeAccount('WHATSAPP', {
        login: '+31 6 5550 1234',
        name: 'Lukas Weber',
      });
      const listed = await everything((page) => client.listAccounts(page), 2);
      const ids = listed.map((item) => item.providerAccountId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids).toEqual(expect.arrayContaining([providerAccountId, spec.accountId(phone)]));
      expect(await client.getAccount(providerAccountId)).toMatchObject({
        providerAccountId,
        provider: 'LINKEDIN',
        status: 'ok',
        identity: made.providerId,
      });
      expect(await client.getAccount(spec.accountId(phone))).toMatchObject({
        provider: 'WHATSAPP',
        name: 'Lukas Weber',
      });
    });

    it.each([
      ['CREDENTIALS', 'credentials'],
      ['ERROR', 'error'],
      ['OK', 'ok'],
    ])('that are %s at the provider are %s', async (status, expected) => {
      await setStatus(status);
      expect((await client.getAccount(providerAccountId)).status).toBe(expected);
    });

    it('are deleted, also twice, and then unknown', async () => {
      await client.deleteAccount(providerAccountId);
      await client.deleteAccount(providerAccountId);
      expect(await codeOf(client.getAccount(providerAccountId))).toBe('not_found');
      expect(await codeOf(client.getAccount('nobody'))).toBe('not_found');
    });

    it('are refused to the key of another dialect', async () => {
      for (const other of DIALECTS.filter((one) => one.apiKey(sandbox) !== spec.apiKey(sandbox))) {
        const apiKey = other.apiKey(sandbox);
        const { client: foreign } = testClient(sandbox.url, { apiKey }, dialect);
        expect(await codeOf(foreign.listAccounts())).toBe('key_refused');
      }
    });
  });

  describe('the sign-in wizard', () => {
    const linkOf = (kind: HostedAuthRequest['kind']) =>
      client.createHostedAuthLink({
        kind,
        expiresAt: new Date(Date.now() + 60_000),
        name: 'state.7',
        notifyUrl: `${PRODUCT}/callback`,
        successUrl: `${PRODUCT}/done?request=7`,
        failureUrl: `${PRODUCT}/failed?request=7`,
      });
    /** Signs in on the page behind the link; answers where the browser goes. */
    const signIn = async (link: string, login: string) => {
      const page = `${sandbox.url}${new URL(link).pathname}/sign-in/GOOGLE`;
      const body = new URLSearchParams({ login, scopes: 'mail' });
      const response = await fetch(page, { method: 'POST', body, redirect: 'manual' });
      return new URL(response.headers.get('location') ?? '');
    };

    it('has an address for a new account, which is then there', async () => {
      count += 1;
      const login = `new${count}@x.example`;
      const end = await signIn(await linkOf({ type: 'create', providers: ['GOOGLE'] }), login);
      expect(end.origin).toBe(PRODUCT);
      expect(end.searchParams.get('request')).toBe('7');
      const { items } = await client.listAccounts({ limit: 100 });
      expect(items.filter(({ name }) => name === login)).toMatchObject([{ provider: 'GOOGLE' }]);
    });

    it('has one for an account that is signed out, which keeps its id', async () => {
      count += 1;
      const login = `old${count}@x.example`;
      const mailbox = await makeAccount('GOOGLE_OAUTH', { login });
      const id = spec.accountId(mailbox);
      await sandbox.control('POST', `/accounts/${mailbox.id}/status`, { status: 'CREDENTIALS' });
      await signIn(await linkOf({ type: 'reconnect', providerAccountId: id }), login);
      const status = await until('the account works', async () => {
        const { status } = await client.getAccount(id);
        return status === 'ok' && status;
      });
      expect(status).toBe('ok');
    });

    it('has none for an account that is not there', async () => {
      const nobody = { type: 'reconnect', providerAccountId: 'nobody' } as const;
      expect(await codeOf(linkOf(nobody))).toBe('not_found');
    });
  });

  describe('webhooks', () => {
    const ours = async (requestUrl: string) =>
      (await client.listWebhooks()).filter((webhook) => webhook.requestUrl === requestUrl);

    it('are registered one for each source, listed and removed, also twice', async () => {
      count += 1;
      const requestUrl = `https://app.example/api/webhooks/${count}`;
      for (const source of client.webhookSources) {
        await client.createWebhook({ source, requestUrl, secret: 'secret' });
      }
      const registered = await ours(requestUrl);
      const sources = registered.map(({ source }) => source);
      expect(sources.sort()).toEqual([...client.webhookSources].sort());
      expect(registered.every(({ isEnabled }) => isEnabled)).toBe(true);
      expect(registered.every(({ signingSecret }) => signingSecret !== null)).toBe(spec.isSigning);
      for (const { id } of registered) {
        await client.deleteWebhook(id);
        await client.deleteWebhook(id);
      }
      expect(await ours(requestUrl)).toEqual([]);
    });
  });

  describe('people', () => {
    it('are found by provider id and by public name, and nobody is not', async () => {
      const providerUserId = await stranger();
      const person = await find(providerUserId);
      expect(person).toMatchObject({ providerUserId, isConnection: false });
      expect(person.name).toBeTruthy();
      expect(person.headline).toBeTruthy();
      expect(await find(person.publicIdentifier ?? '')).toEqual(person);
      expect(await codeOf(find('ACoAANobody'))).toBe('not_found');
    });

    it('are connected once the account has them as a relation', async () => {
      const path = `/accounts/${made.id}/relations`;
      const { providerId } = await sandbox.control<{ providerId: string }>('POST', path);
      expect((await find(providerId)).isConnection).toBe(true);
    });
  });
});
