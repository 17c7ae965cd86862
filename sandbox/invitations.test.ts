import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RunningSandbox, startSandbox } from './server';

let sandbox: RunningSandbox;
let account: string;

beforeEach(async () => {
  sandbox = await startSandbox({ seed: 'empty', parts: ['api'] });
  const made = await sandbox.control<{ id: string }>('POST', '/accounts', {
    type: 'LINKEDIN',
    login: 'jane@example.com',
    name: 'Jane Ruiz',
  });
  account = made.id;
});
afterEach(() => sandbox.stop());

async function call(method: string, path: string, json?: unknown) {
  const response = await fetch(`${sandbox.url}/api/v1${path}`, {
    method,
    headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': 'application/json' },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: response.status, body: await response.json() };
}

const stranger = async (fields: Record<string, unknown> = {}) =>
  (await sandbox.control<{ providerId: string }>('POST', `/accounts/${account}/contacts`, fields))
    .providerId;

const invite = async (fields: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  call('POST', '/users/invite', {
    account_id: account,
    provider_id: await stranger(fields),
    ...more,
  });

describe('invitations', () => {
  it('tell of the landing that one crosses, and are refused beyond the week’s limit', async () => {
    await sandbox.control('POST', `/accounts/${account}/weekly-invitations`, { most: 4 });
    const answers = [];
    for (let index = 0; index < 5; index += 1) answers.push(await invite());
    expect(answers.map(({ status, body }) => [status, body.usage])).toEqual([
      [200, undefined],
      [200, 50],
      [200, 75],
      [200, 95],
      [422, undefined],
    ]);
    expect(answers.at(-1)?.body.type).toBe('errors/limit_exceeded');
  });

  it('to somebody who hides from strangers need their address', async () => {
    const hidden = await invite({ needsEmail: true });
    expect(hidden).toMatchObject({
      status: 422,
      body: { type: 'errors/cannot_invite_attendee' },
    });
    const known = await invite({ needsEmail: true }, { user_email: 'ana@norda.example' });
    expect(known.status).toBe(200);
  });

  it('that are accepted make a relation, and a chat that begins with the note', async () => {
    const { body } = await invite({ name: 'Ana Novak' }, { message: 'Shall we talk, Ana?' });
    await sandbox.control('POST', `/invitations/${body.invitation_id}/accept`, {});
    const waiting = await call('GET', `/users/invite/sent?account_id=${account}`);
    expect(waiting.body.items).toEqual([]);
    const relations = await call('GET', `/users/relations?account_id=${account}`);
    expect(relations.body.items).toHaveLength(1);
    const chats = await call('GET', `/chats?account_id=${account}`);
    const messages = await call('GET', `/chats/${chats.body.items[0].id}/messages`);
    expect(messages.body.items).toMatchObject([
      { text: 'Shall we talk, Ana?', is_sender: 1, message_type: 'INVITATION' },
    ]);
  });
});
