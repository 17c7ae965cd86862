import { expect } from 'vitest';
import type { Judge } from './judge';

/** List and get, with the bounds of the list. */
export async function judgeAccounts(judge: Judge): Promise<void> {
  const list = await judge.call('GET /api/v1/accounts', 200);
  const types = new Set(list.items.map((item: { type: string }) => item.type));
  expect(types.size).toBe(9);
  for (const item of list.items) {
    await judge.call('GET /api/v1/accounts/{id}', 200, { path: { id: item.id } });
  }
  const first = await judge.call('GET /api/v1/accounts', 200, { query: { limit: '1' } });
  expect(first.items[0].type).toBe('LINKEDIN');
  await judge.call('GET /api/v1/accounts/{id}', 404, {
    path: { id: `${list.items[0].id}_MESSAGING` },
  });
  await judge.call('GET /api/v1/accounts', 400, { query: { cursor: 'bm90IGEgY3Vyc29y' } });
  await judge.call('GET /api/v1/accounts', 400, { query: { limit: '0' } });
  await judge.call('GET /api/v1/accounts', 422, { query: { limit: '251' } });
}

/** Connect, checkpoints, reconnect, restart, resynchronise, delete. */
export async function judgeConnecting(judge: Judge): Promise<void> {
  const post = 'POST /api/v1/accounts';
  const linkedin = { provider: 'LINKEDIN', username: 'mira@mail.example', password: 'secret' };
  const { account_id: id } = await judge.call(post, 201, { json: linkedin });
  await judge.call(post, 401, { json: { ...linkedin, password: 'wrong' } });
  await judge.call(post, 400, { json: { provider: 'LINKEDIN', username: 'mira@mail.example' } });
  await judge.call(post, 400, { json: { provider: 'PIGEON' } });
  await judge.call('POST /api/v1/accounts/{id}', 201, { path: { id }, json: linkedin });
  await judge.call('POST /api/v1/accounts/{id}', 400, {
    path: { id },
    json: { provider: 'WHATSAPP' },
  });
  await judge.call('POST /api/v1/accounts/{id}', 404, { path: { id: 'nobody' }, json: linkedin });
  await judge.call('POST /api/v1/accounts/{id}', 401, {
    path: { id },
    json: { ...linkedin, password: 'wrong' },
  });
  const solve = 'POST /api/v1/accounts/checkpoint';
  await judge.call(solve, 400, {
    json: { provider: 'LINKEDIN', account_id: 'nobody', code: '123456' },
  });
  const asked = await postAccounts(judge, {
    ...linkedin,
    username: 'mira+2fa@mail.example',
  });
  expect(asked).toMatchObject({
    object: 'Checkpoint',
    checkpoint: { type: '2FA', source: 'APP' },
  });
  const pending = { provider: 'LINKEDIN', account_id: asked.account_id };
  await judge.call('POST /api/v1/accounts/checkpoint/resend', 200, { json: pending });
  await judge.call('POST /api/v1/accounts/checkpoint/resend', 400, {
    json: { provider: 'LINKEDIN' },
  });
  await judge.call(solve, 401, { json: { ...pending, code: '000000' } });
  await judge.call(solve, 201, { json: { ...pending, code: '123456' } });
  await judgeEndedAttempts(judge, linkedin);
  await judge.call('POST /api/v1/accounts/{id}/restart', 200, { path: { id } });
  await judge.call('POST /api/v1/accounts/{id}/restart', 404, { path: { id: 'nobody' } });
  await judge.call('DELETE /api/v1/accounts/{id}', 200, { path: { id } });
  await judge.call('DELETE /api/v1/accounts/{id}', 404, { path: { id } });
  const sync = 'GET /api/v1/accounts/{account_id}/sync';
  const ready = await judge.makeAccount('LINKEDIN', 'sync@mail.example');
  const whatsapp = await judge.makeAccount('WHATSAPP', '+31655500001');
  const statuses = [];
  for (let turn = 0; turn < 4; turn += 1) {
    statuses.push((await judge.call(sync, 200, { path: { account_id: ready.id } })).status);
  }
  expect(statuses).toEqual(['SYNC_STARTED', 'SYNC_RUNNING', 'SYNC_DONE', 'SYNC_STARTED']);
  await judge.call(sync, 501, { path: { account_id: whatsapp.id } });
  await judge.call(sync, 404, { path: { account_id: 'nobody' } });
}

/** An attempt that a newer one replaced, that is too old, that broke, and that has no code to send again. */
async function judgeEndedAttempts(judge: Judge, linkedin: { password: string }): Promise<void> {
  const solve = 'POST /api/v1/accounts/checkpoint';
  const begin = async (username: string) => {
    const { account_id } = await postAccounts(judge, { ...linkedin, username });
    return { provider: 'LINKEDIN', account_id, code: '123456' };
  };
  const older = await begin('ended+2fa@mail.example');
  const newer = await begin('ended+2fa@mail.example');
  await judge.call(solve, 409, { json: older });
  for (const [act, status] of [
    ['expire', 408],
    ['break', 500],
  ] as const) {
    const attempt = await begin(`${act}+2fa@mail.example`);
    await judge.sandbox.control('POST', `/intents/${attempt.account_id}/${act}`);
    await judge.call(solve, status, { json: attempt });
  }
  await judge.call(solve, 201, { json: newer });
  const { code: _, ...silent } = await begin('silent+inapp@mail.example');
  await judge.call('POST /api/v1/accounts/checkpoint/resend', 501, { json: silent });
}

/** Links of the wizard. */
export async function judgeHostedLinks(judge: Judge): Promise<void> {
  const link = 'POST /api/v1/hosted/accounts/link';
  const body = {
    type: 'create',
    providers: ['LINKEDIN'],
    api_url: judge.sandbox.url,
    expiresOn: later(),
  };
  expect((await judge.call(link, 200, { json: body })).url).toContain('/hosted/');
  await judge.call(link, 200, { json: { ...body, providers: '*:MESSAGING' } });
  await judge.call(link, 400, { json: { ...body, expiresOn: '2030-01-01' } });
  await judge.call(link, 400, { json: { ...body, providers: ['PIGEON'] } });
  await judge.call(link, 400, { json: { ...body, providers: undefined } });
}

/** Create, list and delete webhooks of every source. */
export async function judgeWebhooks(judge: Judge): Promise<void> {
  const post = 'POST /api/v1/webhooks';
  const account = await judge.makeAccount('LINKEDIN', 'hooks@mail.example');
  const body = {
    request_url: 'http://127.0.0.1:9/hook',
    source: 'messaging',
    account_ids: [account.id],
  };
  const { webhook_id: id } = await judge.call(post, 201, { json: body });
  const data = [{ name: 'who', key: 'account_id' }];
  for (const source of ['users', 'account_status', 'email', 'email_tracking']) {
    await judge.call(post, 201, {
      json: { ...body, source, data: source === 'account_status' ? [] : data },
    });
  }
  await judge.call(post, 400, { json: { ...body, source: 'pigeons' } });
  await judge.call(post, 400, { json: { ...body, events: ['new_relation'] } });
  await judge.call(post, 400, { json: { source: 'messaging' } });
  await judge.call('GET /api/v1/webhooks', 200, {});
  await judge.call('DELETE /api/v1/webhooks/{id}', 200, { path: { id } });
  await judge.call('DELETE /api/v1/webhooks/{id}', 404, { path: { id } });
}

const later = () => new Date(Date.now() + 3_600_000).toISOString();

async function postAccounts(judge: Judge, json: unknown) {
  const response = await fetch(`${judge.sandbox.url}/api/v1/accounts`, {
    method: 'POST',
    headers: { 'X-API-KEY': judge.sandbox.apiKey, 'Content-Type': 'application/json' },
    body: JSON.stringify(json),
  });
  return await response.json();
}
