import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';
import { type Receiver, startReceiver } from './testing/receiver';
import { until } from './testing/until';

let sandbox: RunningSandbox;
let receiver: Receiver;

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 100 });
  receiver = await startReceiver();
});

afterEach(async () => {
  await sandbox.stop();
  await receiver.close();
});

async function call(method: string, path: string, json?: unknown) {
  const response = await fetch(`${sandbox.url}/api/v1${path}`, {
    method,
    headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: await response.json() };
}

const everyStatus = [
  'creation_success',
  'reconnected',
  'sync_success',
  'ok',
  'connecting',
  'credentials',
];

const watch = (source: string, events?: string[]) =>
  call('POST', '/webhooks', { source, events, request_url: `${receiver.url}/${source}` });

const statuses = () => receiver.received.map((item) => JSON.parse(item.text).AccountStatus.message);

const make = (body: object) =>
  sandbox.control<{ id: string; chatIds: string[] }>('POST', '/accounts', body);

const linkedin = { provider: 'LINKEDIN', username: 'mira@mail.example', password: 'x' };

describe('the life of an account', () => {
  /** Far enough apart that their order on the wire is the order in which they happened. */
  const slowly = () =>
    sandbox.control('POST', '/options', { connectDelayMs: 30_000, syncDelayMs: 30_000 });

  it('begins with CREATION_SUCCESS, then OK, then SYNC_SUCCESS, and its history is no news', async () => {
    await slowly();
    await watch('account_status', everyStatus);
    await watch('messaging');
    const { body } = await call('POST', '/accounts', linkedin);
    const started = await call('GET', `/accounts/${body.account_id}`);
    expect(started.body.sources[0].status).toBe('CONNECTING');
    expect((await call('GET', '/chats')).body.items).toEqual([]);
    await until('three events', () => receiver.received.length === 3);
    expect(statuses()).toEqual(['CREATION_SUCCESS', 'OK', 'SYNC_SUCCESS']);
    expect((await call('GET', '/chats')).body.items).toHaveLength(6);
  });

  it('has no SYNC_SUCCESS for Google, whose webhooks call it GOOGLE', async () => {
    await watch('account_status', everyStatus);
    const signIn = { provider: 'GOOGLE_OAUTH', refresh_token: 'mira', access_token: 'x' };
    await call('POST', '/accounts', signIn);
    await call('POST', '/accounts', linkedin);
    await until('the end of the LinkedIn one', () => statuses().includes('SYNC_SUCCESS'));
    const types = receiver.received.map((item) => JSON.parse(item.text).AccountStatus);
    const google = types.filter((item) => item.account_type === 'GOOGLE');
    expect(google.map((item) => item.message)).toEqual(['CREATION_SUCCESS', 'OK']);
  });

  it('goes on after a reconnect with RECONNECTED, then OK and what was missed', async () => {
    await slowly();
    const { id, chatIds } = await make({
      type: 'LINKEDIN',
      login: 'mira@mail.example',
      chats: 1,
      status: 'CREDENTIALS',
    });
    const missed = { chatId: chatIds[0], text: 'Hello?' };
    await sandbox.control('POST', `/accounts/${id}/messages`, missed);
    await watch('account_status', everyStatus);
    await watch('messaging');
    await call('POST', `/accounts/${id}`, linkedin);
    await until('three events', () => receiver.received.length === 3);
    const told = receiver.received.map((item) => {
      const body = JSON.parse(item.text);
      return body.AccountStatus?.message ?? body.message;
    });
    expect(told[0]).toBe('RECONNECTED');
    expect(told.slice(1).sort()).toEqual(['Hello?', 'OK']);
  });

  it('a restart revives what is frozen, and says when it cannot', async () => {
    const { id } = await make({ type: 'LINKEDIN', login: 'mira@mail.example' });
    const drive = (status: string) => sandbox.control('POST', `/accounts/${id}/status`, { status });
    const restart = async () => (await call('POST', `/accounts/${id}/restart`)).body.object;
    const isOk = async () => (await call('GET', `/accounts/${id}`)).body.sources[0].status === 'OK';
    for (const status of ['STOPPED', 'ERROR']) {
      await drive(status);
      expect(await restart()).toBe('AccountRestarted');
      await until('OK again', isOk);
    }
    for (const status of ['CREDENTIALS', 'RESTRICTED']) {
      await drive(status);
      expect(await restart()).toBe('AccountFailedToRestart');
    }
  });

  it('one source can fail alone', async () => {
    const { id } = await make({ type: 'GOOGLE_OAUTH', login: 'mira@mail.example' });
    await sandbox.control('POST', `/accounts/${id}/status`, {
      status: 'PERMISSIONS',
      source: 'CALENDAR',
    });
    expect((await call('GET', `/accounts/${id}`)).body.sources).toEqual([
      { id: `${id}_MAILS`, status: 'OK' },
      { id: `${id}_CALENDAR`, status: 'PERMISSIONS' },
    ]);
  });

  it('keeps a chat opened during an outage to itself until it is back', async () => {
    const { id } = await make({ type: 'WHATSAPP', login: '+31655512345', status: 'ERROR' });
    const news = { newChat: true, text: 'New here', name: 'Ada Byron' };
    const { chatId } = await sandbox.control<{ chatId: string }>(
      'POST',
      `/accounts/${id}/messages`,
      news,
    );
    await sandbox.control('POST', `/accounts/${id}/messages`, {
      chatId,
      from: 'me',
      text: 'From my phone',
      silent: true,
    });
    expect((await call('GET', '/chats')).body.items).toEqual([]);
    expect((await call('GET', `/chats/${chatId}`)).status).toBe(404);
    await watch('messaging');
    await sandbox.control('POST', `/accounts/${id}/status`, { status: 'OK' });
    await until('the burst', () => receiver.received.length === 1);
    await sandbox.control('POST', '/settle');
    expect(receiver.received.map((item) => JSON.parse(item.text).message)).toEqual(['New here']);
    expect((await call('GET', `/chats/${chatId}/messages`)).body.items).toHaveLength(2);
    // The owner answered on the phone, so nothing is unread.
    expect((await call('GET', `/chats/${chatId}`)).body.unread_count).toBe(0);
  });
});

describe('native sign-in', () => {
  const solve = (account_id: string, code: string) =>
    call('POST', '/accounts/checkpoint', { provider: 'LINKEDIN', account_id, code });

  const tagged = (tag: string) =>
    call('POST', '/accounts', { ...linkedin, username: `mira+${tag}@mail.example` });

  it('chains checkpoints: a phone number, then the code sent to it', async () => {
    const asked = await tagged('phone');
    expect([asked.status, asked.body.checkpoint]).toEqual([202, { type: 'PHONE_REGISTER' }]);
    const { account_id: id } = asked.body;
    expect((await solve(id, '0612345678')).body.type).toBe('errors/invalid_checkpoint_solution');
    expect((await solve(id, '(+33)0612345678')).body.checkpoint).toEqual({ type: 'OTP' });
    expect((await solve(id, '123456')).body).toEqual({ object: 'AccountCreated', account_id: id });
    expect((await solve(id, '123456')).status).toBe(400);
  });

  it('offers another way, contracts to choose from, and approval in the app', async () => {
    const { body } = await tagged('2fa');
    expect((await solve(body.account_id, 'TRY_ANOTHER_WAY')).body.checkpoint).toEqual({
      type: 'OTP',
    });
    const contract = (await tagged('contract')).body;
    const [option] = contract.checkpoint.contract_options;
    expect((await solve(contract.account_id, option.id)).body.object).toBe('AccountCreated');
    const inApp = (await tagged('inapp')).body;
    expect((await solve(inApp.account_id, '123456')).status).toBe(401);
    await sandbox.control('POST', `/intents/${inApp.account_id}/complete`);
    expect((await call('GET', `/accounts/${inApp.account_id}`)).status).toBe(200);
  });

  it('makes a provisional account id that is no account until the code was scanned', async () => {
    const { status, body } = await call('POST', '/accounts', { provider: 'WHATSAPP' });
    expect([status, body.checkpoint.type]).toEqual([202, 'QRCODE']);
    expect((await call('GET', `/accounts/${body.account_id}`)).status).toBe(404);
    await sandbox.control('POST', `/intents/${body.account_id}/complete`);
    expect((await call('GET', `/accounts/${body.account_id}`)).body.type).toBe('WHATSAPP');
  });

  it('a cookie is the owner’s own unless it names somebody else, which can be refused', async () => {
    const { id } = await make({
      type: 'LINKEDIN',
      login: 'mira@mail.example',
      status: 'CREDENTIALS',
    });
    await sandbox.control('POST', '/options', { wrongAccount: 'refuse' });
    const sync = (access_token: string) =>
      call('POST', `/accounts/${id}`, { provider: 'LINKEDIN', access_token });
    expect((await sync('AQED@omar@mail.example')).body.type).toBe('errors/wrong_account');
    expect((await sync('AQED')).body).toEqual({ object: 'AccountReconnected', account_id: id });
  });

  it('brings as much history as was asked for', async () => {
    const none = { ...linkedin, sync_limit: { chats: 0 } };
    const little = { ...linkedin, sync_limit: { chats: 2, messages: 3 } };
    await watch('account_status', ['sync_success']);
    await call('POST', '/accounts', none);
    const { body } = await call('POST', '/accounts', little);
    await until('both histories', () => receiver.received.length === 2);
    const { items } = (await call('GET', '/chats')).body;
    expect(items.map((chat: { account_id: string }) => chat.account_id)).toEqual([
      body.account_id,
      body.account_id,
    ]);
    expect((await call('GET', '/messages')).body.items).toHaveLength(6);
  });
});

describe('requests that do not fit', () => {
  it('are told apart: no JSON, half a JSON, unknown route, a header that cannot be sent', async () => {
    const post = (body: string, type: string) =>
      fetch(`${sandbox.url}/api/v1/webhooks`, {
        method: 'POST',
        headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': type },
        body,
      });
    for (const [body, type] of [
      ['{}', 'text/plain'],
      ['{"source":', 'application/json'],
      ['[]', 'application/json'],
    ] as const) {
      const answer = await post(body, type);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ type: 'errors/malformed_request' });
    }
    expect((await call('GET', '/pigeons')).body).toEqual({
      statusCode: 404,
      error: 'Not Found',
      message: 'Cannot GET /api/v1/pigeons',
    });
    const headers = [{ key: 'X-Bad', value: 'a\r\nb' }];
    const bad = { source: 'users', request_url: receiver.url, headers };
    expect((await call('POST', '/webhooks', bad)).body.type).toBe('errors/invalid_parameters');
  });

  it('a trailing slash and a bearer token are as good', async () => {
    const headers = { Authorization: `Bearer ${sandbox.apiKey}` };
    expect((await fetch(`${sandbox.url}/api/v1/accounts/`, { headers })).status).toBe(200);
  });

  it('a page continues where the last one ended, whatever arrived in between', async () => {
    const { id, chatIds } = await make({ type: 'TELEGRAM', login: 'mira', chats: 1, messages: 12 });
    const path = `/chats/${chatIds[0]}/messages`;
    const first = (await call('GET', `${path}?limit=5`)).body;
    await sandbox.control('POST', `/accounts/${id}/messages`, { count: 3 });
    const second = (await call('GET', `${path}?cursor=${encodeURIComponent(first.cursor)}`)).body;
    expect(second.items).toHaveLength(5);
    const ids = [...first.items, ...second.items].map((item: { id: string }) => item.id);
    expect(new Set(ids).size).toBe(10);
    const third = (
      await call('GET', `${path}?cursor=${encodeURIComponent(second.cursor)}&limit=250`)
    ).body;
    expect(third.cursor).toBeNull();
    expect(third.items.length + 10).toBe(12);
  });
});
