import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { accounts, auditLog, gateways } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createAccount, createMember } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { startConnect } from '@/lib/connect/mutations';
import { env } from '@/lib/core/env';
import { CONNECTABLE_PROVIDERS } from '@/lib/core/providers';
import { decrypt, hashToken } from '@/lib/core/secrets';
import { receiveWebhook } from '@/lib/webhooks/receive';
import { type RunningSandbox, startSandbox } from '@/sandbox/server';
import { addConnection, changeConnection, removeConnection } from './connection-mutations';
import { listConnectionChoices, listConnections } from './connection-queries';
import { ensureWebhooks } from './handlers';
import { openGateway } from './mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const sandbox = accountsSandbox();
let second: RunningSandbox;
let world: AccountsWorld;

beforeAll(async () => {
  second = await startSandbox({ seed: 'empty', speed: 1000 });
});
afterAll(async () => {
  await second.stop();
});
beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  await second.control('POST', '/reset', { seed: 'empty' });
  world = await createAccountsWorld(test.pool, sandbox);
});

const input = (over: object = {}) => ({
  name: 'Second',
  dialect: 'unipile-v1' as const,
  baseUrl: second.url,
  apiKey: second.apiKey,
  ...over,
});
const add = (over: object = {}) => addConnection(world.admin.ctx, input(over));
const list = () => listConnections(world.admin.ctx);
const audits = async (action: string) =>
  test.db
    .select()
    .from(auditLog)
    .where(and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, action)));
const rowOf = async (id: string) =>
  (await test.db.select().from(gateways).where(eq(gateways.id, id)))[0];

interface WebAnswer {
  status: number;
  type: string;
  body: string;
}

async function startWeb(
  answer: (request: IncomingMessage) => WebAnswer | Promise<WebAnswer>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    const { status, type, body } = await answer(request);
    response.writeHead(status, { 'content-type': type }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('an API connection that is added', () => {
  it('has answered with its key first, and the worker registers webhooks and reads accounts', async () => {
    await world.addAccount();
    const { id } = await add({ baseUrl: `${second.url}/api/v1/` });
    expect(await list()).toMatchObject([
      { name: 'Test gateway', accountCount: 1 },
      { id, name: 'Second', baseUrl: second.url, problem: null, accountCount: 0 },
    ]);
    expect((await list())[1]?.lastOkAt).not.toBeNull();
    const waiting = (await world.waitingJobs()).filter(({ payload }) => payload.gatewayId === id);
    expect(waiting.map(({ name }) => name).sort()).toEqual([
      'gateway.check-accounts',
      'gateway.ensure-webhooks',
    ]);
    expect(await audits('gateway.added')).toHaveLength(1);
    expect(JSON.stringify([await list(), await audits('gateway.added')])).not.toContain(
      second.apiKey,
    );
  });

  it.each([
    ['a wrong key', { apiKey: 'wrong' }, 'apiKey', 'The API refuses this key.'],
    ['no host name', { baseUrl: 'not an address' }, 'baseUrl', 'The address must be a host name'],
    ['a path', { baseUrl: 'https://api.example.com/x' }, 'baseUrl', 'must not hold a path'],
    ['no encryption', { baseUrl: 'http://api.example.com' }, 'baseUrl', 'must not use http://'],
    [
      'nobody there',
      { baseUrl: 'http://127.0.0.1:9' },
      'baseUrl',
      'Nothing answers at 127.0.0.1:9',
    ],
  ])('is refused at its field for %s', async (_what, over, field, message) => {
    const error = await add(over).catch((refusal) => refusal);
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect(Object.keys(error.fields)).toEqual([field]);
    expect(error.fields[field]).toContain(message);
    expect(error.message).toBe(error.fields[field]);
    expect(await list()).toHaveLength(1);
  });

  it.each([
    ['a page', { status: 200, type: 'text/html', body: '<html>Welcome</html>' }],
    ['a page that is missing', { status: 404, type: 'text/html', body: 'Not found' }],
    ['JSON of something else', { status: 200, type: 'application/json', body: '{"ok":true}' }],
    ['a redirect elsewhere', { status: 302, type: 'text/html', body: '' }],
  ])('is refused where %s answers', async (_what, answer) => {
    await expect(add({ baseUrl: await startWeb(() => answer) })).rejects.toMatchObject({
      fields: { baseUrl: expect.stringContaining('is not this API') },
    });
    expect(await list()).toHaveLength(1);
  });

  it.each([
    [503, 'errors/service_unavailable'],
    [500, 'errors/unexpected_error'],
  ])('is not saved while the API answers %d %s, and no field is blamed', async (status, type) => {
    await second.control('POST', '/faults', { kind: 'status', status, type, times: 0 });
    const error = await add().catch((refusal) => refusal);
    expect(error).toMatchObject({ code: 'gateway', fields: {} });
    expect(await list()).toHaveLength(1);
  });

  it('is refused a second time at the same address, however it is written, also at once', async () => {
    const error = await add({ baseUrl: `${sandbox.url}/` }).catch((refusal) => refusal);
    expect(error.code).toBe('conflict');
    expect(error.fields.baseUrl).toBe(
      'This address is here already, as “Test gateway”. Change its key there.',
    );
    const both = await Promise.allSettled([add(), add({ name: 'Third' })]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await list()).toHaveLength(2);
  });
});

describe('a connection that is there', () => {
  it('gets another name, and its key stays', async () => {
    const { gateway } = world;
    const sealed = (await rowOf(gateway.id))?.apiKeySealed;
    await changeConnection(world.admin.ctx, { gatewayId: gateway.id, name: 'Main', apiKey: '' });
    expect(await rowOf(gateway.id)).toMatchObject({ name: 'Main', apiKeySealed: sealed });
    expect(await audits('gateway.renamed')).toHaveLength(1);
  });

  it('gets a key only once that was tried, and opens the accounts that are here', async () => {
    const { gateway } = world;
    await world.addAccount();
    const change = (apiKey: string) =>
      changeConnection(world.admin.ctx, { gatewayId: gateway.id, name: 'Main', apiKey });
    await expect(change('wrong')).rejects.toMatchObject({
      fields: { apiKey: 'The API refuses this key.' },
    });
    await change(sandbox.apiKey);
    await expect(openGateway(world.ctx, gateway.id)).resolves.toBeDefined();
    // The key of another customer works, and knows none of the accounts.
    await sandbox.control('POST', '/reset', { seed: 'empty' });
    await expect(change(sandbox.apiKey)).rejects.toMatchObject({
      fields: { apiKey: expect.stringContaining('opens other accounts') },
    });
    expect(await audits('gateway.key_changed')).toHaveLength(1);
  });

  it('stays while somebody has an account there, and says whose', async () => {
    const { gateway } = world;
    await world.addAccount({ name: 'Jane Ruiz' });
    await expect(
      removeConnection(world.admin.ctx, { gatewayId: gateway.id }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message:
        'Accounts are connected through it: Jane Ruiz. Remove them first; until then it stays.',
    });
    expect(await list()).toHaveLength(1);
  });

  it('is forgotten with its key, its webhooks and the accounts that nobody claimed, and may come back', async () => {
    const { id } = await add();
    await ensureWebhooks({ gatewayId: id }, world.ctx, world.tools());
    const nobodys = await createAccount(
      test.db,
      { id, workspaceId: world.workspace.id },
      { ownerMemberId: null },
    );
    const client = await openGateway(world.ctx, id);
    expect(await client.listWebhooks()).toHaveLength(5);
    await removeConnection(world.admin.ctx, { gatewayId: id });
    expect(await client.listWebhooks()).toEqual([]);
    expect((await list()).map(({ name }) => name)).toEqual(['Test gateway']);
    await expect(openGateway(world.ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    const [account] = await test.db.select().from(accounts).where(eq(accounts.id, nobodys.id));
    expect(account).toMatchObject({ status: 'removed' });
    expect(await rowOf(id)).toMatchObject({ webhookSecretHashes: [] });
    // What was enqueued for it before does nothing.
    await world.runDue();
    expect(await client.listWebhooks()).toEqual([]);

    const again = await add({ name: 'Back' });
    expect(again.id).toBe(id);
    expect(await list()).toMatchObject([{}, { id, name: 'Back', webhooks: { state: 'unknown' } }]);
    await expect(openGateway(world.ctx, id)).resolves.toBeDefined();
  });

  it('gets no key that was tried while somebody removed it, and is removed once', async () => {
    const { id } = await add();
    const baseUrl = await startWeb(async ({ url }) => {
      if (url?.startsWith('/api/v1/accounts')) await remove();
      const list = { object: 'AccountList', items: [], cursor: null };
      return { status: 200, type: 'application/json', body: JSON.stringify(list) };
    });
    await test.db.update(gateways).set({ baseUrl }).where(eq(gateways.id, id));
    const remove = () => removeConnection(world.admin.ctx, { gatewayId: id });
    const change = { gatewayId: id, name: 'New', apiKey: 'new' };
    await expect(changeConnection(world.admin.ctx, change)).rejects.toMatchObject({
      code: 'not_found',
    });
    const row = await rowOf(id);
    expect(row?.name).toBe('Second');
    expect(decrypt(env().ENCRYPTION_KEYS, row?.apiKeySealed ?? '', id)).toBe('');

    const other = await add();
    const both = await Promise.allSettled(
      [1, 2].map(() => removeConnection(world.admin.ctx, { gatewayId: other.id })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await audits('gateway.removed')).toHaveLength(2);
  });

  it('can be forgotten while its API is away', async () => {
    const { id } = await add();
    await second.control('POST', '/faults', { kind: 'reset', times: 0 });
    await removeConnection(world.admin.ctx, { gatewayId: id });
    expect(await list()).toHaveLength(1);
  });

  it('is changed and seen by owners and admins only', async () => {
    const { gateway, workspace } = world;
    for (const role of ['lead', 'member', 'viewer'] as const) {
      const { ctx } = await createMember(test.db, workspace, role);
      const gatewayId = gateway.id;
      const acts = [
        () => listConnections(ctx),
        () => addConnection(ctx, input()),
        () => changeConnection(ctx, { gatewayId, name: 'x', apiKey: '' }),
        () => removeConnection(ctx, { gatewayId }),
      ];
      for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    }
  });
});

describe('the way of events to us', () => {
  it('is unknown, then registered, and verified only by a delivery with the newest secret', async () => {
    const { id } = await add();
    const stateOf = async (at = new Date()) =>
      (await listConnections(world.admin.ctx, {}, at)).find((one) => one.id === id)?.webhooks.state;
    const deliver = (secret: string) =>
      receiveWebhook(
        {
          gatewayId: id,
          headers: new Headers({ 'unipile-auth': secret }),
          body: (async function* () {
            yield Buffer.from('{"AccountStatus":{"account_id":"a","message":"OK"}}');
          })(),
        },
        { pool: test.pool },
      );
    expect(await stateOf()).toBe('unknown');
    await ensureWebhooks({ gatewayId: id }, world.ctx, world.tools());
    expect(await stateOf()).toBe('registered');
    // Nobody has asked the API for hours: that it lists them is not known any more.
    expect(await stateOf(new Date(Date.now() + 3 * 3_600_000))).toBe('unknown');

    const hashes = (await rowOf(id))?.webhookSecretHashes ?? [];
    const setHashes = (...secrets: string[]) =>
      test.db
        .update(gateways)
        .set({ webhookSecretHashes: [...secrets.map(hashToken), ...hashes] })
        .where(eq(gateways.id, id));
    await setHashes('newest', 'older');
    expect((await deliver('forged')).status).toBe(401);
    expect((await deliver('older')).status).toBe(200);
    expect(await stateOf()).toBe('registered');
    expect((await deliver('newest')).status).toBe(200);
    expect(await stateOf()).toBe('verified');
    expect((await rowOf(id))?.webhookEchoAt).not.toBeNull();

    // A new set of webhooks proves nothing before its own first event.
    for (const { id: webhookId } of await (await openGateway(world.ctx, id)).listWebhooks()) {
      await (await openGateway(world.ctx, id)).deleteWebhook(webhookId);
    }
    await ensureWebhooks({ gatewayId: id }, world.ctx, world.tools());
    expect(await stateOf()).toBe('registered');
  });
});

describe('an account that is connected where there are several connections', () => {
  it('goes through the one that was chosen, and through none of another workspace', async () => {
    const start = (gatewayId: string) =>
      startConnect(world.owner.ctx, { providers: ['LINKEDIN'], gatewayId });
    const portOf = (address: string) => new URL(address).port;
    const { id } = await add();
    expect(portOf((await start(world.gateway.id)).url)).toBe(portOf(sandbox.url));
    expect(portOf((await start(id)).url)).toBe(portOf(second.url));
    const providers = CONNECTABLE_PROVIDERS;
    expect(await listConnectionChoices(world.owner.ctx)).toEqual([
      { id: world.gateway.id, name: 'Test gateway', dialect: 'unipile-v1', providers },
      { id, name: 'Second', dialect: 'unipile-v1', providers },
    ]);
    // Through v2 go those alone whose messages we read there.
    await test.db.update(gateways).set({ dialect: 'unipile-v2' }).where(eq(gateways.id, id));
    const [, ofV2] = await listConnectionChoices(world.owner.ctx);
    expect(ofV2?.providers).toEqual(['LINKEDIN', 'WHATSAPP', 'TELEGRAM', 'INSTAGRAM']);
    await test.db.update(gateways).set({ dialect: 'unipile-v1' }).where(eq(gateways.id, id));
    const other = await createAccountsWorld(test.pool, second);
    await expect(start(other.gateway.id)).rejects.toMatchObject({ code: 'not_found' });
    await removeConnection(world.admin.ctx, { gatewayId: id });
    await expect(start(id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
