import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestEntry } from './log';
import { type RunningSandbox, startSandbox } from './server';
import { until } from './testing/until';

let sandbox: RunningSandbox;
let account: { id: string; chatIds: string[] };

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});

afterAll(() => sandbox.stop());

beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  account = await sandbox.control('POST', '/accounts', {
    type: 'WHATSAPP',
    login: '+31655512345',
    chats: 1,
  });
});

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${sandbox.url}/api/v1${path}`, { headers: { 'X-API-KEY': sandbox.apiKey }, ...init });

const chatPath = () => `/chats/${account.chatIds[0]}/messages`;

function send(text: string, init: RequestInit = {}): Promise<Response> {
  const form = new FormData();
  form.append('text', text);
  return get(chatPath(), { method: 'POST', body: form, ...init });
}

/** Texts at the provider, newest first: what really happened. */
async function sentTexts(): Promise<string[]> {
  const { messages } = await sandbox.control<{ messages: { text: string; isSender: boolean }[] }>(
    'GET',
    '/truth',
  );
  return messages.filter((message) => message.isSender).map((message) => message.text);
}

const addFault = (rule: object) => sandbox.control('POST', '/faults', rule);

describe('faults of requests', () => {
  it('an envelope instead of the answer, as often as asked and where asked', async () => {
    await addFault({
      kind: 'status',
      status: 429,
      times: 2,
      match: { method: 'get', path: '/api/v1/chats*' },
    });
    expect((await get('/accounts')).status).toBe(200);
    const answer = await get('/chats');
    expect(answer.status).toBe(429);
    expect(await answer.json()).toEqual({
      title: 'Too many requests',
      type: 'errors/too_many_requests',
      status: 429,
    });
    expect((await get(chatPath())).status).toBe(429);
    expect((await get('/chats')).status).toBe(200);
  });

  it('any documented type, with headers', async () => {
    const headers = { 'Retry-After': '7' };
    await addFault({ kind: 'status', status: 503, type: 'errors/no_client_session', headers });
    const answer = await get('/chats');
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toMatchObject({ type: 'errors/no_client_session', status: 503 });
  });

  it('of one account only', async () => {
    const other = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'x@mail.example',
    });
    await addFault({ kind: 'status', status: 500, times: 0, match: { accountId: account.id } });
    expect((await get(`/accounts/${other.id}`)).status).toBe(200);
    expect((await get(`/accounts/${account.id}`)).status).toBe(500);
    expect((await send('x')).status).toBe(500);
    await sandbox.control('DELETE', '/faults');
    expect((await get(`/accounts/${account.id}`)).status).toBe(200);
  });

  it('silence after the action was done, and before it', async () => {
    await addFault({ kind: 'timeout_after_action', match: { method: 'POST' } });
    await expect(send('done but silent', { signal: AbortSignal.timeout(150) })).rejects.toThrow();
    await addFault({ kind: 'timeout', match: { method: 'POST' } });
    await expect(send('never done', { signal: AbortSignal.timeout(150) })).rejects.toThrow();
    expect(await sentTexts()).toContain('done but silent');
    expect(await sentTexts()).not.toContain('never done');
  });

  it('a cut connection after the action was done, and before it', async () => {
    await addFault({ kind: 'reset_after_action', match: { method: 'POST' } });
    await expect(send('done but cut')).rejects.toThrow();
    await addFault({ kind: 'reset', match: { method: 'POST' } });
    await expect(send('never sent')).rejects.toThrow();
    expect(await sentTexts()).toContain('done but cut');
    expect(await sentTexts()).not.toContain('never sent');
  });

  it('garbage: a page of HTML, half of the JSON, megabytes, anything', async () => {
    await addFault({ kind: 'garbage_html' });
    const html = await get('/accounts');
    expect([html.status, html.headers.get('content-type')]).toEqual([200, 'text/html']);
    await addFault({ kind: 'truncated_json' });
    await expect((await get('/accounts')).json()).rejects.toThrow(SyntaxError);
    await addFault({ kind: 'huge', sizeBytes: 3_000_000 });
    expect((await (await get('/accounts')).text()).length).toBeGreaterThan(3_000_000);
    const ghost = { object: 'MessageSent', message_id: 'never-was' };
    await addFault({ kind: 'answer', status: 201, body: JSON.stringify(ghost) });
    expect(await (await send('ghost')).json()).toEqual(ghost);
    expect(await sentTexts()).not.toContain('ghost');
  });

  it('an answer that lies about an action that was done', async () => {
    await addFault({ kind: 'status', status: 504, afterAction: true, match: { method: 'POST' } });
    expect((await send('in fact sent')).status).toBe(504);
    expect(await sentTexts()).toContain('in fact sent');
  });

  it('a slow answer', async () => {
    await addFault({ kind: 'delay', delayMs: 120 });
    const startedAt = performance.now();
    expect((await get('/accounts')).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(110);
  });
});

describe('the log', () => {
  it('tells every request with its account, status and fault, and no text', async () => {
    await addFault({ kind: 'status', status: 500 });
    await get('/accounts?limit=1');
    await send('a private sentence');
    const { requests } = await sandbox.control<{ requests: RequestEntry[] }>('GET', '/log');
    expect(requests.map(({ method, status, fault }) => [method, status, fault])).toEqual([
      ['GET', 500, 'status'],
      ['POST', 201, null],
    ]);
    expect(requests[0]?.query).toEqual({ limit: '1' });
    expect(requests[1]?.accountId).toBe(account.id);
    expect(JSON.stringify(requests)).not.toContain('private');
  });
});

describe('contacts', () => {
  it('read and answer after a while when they are told to', async () => {
    await sandbox.control('POST', '/options', { autoReply: true, autoReplyDelayMs: 20_000 });
    const { message_id } = await (await send('Anybody there?')).json();
    const items = await until('an answer', async () => {
      const list = await (await get(chatPath())).json();
      return list.items[0].is_sender === 0 && list.items;
    });
    expect(items[0].text).not.toBe('');
    const sent = items.find((item: { id: string }) => item.id === message_id);
    expect(sent).toMatchObject({ seen: 1, delivered: 1 });
  });

  it('stay silent otherwise', async () => {
    const before = await sandbox.control<{ messages: unknown[] }>('GET', '/truth');
    await send('Anybody there?');
    const { messages } = await sandbox.control<{ messages: unknown[] }>('GET', '/truth');
    expect(messages).toHaveLength(before.messages.length + 1);
    expect(await sandbox.control('GET', '/options')).toMatchObject({ isAutoReply: false });
  });
});

describe('the control API', () => {
  it('refuses pages of another origin', async () => {
    const init = { method: 'POST', headers: { Origin: 'http://evil.example' }, body: '{}' };
    expect((await fetch(`${sandbox.url}/control/reset`, init)).status).toBe(403);
    expect((await fetch(`${sandbox.url}/ui/accounts/x/delete`, init)).status).toBe(403);
  });

  it('never gives an id twice, not even after a reset', async () => {
    const body = { type: 'LINKEDIN', login: 'again@mail.example' };
    const first = await sandbox.control<{ id: string }>('POST', '/accounts', body);
    await sandbox.control('POST', '/reset', { seed: 'empty' });
    const second = await sandbox.control<{ id: string }>('POST', '/accounts', body);
    expect(second.id).not.toBe(first.id);
  });

  it('the page for people breaks and repairs an account by its buttons', async () => {
    const statusOf = async () =>
      (await (await get(`/accounts/${account.id}`)).json()).sources[0].status;
    const press = (action: string) =>
      fetch(`${sandbox.url}/ui/accounts/${account.id}/${action}`, {
        method: 'POST',
        body: new URLSearchParams(),
        redirect: 'manual',
      });
    const page = await (await fetch(sandbox.url)).text();
    expect(page).toContain(`/ui/accounts/${account.id}/CREDENTIALS`);
    await press('CREDENTIALS');
    expect(await statusOf()).toBe('CREDENTIALS');
    await press('OK');
    expect(await statusOf()).toBe('OK');
    await press('restrict');
    expect((await (await send('x')).json()).type).toBe('errors/account_restricted');
    await press('delete');
    expect((await get(`/accounts/${account.id}`)).status).toBe(404);
  });
});
