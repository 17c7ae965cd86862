import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DeliveryEntry } from './log';
import { type RunningSandbox, startSandbox } from './server';
import { type Receiver, startReceiver } from './testing/receiver';
import { until } from './testing/until';

let sandbox: RunningSandbox;
let receiver: Receiver;
let account: { id: string; providerId: string; chatIds: string[] };

beforeEach(async () => {
  // A thousand times faster: the five retries of three quarters of an hour take three seconds.
  sandbox = await startSandbox({ speed: 1_000 });
  receiver = await startReceiver();
  const body = { type: 'LINKEDIN', login: 'mira@mail.example', chats: 2 };
  account = await sandbox.control('POST', '/accounts', body);
});

afterEach(async () => {
  await sandbox.stop();
  await receiver.close();
});

async function subscribe(body: object): Promise<string> {
  const response = await fetch(`${sandbox.url}/api/v1/webhooks`, {
    method: 'POST',
    headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify({ request_url: `${receiver.url}/hook`, ...body }),
  });
  expect(response.status).toBe(201);
  return (await response.json()).webhook_id;
}

const setStatus = (status: string, how: object = {}) =>
  sandbox.control('POST', `/accounts/${account.id}/status`, { status, ...how });

const fromContact = (body: object = {}) =>
  sandbox.control<{ chatId: string; messageIds: string[] }>(
    'POST',
    `/accounts/${account.id}/messages`,
    body,
  );

const bodies = () => receiver.received.map((item) => JSON.parse(item.text));

const deliveries = async () =>
  (await sandbox.control<{ deliveries: DeliveryEntry[] }>('GET', '/log')).deliveries;

const statusMessages = () => bodies().map((body) => body.AccountStatus?.message);

describe('how webhooks leave', () => {
  it('announce a form although the body is JSON text, unless a stored header says otherwise', async () => {
    await subscribe({ source: 'account_status' });
    const key = { key: 'Unipile-Auth', value: 's3cret' };
    const type = { key: 'Content-Type', value: 'application/json' };
    await subscribe({ source: 'account_status', headers: [key, type] });
    await setStatus('CREDENTIALS');
    await until('both webhooks', () => receiver.received.length === 2);
    const [plain, announced] = receiver.received.sort(
      (a, b) => Number('unipile-auth' in a.headers) - Number('unipile-auth' in b.headers),
    );
    expect(plain?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(plain?.headers['user-agent']).toBe('axios/1.7.7');
    expect(announced?.headers['content-type']).toBe('application/json');
    expect(announced?.headers['unipile-auth']).toBe('s3cret');
    const expected = { account_id: account.id, account_type: 'LINKEDIN', message: 'CREDENTIALS' };
    expect(bodies()).toEqual([{ AccountStatus: expected }, { AccountStatus: expected }]);
  });

  it('are really a form when the webhook says so', async () => {
    await subscribe({ source: 'messaging', format: 'form' });
    await fromContact({ text: 'a form & more' });
    await until('the webhook', () => receiver.received.length === 1);
    const form = new URLSearchParams(receiver.received[0]?.text);
    expect(form.get('message')).toBe('a form & more');
    expect(JSON.parse(form.get('sender') ?? '{}')).toHaveProperty('attendee_provider_id');
  });

  it('are tried six times with the same body, and nothing but 200 is success', async () => {
    await subscribe({ source: 'messaging' });
    receiver.answers.push(500, 204, 201, 404, 302, 503);
    await fromContact();
    const attempts = await until('the last attempt', async () => {
      const entries = await deliveries();
      return entries.at(-1)?.isFinal === true && entries;
    });
    expect(attempts.map((entry) => entry.status)).toEqual([500, 204, 201, 404, 302, 503]);
    expect(attempts.map((entry) => entry.attempt)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(new Set(receiver.received.map((item) => item.text)).size).toBe(1);
    const gaps = attempts.slice(1).map((entry, index) => {
      return Date.parse(entry.at) - Date.parse(attempts[index]?.at ?? '');
    });
    // A thousandth of the real pauses, or longer where the machine is busy; timers may be early by one.
    const pauses = [5, 30, 120, 600, 1_800];
    expect(gaps.map((gap, index) => gap >= (pauses[index] ?? 0) - 1)).toEqual(
      pauses.map(() => true),
    );
  });

  it('stop being tried after a 200', async () => {
    await subscribe({ source: 'messaging' });
    receiver.answers.push(500, 200);
    await fromContact();
    await until('the second attempt', () => receiver.received.length === 2);
    await sandbox.control('POST', '/settle');
    const entries = await deliveries();
    expect(entries.map((entry) => [entry.status, entry.isFinal])).toEqual([
      [500, false],
      [200, true],
    ]);
  });

  it('count a receiver that says nothing in time, or is not there, as failed', async () => {
    await sandbox.control('POST', '/options', { webhookTimeoutMs: 50 });
    await subscribe({ source: 'messaging' });
    receiver.answers.push('silence');
    await fromContact();
    const entries = await until('a retry', async () => {
      const found = await deliveries();
      return found.length >= 2 && found;
    });
    expect(entries.slice(0, 2).map((entry) => entry.status)).toEqual(['timeout', 200]);
    await subscribe({ source: 'users', request_url: 'http://127.0.0.1:9/nobody' });
    await sandbox.control('POST', `/accounts/${account.id}/relations`, { name: 'Ada Byron' });
    await until('the refusal', async () =>
      (await deliveries()).some((entry) => entry.status === 'unreachable'),
    );
  });

  it('go to the accounts and events a webhook asks for, with its names for the keys', async () => {
    const other = { type: 'WHATSAPP', login: '+31655500077', chats: 1 };
    const second = await sandbox.control<{ id: string }>('POST', '/accounts', other);
    const data = [
      { name: 'who', key: 'account_id' },
      { name: 'said', key: 'message' },
    ];
    await subscribe({ source: 'messaging', account_ids: [second.id], data });
    await fromContact({ text: 'not for this webhook' });
    await sandbox.control('POST', `/accounts/${second.id}/messages`, { text: 'for this one' });
    await until('the webhook', () => receiver.received.length > 0);
    await sandbox.control('POST', '/settle');
    expect(bodies()).toEqual([{ who: second.id, said: 'for this one' }]);
  });
});

describe('what webhooks say', () => {
  it('a received message, in the words of the guide', async () => {
    await subscribe({ source: 'messaging', name: 'inbox' });
    const { chatId, messageIds } = await fromContact({ text: 'Tuesday works.' });
    await until('the webhook', () => receiver.received.length === 1);
    const [body] = bodies();
    expect(body).toMatchObject({
      event: 'message_received',
      webhook_name: 'inbox',
      account_id: account.id,
      account_type: 'LINKEDIN',
      account_info: { user_id: account.providerId },
      chat_id: chatId,
      message_id: messageIds[0],
      message: 'Tuesday works.',
      is_event: 0,
      is_group: false,
      is_sender: false,
      attachments: [],
    });
    expect(body).not.toHaveProperty('text');
    expect(body.sender.attendee_provider_id).toMatch(/^ACo/);
  });

  it('an own message comes back as received, whoever sent it', async () => {
    await subscribe({ source: 'messaging' });
    const form = new FormData();
    form.append('text', 'From the API');
    await fetch(`${sandbox.url}/api/v1/chats/${account.chatIds[0]}/messages`, {
      method: 'POST',
      headers: { 'X-API-KEY': sandbox.apiKey },
      body: form,
    });
    await fromContact({ from: 'me', text: 'From the phone' });
    await until('both echoes', () => receiver.received.length === 2);
    for (const body of bodies()) {
      expect(body).toMatchObject({ event: 'message_received', is_sender: true });
      expect(body.sender.attendee_provider_id).toBe(account.providerId);
    }
  });

  it('reactions, edits, deletions and receipts, when asked for', async () => {
    const events = ['message_reaction', 'message_edited', 'message_deleted', 'message_read'];
    await subscribe({ source: 'messaging', events });
    const { messageIds } = await fromContact({ text: 'First version' });
    const path = `/messages/${messageIds[0]}`;
    await sandbox.control('POST', `${path}/react`, { value: '🎉' });
    await sandbox.control('POST', `${path}/edit`, { text: 'Second version' });
    await sandbox.control('POST', `${path}/read`);
    await sandbox.control('POST', `${path}/delete`);
    await until('four webhooks', () => receiver.received.length === 4);
    const byEvent = new Map(bodies().map((body) => [body.event, body]));
    expect([...byEvent.keys()].sort()).toEqual([...events].sort());
    expect(byEvent.get('message_reaction')).toMatchObject({ reaction: '🎉' });
    expect(byEvent.get('message_edited')).toMatchObject({ message: 'Second version' });
  });

  it('statuses by default without OK, CONNECTING and STOPPED', async () => {
    await subscribe({ source: 'account_status' });
    for (const status of ['CONNECTING', 'STOPPED', 'OK', 'ERROR', 'PERMISSIONS'])
      await setStatus(status);
    await fetch(`${sandbox.url}/api/v1/accounts/${account.id}`, {
      method: 'DELETE',
      headers: { 'X-API-KEY': sandbox.apiKey },
    });
    await until('three webhooks', () => receiver.received.length === 3);
    await sandbox.control('POST', '/settle');
    expect(statusMessages().sort()).toEqual(['DELETED', 'ERROR', 'PERMISSIONS']);
  });

  it('a new relation', async () => {
    await subscribe({ source: 'users', name: 'relations' });
    await sandbox.control('POST', `/accounts/${account.id}/relations`, { name: 'Ada Byron' });
    await until('the webhook', () => receiver.received.length === 1);
    expect(bodies()[0]).toMatchObject({
      event: 'new_relation',
      webhook_name: 'relations',
      user_full_name: 'Ada Byron',
    });
  });

  it('nothing during an outage, and a burst of what was missed afterwards', async () => {
    await subscribe({ source: 'messaging' });
    await setStatus('CREDENTIALS', { silent: true });
    const { chatId, messageIds } = await fromContact({ text: 'Are you there?', count: 12 });
    await sandbox.control('POST', '/settle');
    expect(receiver.received).toEqual([]);
    const read = async () => {
      const headers = { 'X-API-KEY': sandbox.apiKey };
      const url = `${sandbox.url}/api/v1/chats/${chatId}/messages?limit=12`;
      const { items } = await (await fetch(url, { headers })).json();
      return items.map((item: { id: string }) => item.id);
    };
    expect(await read()).not.toEqual(expect.arrayContaining(messageIds));
    await setStatus('OK');
    await until('the burst', () => receiver.received.length === 12);
    expect(new Set(bodies().map((body) => body.message_id))).toEqual(new Set(messageIds));
    expect(await read()).toEqual([...messageIds].reverse());
  });

  it('a lie: the event of a status that the account does not have', async () => {
    await subscribe({ source: 'account_status' });
    await setStatus('CREDENTIALS', { eventOnly: true });
    await until('the webhook', () => receiver.received.length === 1);
    const headers = { 'X-API-KEY': sandbox.apiKey };
    const url = `${sandbox.url}/api/v1/accounts/${account.id}`;
    const { sources } = await (await fetch(url, { headers })).json();
    expect(sources).toEqual([{ id: `${account.id}_MESSAGING`, status: 'OK' }]);
  });
});

describe('faults of webhooks', () => {
  it('drop one, duplicate the next', async () => {
    await subscribe({ source: 'messaging' });
    await sandbox.control('POST', '/faults', { kind: 'drop' });
    await sandbox.control('POST', '/faults', { kind: 'duplicate', match: { source: 'messaging' } });
    for (const text of ['lost', 'twice', 'once']) await fromContact({ text });
    await until('three deliveries', () => receiver.received.length === 3);
    await sandbox.control('POST', '/settle');
    const texts = bodies().map((body) => body.message);
    expect(texts.sort()).toEqual(['once', 'twice', 'twice']);
    const dropped = (await deliveries()).filter((entry) => entry.status === 'dropped');
    expect(dropped).toHaveLength(1);
  });

  it('reorder two, delay one', async () => {
    await subscribe({ source: 'messaging' });
    await sandbox.control('POST', '/faults', { kind: 'reorder' });
    await fromContact({ text: 'first' });
    await fromContact({ text: 'second' });
    await until('both', () => receiver.received.length === 2);
    expect(bodies().map((body) => body.message)).toEqual(['second', 'first']);
    const delay = { kind: 'delay', on: 'webhook', delayMs: 200_000 };
    await sandbox.control('POST', '/faults', delay);
    await fromContact({ text: 'late' });
    await fromContact({ text: 'on time' });
    await until('both', () => receiver.received.length === 4);
    expect(bodies().map((body) => body.message)).toEqual(['second', 'first', 'on time', 'late']);
  });
});
