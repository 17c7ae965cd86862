import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, messages } from '@/db/schema';
import { messagesOf, startInboxWorld, writeMessage } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { systemClock } from '@/lib/core/time';
import type { GatewayDialect } from '@/lib/gateway/create-client';
import { resync } from './handlers';
import { resyncAccount } from './resync-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

async function start(dialect: GatewayDialect) {
  const world = await startInboxWorld(test.db, test.pool, { dialect });
  const { account, workspace, ctx } = world;
  const look = (looks = 0) =>
    resync({ workspaceId: workspace.id, accountId: account.id, looks }, ctx, {
      clock: systemClock,
    });
  const waiting = async () => {
    const { rows } = await test.db.execute<{ task: string; looks: number | null }>(sql`
      select t.identifier as task, (j.payload ->> 'looks')::int as looks
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.payload ->> 'accountId' = ${account.id} order by j.id`);
    return rows;
  };
  const requests = async () =>
    (await world.sandbox.control<{ requests: { path: string }[] }>('GET', '/log')).requests.filter(
      ({ path }) => path.endsWith('/sync'),
    ).length;
  return { ...world, look, waiting, requests };
}

describe('reading everything again', () => {
  it('waits for the API, which reads at LinkedIn, then brings back what is missing here', async () => {
    const world = await start('unipile-v1');
    await writeMessage(world, { text: 'was lost here' });
    await world.runJobs();
    await test.db.delete(messages).where(eq(messages.accountId, world.account.id));
    await resyncAccount(world.owner.ctx, { accountId: world.account.id });
    await resyncAccount(world.owner.ctx, { accountId: world.account.id });
    expect(await world.waiting()).toEqual([{ task: 'account.resync', looks: 0 }]);
    let looks = 0;
    for (; looks < 30; looks += 1) {
      await world.look(looks);
      if ((await world.waiting()).some(({ task }) => task === 'inbox.sync-account')) break;
    }
    expect(looks).toBeGreaterThan(0);
    const asked = await world.requests();
    await world.runJobs();
    expect((await messagesOf(test.db, world.account.id)).map(({ text }) => text)).toEqual([
      'was lost here',
    ]);
    // Asked once more it would begin anew.
    expect(await world.requests()).toBe(asked);
  });

  it('of an API that cannot is done here alone', async () => {
    const world = await start('unipile-v2');
    await world.look();
    expect(await world.waiting()).toEqual([{ task: 'inbox.sync-account', looks: null }]);
    expect(await world.requests()).toBe(0);
  });

  it('waits no longer than ten minutes', async () => {
    const world = await start('unipile-v1');
    await world.look(30);
    expect(await world.waiting()).toEqual([{ task: 'inbox.sync-account', looks: null }]);
  });

  it('is refused for an account that is signed out', async () => {
    const world = await start('unipile-v1');
    await test.db
      .update(accounts)
      .set({ status: 'reconnect_needed' })
      .where(eq(accounts.id, world.account.id));
    await expect(
      resyncAccount(world.owner.ctx, { accountId: world.account.id }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.waiting()).toEqual([]);
  });
});
