import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, gateways } from '@/db/schema';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createAccount, createGateway, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { checkAccounts, checkAll } from '@/lib/accounts/handlers';
import { SECOND_MS } from '@/lib/core/time';
import { PRIORITY } from '@/lib/jobs/enqueue';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

async function statuses(accountId: string): Promise<string[]> {
  return (await world.transitions(accountId)).map((transition) => transition.toStatus);
}

describe('reading all accounts of a gateway', () => {
  const read = () => checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
  const rows = () =>
    test.db.select().from(accounts).where(eq(accounts.workspaceId, world.workspace.id));

  beforeEach(() => sandbox.control('POST', '/reset', { seed: 'empty' }));

  it('finds changes, new and missing accounts; twice with the same end', async () => {
    const kept = await world.addAccount();
    const gone = await world.addAccount();
    const lost = await world.addAccount();
    await sandbox.control('DELETE', `/accounts/${gone.providerAccountId}`);
    await world.setApiStatus(lost, 'CREDENTIALS');
    const fresh = await sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'TELEGRAM',
      login: 'omar',
    });
    const byId = async () =>
      Object.fromEntries((await rows()).map((row) => [row.providerAccountId, row.status]));
    const expected = {
      [kept.providerAccountId]: 'connected',
      [gone.providerAccountId]: 'removed',
      [lost.providerAccountId]: 'reconnect_needed',
      [fresh.id]: 'connected',
    };
    world.clock.advance(SECOND_MS);
    await read();
    expect(await byId()).toEqual(expected);
    world.clock.advance(SECOND_MS);
    await read();
    expect(await byId()).toEqual(expected);
    expect(await statuses(gone.id)).toEqual(['removed']);
  });

  it('keeps an account that the list left out but the API still has', async () => {
    const account = await world.addAccount();
    await sandbox.control('POST', '/faults', {
      kind: 'answer',
      match: { method: 'GET', path: '/api/v1/accounts' },
      body: JSON.stringify({ object: 'AccountList', items: [], cursor: null }),
      contentType: 'application/json',
    });
    world.clock.advance(SECOND_MS);
    await read();
    expect((await world.readAccount(account.id)).status).toBe('connected');
  });

  it('brings an account back that the API has again', async () => {
    const account = await world.addAccount({ status: 'removed', removedAt: new Date() });
    world.clock.advance(SECOND_MS);
    await read();
    expect(await world.readAccount(account.id)).toMatchObject({
      status: 'connected',
      removedAt: null,
    });
  });

  it('does not show an account that somebody of another workspace has (Z3)', async () => {
    const other = await createAccountsWorld(test.pool, sandbox);
    await other.addAccount({ name: 'CANARY of the other workspace' });
    await read();
    expect(await rows()).toEqual([]);
  });

  it('writes down that the API is away, and keeps every status', async () => {
    const account = await world.addAccount();
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      match: { method: 'GET', path: '/api/v1/accounts' },
      status: 401,
      type: 'errors/invalid_credentials',
    });
    await expect(read()).rejects.toMatchObject({ code: 'key_refused' });
    expect((await world.readAccount(account.id)).status).toBe('connected');
    const [gateway] = await test.db
      .select({ code: gateways.lastErrorCode })
      .from(gateways)
      .where(eq(gateways.id, world.gateway.id));
    expect(gateway?.code).toBe('key_refused');
    await sandbox.control('DELETE', '/faults');
  });
});

describe('each minute', () => {
  it('one check per gateway waits, however often the clock ticks', async () => {
    const workspace = await createWorkspace(test.db);
    const gateway = await createGateway(test.db, workspace);
    await createAccount(test.db, gateway);
    world.clock.advanceTo(new Date(Math.ceil(Date.now() / 300_000) * 300_000));
    await checkAll({}, test.db, world.tools());
    await checkAll({}, test.db, world.tools());
    const { rows } = await test.pool.query(
      `select key, priority from graphile_worker._private_jobs where payload ->> 'gatewayId' = $1 order by key`,
      [gateway.id],
    );
    expect(rows.map((row) => row.key)).toEqual([
      `check-accounts:${gateway.id}`,
      `ensure-webhooks:${gateway.id}`,
    ]);
    // Nothing that a person or an event waits for stands behind them.
    expect(rows.map((row) => row.priority)).toEqual([PRIORITY.clock, PRIORITY.clock]);
    expect(PRIORITY.clock).toBeGreaterThan(0);
  });
});
