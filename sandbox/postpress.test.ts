import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';
import { startReceiver } from './testing/receiver';

interface Made {
  id: string;
  postpressId: string;
  providerId: string;
}

let sandbox: RunningSandbox;
let made: Made;
let count = 0;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
  count += 1;
  const login = `p${count}@ours.example`;
  made = await sandbox.control<Made>('POST', '/accounts', { type: 'LINKEDIN', login });
});

async function call(method: string, path: string, body?: unknown, key = sandbox.apiKeyPostpress) {
  const response = await fetch(`${sandbox.url}${path}`, {
    method,
    headers: { 'X-API-KEY': key, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}
const stranger = async () =>
  (await sandbox.control<{ providerId: string }>('POST', `/accounts/${made.id}/contacts`))
    .providerId;
const invite = async (fields: object = {}) =>
  call('POST', '/v1/users/invite', {
    provider_id: await stranger(),
    account_id: made.postpressId,
    ...fields,
  });

describe('PostPress', () => {
  it('invites as its page says, with ids of its own, and v1 sees the same invitation', async () => {
    const { status, body } = await invite({ message: 'Hi' });
    expect(status).toBe(200);
    expect(body).toEqual({
      object: 'UserInvitationSent',
      invitation_id: expect.stringMatching(/^inv_01[0-9A-Z]{24}$/),
    });
    expect(made.postpressId).toMatch(/^acc_linkedin_01[0-9A-Z]{24}$/);
    const own = await call('GET', `/v1/users/invite/sent?account_id=${made.postpressId}`);
    expect(own.body.items).toMatchObject([{ id: body.invitation_id, invitation_text: 'Hi' }]);
    const v1 = await call(
      'GET',
      `/api/v1/users/invite/sent?account_id=${made.id}`,
      undefined,
      sandbox.apiKey,
    );
    expect(v1.body.items).toHaveLength(1);
    expect(v1.body.items[0].id).not.toBe(body.invitation_id);
    const gone = await call(
      'DELETE',
      `/v1/users/invite/sent/${body.invitation_id}?account_id=${made.postpressId}`,
    );
    expect(gone.body).toEqual({ object: 'InvitationCanceled' });
  });

  it('refuses in its envelope, which names the request, and keeps the note below 301 characters', async () => {
    const { status, body } = await invite({ message: 'x'.repeat(301) });
    expect(status).toBe(400);
    expect(body).toEqual({
      title: 'Too many characters',
      type: 'errors/too_many_characters',
      status: 400,
      instance: expect.stringMatching(/^req_01[0-9A-Z]{24}$/),
    });
    const again = await invite({ message: 'x'.repeat(301) });
    expect(again.body.instance).not.toBe(body.instance);
  });

  it('has a word for people who are connected, and one for those who were invited', async () => {
    const path = `/accounts/${made.id}/relations`;
    const { providerId } = await sandbox.control<{ providerId: string }>('POST', path);
    expect((await invite({ provider_id: providerId })).body.type).toBe('errors/already_connected');
    const provider_id = await stranger();
    expect((await invite({ provider_id })).status).toBe(200);
    expect((await invite({ provider_id })).body.type).toBe('errors/already_invited_recently');
  });

  it('knows neither the key nor the ids of v1, and v1 none of its', async () => {
    expect((await call('GET', '/v1/accounts', undefined, sandbox.apiKey)).status).toBe(401);
    expect((await call('GET', '/api/v1/accounts')).status).toBe(401);
    const ownId = await call('GET', `/v1/accounts/${made.postpressId}`);
    expect(ownId.body).toMatchObject({ id: made.postpressId });
    expect(ownId.body.sources[0].id).toBe(`${made.postpressId}_MESSAGING`);
    const foreign = `/api/v1/accounts/${made.postpressId}`;
    expect((await call('GET', foreign, undefined, sandbox.apiKey)).status).toBe(404);
  });

  it('delivers with its own ids, also of an account that is gone, and lists no webhook of v1', async () => {
    const receiver = await startReceiver();
    try {
      const hook = {
        source: 'account_status',
        request_url: receiver.url,
        events: ['ok', 'deleted'],
      };
      await call('POST', '/v1/webhooks', hook);
      await call('POST', '/api/v1/webhooks', hook, sandbox.apiKey);
      expect((await call('GET', '/v1/webhooks')).body.items).toHaveLength(1);
      expect(
        (await call('GET', '/api/v1/webhooks', undefined, sandbox.apiKey)).body.items,
      ).toHaveLength(1);
      await sandbox.control('POST', `/accounts/${made.id}/status`, { status: 'OK' });
      await call('DELETE', `/v1/accounts/${made.postpressId}`);
      await sandbox.control('POST', '/settle');
      const ids = receiver.received
        .map(({ text }) => JSON.parse(text).AccountStatus.account_id)
        .sort();
      expect(ids).toEqual([made.id, made.id, made.postpressId, made.postpressId].sort());
    } finally {
      await receiver.close();
    }
  });
});
