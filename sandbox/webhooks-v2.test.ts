import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandbox } from './server';
import { JudgeV2, type MadeV2 } from './testing/judge-v2';
import { type Receiver, startReceiver } from './testing/receiver';
import { until } from './testing/until';

const CREATE = 'POST /v2/webhooks/endpoints/';
const ONE = '/v2/webhooks/endpoints/{id}';
const LOG = 'GET /v2/webhooks/conversations/';

let judge: JudgeV2;
let receiver: Receiver;
let made: MadeV2;

beforeEach(async () => {
  judge = new JudgeV2(await startSandbox({ speed: 1_000 }));
  receiver = await startReceiver();
  made = await judge.makeAccount('LINKEDIN', 'jane@ours.example');
});
afterEach(async () => {
  await judge.sandbox.stop();
  await receiver.close();
});

const register = (trigger_events: string[], more: object = {}) =>
  judge.call(CREATE, 200, { json: { trigger_events, url: `${receiver.url}/in`, ...more } });
const control = <T>(path: string, body?: unknown) => judge.sandbox.control<T>('POST', path, body);
const received = (count: number) =>
  until(`${count} deliveries`, () => receiver.received.length >= count && receiver.received);
const bodies = () => receiver.received.map(({ text }) => JSON.parse(text));

/** The hex that the header must hold, by the rule of the guide. */
function expectedSignature(secret: string, header: string, text: string): string {
  const t = /^t=(\d+),/.exec(header)?.[1] ?? '';
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${text}`).digest('hex')}`;
}

describe('endpoints', () => {
  it('are made, listed, changed and removed; an unknown trigger is refused', async () => {
    const json = { trigger_events: ['message.new'], url: 'https://app.example/in' };
    const endpoint = await judge.call(CREATE, 200, { json: { ...json, description: 'ours' } });
    expect(endpoint.secret.length).toBeLessThanOrEqual(36);
    expect(await judge.call(`GET ${ONE}`, 200, { path: { id: endpoint.id } })).toEqual(endpoint);
    expect((await judge.call('GET /v2/webhooks/endpoints/', 200)).data).toEqual([endpoint]);
    const changed = await judge.call(`PATCH ${ONE}`, 200, {
      path: { id: endpoint.id },
      json: { enabled: false, account_ids: [made.v2Id] },
    });
    expect(changed).toMatchObject({
      enabled: false,
      account_targets: [{ id: made.v2Id, status: 'active' }],
    });
    await judge.call(`DELETE ${ONE}`, 200, { path: { id: endpoint.id } });
    await judge.call(`GET ${ONE}`, 404, { path: { id: endpoint.id } });
    const removed = { ...json, trigger_events: ['message.new', 'relation.request.accept'] };
    await judge.call(CREATE, 400, { json: removed });
    await judge.call(CREATE, 400, { json: { trigger_events: ['message.new'] } });
  });
});

describe('deliveries', () => {
  it('are signed over the bytes, and say what happened to an account', async () => {
    const { secret } = await register(['account.status.disconnected', 'account.status.running']);
    for (const status of ['CREDENTIALS', 'OK']) {
      await control(`/accounts/${made.id}/status`, { status });
    }
    const [first] = await received(2);
    const header = String(first?.headers['unipile-signature']);
    expect(header).toBe(expectedSignature(secret, header, first?.text ?? ''));
    expect(header).not.toBe(expectedSignature('other', header, first?.text ?? ''));
    expect(first?.headers['content-type']).toBe('application/json');
    expect(bodies()).toMatchObject([
      {
        id: expect.stringMatching(/^evt_/),
        type: 'account.status.disconnected',
        account_id: made.v2Id,
        account_provider: 'linkedin',
        account_name: 'Jane',
        application_production: false,
        payload: { timestamp: expect.any(String) },
      },
      { type: 'account.status.running' },
    ]);
  });

  it('tell of messages, of what becomes of them, and of relations', async () => {
    await register([
      'message.new',
      'message.update',
      'message.delete',
      'message.receipt.read',
      'message.reaction.new',
      'relation.new',
    ]);
    const path = `/accounts/${made.id}/messages`;
    const { messageIds } = await control<{ messageIds: string[] }>(path, { newChat: true });
    for (const [act, body] of [
      ['edit', { text: 'New words' }],
      ['react', { value: '👍' }],
      ['delete', undefined],
    ] as const) {
      await control(`/messages/${messageIds[0]}/${act}`, body);
    }
    await control(`/accounts/${made.id}/relations`, { name: 'Mira Olsen' });
    await received(5);
    const byType = new Map(bodies().map(({ type, payload }) => [type, payload]));
    const message = byType.get('message.new');
    const problems = judge.contract.problemsOf('GetMessage200Response', message);
    expect(problems).toEqual([]);
    expect(byType.get('message.update')).toMatchObject({ id: message.id, text: 'New words' });
    expect(byType.get('message.reaction.new')).toMatchObject({
      chat_id: message.chat_id,
      message_id: message.id,
      reaction: { value: '👍', is_sender: false },
    });
    expect(byType.get('message.delete')).toEqual({ id: message.id, chat_id: message.chat_id });
    expect(byType.get('relation.new').user).toMatchObject({ display_name: 'Mira Olsen' });
  });

  it('go to the accounts and for the triggers that were asked for alone', async () => {
    const other = await judge.makeAccount('LINKEDIN', 'omar@ours.example');
    await register(['account.status.errored'], { account_ids: [other.v2Id] });
    await control(`/accounts/${made.id}/status`, { status: 'ERROR' });
    await control(`/accounts/${other.id}/status`, { status: 'OK' });
    await control(`/accounts/${other.id}/status`, { status: 'ERROR' });
    await received(1);
    await control('/settle');
    expect(bodies()).toMatchObject([{ account_id: other.v2Id, payload: { reason: 'provider' } }]);
  });

  it('take any 2xx for success and come again otherwise, as the log of v2 tells', async () => {
    const endpoint = await register(['account.remove']);
    receiver.answers.push(500, 204);
    await judge.call('DELETE /v2/accounts/{account_id}', 200, { path: { account_id: made.v2Id } });
    const [first, second] = await received(2);
    expect(second?.text).toBe(first?.text);
    const query = { endpoint_id: endpoint.id };
    const log = await until('both attempts', async () => {
      const { data } = await judge.call(LOG, 200, { query });
      return data.length === 2 && data;
    });
    expect(log).toMatchObject([
      { first_attempt: false, http_status: 204, event_type: 'account.remove' },
      { first_attempt: true, http_status: 500 },
    ]);
    expect(log[0].event_id).toBe(bodies()[0].id);
    await control('/settle');
    expect(receiver.received).toHaveLength(2);
    await judge.call(LOG, 400);
  });
});

describe('hosted auth', () => {
  const product = 'http://app.example';
  const link = async (json: object, status = 200) => {
    const expires_on = new Date(Date.now() + 60_000).toISOString();
    const body = { expires_on, redirect_uri: `${product}/done?request=7`, state: 's.7', ...json };
    return (await judge.call('POST /v2/auth/link', status, { json: body })).link;
  };
  /** Signs in on the page of the link; answers where the browser goes. */
  const signIn = async (address: string, provider: string, fields: Record<string, string>) => {
    const url = `${judge.sandbox.url}${new URL(address).pathname}${provider}`;
    const body = new URLSearchParams(fields);
    const response = await fetch(url, { method: 'POST', body, redirect: 'manual' });
    return new URL(response.headers.get('location') ?? '', 'http://none.example');
  };

  it('ends at one address with the account and the state, and says so by an event', async () => {
    await register(['account.add', 'account.reconnect']);
    const address = await link({ providers: ['google'] });
    const fields = { login: 'sales@ours.example', scopes: 'mail' };
    const done = await signIn(address, '/sign-in/GOOGLE', fields);
    const { request, account_id, provider, state } = Object.fromEntries(done.searchParams);
    expect({ request, provider, state }).toEqual({
      request: '7',
      provider: 'google',
      state: 's.7',
    });
    await received(1);
    expect(bodies()[0]).toMatchObject({
      type: 'account.add',
      account_id,
      payload: { state: 's.7', account: { object: 'Account', id: account_id } },
    });
    const again = await link({ account_id, state: 's.8' });
    const back = await signIn(again, '/sign-in/GOOGLE', fields);
    expect(back.searchParams.get('account_id')).toBe(account_id);
    await received(2);
    expect(bodies()[1]).toMatchObject({ type: 'account.reconnect', payload: { state: 's.8' } });
  });

  it('ends there also when it was cancelled, with a title of the error', async () => {
    const done = await signIn(await link({ providers: '*:EMAILS' }), '/cancel', {});
    expect(done.origin).toBe(product);
    expect(done.searchParams.get('state')).toBe('s.7');
    expect(done.searchParams.get('error_title')).toBeTruthy();
    expect(done.searchParams.get('account_id')).toBeNull();
  });

  it('wants providers or an account, and one address', async () => {
    await link({}, 400);
    await link({ providers: ['messenger'] }, 400);
    await link({ providers: '*', account_id: made.v2Id }, 400);
    await link({ account_id: 'acc_nobody' }, 404);
    await link({ providers: '*', redirect_uri: undefined }, 400);
  });
});
