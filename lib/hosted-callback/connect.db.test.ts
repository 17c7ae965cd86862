import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accounts, hostedAuthRequests } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
  signInAtWizard,
} from '@/db/testing/accounts-world';
import {
  type CallbackEndpoint,
  callBack,
  connectTools,
  genuineCallback,
  startCallbackEndpoint,
} from '@/db/testing/connect-world';
import { createMember } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { checkAccounts, checkStatus } from '@/lib/accounts/handlers';
import { startConnect, startReconnect } from '@/lib/connect/mutations';
import { getConnectRequest } from '@/lib/connect/queries';
import { HOUR_MS } from '@/lib/core/time';
import { completeConnect } from '@/lib/hosted-callback/handlers';

const test = testDb();
const sandbox = accountsSandbox();
let endpoint: CallbackEndpoint;
let world: AccountsWorld;
let tools: ReturnType<typeof connectTools>;

beforeAll(async () => {
  endpoint = await startCallbackEndpoint(() => test.db);
});
afterAll(async () => {
  await endpoint.stop();
});
beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  await sandbox.control('POST', '/options', { notifyOrder: 'before', wrongAccount: 'accept' });
  world = await createAccountsWorld(test.pool, sandbox);
  tools = connectTools(world);
  endpoint.answers.length = 0;
});

const connect = (ctx = world.owner.ctx) =>
  startConnect(ctx, { providers: ['LINKEDIN'], gatewayId: world.gateway.id });

describe('connecting', () => {
  it('binds the account to the member who pressed the button, whatever came first', async () => {
    for (const notifyOrder of ['before', 'after', 'twice']) {
      await sandbox.control('POST', '/options', { notifyOrder, notifyDelayMs: 20 });
      const { url } = await connect();
      const landing = await signInAtWizard(url, `jane-${notifyOrder}@example.com`);
      const request = await tools.lastRequest();
      expect(landing).toBe(`${endpoint.url}/connect/done?request=${request.id}`);
      await expect.poll(async () => (await tools.events()).length).toBeGreaterThan(0);
      await sandbox.control('POST', '/settle');
      await expect
        .poll(async () => {
          await world.runDue();
          return (await getConnectRequest(world.owner.ctx, { requestId: request.id })).state;
        })
        .toBe('completed');
    }
    const found = await tools.rows();
    expect(found).toHaveLength(3);
    expect(new Set(found.map((row) => row.ownerMemberId))).toEqual(
      new Set([world.owner.member.id]),
    );
    expect(found.every((row) => row.visibility === 'private')).toBe(true);
    expect(endpoint.answers.every((status) => status === 200)).toBe(true);
  });

  it('twice confirmed is one account, one audit row and one counted duplicate', async () => {
    await sandbox.control('POST', '/options', { notifyOrder: 'twice', notifyDelayMs: 0 });
    const { url } = await connect();
    await signInAtWizard(url, 'jane@example.com');
    await sandbox.control('POST', '/settle');
    await expect.poll(() => endpoint.answers.length).toBe(2);
    await world.runDue();
    expect(await tools.rows()).toHaveLength(1);
    const [event] = await tools.events();
    expect(event).toMatchObject({ duplicateCount: 1, state: 'processed', effect: 'connected' });
    const [request] = await tools.requests();
    await completeConnect(
      { eventId: event?.id ?? '', requestId: request?.id ?? '' },
      world.ctx,
      world.tools(),
    );
    expect(await tools.rows()).toHaveLength(1);
    const connected = (await world.audits()).filter((row) => row.action === 'account.connected');
    expect(connected).toEqual([{ action: 'account.connected', actor: world.owner.member.id }]);
  });

  it('never confirmed: the account appears without an owner, and the request stays open', async () => {
    await sandbox.control('POST', '/options', { notifyOrder: 'never' });
    const { url } = await connect();
    await signInAtWizard(url, 'jane@example.com');
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect((await tools.rows()).map((row) => row.ownerMemberId)).toEqual([null]);
    expect((await tools.requests()).map((row) => row.state)).toEqual(['open']);
    // The confirmation comes after all: the same account, now with its owner.
    const link = genuineCallback(await tools.lastRequest());
    const [row] = await tools.rows();
    const body = {
      status: 'CREATION_SUCCESS',
      account_id: row?.providerAccountId,
      name: link.name,
    };
    expect(await callBack(link.notifyUrl, body)).toBe(200);
    await world.runDue();
    expect((await tools.rows()).map((one) => one.ownerMemberId)).toEqual([world.owner.member.id]);
    // Its history is read only now that somebody may.
    expect(world.otherJobs.map((job) => [job.name, job.payload.reason])).toEqual([
      ['inbox.sync-account', 'connected'],
    ]);
  });

  it('builds every address from the configured one, and expires within the hour (N4)', async () => {
    const { url } = await connect();
    const { id, expiresAt } = await tools.lastRequest();
    expect(expiresAt.getTime() - Date.now()).toBeLessThanOrEqual(HOUR_MS);
    const form = (await fetch(url)).url.replace('/sign-in/LINKEDIN', '/cancel');
    const cancelled = await fetch(form, { method: 'POST', redirect: 'manual' });
    expect(cancelled.headers.get('location')).toBe(`${endpoint.url}/connect/failed?request=${id}`);
    expect(await signInAtWizard(url, 'jane@example.com')).toBe(
      `${endpoint.url}/connect/done?request=${id}`,
    );
    await expect.poll(() => endpoint.answers).toEqual([200]);
  });

  it('is refused to a viewer, and says what to do when the API is away', async () => {
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    await expect(connect(viewer.ctx)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await tools.requests()).toEqual([]);
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'POST', path: '/api/v1/hosted/accounts/link' },
      status: 503,
      type: 'errors/service_unavailable',
    });
    await expect(connect()).rejects.toMatchObject({ code: 'gateway' });
    expect((await tools.requests()).map((row) => [row.state, row.reason])).toEqual([
      ['failed', 'mint_failed'],
    ]);
  });

  it('of somebody else is not found', async () => {
    await connect();
    const request = await tools.lastRequest();
    const stranger = await createMember(test.db, world.workspace, 'owner');
    await expect(getConnectRequest(stranger.ctx, { requestId: request.id })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('reconnecting', () => {
  async function lostAccount() {
    const made = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'jane+no2fa@example.com',
      name: 'Jane Ruiz',
    });
    const [row] = await test.db
      .insert(accounts)
      .values({
        workspaceId: world.workspace.id,
        gatewayId: world.gateway.id,
        ownerMemberId: world.owner.member.id,
        provider: 'LINKEDIN',
        providerAccountId: made.id,
        name: 'Jane Ruiz',
        status: 'connected',
        rawStatus: 'OK',
        statusSince: new Date(),
      })
      .returning();
    if (!row) throw new Error('no account');
    await checkStatus({ accountId: row.id }, world.ctx, world.tools());
    await world.setApiStatus(row, 'CREDENTIALS');
    world.clock.advance(1000);
    await checkStatus({ accountId: row.id }, world.ctx, world.tools());
    return world.readAccount(row.id);
  }

  it('keeps id, owner and history, and makes no second account', async () => {
    const account = await lostAccount();
    const { url } = await startReconnect(world.owner.ctx, { accountId: account.id });
    world.clock.advance(1000);
    await signInAtWizard(url, 'jane@example.com');
    await world.runDue();
    expect((await tools.requests()).map((row) => row.state)).toEqual(['completed']);
    const found = await tools.rows();
    expect(found.map((row) => [row.id, row.status])).toEqual([[account.id, 'connected']]);
    const last = (await world.transitions(account.id)).at(-1);
    expect(last).toMatchObject({ cause: 'reconnected', memberId: world.owner.member.id });
  });

  it('as somebody else is found out by the identity: nothing merged, said clearly (A5)', async () => {
    const account = await lostAccount();
    const { url } = await startReconnect(world.owner.ctx, { accountId: account.id });
    world.clock.advance(1000);
    await signInAtWizard(url, 'omar@example.com');
    await world.runDue();
    expect((await tools.requests()).map((row) => [row.state, row.reason])).toEqual([
      ['refused', 'wrong_account'],
    ]);
    const row = await world.readAccount(account.id);
    expect(row.identity).toBe(account.identity);
    expect(row.wrongIdentity).not.toBeNull();
    expect(row).toMatchObject({ status: 'reconnect_needed', rawStatus: 'WRONG_ACCOUNT' });
    // The clear choice: the right sign-in repairs it.
    const again = await startReconnect(world.owner.ctx, { accountId: account.id });
    world.clock.advance(1000);
    await signInAtWizard(again.url, 'jane@example.com');
    await world.runDue();
    expect(await world.readAccount(account.id)).toMatchObject({
      status: 'connected',
      wrongIdentity: null,
    });
  });

  it('confirmed for another account changes neither', async () => {
    const account = await lostAccount();
    const other = await world.addAccount();
    await startReconnect(world.owner.ctx, { accountId: account.id });
    const link = genuineCallback(await tools.lastRequest());
    const body = { status: 'RECONNECTED', account_id: other.providerAccountId, name: link.name };
    await callBack(link.notifyUrl, body);
    await world.runDue();
    expect((await tools.requests()).map((row) => row.reason)).toEqual(['other_account']);
    expect((await world.readAccount(account.id)).status).toBe('reconnect_needed');
  });

  it('is for the owner and admins; another workspace’s account is not found (Z1)', async () => {
    const account = await lostAccount();
    const colleague = await createMember(test.db, world.workspace, 'member');
    const lead = await createMember(test.db, world.workspace, 'lead');
    const other = await createAccountsWorld(test.pool, sandbox);
    for (const ctx of [colleague.ctx, lead.ctx, other.admin.ctx, other.owner.ctx]) {
      await expect(startReconnect(ctx, { accountId: account.id })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    await expect(startReconnect(world.admin.ctx, { accountId: account.id })).resolves.toMatchObject(
      { url: expect.stringContaining('/hosted/') },
    );
    const open = await test.db
      .select()
      .from(hostedAuthRequests)
      .where(
        and(eq(hostedAuthRequests.accountId, account.id), eq(hostedAuthRequests.state, 'open')),
      );
    expect(open).toHaveLength(1);
  });
});
