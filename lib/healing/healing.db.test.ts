import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { extensionCookies, extensionUses } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createMember } from '@/db/testing/factories';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { listAccounts } from '@/lib/accounts/queries';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { findHandedOver, getHealing } from '@/lib/healing/queries';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();

let world: HealingWorld;
beforeEach(async () => {
  world = await createHealingWorld(test.pool, sandbox);
});

describe('a signed-out account with a browser', () => {
  it('is tried after two minutes, then hourly, four times; then comes the e-mail, once (A8)', async () => {
    const { account, deviceId } = await world.addHealed('wrong');
    await world.become(account, 'CREDENTIALS');
    // The browser goes on reporting the same session, as the extension does.
    for (let count = 0; count < 12; count += 1) {
      await world.runUntil(world.inFuture(30 * MINUTE_MS));
      await world.report(deviceId, 'wrong');
    }
    await world.runUntil(world.inFuture(16 * HOUR_MS));
    expect(await world.minutesOf(account, 'tried')).toEqual([2, 62, 122, 182]);
    expect(await world.minutesOf(account, 'mailed')).toEqual([242]);
    const [mail, ...rest] = await world.reconnectMails();
    expect(rest).toEqual([]);
    const lost = (await world.readAccount(account.id)).statusSince.getTime();
    expect(Math.round(((mail?.createdAt.getTime() ?? 0) - lost) / MINUTE_MS)).toBeLessThan(243);
    expect(await world.cookiesSent(account)).toBe(4);
    const uses = await world.db
      .select()
      .from(extensionUses)
      .where(eq(extensionUses.accountId, account.id));
    expect(uses.map(({ purpose, outcome }) => `${purpose} ${outcome}`)).toEqual(
      Array.from({ length: 4 }, () => 'repair refused'),
    );
  });

  it('works again by the first try, without an e-mail, and its history says how', async () => {
    const { account } = await world.addHealed('a-good-cookie');
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * MINUTE_MS));
    expect((await world.readAccount(account.id)).status).not.toBe('reconnect_needed');
    await world.become(account, 'OK');
    expect(await world.kinds(account)).toEqual(['lost', 'tried signed_in', 'recovered connected']);
    await world.runUntil(world.inFuture(10 * DAY_MS));
    expect(await world.reconnectMails()).toEqual([]);
    expect(await world.cookiesSent(account)).toBe(1);
    const mine = await getHealing(world.owner.ctx, { accountId: account.id });
    expect(mine).toMatchObject({ open: null, steps: [{}, { deviceName: 'Chrome at work' }, {}] });
  });

  it('that is back within two minutes is tried nothing for', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(MINUTE_MS));
    await world.become(account, 'OK');
    await world.runUntil(world.inFuture(DAY_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'recovered connected']);
    expect(await world.cookiesSent(account)).toBe(0);
  });

  it('that flaps has no more than one try an hour', async () => {
    const { account } = await world.addHealed();
    for (let count = 0; count < 12; count += 1) {
      await world.become(account, 'CREDENTIALS');
      await world.runUntil(world.inFuture(5 * MINUTE_MS));
      await world.become(account, 'OK');
      await world.runUntil(world.inFuture(5 * MINUTE_MS));
    }
    expect((await world.minutesOf(account, 'tried')).length).toBeLessThanOrEqual(2);
  });

  it('takes a cookie that comes meanwhile at its next hour', async () => {
    const { account, deviceId } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(30 * MINUTE_MS));
    await world.report(deviceId, 'a-good-cookie');
    await world.runUntil(world.inFuture(40 * MINUTE_MS));
    expect(await world.kinds(account)).toContain('tried signed_in');
    expect(await world.minutesOf(account, 'tried')).toEqual([2, 62]);
  });

  it('sends a refused cookie again only once its browser has held it since', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const lostAt = (await world.readAccount(account.id)).statusSince;
    const nextTry = async () => (await listAccounts(world.owner.ctx)).accounts[0]?.nextTryAt;
    expect(Date.parse((await nextTry()) ?? '') - lostAt.getTime()).toBeLessThan(3 * MINUTE_MS);
    await world.runUntil(world.inFuture(10 * MINUTE_MS));
    const { open } = await getHealing(world.owner.ctx, { accountId: account.id });
    expect(await nextTry()).toBe(open?.nextAt);
    expect(await findHandedOver(world.ctx, account.id, lostAt)).toBeNull();
    await world.runUntil(world.inFuture(5 * HOUR_MS));
    expect(await nextTry()).toBeNull();
    expect(await findHandedOver(world.ctx, account.id, lostAt)).toEqual({
      tries: 1,
      why: 'exhausted',
      missed: 'old_cookie',
      cookieSeenAt: expect.any(String),
    });
    // Of a loss that came after it, nothing was tried.
    expect(await findHandedOver(world.ctx, account.id, world.inFuture(MINUTE_MS))).toBeNull();
    expect(await world.kinds(account)).toEqual([
      'lost',
      'tried refused',
      ...Array.from({ length: 3 }, () => 'missed old_cookie'),
      'mailed exhausted',
    ]);
    expect(await world.cookiesSent(account)).toBe(1);
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it('misses every rung while no session was ever reported, and then comes the e-mail', async () => {
    const { account, deviceId } = await world.addHealed();
    await world.db.delete(extensionCookies).where(eq(extensionCookies.deviceId, deviceId));
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * HOUR_MS));
    expect(await world.minutesOf(account, 'missed')).toEqual([2, 62, 122, 182]);
    expect(await world.minutesOf(account, 'mailed')).toEqual([242]);
  });

  it('whose stored session cannot be opened any more is asked about in its time', async () => {
    const { account, deviceId } = await world.addHealed();
    await world.db
      .update(extensionCookies)
      .set({ sealed: 'v0.of-a-key-that-is-gone' })
      .where(eq(extensionCookies.deviceId, deviceId));
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * HOUR_MS));
    expect(await world.minutesOf(account, 'missed')).toEqual([2, 62, 122, 182]);
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it('is tried again after the e-mail once somebody has signed in at LinkedIn anew', async () => {
    const { account, deviceId } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(6 * HOUR_MS));
    expect((await world.kinds(account)).at(-1)).toBe('mailed exhausted');
    await world.report(deviceId, 'wrong');
    await world.runUntil(world.inFuture(2 * HOUR_MS));
    expect((await world.kinds(account)).at(-1)).toBe('mailed exhausted');
    await world.report(deviceId, 'a-good-cookie');
    await world.runUntil(world.inFuture(10 * MINUTE_MS));
    const kinds = await world.kinds(account);
    const after = kinds.slice(kinds.indexOf('mailed exhausted') + 1);
    expect(after.slice(0, 2)).toEqual(['lost again', 'tried signed_in']);
    await world.become(account, 'OK');
    await world.runUntil(world.inFuture(4 * DAY_MS));
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it('that gets its browser only then is tried by it, and asked about no second time', async () => {
    const account = await world.addAccount();
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(HOUR_MS));
    expect(await world.reconnectMails()).toHaveLength(1);
    const { id: deviceId } = await addDevice(world.owner.ctx, { name: 'Chrome at work' });
    await world.report(deviceId, 'wrong');
    await linkDevice(world.owner.ctx, { deviceId, accountId: account.id });
    await world.runUntil(world.inFuture(10 * HOUR_MS));
    const kinds = await world.kinds(account);
    expect([kinds[0], kinds[1], kinds.at(-1)]).toEqual([
      'lost again',
      'tried refused',
      'mailed exhausted',
    ]);
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it.each([
    ['another LinkedIn member', { linkedinMemberId: '999' }, 'other_member'],
    ['another browser', { userAgent: 'Gecko Firefox/140.0' }, 'other_browser'],
  ])('is not tried while its browser reports %s', async (_, fields, reason) => {
    const { account, deviceId } = await world.addHealed('a-good-cookie');
    expect(await world.report(deviceId, 'foreign', fields)).toBe(reason);
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual(['lost', `missed ${reason}`]);
    expect(await world.cookiesSent(account)).toBe(0);
  });

  it('whose cookie is of somebody else at LinkedIn keeps its history, and its owner is asked at once', async () => {
    await sandbox.control('POST', '/options', { wrongAccount: 'refuse' });
    const { account } = await world.addHealed('cookie@omar@example.com');
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(10 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual([
      'lost',
      'tried wrong_account',
      'mailed wrong_account',
    ]);
    expect(await world.reconnectMails()).toHaveLength(1);
    expect(await world.cookiesSent(account)).toBe(1);
  });

  it('is asked about at once where LinkedIn wants more than a cookie', async () => {
    const { account } = await world.addHealed();
    await world.addFault(account, {
      kind: 'answer',
      status: 202,
      body: JSON.stringify({
        object: 'Checkpoint',
        account_id: account.providerAccountId,
        checkpoint: { type: 'IN_APP_VALIDATION' },
      }),
    });
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(10 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'tried checkpoint', 'mailed checkpoint']);
    expect(await world.reconnectMails()).toHaveLength(1);
  });
});

describe('nothing is tried', () => {
  it('without a browser: the e-mail goes its way as before', async () => {
    const account = await world.addAccount();
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(HOUR_MS));
    expect(await world.kinds(account)).toEqual([]);
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it('in a provider-wide outage, and after it the ladder goes on', async () => {
    const { account } = await world.addHealed();
    const others: Awaited<ReturnType<HealingWorld['addAccount']>>[] = [];
    for (let index = 0; index < 6; index += 1) others.push(await world.addAccount());
    for (const one of [account, ...others]) await world.become(one, 'CREDENTIALS');
    await world.runUntil(world.inFuture(3 * HOUR_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'waited provider_down']);
    expect(await world.cookiesSent(account)).toBe(0);
    for (const one of others) await world.become(one, 'OK');
    await world.runUntil(world.inFuture(HOUR_MS));
    expect(await world.kinds(account)).toContain('tried refused');
  });

  it('while the API says nothing, and the e-mail waits with it', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    await sandbox.control('POST', '/faults', { kind: 'status', status: 503, times: 0, match: {} });
    await world.runUntil(world.inFuture(9 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'waited api_down']);
    await sandbox.control('DELETE', '/faults');
  });

  it('once the account is removed: the repair ends with it (A9)', async () => {
    const { account, deviceId } = await world.addHealed('a-good-cookie');
    await world.become(account, 'CREDENTIALS');
    await sandbox.control('DELETE', `/accounts/${account.providerAccountId}`);
    await world.runUntil(world.inFuture(DAY_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'stopped removed']);
    expect(await world.reconnectMails()).toEqual([]);
    const cookies = await world.db.$count(
      extensionCookies,
      eq(extensionCookies.deviceId, deviceId),
    );
    expect(cookies).toBe(0);
  });

  it('is told of an account that one may not see', async () => {
    const { account } = await world.addHealed();
    const { ctx } = await createMember(world.db, world.workspace, 'member');
    await expect(getHealing(ctx, { accountId: account.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * MINUTE_MS));
    const theirs = await getHealing(world.admin.ctx, { accountId: account.id });
    expect(theirs.steps.map((step) => step.deviceName)).toEqual([null, null]);
    expect(theirs.open).toMatchObject({ triesLeft: 3 });
  });
});
