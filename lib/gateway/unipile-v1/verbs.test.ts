import { afterEach, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../client';
import { knownErrorTypes } from '../error-classes';
import {
  type Answering,
  type ApiServer,
  closedPort,
  envelope,
  json,
  startApiServer,
} from '../testing/api-server';
import { codeOf, testClient } from '../testing/clients';

let server: ApiServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function clientOf(answer: Answering, timeoutMs?: number) {
  server = await startApiServer(answer);
  return { seen: server.seen, ...testClient(server.url, { timeoutMs }) };
}

const MESSAGE = {
  object: 'Message',
  id: 'm1',
  account_id: 'a',
  chat_id: 'c',
  timestamp: '2026-11-20T09:31:04.112Z',
};

describe('lists', () => {
  it('leave out a bad item, count it and name its fields in the log, not its words', async () => {
    const bad = { ...MESSAGE, id: 'm2', timestamp: 'private words' };
    const { client, entries } = await clientOf((response) =>
      json(response, 200, { object: 'MessageList', items: [MESSAGE, bad, null], cursor: 'next' }),
    );
    const page = await client.listChatMessages({ gatewayChatId: 'c' });
    expect(page).toMatchObject({
      items: [{ gatewayMessageId: 'm1' }],
      cursor: 'next',
      droppedCount: 2,
    });
    const reports = entries.filter((entry) => entry.message === 'gateway answer not understood');
    expect(reports).toMatchObject([
      { fields: { route: '/api/v1/chats/{chatId}/messages', fields: ['timestamp: custom'] } },
      { fields: { fields: [': invalid_type'] } },
    ]);
    expect(JSON.stringify(entries)).not.toContain('private');
  });

  it('of nothing readable are garbage and not an empty page', async () => {
    const { client } = await clientOf((response) =>
      json(response, 200, { object: 'ChatList', items: [{ object: 'Chat' }], cursor: null }),
    );
    expect(await codeOf(client.listAccounts())).toBe('garbage');
  });

  it.each([{}, [], null, 'x', { items: {} }, { items: null }])('%j is garbage', async (answer) => {
    const { client } = await clientOf((response) => json(response, 200, answer));
    expect(await codeOf(client.listAccounts())).toBe('garbage');
  });

  it('send filters with milliseconds first, and later the cursor alone', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 200, { object: 'ChatList', items: [], cursor: '' }),
    );
    const filter = { providerAccountId: 'a', after: new Date(0), before: new Date(1e12) };
    const page = await client.listChats(filter, { limit: 50 });
    expect(page).toEqual({ items: [], cursor: null, droppedCount: 0 });
    await client.listChats(filter, { limit: 50, cursor: 'abc=' });
    const [first, second] = seen.map((request) => new URL(request.path, 'http://x').searchParams);
    expect(Object.fromEntries(first ?? [])).toEqual({
      account_id: 'a',
      after: '1970-01-01T00:00:00.000Z',
      before: '2001-09-09T01:46:40.000Z',
      limit: '50',
    });
    expect(Object.fromEntries(second ?? [])).toEqual({ cursor: 'abc=', limit: '50' });
  });

  it('of webhooks are read to the end, and a cursor in a circle does not hold us', async () => {
    const item = { object: 'Webhook', id: 'w', request_url: 'https://a.example' };
    const { client, seen } = await clientOf((response) =>
      json(response, 200, { object: 'WebhookList', items: [item], cursor: 'again' }),
    );
    expect(await client.listWebhooks()).toHaveLength(20);
    expect(seen).toHaveLength(20);
  });
});

describe('accounts', () => {
  it('takes the account that was asked for and no other', async () => {
    const { client } = await clientOf((response) =>
      json(response, 200, { object: 'Account', id: 'other', type: 'LINKEDIN', sources: [] }),
    );
    expect(await codeOf(client.getAccount('mine'))).toBe('garbage');
  });

  it('asks for a link as the wire wants it', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 200, { object: 'HostedAuthURL', url: 'https://account.example.com/t%2F1' }),
    );
    const common = {
      expiresAt: new Date(1_700_000_000_000),
      name: 'state.signature',
      notifyUrl: 'https://app.example/api/hosted-auth/callback?secret=1',
      successUrl: 'https://app.example/connect/done',
      failureUrl: 'https://app.example/connect/failed',
    };
    const providers = ['GOOGLE', 'MAIL', 'LINKEDIN', 'OTHER'] as const;
    const link = await client.createHostedAuthLink({
      ...common,
      kind: { type: 'create', providers },
    });
    expect(link).toBe('https://account.example.com/t%2F1');
    const kind = { type: 'reconnect', providerAccountId: 'acc-1' } as const;
    await client.createHostedAuthLink({ ...common, kind });
    const shared = {
      api_url: server?.url,
      expiresOn: '2023-11-14T22:13:20.000Z',
      name: 'state.signature',
      notify_url: common.notifyUrl,
      success_redirect_url: common.successUrl,
      failure_redirect_url: common.failureUrl,
      bypass_success_screen: true,
    };
    expect(seen.map((request) => JSON.parse(request.body))).toEqual([
      { ...shared, type: 'create', providers: ['GOOGLE', 'MAIL', 'LINKEDIN'] },
      { ...shared, type: 'reconnect', reconnect_account: 'acc-1' },
    ]);
  });

  it.each(['javascript:alert(1)', 'not an address', '', null])(
    'gives no link to %s',
    async (url) => {
      const { client } = await clientOf((response) =>
        json(response, 200, { object: 'HostedAuthUrl', url }),
      );
      const request = {
        kind: { type: 'create', providers: ['LINKEDIN'] },
        expiresAt: new Date(),
        name: 'n',
        notifyUrl: 'https://a.example',
        successUrl: 'https://a.example',
        failureUrl: 'https://a.example',
      } as const;
      expect(await codeOf(client.createHostedAuthLink(request))).toBe('garbage');
    },
  );

  it('counts an account that is gone as deleted, and nothing else', async () => {
    const gone = await clientOf((response) => envelope(response, 404, 'resource_not_found'));
    await expect(gone.client.deleteAccount('a')).resolves.toBeUndefined();
    await server?.stop();
    const portal = await clientOf((response) => response.end('<html>sign in to the Wi-Fi'));
    expect(await codeOf(portal.client.deleteAccount('a'))).toBe('garbage');
  });

  it('tells a failed restart, which is a 200, from a restart', async () => {
    const answers = ['AccountRestarted', 'AccountFailedToRestart', 'Account'];
    const { client } = await clientOf((response) =>
      json(response, 200, { object: answers.shift() }),
    );
    expect(await client.restartAccount('a')).toBe(true);
    expect(await client.restartAccount('a')).toBe(false);
    expect(await codeOf(client.restartAccount('a'))).toBe('garbage');
  });

  it('asks how far the history is read again by the call that starts it', async () => {
    const words = ['SYNC_STARTED', 'SYNC_RUNNING', 'CHUNK_DONE', 'SYNC_DONE', 'SYNC_ERROR', 'SYNC'];
    const { client, seen } = await clientOf((response) =>
      json(response, 200, { object: 'AccountResync', status: words.shift() }),
    );
    const states = ['started', 'running', 'done', 'done', 'failed'];
    for (const state of states) expect(await client.resyncAccount('a')).toBe(state);
    expect(await codeOf(client.resyncAccount('a'))).toBe('garbage');
    expect(new Set(seen.map(({ method, path }) => `${method} ${path}`))).toEqual(
      new Set(['GET /api/v1/accounts/a/sync']),
    );
  });
});

describe('webhooks', () => {
  it('are registered with the secret, the content type and every event', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 201, { object: 'WebhookCreated', webhook_id: 'w-1' }),
    );
    const registration = { requestUrl: 'https://app.example/hook', secret: 's3cret' };
    expect(await client.createWebhook({ source: 'messaging', ...registration })).toBe('w-1');
    await client.createWebhook({ source: 'account_status', ...registration });
    const [messaging, status] = seen.map((request) => JSON.parse(request.body));
    expect(messaging).toMatchObject({
      source: 'messaging',
      request_url: 'https://app.example/hook',
      format: 'json',
      enabled: true,
      headers: [
        { key: 'Unipile-Auth', value: 's3cret' },
        { key: 'Content-Type', value: 'application/json' },
      ],
    });
    expect(messaging.events).toHaveLength(6);
    expect(messaging).not.toHaveProperty('account_ids');
    expect(status.events).toHaveLength(11);
    expect(status.events).toEqual(expect.arrayContaining(['ok', 'connecting', 'stopped']));
  });
});

describe('a send', () => {
  const message = { gatewayChatId: 'c/1', providerAccountId: 'acc-1', text: 'Hello\nthere' };
  const send = async (answer: Answering, timeoutMs?: number) => {
    const { client, seen } = await clientOf(answer, timeoutMs);
    const outcome = await client.sendMessage(message);
    expect(seen).toHaveLength(1);
    return outcome;
  };
  const stateOf = (outcome: SendOutcome) =>
    outcome.state === 'sent' ? 'sent' : `${outcome.state} ${outcome.error.code}`;

  it('posts text and account once and gives the id', async () => {
    const { client, seen } = await clientOf((response) =>
      json(response, 201, { object: 'MessageSent', message_id: 'm-9' }),
    );
    expect(await client.sendMessage(message)).toEqual({ state: 'sent', gatewayMessageId: 'm-9' });
    expect(seen[0]?.path).toBe('/api/v1/chats/c%2F1/messages');
    expect(seen[0]?.body).toContain('name="account_id"\r\n\r\nacc-1\r\n');
    expect(seen[0]?.body).toContain('name="text"\r\n\r\nHello\nthere\r\n');
  });

  it('is sent also where the API has no id to give', async () => {
    for (const status of [200, 201]) {
      const answer = { object: 'MessageSent', message_id: null };
      const outcome = await send((response) => json(response, status, answer));
      expect(outcome).toEqual({ state: 'sent', gatewayMessageId: null });
      await server?.stop();
    }
  });

  it.each([
    [401, 'disconnected_account', 'failed account_disconnected'],
    [401, 'missing_credentials', 'failed key_refused'],
    [403, 'account_restricted', 'failed account_restricted'],
    [404, 'resource_not_found', 'failed not_found'],
    [400, 'too_many_characters', 'failed too_large'],
    [415, 'unsupported_media_type', 'failed not_supported'],
    [422, 'no_connection_with_recipient', 'failed recipient_unreachable'],
    [422, 'limit_exceeded', 'failed limit_reached'],
    [422, 'action_already_performed', 'sent'],
    [422, 'already_invited_recently', 'failed already_done'],
    [429, 'too_many_requests', 'failed throttled'],
    [501, 'feature_not_implemented', 'failed not_supported'],
    [503, 'no_client_session', 'failed provider_unavailable'],
    [503, 'service_unavailable', 'unknown provider_unavailable'],
    [503, 'network_down', 'unknown provider_unavailable'],
    [502, 'proxy_error', 'unknown provider_unavailable'],
    [500, 'unexpected_error', 'unknown unexpected'],
    [500, 'provider_error', 'unknown provider_unavailable'],
    [500, 'of_next_year', 'unknown provider_unavailable'],
    [504, 'request_timeout', 'unknown timeout'],
    [408, 'of_next_year', 'unknown timeout'],
    [422, 'of_next_year', 'failed invalid_request'],
  ])('that is answered %i %s is %s', async (status, slug, expected) => {
    expect(stateOf(await send((response) => envelope(response, status, slug)))).toBe(expected);
  });

  it('has an ending for every type that there is', async () => {
    let slug = '';
    const { client } = await clientOf((response) => envelope(response, 422, slug));
    for (slug of knownErrorTypes()) {
      const outcome = await client.sendMessage(message);
      expect(['sent', 'failed', 'unknown']).toContain(outcome.state);
    }
  });

  it('to a place where nobody listens has failed and may be made again', async () => {
    const { client } = testClient(`http://127.0.0.1:${await closedPort()}`);
    expect(stateOf(await client.sendMessage(message))).toBe('failed not_reached');
  });

  const asJson = { 'content-type': 'application/json' };
  it.each<[string, Answering, string]>([
    ['HTML', (response) => response.writeHead(200).end('<p>'), 'unknown garbage'],
    ['half a JSON', (response) => response.writeHead(201, asJson).end('{"o'), 'unknown garbage'],
    ['another object', (response) => json(response, 200, { object: 'Chat' }), 'unknown garbage'],
    ['no object', (response) => json(response, 200, { message_id: 'x' }), 'unknown garbage'],
    [
      'a redirect',
      (response) => response.writeHead(307, { location: '/x' }).end(),
      'unknown unexpected',
    ],
    [
      'a gateway page',
      (response) => response.writeHead(502).end('<p>'),
      'unknown provider_unavailable',
    ],
    ['a reset', (_response, _request, socket) => socket.resetAndDestroy(), 'unknown unexpected'],
    ['silence', () => undefined, 'unknown timeout'],
  ])('that is answered with %s is unknown', async (_, answer, expected) => {
    expect(stateOf(await send(answer, expected.endsWith('timeout') ? 1000 : 10_000))).toBe(
      expected,
    );
  });

  it('given up by its caller is unknown once it was on its way', async () => {
    const abort = new AbortController();
    const { client } = await clientOf(() => abort.abort());
    const outcome = await client.sendMessage({ ...message, signal: abort.signal });
    expect(stateOf(outcome)).toBe('unknown timeout');
  });

  it('never travels on a kept connection, which the other side may close just then', async () => {
    const used = new WeakSet<object>();
    const { client } = await clientOf((response, { method }, socket) => {
      if (used.has(socket) && method !== 'GET') return socket.resetAndDestroy();
      used.add(socket);
      return json(response, 200, method === 'GET' ? { items: [] } : { object: 'MessageSent' });
    });
    for (let round = 0; round < 3; round += 1) {
      await client.listAccounts();
      expect(stateOf(await client.sendMessage(message))).toBe('sent');
    }
  });
});
