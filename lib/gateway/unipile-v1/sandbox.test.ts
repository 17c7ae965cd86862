import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from '../../../sandbox/server';
import { type Receiver, startReceiver } from '../../../sandbox/testing/receiver';
import { until } from '../../../sandbox/testing/until';
import type { GatewayClient } from '../client';
import { codeOf, type LogEntry, testClient } from '../testing/clients';
import { everything } from '../testing/pages';
import { identifyDelivery, parseWebhookPayload } from '../webhook-payload';

let sandbox: RunningSandbox;
let receiver: Receiver;
let client: GatewayClient;
let entries: LogEntry[];
let account: { id: string; providerId: string; chatIds: string[] };

beforeEach(async () => {
  sandbox = await startSandbox({ speed: 1000 });
  receiver = await startReceiver();
  ({ client, entries } = testClient(sandbox.url, { apiKey: sandbox.apiKey }));
  const body = { type: 'LINKEDIN', login: 'jane@ours.example', name: 'Jane Ruiz', chats: 7 };
  account = await sandbox.control('POST', '/accounts', body);
});

afterEach(async () => {
  await Promise.all([sandbox.stop(), receiver.close()]);
});

const setStatus = (status: string) =>
  sandbox.control('POST', `/accounts/${account.id}/status`, { status });

const addFault = (method: string, path: string, fault: object) =>
  sandbox.control('POST', '/faults', { match: { method, path: `/api/v1${path}` }, ...fault });

const chatId = () => account.chatIds[0] ?? '';

const send = (text = 'Hello') =>
  client.sendMessage({ gatewayChatId: chatId(), providerAccountId: account.id, text });

describe('reading', () => {
  it('accounts of every type are understood, with identity, handle and status', async () => {
    const types = [
      ['WHATSAPP', 'WHATSAPP', '+31655512345'],
      ['INSTAGRAM', 'INSTAGRAM', 'jane.ruiz'],
      ['MESSENGER', 'MESSENGER', 'jane.ruiz'],
      ['TELEGRAM', 'TELEGRAM', '+31655512345'],
      ['TWITTER', 'TWITTER', 'janeruiz'],
      ['GOOGLE_OAUTH', 'GOOGLE', 'jane@ours.example'],
      ['OUTLOOK', 'OUTLOOK', 'jane@ours.example'],
      ['MAIL', 'MAIL', 'jane@ours.example'],
    ] as const;
    for (const [type, , login] of types)
      await sandbox.control('POST', '/accounts', { type, login });
    const accounts = await everything(client.listAccounts, 4);
    expect(accounts.map((item) => item.provider).sort()).toEqual(
      ['LINKEDIN', ...types.map(([, provider]) => provider)].sort(),
    );
    for (const item of accounts) {
      expect(item).toMatchObject({ status: 'ok', rawStatus: 'OK' });
      expect(item.identity).toBeTruthy();
      expect(item.handle).toBeTruthy();
      expect(item.createdAt.getTime()).toBeGreaterThan(0);
      await expect(client.getAccount(item.providerAccountId)).resolves.toEqual(item);
    }
    const linkedin = accounts.find((item) => item.provider === 'LINKEDIN');
    expect(linkedin).toMatchObject({ identity: account.providerId, providerAccountId: account.id });
  });

  it('chats and messages page by page are the same as all at once, newest first', async () => {
    const filter = { providerAccountId: account.id };
    const chats = await everything((page) => client.listChats(filter, page), 3);
    expect(chats.map((chat) => chat.gatewayChatId).sort()).toEqual([...account.chatIds].sort());
    expect(chats).toEqual((await client.listChats(filter)).items);
    const times = chats.map((chat) => chat.lastActivityAt?.getTime() ?? 0);
    expect(times).toEqual([...times].sort((a, b) => b - a));

    const messages = await everything((page) => client.listMessages(filter, page), 10);
    expect(messages.length).toBeGreaterThan(20);
    expect(new Set(messages.map((message) => message.gatewayMessageId)).size).toBe(messages.length);
    const ofChats = await Promise.all(
      chats.map(({ gatewayChatId }) =>
        everything((page) => client.listChatMessages({ gatewayChatId }, page), 5),
      ),
    );
    const ids = (list: typeof messages) => list.map((message) => message.gatewayMessageId).sort();
    expect(ids(ofChats.flat())).toEqual(ids(messages));
    const [newest] = messages;
    await expect(client.getMessage(newest?.gatewayMessageId ?? '')).resolves.toEqual(newest);
  });

  it('after and before cut where they say', async () => {
    const filter = { gatewayChatId: chatId() };
    const all = (await client.listChatMessages(filter)).items;
    const middle = all[Math.floor(all.length / 2)]?.sentAt ?? new Date();
    const newer = await client.listChatMessages({ ...filter, after: middle });
    const older = await client.listChatMessages({ ...filter, before: middle });
    expect(newer.items).toEqual(all.filter((message) => message.sentAt > middle));
    expect(older.items).toEqual(all.filter((message) => message.sentAt < middle));
  });

  it('the people of a chat, whose ids are those of its messages', async () => {
    const chat = await client.getChat(chatId());
    const people = await client.listChatAttendees(chatId());
    const known = new Set(people.map((person) => person.providerUserId));
    expect(known).toContain(chat.attendeeProviderId);
    expect(chat).toMatchObject({ kind: 'direct', provider: 'LINKEDIN', isReadOnly: false });
  });

  it('the whole demo: every chat and message of twelve accounts is understood', async () => {
    await sandbox.control('POST', '/reset', { seed: 'demo' });
    const accounts = await everything(client.listAccounts, 250);
    expect(accounts).toHaveLength(12);
    let messageCount = 0;
    let chatCount = 0;
    for (const { providerAccountId, provider } of accounts) {
      expect(provider).not.toBe('OTHER');
      const filter = { providerAccountId };
      chatCount += (await everything((page) => client.listChats(filter, page), 250)).length;
      const messages = await everything((page) => client.listMessages(filter, page), 250);
      messageCount += messages.length;
    }
    expect([chatCount, messageCount]).toEqual([400, 8000]);
    expect(entries.filter((entry) => entry.level === 'warn')).toEqual([]);
  });
});

describe('errors of the API', () => {
  it('tells a wrong key, an unknown thing and a wrong parameter apart', async () => {
    const { client: stranger } = testClient(sandbox.url, { apiKey: 'wrong' });
    expect(await codeOf(stranger.listAccounts())).toBe('key_refused');
    expect(await codeOf(client.getAccount('unknown'))).toBe('not_found');
    expect(await codeOf(client.getChat('unknown'))).toBe('not_found');
    expect(await codeOf(client.getMessage('unknown'))).toBe('not_found');
    expect(await codeOf(client.listAccounts({ limit: 100_000 }))).toBe('invalid_request');
    expect(await codeOf(client.listAccounts({ cursor: 'nonsense' }))).toBe('invalid_request');
  });

  it.each([
    ['garbage_html', 'garbage'],
    ['truncated_json', 'garbage'],
    ['huge', 'garbage'],
  ])('%s gives %s', async (kind, expected) => {
    await addFault('GET', '/accounts', { kind, times: 0, sizeBytes: 12 * 1024 * 1024 });
    expect(await codeOf(client.listAccounts())).toBe(expected);
  });

  it('repeats a read through two faults and gives the answer', async () => {
    await addFault('GET', '/accounts', { kind: 'reset' });
    await addFault('GET', '/accounts', {
      kind: 'status',
      status: 503,
      type: 'errors/no_client_session',
    });
    expect((await client.listAccounts()).items).toHaveLength(1);
    expect(entries.at(-1)?.fields).toMatchObject({ tries: 3, status: 200 });
  });
});

describe('sending', () => {
  const texts = async () => {
    const page = await client.listChatMessages({ gatewayChatId: chatId() });
    return page.items.filter((message) => message.isOurs).map((message) => message.text);
  };

  it('puts the very text into the chat, as ours', async () => {
    const text = 'Hello\nJosé – “why not?” 🙂\r\n\tيوم';
    const outcome = await send(text);
    expect(outcome.state).toBe('sent');
    const id = outcome.state === 'sent' ? outcome.gatewayMessageId : null;
    await expect(client.getMessage(id ?? '')).resolves.toMatchObject({ text, isOurs: true });
  });

  it.each([
    ['timeout_after_action', {}],
    ['reset_after_action', {}],
    ['garbage_html', { afterAction: true }],
    ['status', { status: 500, type: 'errors/unexpected_error', afterAction: true }],
    ['status', { status: 504, type: 'errors/request_timeout', afterAction: true }],
  ])(
    'that happened behind a %s is unknown, posted once and found by reading',
    async (kind, how) => {
      ({ client } = testClient(sandbox.url, { apiKey: sandbox.apiKey, timeoutMs: 2000 }));
      await addFault('POST', `/chats/${chatId()}/messages`, { kind, ...how });
      const outcome = await send('did you get this?');
      expect(outcome.state).toBe('unknown');
      expect((await texts()).filter((text) => text === 'did you get this?')).toHaveLength(1);
    },
  );

  it.each([
    ['CREDENTIALS', 'account_disconnected'],
    ['RESTRICTED', 'account_restricted'],
  ])('from an account that is %s fails and says so', async (status, expected) => {
    await setStatus(status);
    expect(await send()).toMatchObject({ state: 'failed', error: { code: expected } });
  });

  it('into the chat of another account fails', async () => {
    const body = { type: 'LINKEDIN', login: 'omar@ours.example' };
    const other = await sandbox.control<{ id: string }>('POST', '/accounts', body);
    const outcome = await client.sendMessage({
      gatewayChatId: chatId(),
      providerAccountId: other.id,
      text: 'x',
    });
    expect(outcome.state).toBe('failed');
  });

  it('to an API that is not there is not reached', async () => {
    await sandbox.stop();
    expect(await send()).toMatchObject({ state: 'failed', error: { code: 'not_reached' } });
  });
});

describe('changing', () => {
  it('read and unread', async () => {
    const text = { text: 'Any news?', chatId: chatId() };
    await sandbox.control('POST', `/accounts/${account.id}/messages`, text);
    expect((await client.getChat(chatId())).unreadCount).toBeGreaterThan(0);
    await client.setChatRead(chatId(), true);
    expect((await client.getChat(chatId())).unreadCount).toBe(0);
    await client.setChatRead(chatId(), false);
    expect((await client.getChat(chatId())).unreadCount).toBeGreaterThan(0);
  });

  it('status, restart and removal of an account', async () => {
    await setStatus('STOPPED');
    await expect(client.getAccount(account.id)).resolves.toMatchObject({ status: 'stopped' });
    expect(await client.restartAccount(account.id)).toBe(true);
    await until('the account is OK', async () => {
      return (await client.getAccount(account.id)).status === 'ok';
    });
    await setStatus('CREDENTIALS');
    await expect(client.getAccount(account.id)).resolves.toMatchObject({ status: 'credentials' });
    expect(await client.restartAccount(account.id)).toBe(false);
    await client.deleteAccount(account.id);
    expect(await codeOf(client.getAccount(account.id))).toBe('not_found');
    await client.deleteAccount(account.id);
  });
});

describe('webhooks and links', () => {
  const events = () => receiver.received.map((item) => parseWebhookPayload(Buffer.from(item.text)));

  async function register(source: 'messaging' | 'account_status') {
    const requestUrl = `${receiver.url}/hook/${source}`;
    return await client.createWebhook({ source, requestUrl, secret: 's3cret' });
  }

  it('are registered, listed and removed', async () => {
    const id = await register('messaging');
    expect(await client.listWebhooks()).toEqual([
      {
        id,
        requestUrl: `${receiver.url}/hook/messaging`,
        source: 'messaging',
        isEnabled: true,
        signingSecret: null,
      },
    ]);
    await client.deleteWebhook(id);
    await client.deleteWebhook(id);
    expect(await client.listWebhooks()).toEqual([]);
  });

  it('tell of every status, with the secret, and of each loss anew', async () => {
    await register('account_status');
    const words = ['CREDENTIALS', 'OK', 'CREDENTIALS', 'CONNECTING', 'STOPPED'];
    for (const word of words) await setStatus(word);
    await until('all of them', () => receiver.received.length >= words.length);
    expect(receiver.received[0]?.headers).toMatchObject({
      'unipile-auth': 's3cret',
      'content-type': 'application/json',
    });
    const told = events().map((event) => event.kind === 'account_status' && event.message);
    expect([...told].sort()).toEqual([...words].sort());
    for (const { text } of receiver.received)
      expect(identifyDelivery(Buffer.from(text)).key).toBe(null);
  });

  it('tell of a message under the ids by which it is read', async () => {
    await register('messaging');
    const body = { text: 'Is Tuesday fine?', chatId: chatId() };
    await sandbox.control('POST', `/accounts/${account.id}/messages`, body);
    await until('the webhook', () => receiver.received.length === 1);
    const [event] = events();
    if (event?.kind !== 'message') throw new Error('expected a message');
    const message = await client.getMessage(event.gatewayMessageId);
    expect(event).toMatchObject({
      event: 'message_received',
      providerAccountId: account.id,
      provider: 'LINKEDIN',
      gatewayChatId: chatId(),
      message: {
        text: message.text,
        sentAt: message.sentAt,
        isOurs: false,
        providerMessageId: message.providerMessageId,
        sender: { providerUserId: message.senderProviderId },
      },
    });
  });

  it('tell of our own message as ours', async () => {
    await register('messaging');
    const outcome = await send('from here');
    await until('the echo', () => receiver.received.length === 1);
    expect(events()).toMatchObject([
      {
        gatewayMessageId: outcome.state === 'sent' && outcome.gatewayMessageId,
        message: { isOurs: true, text: 'from here' },
      },
    ]);
  });

  it('a link leads through the wizard to a callback and an account', async () => {
    const link = await client.createHostedAuthLink({
      kind: { type: 'create', providers: ['GOOGLE'] },
      expiresAt: new Date(Date.now() + 60_000),
      name: 'state.signature',
      notifyUrl: `${receiver.url}/callback?secret=1`,
      successUrl: `${receiver.url}/success`,
      failureUrl: `${receiver.url}/failure`,
    });
    const page = await (await fetch(link)).text();
    const action = /action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const body = new URLSearchParams({ login: 'new@ours.example', scopes: 'mail' });
    const done = await fetch(new URL(action, link), { method: 'POST', body });
    expect(done.url).toBe(`${receiver.url}/success`);
    const [event] = events();
    if (event?.kind !== 'hosted_auth') throw new Error('expected a callback');
    expect(event).toMatchObject({ status: 'CREATION_SUCCESS', name: 'state.signature' });
    await expect(client.getAccount(event.providerAccountId)).resolves.toMatchObject({
      provider: 'GOOGLE',
      identity: 'new@ours.example',
    });
  });
});
