import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { json, serversPerTest } from '../testing/api-server';
import { codeOf, testClient } from '../testing/clients';

const start = serversPerTest(afterEach);

/** A client whose every request is answered so. */
async function clientOf(body: unknown, status = 200) {
  const server = await start((response) => json(response, status, body));
  return { ...testClient(server.url, {}, 'unipile-v2'), seen: server.seen };
}

const ACCOUNT = {
  object: 'Account',
  id: 'acc_1',
  application_id: 'app_1',
  user_id: 'ACoAAJane',
  name: 'Jane Ruiz',
  created_at: '2026-11-20T09:31:04.112Z',
  status: 'running',
  provider: 'linkedin',
};
const MESSAGE = {
  object: 'Message',
  id: 'm 1',
  chat_id: '2-a=/b',
  sender_id: 'ACoAAMira',
  timestamp: '2026-11-20T09:31:04.112Z',
  is_sender: false,
};
const CHAT = 'acc_1/2-a%3D%2Fb';

describe('an account of v2', () => {
  it.each([
    ['running', 'ok'],
    ['disconnected', 'credentials'],
    ['partial', 'permissions'],
    ['errored', 'error'],
    ['degraded', 'error'],
    ['paused', 'stopped'],
    ['RUNNING', 'ok'],
    ['of_next_year', 'unknown'],
    ['constructor', 'unknown'],
  ])('that is %s is %s to us', async (status, expected) => {
    const { client } = await clientOf({ ...ACCOUNT, status });
    expect(await client.getAccount('acc_1')).toMatchObject({ status: expected, rawStatus: status });
  });

  it('that is locked is stopped, whatever else it says', async () => {
    const { client } = await clientOf({ ...ACCOUNT, is_locked: true });
    expect(await client.getAccount('acc_1')).toMatchObject({
      status: 'stopped',
      rawStatus: 'locked',
    });
  });

  it('is read with what is missing, null or new', async () => {
    const { client } = await clientOf({
      ...ACCOUNT,
      name: null,
      user_id: undefined,
      created_at: 'soon',
      provider: 'pigeon',
      metadata: { products_connection_status: { classic: 'running', recruiter: 'errored' } },
      a_field_of_next_year: { deep: [1] },
    });
    expect(await client.getAccount('acc_1')).toEqual({
      providerAccountId: 'acc_1',
      provider: 'OTHER',
      name: '',
      status: 'ok',
      rawStatus: 'running',
      identity: null,
      handle: null,
      features: ['recruiter'],
      createdAt: new Date(0),
    });
  });

  it('is not another one, and a list of nonsense is not an empty list', async () => {
    const { client } = await clientOf(ACCOUNT);
    expect(await codeOf(client.getAccount('acc_2'))).toBe('garbage');
    const nonsense = await clientOf({ object: 'Accounts', data: [{}, 7], has_more: false });
    expect(await codeOf(nonsense.client.listAccounts())).toBe('garbage');
    const partly = await clientOf({
      data: [ACCOUNT, { object: 'Chat', id: 'x' }],
      has_more: false,
    });
    expect(await partly.client.listAccounts()).toMatchObject({
      items: [{ providerAccountId: 'acc_1' }],
      droppedCount: 1,
    });
  });
});

describe('a message of v2', () => {
  const listOf = async (fields: object) => {
    const { client } = await clientOf({ data: [{ ...MESSAGE, ...fields }] });
    return (await client.listChatMessages({ gatewayChatId: CHAT })).items[0];
  };

  it('has ids of ours that hold those of the provider, whatever is in them', async () => {
    const message = await listOf({});
    expect(message).toMatchObject({
      gatewayMessageId: `${CHAT}/m%201`,
      gatewayChatId: CHAT,
      providerMessageId: 'm 1',
    });
    const { client, seen } = await clientOf(MESSAGE);
    await client.getMessage(message?.gatewayMessageId ?? '');
    expect(seen[0]?.path).toBe('/v2/acc_1/chats/2-a%3D%2Fb/messages/m%201');
  });

  it.each([
    [{ is_event: true, event_type: 1 }, 4],
    [{ is_event: true, event_type: 3 }, 5],
    [{ is_event: true, event_type: 8 }, 1],
    [{ is_event: true, event_type: 9 }, 9],
    [{ is_event: true, event_type: 17 }, 0],
    [{ is_event: true }, 0],
    [{ is_event: false, event_type: 3 }, null],
    [{}, null],
  ])('with %o is event %s of ours', async (fields, expected) => {
    expect((await listOf(fields))?.eventType).toBe(expected);
  });

  it('without a time is left out; without all the rest it is read', async () => {
    const { client } = await clientOf({
      data: [{ id: 1, chat_id: 2, timestamp: MESSAGE.timestamp }],
    });
    const { items } = await client.listChatMessages({ gatewayChatId: CHAT });
    expect(items).toMatchObject([{ text: null, isOurs: false, reactions: [], attachments: [] }]);
    const { client: other } = await clientOf({ data: [MESSAGE, { ...MESSAGE, timestamp: 'now' }] });
    expect(await other.listChatMessages({ gatewayChatId: CHAT })).toMatchObject({
      droppedCount: 1,
    });
  });

  it('counts reactions that nobody is told of, within reason', async () => {
    const reactions_counter = [
      { reaction: '👍', count: 2 },
      { reaction: '🎉', count: 1e9 },
      { reaction: 7 },
    ];
    const values = (await listOf({ reactions_counter }))?.reactions.map(({ value }) => value) ?? [];
    expect(values.filter((value) => value === '👍')).toHaveLength(2);
    expect(values.length).toBeLessThanOrEqual(102);
  });
});

describe('what was sent through v2', () => {
  const message = { gatewayChatId: CHAT, providerAccountId: 'acc_1', text: 'Hi' };

  it.each([
    ['one', 'm1', `${CHAT}/m1`],
    ['the first of several', ['m1', 'm2'], `${CHAT}/m1`],
    ['none', null, null],
    ['none of an empty list', [], null],
    ['none that is no text', { id: 1 }, null],
  ])('is known by %s', async (_, message_id, expected) => {
    const { client } = await clientOf({ object: 'MessageSent', message_id });
    expect(await client.sendMessage(message)).toEqual({
      state: 'sent',
      gatewayMessageId: expected,
    });
  });

  it.each([[{}], [[]], [null], ['MessageSent'], [{ object: 'MessageRead' }], [{ success: true }]])(
    'is of unknown fate where the answer is %o',
    async (body) => {
      const { client, seen } = await clientOf(body);
      expect((await client.sendMessage(message)).state).toBe('unknown');
      expect(seen).toHaveLength(1);
    },
  );

  it('goes nowhere by an id that is not of this dialect', async () => {
    const { client, seen } = await clientOf({});
    for (const gatewayChatId of [
      'W2mXh0P9Q_2s3tUv4wXyZg',
      'a/b/c',
      '',
      '%/x',
      'acc_1/..',
      '../x',
    ]) {
      expect(await client.sendMessage({ ...message, gatewayChatId })).toMatchObject({
        state: 'failed',
        error: { code: 'not_found' },
      });
    }
    expect(seen).toEqual([]);
  });
});

it('no answer makes a verb throw anything but an error of ours', async () => {
  let body: unknown = null;
  const server = await start((response) => json(response, 200, body));
  const { client } = testClient(server.url, {}, 'unipile-v2');
  const shapes = fc.oneof(
    fc.jsonValue(),
    fc.record({ data: fc.array(fc.jsonValue()), has_more: fc.jsonValue() }),
    fc.jsonValue().map((value) => ({ ...ACCOUNT, ...(value as object) })),
    fc
      .jsonValue()
      .map((value) => ({ data: [{ ...MESSAGE, reactions_counter: value, quoted: value }] })),
  );
  await fc.assert(
    fc.asyncProperty(shapes, async (shape) => {
      body = shape;
      const providerAccountId = 'acc_1';
      const reads = [
        client.listAccounts(),
        client.getAccount('acc_1'),
        client.listChats({ providerAccountId }),
        client.listChatMessages({ gatewayChatId: CHAT }),
        client.listReceivedInvitations({ providerAccountId }),
        client.findUser({ providerAccountId, identifier: 'x', linkedinApi: null }),
        client.listWebhooks(),
      ];
      for (const read of await Promise.allSettled(reads)) {
        if (read.status === 'rejected') expect(read.reason).toMatchObject({ name: 'GatewayError' });
      }
    }),
    { numRuns: 60 },
  );
});
