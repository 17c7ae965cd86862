import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { accounts, authAttempts, extensionUses } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { connectDevice } from '@/lib/extension/connect-mutations';
import { addDevice } from '@/lib/extension/mutations';
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
