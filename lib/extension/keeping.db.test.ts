import { beforeEach, expect, it } from 'vitest';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { keepingOf } from '@/lib/extension/keep-rules';
import { unlinkDevice } from '@/lib/extension/mutations';
import { getExtension } from '@/lib/extension/queries';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();

let world: HealingWorld;
beforeEach(async () => {
  world = await createHealingWorld(test.pool, sandbox);
});

/** What the settings say of the member's only browser. */
async function said() {
  const { devices, freshMs } = await getExtension(world.owner.ctx);
  const [device] = devices;
  return device ? keepingOf(device, devices, world.clock.now().getTime(), freshMs) : null;
}

it('what a browser can do for its account is said at each rung of the repair (A6, A8)', async () => {
  const { account, deviceId } = await world.addHealed('wrong');
  expect(await said()).toEqual({ code: 'ready' });

  await world.become(account, 'CREDENTIALS');
  expect(await said()).toMatchObject({ code: 'waiting', outcome: null });
  await world.runUntil(world.inFuture(5 * MINUTE_MS));
  expect(await said()).toEqual({ code: 'cannot', why: 'old_cookie' });
  await world.report(deviceId, 'wrong');
  expect(await said()).toMatchObject({ code: 'waiting', outcome: 'refused' });

  for (let count = 0; count < 10; count += 1) {
    await world.runUntil(world.inFuture(30 * MINUTE_MS));
    await world.report(deviceId, 'wrong');
  }
  expect(await said()).toEqual({ code: 'handed_over' });
  expect(await world.report(deviceId, 'foreign', { linkedinMemberId: '999' })).toBe('other_member');
  expect(await said()).toEqual({ code: 'cannot', why: 'other_member' });

  // Somebody signs in anew at LinkedIn: what was refused was another session.
  await world.report(deviceId, 'a-good-cookie');
  expect(await said()).toMatchObject({ code: 'waiting', outcome: null });
  await world.runUntil(world.inFuture(2 * HOUR_MS));
  await world.become(account, 'OK');
  expect(await said()).toMatchObject({ code: 'signed_in' });

  world.clock.advance(HOUR_MS);
  expect(await said()).toMatchObject({ code: 'not_verified' });
  world.clock.advance(DAY_MS);
  await world.become(account, 'OK');
  expect(await said()).toMatchObject({ code: 'silent' });

  await unlinkDevice(world.owner.ctx, { deviceId });
  expect(await said()).toBeNull();
});
