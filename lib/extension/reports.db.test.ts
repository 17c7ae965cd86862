import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { extensionDevices, healingRuns as runs } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { applyAccountTruth, recordRemoved } from '@/lib/accounts/mutations';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import { linkDevice, lockDevice } from '@/lib/extension/mutations';
import { findApiAccount } from '@/lib/gateways/mutations';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();

let world: HealingWorld;
beforeEach(async () => {
  world = await createHealingWorld(test.pool, sandbox);
});

/** An account that is signed out and whose repair is over. */
async function addGivenUp() {
  const healed = await world.addHealed();
  await world.become(healed.account, 'CREDENTIALS');
  await world.db
    .update(runs)
    .set({ state: 'handed_over', endedAt: world.clock.now() })
    .where(eq(runs.accountId, healed.account.id));
  return healed;
}

type Healed = Awaited<ReturnType<typeof addGivenUp>>;

/** Somebody signs in anew in the browser, just before its account changes. */
async function reportBefore({ account, deviceId }: Healed, change: (tx: Ctx) => Promise<unknown>) {
  world.clock.advance(SECOND_MS);
  const { reporting } = await inTransaction(world.ctx, async (tx) => {
    await lockAccount(tx, account.id);
    const slower = world.report(deviceId, 'another');
    await untilBlocked(test.pool);
    await change(tx);
    return { reporting: slower };
  });
  expect(await reporting).toBeNull();
}

describe('a new session of a browser', () => {
  it('begins no repair of an account that was signed in by hand at the same moment', async () => {
    const healed = await addGivenUp();
    const { account } = healed;
    await world.setApiStatus(account, 'OK');
    const truth = await findApiAccount(world.ctx, world.gateway.id, account.providerAccountId);
    if (!truth) throw new Error('The sandbox lost the account.');
    const readAt = world.inFuture(SECOND_MS);
    const signedIn = { cause: 'reconnected', readAt, hint: 'RECONNECTED' } as const;
    await reportBefore(healed, (tx) => applyAccountTruth(tx, account.id, truth, signedIn));
    expect((await world.readAccount(account.id)).status).toBe('connected');
    expect(await world.kinds(account)).toEqual(['lost']);
  });

  it('stands in no circle with its browser being given to the account anew', async () => {
    const { account, deviceId } = await addGivenUp();
    const { linking } = await inTransaction(world.owner.ctx, async (tx) => {
      await lockAccount(tx, account.id);
      const slower = linkDevice(world.owner.ctx, { deviceId, accountId: account.id });
      await untilBlocked(test.pool);
      // As the report goes on.
      await lockDevice(tx, deviceId);
      return { linking: slower };
    });
    await linking;
  });

  it('waits for an account that is removed, whose browsers are nobody’s', async () => {
    const healed = await addGivenUp();
    const { account, deviceId } = healed;
    const removed = { cause: 'member', readAt: world.inFuture(SECOND_MS) } as const;
    await reportBefore(healed, (tx) => recordRemoved(tx, account.id, removed));
    const [device] = await world.db
      .select()
      .from(extensionDevices)
      .where(eq(extensionDevices.id, deviceId));
    expect(device?.accountId).toBeNull();
    expect(await world.kinds(account)).toEqual(['lost']);
  });
});
