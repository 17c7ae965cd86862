import { eq, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, authAttempts, extensionUses } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { connectDevice } from '@/lib/extension/connect-mutations';
import { addDevice, linkDevice } from '@/lib/extension/mutations';
import { getExtension } from '@/lib/extension/queries';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();

let world: HealingWorld;
beforeEach(async () => {
  await sandbox.control('POST', '/reset', { seed: 'empty' });
  world = await createHealingWorld(test.pool, sandbox);
});

async function paired(cookie: string | null) {
  const { id: deviceId } = await addDevice(world.owner.ctx, { name: 'Chrome at work' });
  if (cookie) await world.report(deviceId, cookie);
  return deviceId;
}
const connect = (deviceId: string, attemptId = newId()) =>
  connectDevice(world.owner.ctx, { deviceId, gatewayId: world.gateway.id, attemptId });
/** What happens after the cookie was taken and before the sign-in has begun. */
async function whileSigningIn(deviceId: string, act: () => Promise<void>) {
  const { pressed } = await inTransaction(world.ctx, async (tx) => {
    await tx.db.execute(sql`lock table auth_attempts`);
    const pressed = connect(deviceId);
    await untilBlocked(test.pool);
    await act();
    return { pressed };
  });
  return pressed;
}
const own = () =>
  world.db.select().from(accounts).where(eq(accounts.workspaceId, world.workspace.id));
const uses = async () =>
  (
    await world.db
      .select()
      .from(extensionUses)
      .where(eq(extensionUses.workspaceId, world.workspace.id))
  ).map(({ purpose, outcome }) => `${purpose} ${outcome}`);

describe('connecting the account of a browser', () => {
  it('makes one account of the member, which the browser keeps connected', async () => {
    const deviceId = await paired('cookie@jane.browser@example.com');
    const done = await connect(deviceId);
    expect(done.state).toBe('completed');
    expect(await own()).toMatchObject([
      { id: done.accountId, provider: 'LINKEDIN', ownerMemberId: world.owner.member.id },
    ]);
    expect(await uses()).toEqual(['connect signed_in']);
    const { devices } = await getExtension(world.owner.ctx);
    expect(devices).toMatchObject([{ account: { id: done.accountId } }]);
    await expect(connect(deviceId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('by the same press twice is one account', async () => {
    const deviceId = await paired('cookie@jane.twice@example.com');
    const attemptId = newId();
    await Promise.allSettled([connect(deviceId, attemptId), connect(deviceId, attemptId)]);
    expect(await own()).toHaveLength(1);
  });

  it('by a second press sends no cookie while the first one is on its way', async () => {
    const deviceId = await paired('cookie@jane.pressed@example.com');
    const first = await whileSigningIn(deviceId, async () => {
      await expect(connect(deviceId)).rejects.toMatchObject({ code: 'conflict' });
    });
    expect(await own()).toMatchObject([{ id: first.accountId }]);
    expect(await uses()).toEqual(['connect signed_in']);
    const { requests } = await sandbox.control<{ requests: { method: string }[] }>('GET', '/log');
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('leaves a browser that was given to an account meanwhile', async () => {
    const deviceId = await paired('cookie@jane.given@example.com');
    const given = await world.addAccount();
    const connected = await whileSigningIn(deviceId, () =>
      linkDevice(world.owner.ctx, { deviceId, accountId: given.id }),
    );
    expect(connected.accountId).not.toBe(given.id);
    const { devices } = await getExtension(world.owner.ctx);
    expect(devices).toMatchObject([{ account: { id: given.id } }]);
    expect(await uses()).toEqual(['connect signed_in']);
  });

  it('with a dead cookie connects nothing, and the use says so', async () => {
    const deviceId = await paired('wrong');
    await expect(connect(deviceId)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await own()).toEqual([]);
    expect(await uses()).toEqual(['connect refused']);
  });

  it('without a session, or with somebody else in the browser, sends nothing', async () => {
    const deviceId = await paired(null);
    await expect(connect(deviceId)).rejects.toMatchObject({ code: 'conflict' });
    await world.report(deviceId, 'cookie@jane.gone@example.com');
    await world.report(deviceId, 'another', { linkedinMemberId: '999' });
    await expect(connect(deviceId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await uses()).toEqual([]);
    const attempts = await world.db.$count(
      authAttempts,
      eq(authAttempts.workspaceId, world.workspace.id),
    );
    expect(attempts).toBe(0);
  });

  it('without an answer is unknown', async () => {
    const deviceId = await paired('cookie@jane.silent@example.com');
    await sandbox.control('POST', '/faults', {
      kind: 'reset',
      match: { method: 'POST', path: '/api/v1/accounts' },
    });
    await connect(deviceId).catch(() => undefined);
    expect(await uses()).toEqual(['connect unknown']);
  });

  it('of a colleague’s browser is not found', async () => {
    const deviceId = await paired('cookie@jane.hers@example.com');
    await expect(
      connectDevice(world.admin.ctx, {
        deviceId,
        gatewayId: world.gateway.id,
        attemptId: newId(),
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
