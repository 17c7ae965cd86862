import { beforeEach, describe, expect, it } from 'vitest';
import {
  type AccountsWorld,
  accountsSandbox,
  createAccountsWorld,
} from '@/db/testing/accounts-world';
import { createMember } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { disconnectAccount } from '@/lib/account-settings/mutations';
import { checkAccounts, checkStatus } from '@/lib/accounts/handlers';
import { getOverview } from '@/lib/accounts/overview-queries';
import { DAY_MS, SECOND_MS } from '@/lib/core/time';
import { changePreferences } from '@/lib/preferences/mutations';
import { remindOwners } from '@/lib/reminders/mutations';

const test = testDb();
const sandbox = accountsSandbox();
let world: AccountsWorld;

beforeEach(async () => {
  world = await createAccountsWorld(test.pool, sandbox);
});

const inFuture = (ms: number) => new Date(world.clock.now().getTime() + ms);

/** Requests about one account since the log held so many. */
async function askedAbout(providerAccountId: string, since: number) {
  const { requests } = await sandbox.control<{ requests: { path: string }[] }>('GET', '/log');
  return {
    count: requests.length,
    own: requests.slice(since).filter(({ path }) => path.includes(providerAccountId)),
  };
}

describe('an account that is removed (A9)', () => {
  it('while its reminders wait gets none of them, and is not asked about again', async () => {
    await createMember(test.db, world.workspace, 'lead');
    const account = await world.addAccount();
    await world.setApiStatus(account, 'CREDENTIALS');
    const lost = { accountId: account.id, hint: 'CREDENTIALS' };
    await checkStatus(lost, world.ctx, world.tools());
    await remindOwners(world.admin.ctx, { accountIds: [account.id] }, world.clock.now());
    const waiting = (await world.waitingJobs()).map(({ name }) => name);
    expect(waiting).toEqual(expect.arrayContaining(['account.remind', 'notice.send']));
    await disconnectAccount(world.owner.ctx, { accountId: account.id });
    const { count } = await askedAbout(account.providerAccountId, 0);
    await world.runUntil(inFuture(30 * DAY_MS));
    expect((await world.mails()).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await world.caughtMail(world.owner.user.email)).toEqual([]);
    expect((await askedAbout(account.providerAccountId, count)).own).toEqual([]);
    expect(await world.waitingJobs()).toEqual([]);
  });

  it('while its e-mail waits for the morning gets none', async () => {
    const zone = 'UTC';
    const minute = Math.floor((world.clock.now().getTime() % DAY_MS) / 60_000);
    const quietHours = { zone, fromMinute: minute, toMinute: (minute + 300) % 1_440 };
    await changePreferences(world.owner.ctx, { quietHours });
    const account = await world.addAccount();
    await world.setApiStatus(account, 'CREDENTIALS');
    await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    await remindOwners(world.admin.ctx, { accountIds: [account.id] }, world.clock.now());
    await world.runDue();
    expect((await world.mails()).map(({ state }) => state)).toEqual(['queued']);
    await disconnectAccount(world.owner.ctx, { accountId: account.id });
    await world.runUntil(inFuture(2 * DAY_MS));
    expect((await world.mails()).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await world.caughtMail(world.owner.user.email)).toEqual([]);
  });

  it('at the API alone is removed here; one that is there alone is told as nobody’s and billed', async () => {
    const account = await world.addAccount();
    await fetch(`${sandbox.url}/api/v1/accounts/${account.providerAccountId}`, {
      method: 'DELETE',
      headers: { 'X-API-KEY': sandbox.apiKey },
    });
    world.clock.advance(SECOND_MS);
    await sandbox.control('POST', '/accounts', {
      type: 'LINKEDIN',
      login: 'orphan@harbourline.example',
      name: 'Orphan',
    });
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, world.tools());
    expect((await world.readAccount(account.id)).status).toBe('removed');
    const { rows, billing } = await getOverview(world.admin.ctx, world.clock.now());
    const orphan = rows.find(({ name }) => name === 'Orphan');
    expect(orphan?.owner).toBeNull();
    expect(billing.unowned).toBe(rows.filter(({ owner }) => owner === null).length);
  });
});
