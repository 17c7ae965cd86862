import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { healingSteps } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { freshSignInWorld, type SignInWorld } from '@/db/testing/sign-in-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { checkStatus } from '@/lib/accounts/handlers';
import { newId } from '@/lib/core/ids';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { connectDevice } from '@/lib/extension/connect-mutations';
import { addDevice } from '@/lib/extension/mutations';
import { storeReport } from '@/lib/extension/report-mutations';
import { DIALECTS } from '@/lib/gateway/testing/dialects';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();
const CHROME = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/150.0.0.0 Safari/537.36';
const LOGIN = 'jane.ladder@example.com';

let world: SignInWorld;

describe.each(DIALECTS)('through $dialect', (spec) => {
  beforeEach(async () => {
    world = await freshSignInWorld(test.pool, sandbox, spec.dialect);
  });

  const report = async (deviceId: string) => {
    const made = await sandbox.control<{ accessToken: string }>('POST', '/cookies', {
      login: LOGIN,
      userAgent: CHROME,
    });
    const now = world.clock.now();
    const fields = { liA: null, userAgent: CHROME, linkedinMemberId: '4711' };
    const sent = { ...fields, liAt: made.accessToken, seenAt: now.getTime() };
    expect(await storeReport(world.ctx, deviceId, sent, now)).toBeNull();
  };

  it('a browser connects its account, which is signed in again by a newer session of it', async () => {
    const { id: deviceId } = await addDevice(world.owner.ctx, { name: 'Chrome at work' });
    await report(deviceId);
    const done = await connectDevice(world.owner.ctx, {
      deviceId,
      gatewayId: world.gateway.id,
      attemptId: newId(),
    });
    expect(done.state).toBe('completed');
    const [account] = await world.rows();
    if (!account) throw new Error('Nothing was connected.');
    await world.later(MINUTE_MS);

    await sandbox.control('POST', '/cookies/end', { login: LOGIN });
    await world.setApiStatus(account, 'CREDENTIALS');
    await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    expect((await world.rows())[0]?.status).toBe('reconnect_needed');
    world.clock.advance(SECOND_MS);
    await report(deviceId);
    await world.later(5 * MINUTE_MS);
    const outcomes = await world.db
      .select({ outcome: healingSteps.outcome })
      .from(healingSteps)
      .where(and(eq(healingSteps.accountId, account.id), eq(healingSteps.kind, 'tried')));
    expect(outcomes).toEqual([{ outcome: 'signed_in' }]);
    await checkStatus({ accountId: account.id }, world.ctx, world.tools());
    expect(await world.rows()).toMatchObject([{ id: account.id, status: 'connected' }]);
  });
});
