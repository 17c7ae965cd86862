import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';
import { type Receiver, startReceiver } from './testing/receiver';
import { until } from './testing/until';

let sandbox: RunningSandbox;
let receiver: Receiver;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  receiver = await startReceiver();
});

afterEach(async () => {
  await sandbox.stop();
  await receiver.close();
});

const product = 'http://app.example';

async function makeLink(body: object): Promise<string> {
  const response = await fetch(`${sandbox.url}/api/v1/hosted/accounts/link`, {
    method: 'POST',
    headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      type: 'create',
      api_url: sandbox.url,
      expiresOn: new Date(Date.now() + 60_000).toISOString(),
      notify_url: `${receiver.url}/callback?secret=1`,
      success_redirect_url: `${product}/connected`,
      failure_redirect_url: `${product}/failed`,
      name: 'member-7',
      ...body,
    }),
  });
  expect(response.status).toBe(200);
  return (await response.json()).url;
}

interface Page {
  text: string;
  url: string;
}

/** A browser without scripts: follows redirects inside the sandbox, stops at the product. */
async function open(address: string, form?: Record<string, string>): Promise<Page> {
  let url = new URL(address, sandbox.url).href;
  let body = form === undefined ? undefined : new URLSearchParams(form);
  for (let hops = 0; hops < 5; hops += 1) {
    if (url.startsWith(product)) return { text: '', url };
    const init = body === undefined ? {} : { method: 'POST', body };
    const response = await fetch(url, { redirect: 'manual', ...init });
    const location = response.headers.get('location');
    if (location === null) return { text: await response.text(), url };
    url = new URL(location, url).href;
    body = undefined;
  }
  throw new Error(`Too many redirects from ${address}`);
}

/** Posts the page's first form (or the one whose action ends so) with the given fields. */
function submit(page: Page, fields: Record<string, string>, ending = ''): Promise<Page> {
  const actions = [...page.text.matchAll(/action="([^"]+)"/g)].map((match) => match[1] ?? '');
  const action = actions.find((item) => item.endsWith(ending));
  if (action === undefined) throw new Error(`No form on ${page.url}`);
  return open(action.replaceAll('&amp;', '&'), fields);
}

const callbacks = () => receiver.received.map((item) => JSON.parse(item.text));

async function getAccount(id: string) {
  const headers = { 'X-API-KEY': sandbox.apiKey };
  return await (await fetch(`${sandbox.url}/api/v1/accounts/${id}`, { headers })).json();
}

async function isOk(id: string): Promise<boolean> {
  const account = await getAccount(id);
  return account.sources.every((source: { status: string }) => source.status === 'OK');
}

describe('the wizard', () => {
  it('connects LinkedIn: choice, credentials, a wrong and a right code, success, callback', async () => {
    const choice = await open(await makeLink({ providers: ['LINKEDIN', 'WHATSAPP'] }));
    expect(choice.text).toContain('Sandbox – stands in for the provider’s sign-in');
    expect(choice.text).toMatch(/LinkedIn[\s\S]*WhatsApp/);
    expect(choice.text).not.toContain('Instagram');
    const form = await open(`${new URL(choice.url).pathname}/sign-in/LINKEDIN`);
    expect(form.text).toContain('<label for="login">E-mail or phone</label>');
    const code = await submit(form, { login: 'mira.olsen@mail.example', password: 'secret' });
    expect(code.text).toContain('Verification code');
    const refused = await submit(code, { code: '999999' });
    expect(refused.text).toContain('errors/invalid_checkpoint_solution');
    expect(receiver.received).toEqual([]);
    const done = await submit(refused, { code: '123456' });
    expect(done.text).toContain('Account connected');
    expect(done.text).toContain(`href="${product}/connected"`);
    const [callback] = callbacks();
    expect(callback).toEqual({
      status: 'CREATION_SUCCESS',
      account_id: expect.any(String),
      name: 'member-7',
    });
    expect(receiver.received[0]?.path).toBe('/callback?secret=1');
    expect(receiver.received[0]?.headers['content-type']).toBe('application/json');
    await until('the account is OK', () => isOk(callback.account_id));
    expect((await getAccount(callback.account_id)).connection_params.im.username).toBe(
      'Mira Olsen',
    );
  });

  it.each([
    ['INSTAGRAM', { login: 'mira', password: 'x' }, 'INSTAGRAM'],
    ['MESSENGER', { login: 'mira', password: 'x' }, 'MESSENGER'],
    ['TWITTER', { login: 'mira', email: 'mira@mail.example', password: 'x' }, 'TWITTER'],
    ['GOOGLE', { login: 'mira@mail.example', scopes: 'mail' }, 'GOOGLE_OAUTH'],
    ['OUTLOOK', { login: 'mira@mail.example', scopes: 'mail' }, 'OUTLOOK'],
    ['MAIL', { login: 'mira@mail.example', password: 'x', imap_host: 'imap.mail.example' }, 'MAIL'],
    ['WHATSAPP', { phone: '+31655512345' }, 'WHATSAPP'],
    ['TELEGRAM', { phone: '+31655512345' }, 'TELEGRAM'],
  ])('connects %s, skipping the choice and the success page', async (provider, fields, type) => {
    const form = await open(await makeLink({ providers: [provider], bypass_success_screen: true }));
    const end = await submit(form, fields);
    expect(end.url).toBe(`${product}/connected`);
    const { account_id: id } = callbacks()[0];
    expect(await getAccount(id)).toMatchObject({ id, type });
    await until('the account is OK', () => isOk(id));
  });

  it('shows a QR code that the page notices being scanned elsewhere', async () => {
    const page = await open(await makeLink({ providers: ['WHATSAPP'] }));
    expect(page.text).toContain('<svg');
    const state = async () => (await fetch(`${page.url}/state`)).json();
    expect(await state()).toEqual({ next: null });
    await submit(page, { phone: '+31655512345' });
    expect(await state()).toEqual({ next: expect.stringContaining('/done') });
  });

  it('refuses a wrong password with a message, lets try again, and announces the failure', async () => {
    await fetch(`${sandbox.url}/api/v1/webhooks`, {
      method: 'POST',
      headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': 'application/json' },
      body: JSON.stringify({ source: 'account_status', request_url: `${receiver.url}/status` }),
    });
    const form = await open(
      await makeLink({ providers: ['INSTAGRAM'], bypass_success_screen: true }),
    );
    const refused = await submit(form, { login: 'mira', password: 'wrong' });
    expect(refused.text).toContain('Login or password refused');
    expect(refused.text).toContain('errors/invalid_credentials');
    await until('the webhook', () => receiver.received.length === 1);
    expect(callbacks()[0].AccountStatus.message).toBe('CREATION_FAIL');
    expect((await submit(refused, { login: 'mira', password: 'right' })).url).toBe(
      `${product}/connected`,
    );
  });

  it('leaves by Cancel to the failure address, without a callback', async () => {
    const form = await open(await makeLink({ providers: ['LINKEDIN'] }));
    expect((await submit(form, {}, '/cancel')).url).toBe(`${product}/failed`);
    const plain = await open(
      await makeLink({ providers: ['LINKEDIN'], failure_redirect_url: undefined }),
    );
    expect((await submit(plain, {}, '/cancel')).text).toContain('Sign-in cancelled');
    expect(receiver.received).toEqual([]);
  });

  it('says so when a link has expired, was used, or is unknown', async () => {
    const past = new Date(Date.now() - 1_000).toISOString();
    const expired = await open(await makeLink({ providers: ['LINKEDIN'], expiresOn: past }));
    expect(expired.text).toContain('errors/expired_link');
    const url = await makeLink({ providers: ['INSTAGRAM'], single_use: true });
    await submit(await open(url), { login: 'mira', password: 'x' });
    expect((await open(url)).text).toContain('used already');
    const voided = await makeLink({ providers: ['LINKEDIN'] });
    await sandbox.control('POST', '/links/expire');
    expect((await open(voided)).text).toContain('This link has expired');
    expect((await open('/hosted/forged')).text).toContain('not known');
  });

  it('offers cookies unless the link disables them', async () => {
    const url = await makeLink({ providers: ['LINKEDIN'], bypass_success_screen: true });
    const form = await open(url);
    expect(form.text).toContain('Use a session cookie');
    const cookie = await open(`${new URL(form.url).pathname}?method=cookie`);
    expect((await submit(cookie, { cookie: 'AQEDATxyz' })).url).toBe(`${product}/connected`);
    const strict = await open(
      await makeLink({ providers: ['LINKEDIN'], disabled_options: ['cookie_auth'] }),
    );
    expect(strict.text).not.toContain('Use a session cookie');
  });
});

describe('reconnecting', () => {
  async function brokenAccount() {
    const body = {
      type: 'LINKEDIN',
      login: 'jane.ruiz@mail.example',
      status: 'CREDENTIALS',
      chats: 2,
    };
    return sandbox.control<{ id: string; providerId: string }>('POST', '/accounts', body);
  }

  async function signIn(id: string, login: string): Promise<Page> {
    const link = { type: 'reconnect', reconnect_account: id, bypass_success_screen: true };
    const form = await open(await makeLink(link));
    expect(form.text).toContain('Reconnect Jane Ruiz');
    const code = await submit(form, { login, password: 'x' });
    return code.text.includes('Verification code') ? submit(code, { code: '123456' }) : code;
  }

  it('restores the same account with its history', async () => {
    const { id, providerId } = await brokenAccount();
    expect((await signIn(id, 'jane.ruiz@mail.example')).url).toBe(`${product}/connected`);
    expect(callbacks()).toEqual([{ status: 'RECONNECTED', account_id: id, name: 'member-7' }]);
    await until('the account is OK', () => isOk(id));
    const account = await getAccount(id);
    expect(account.connection_params.im.id).toBe(providerId);
    const headers = { 'X-API-KEY': sandbox.apiKey };
    const chats = await (
      await fetch(`${sandbox.url}/api/v1/chats?account_id=${id}`, { headers })
    ).json();
    expect(chats.items).toHaveLength(2);
    const accounts = await (await fetch(`${sandbox.url}/api/v1/accounts`, { headers })).json();
    expect(accounts.items).toHaveLength(1);
  });

  it('lets somebody else in under the same id, with another identity', async () => {
    const { id, providerId } = await brokenAccount();
    await signIn(id, 'omar.haddad@mail.example');
    const account = await getAccount(id);
    expect(account.id).toBe(id);
    expect(account.connection_params.im.username).toBe('Omar Haddad');
    expect(account.connection_params.im.id).not.toBe(providerId);
  });

  it('refuses somebody else when told to', async () => {
    await sandbox.control('POST', '/options', { wrongAccount: 'refuse' });
    const { id, providerId } = await brokenAccount();
    expect((await signIn(id, 'omar.haddad@mail.example')).text).toContain('errors/wrong_account');
    expect((await getAccount(id)).connection_params.im.id).toBe(providerId);
    expect(receiver.received).toEqual([]);
  });
});

describe('the callback, relative to the redirect', () => {
  it.each([
    ['before', 1, 1],
    ['after', 0, 1],
    ['twice', 1, 2],
    ['never', 0, 0],
  ])('%s', async (notifyOrder, atRedirect, inTheEnd) => {
    await sandbox.control('POST', '/options', { notifyOrder, notifyDelayMs: 300_000 });
    const form = await open(
      await makeLink({ providers: ['INSTAGRAM'], bypass_success_screen: true }),
    );
    await submit(form, { login: 'mira', password: 'x' });
    expect(receiver.received).toHaveLength(atRedirect);
    await until('the callbacks', () => receiver.received.length === inTheEnd);
    expect(new Set(receiver.received.map((item) => item.text)).size).toBe(Math.min(inTheEnd, 1));
  });
});
