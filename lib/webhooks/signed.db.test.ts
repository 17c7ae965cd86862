import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { gateways } from '@/db/schema';
import {
  type AccountsWorld,
  createAccountsWorld,
  signInAtWizard,
} from '@/db/testing/accounts-world';
import { connectTools } from '@/db/testing/connect-world';
import { createGateway } from '@/db/testing/factories';
import { eventsOf, messagesOf } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { startConnect, startReconnect } from '@/lib/connect/mutations';
import { env } from '@/lib/core/env';
import { encrypt } from '@/lib/core/secrets';
import { ensureWebhooks } from '@/lib/gateways/handlers';
import { callGateway, keepSigningSecrets } from '@/lib/gateways/mutations';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { signatureOf } from '@/sandbox/webhooks-v2';
import { EventLoop } from '@/worker/event-loop';
import { receiveWebhook } from './receive';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
let sandbox: RunningSandbox;
let world: AccountsWorld;
let tools: ReturnType<typeof connectTools>;
let gateway: AccountsWorld['gateway'];
let answers: number[];
let stopServer: () => Promise<void>;

/** Our address over real HTTP, as the server mounts it. */
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1_000 });
  const server = createServer(async (request, response) => {
    const gatewayId = request.url?.split('/').at(-1) ?? '';
    const headers = {
      get: (name: string) => request.headers[name.toLowerCase()]?.toString() ?? null,
    };
    const answer = await receiveWebhook({ gatewayId, headers, body: request }, { pool: test.pool });
    answers.push(answer.status);
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('PUBLIC_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  stopServer = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});
afterAll(async () => {
  await stopServer();
  await sandbox.stop();
});

beforeEach(async () => {
  answers = [];
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  const made = await createAccountsWorld(test.pool, sandbox);
  // The one connection of the workspace, so that Connect takes it.
  await test.db.delete(gateways).where(eq(gateways.id, made.gateway.id));
  gateway = await createGateway(test.db, made.workspace, {
    dialect: 'unipile-v2',
    baseUrl: sandbox.url,
    apiKey: sandbox.apiKeyV2,
    keyRing: env().ENCRYPTION_KEYS,
  });
  world = { ...made, gateway };
  tools = connectTools(world);
});

const ensure = () => ensureWebhooks({ gatewayId: gateway.id }, world.ctx, world.tools());
const endpoints = () => callGateway(world.ctx, gateway.id, (client) => client.listWebhooks());
const sealed = async () => {
  const [row] = await test.db.select().from(gateways).where(eq(gateways.id, gateway.id));
  return row?.webhookSigningSecretsSealed ?? [];
};
const events = () => eventsOf(test.db, gateway.id);

/** What is so once all that the API sends is understood and what follows is done, whatever comes first. */
const settled = <T>(look: () => Promise<T>) =>
  expect.poll(async () => {
    await new EventLoop({ pool: test.pool, log: pino({ level: 'silent' }) }).runDue();
    await world.runDue();
    return look();
  });
const requestStates = async () => (await tools.requests()).map(({ state }) => state);

/** Jane's account, connected through the wizard; its events are behind it. */
async function connect(login = 'jane@ours.example') {
  const { url } = await startConnect(world.owner.ctx, {
    providers: ['LINKEDIN'],
    gatewayId: gateway.id,
  });
  const landing = await signInAtWizard(url, login);
  await settled(requestStates).toEqual(['completed']);
  const [account] = await tools.rows();
  if (!account) throw new Error('no account');
  return { account, landing };
}

/** The account as the control API of the sandbox calls it: by its id of v1. */
async function controlId(): Promise<string> {
  const truth = await sandbox.control<{ accounts: { id: string }[] }>('GET', '/truth');
  return truth.accounts[0]?.id ?? '';
}

describe('endpoints of v2', () => {
  it('are one for each source, and what they sign with is kept sealed', async () => {
    await ensure();
    const first = await endpoints();
    expect(first.map(({ source }) => source).sort()).toEqual([
      'account_status',
      'messaging',
      'users',
    ]);
    const kept = await sealed();
    expect(kept).toHaveLength(3);
    for (const { signingSecret } of first) expect(kept.join()).not.toContain(signingSecret ?? '-');
    await ensure();
    expect(await endpoints()).toEqual(first);
    // Nothing to be changed is nothing written: the same seal.
    expect(await sealed()).toEqual(kept);
    // Forgotten, the secrets are read again; the endpoints stay.
    await keepSigningSecrets(world.ctx, gateway.id, []);
    await ensure();
    expect(await endpoints()).toEqual(first);
    expect(await sealed()).toHaveLength(3);
  });
});

describe('the secrets of endpoints', () => {
  it('stay where the API does not show them any more', async () => {
    await ensure();
    const kept = await sealed();
    const path = '/v2/webhooks/endpoints';
    const asked = await fetch(`${sandbox.url}${path}`, {
      headers: { 'X-API-KEY': sandbox.apiKeyV2 },
    });
    const list = (await asked.json()) as { data: object[] };
    const data = list.data.map((endpoint) => ({ ...endpoint, secret: undefined }));
    await sandbox.control('POST', '/faults', {
      kind: 'answer',
      body: JSON.stringify({ ...list, data }),
      match: { path },
    });
    await ensure();
    expect(kept).toHaveLength(3);
    expect(await sealed()).toEqual(kept);
  });
});

describe('a delivery of v2 (W8b)', () => {
  const body = (id: string) =>
    JSON.stringify({
      id,
      type: 'account.status.running',
      account_id: 'acc_x',
      account_provider: 'linkedin',
      payload: {},
    });
  const deliver = async (text: string, headers: Record<string, string>) => {
    const response = await fetch(`${env().PUBLIC_URL}/api/webhooks/${gateway.id}`, {
      method: 'POST',
      body: text,
      headers,
    });
    return response.status;
  };
  const signed = (secret: string, text: string, atMs = Date.now()) => ({
    'unipile-signature': signatureOf(secret, text, atMs),
  });

  it('is taken where it is signed with one of the secrets, over its bytes and of late', async () => {
    await ensure();
    const [one, two] = await endpoints();
    const [secret = '', other = ''] = [one?.signingSecret ?? '', two?.signingSecret ?? ''];
    expect(await deliver(body('evt_1'), signed(secret, body('evt_1')))).toBe(200);
    expect(await deliver(body('evt_2'), signed(other, body('evt_2')))).toBe(200);
    // The same event again, signed anew: one row.
    const later = Date.now() + 30_000;
    expect(await deliver(body('evt_1'), signed(secret, body('evt_1'), later))).toBe(200);
    expect((await events()).map(({ duplicateCount }) => duplicateCount)).toEqual([1, 0]);
    const [row] = await test.db.select().from(gateways).where(eq(gateways.id, gateway.id));
    expect(row?.webhookEchoAt).not.toBeNull();
  });

  it('is refused otherwise, and nothing is stored', async () => {
    await ensure();
    const [one] = await endpoints();
    const secret = one?.signingSecret ?? '';
    const text = body('evt_1');
    const tenMinutes = 600_000;
    const wrong: [string, Record<string, string>][] = [
      ['unsigned', {}],
      ['no signature', { 'unipile-signature': 'x' }],
      ['by another secret', signed('wes_other', text)],
      ['by an empty secret', signed('', text)],
      ['of other bytes', signed(secret, `${text} `)],
      ['too old', signed(secret, text, Date.now() - tenMinutes)],
      ['of the future', signed(secret, text, Date.now() + tenMinutes)],
      ['with the way of v1', { 'unipile-auth': secret }],
    ];
    for (const [what, headers] of wrong) {
      expect([what, await deliver(text, headers)]).toEqual([what, 401]);
    }
    expect(await events()).toEqual([]);
  });

  it('is to come again where it may be signed with a secret that cannot be opened now (K3)', async () => {
    await ensure();
    const [one] = await endpoints();
    const lost = { version: 'v0', key: Buffer.alloc(32, 1) };
    await test.db
      .update(gateways)
      .set({
        webhookSigningSecretsSealed: [...(await sealed()), encrypt([lost], 'wes_lost', gateway.id)],
      })
      .where(eq(gateways.id, gateway.id));
    const status = (secret: string) => deliver(body('evt_1'), signed(secret, body('evt_1')));
    expect(await status(one?.signingSecret ?? '')).toBe(200);
    expect(await status('wes_lost')).toBe(503);
    // Read again at the API, it is there again.
    await ensure();
    expect(await sealed()).toHaveLength(3);
  });

  it('is refused by a connection that has no such secret', async () => {
    const text = body('evt_1');
    expect(await deliver(text, signed('', text))).toBe(401);
    expect(await deliver(text, signed('webhook-secret', text))).toBe(401);
    expect(await events()).toEqual([]);
  });
});

describe('what the API tells by v2', () => {
  it('binds a new account to whom the link was made for, and a reconnect to the same one', async () => {
    await ensure();
    const { account, landing } = await connect();
    expect(account).toMatchObject({
      ownerMemberId: world.owner.member.id,
      providerAccountId: expect.stringMatching(/^acc_/),
    });
    const end = new URL(landing);
    expect(end.pathname).toBe('/connect/done');
    expect(end.searchParams.get('account_id')).toBe(account.providerAccountId);
    expect(answers.every((status) => status === 200)).toBe(true);

    const id = await controlId();
    await sandbox.control('POST', `/accounts/${id}/status`, { status: 'CREDENTIALS' });
    const status = async () => (await world.readAccount(account.id)).status;
    await settled(status).toBe('reconnect_needed');

    const { url } = await startReconnect(world.owner.ctx, { accountId: account.id });
    await signInAtWizard(url, 'jane@ours.example');
    await settled(requestStates).toEqual(['completed', 'completed']);
    await settled(status).toBe('connected');
    expect(await tools.rows()).toHaveLength(1);
  });

  it('of an account that was added elsewhere makes nobody its owner', async () => {
    await ensure();
    await sandbox.control('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'omar@ours.example',
      connecting: true,
    });
    await settled(async () => {
      await world.runUntil(new Date(Date.now() + 60_000));
      return (await tools.rows()).map(({ ownerMemberId }) => ownerMemberId);
    }).toEqual([null]);
    const [added] = await events();
    expect(added).toMatchObject({ state: 'processed', effect: 'list_check' });
  });

  it('with a state that we did not sign binds nothing', async () => {
    await ensure();
    const { url } = await startConnect(world.owner.ctx, {
      providers: ['LINKEDIN'],
      gatewayId: gateway.id,
    });
    const { id } = await tools.lastRequest();
    const links = await fetch(`${sandbox.url}/v2/auth/link`, {
      method: 'POST',
      headers: { 'X-API-KEY': sandbox.apiKeyV2, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        expires_on: new Date(Date.now() + 60_000).toISOString(),
        redirect_uri: env().PUBLIC_URL,
        providers: ['linkedin'],
        state: `${id}.forged`,
      }),
    });
    const { link } = await links.json();
    expect(new URL(link).origin).toBe(new URL(url).origin);
    await signInAtWizard(link, 'eve@ours.example');
    // Its status comes beside it, and either may be here first.
    const withState = async () =>
      (await events()).find(({ body }) => body.includes(`${id}.forged`));
    await settled(withState).toMatchObject({ state: 'quarantined', reason: 'forged' });
    expect(await requestStates()).toEqual(['open']);
    expect((await tools.rows()).filter(({ ownerMemberId }) => ownerMemberId)).toEqual([]);
  });

  it('of messages has each of them read and kept once, with what became of it', async () => {
    await ensure();
    const { account } = await connect();
    const id = await controlId();
    const write = { newChat: true, name: 'Mira Olsen', text: 'Do you have a minute?' };
    const { messageIds } = await sandbox.control<{ messageIds: string[] }>(
      'POST',
      `/accounts/${id}/messages`,
      write,
    );
    const stored = () => messagesOf(test.db, account.id);
    const texts = async () => (await stored()).map(({ text }) => text);
    await settled(texts).toContain('Do you have a minute?');
    await sandbox.control('POST', `/messages/${messageIds[0]}/edit`, { text: 'Two minutes?' });
    await settled(texts).toContain('Two minutes?');
    expect(await texts()).not.toContain('Do you have a minute?');
    const ids = (await stored()).map((one) => one.gatewayMessageId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
