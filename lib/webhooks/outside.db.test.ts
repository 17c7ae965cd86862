import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, hostedAuthRequests } from '@/db/schema';
import { jobTools } from '@/db/testing/accounts-world';
import { eventsOf, firstEvent, type InboxWorld, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { checkAccounts } from '@/lib/accounts/handlers';
import { systemClock } from '@/lib/core/time';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const tools = jobTools(systemClock);

/** An account that somebody connected in the dashboard of the API, with the events that it sends. */
async function connectOutside(world: InboxWorld, ...words: string[]) {
  const { id } = await world.sandbox.control<{ id: string }>('POST', '/accounts', {
    type: 'WHATSAPP',
    login: 'omar@example.com',
    id: `outside-${world.workspace.id}`,
    name: 'Omar Haddad',
  });
  for (const message of words) {
    await world.deliver({
      AccountStatus: { account_id: id, account_type: 'WHATSAPP', message },
    });
  }
  await world.runJobs();
  return id;
}

async function waitingChecks(world: InboxWorld) {
  const { rows } = await test.pool.query<{ seconds: number }>(
    `select extract(epoch from j.run_at - now())::float as seconds
     from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = 'gateway.check-accounts' and j.payload->>'gatewayId' = $1`,
    [world.gateway.id],
  );
  return rows;
}

async function findRow(world: InboxWorld, providerAccountId: string) {
  const [row] = await test.db
    .select()
    .from(accounts)
    .where(
      and(
        eq(accounts.workspaceId, world.workspace.id),
        eq(accounts.providerAccountId, providerAccountId),
      ),
    );
  return row;
}

describe('an account that was connected outside the product', () => {
  it('is found within seconds, by one look for all its first events', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const id = await connectOutside(world, 'CREATION_SUCCESS', 'OK', 'SYNC_SUCCESS');
    for (const event of await eventsOf(test.db, world.gateway.id)) {
      expect(event).toMatchObject({ state: 'processed', effect: 'list_check' });
    }
    const checks = await waitingChecks(world);
    expect(checks).toHaveLength(1);
    expect(checks[0]?.seconds).toBeLessThan(3);
    await checkAccounts({ gatewayId: world.gateway.id }, world.ctx, tools);
    // Nobody's until an admin gives it to somebody: the API does not know whose it is.
    expect(await findRow(world, id)).toMatchObject({
      name: 'Omar Haddad',
      status: 'connected',
      ownerMemberId: null,
    });
  });

  it('is found by its first trouble too, and that event is kept for a replay', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await connectOutside(world, 'CREDENTIALS');
    expect(await waitingChecks(world)).toHaveLength(1);
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'quarantined',
      reason: 'unknown_account',
    });
  });

  it('leaves a sign-in of ours the time to say whose account it is', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await test.db.insert(hostedAuthRequests).values({
      workspaceId: world.workspace.id,
      memberId: world.owner.member.id,
      gatewayId: world.gateway.id,
      type: 'create',
      expiresAt: new Date(Date.now() + 600_000),
    });
    await connectOutside(world, 'CREATION_SUCCESS');
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'ignored',
      effect: 'awaits_callback',
    });
    const checks = await waitingChecks(world);
    expect(checks).toHaveLength(1);
    expect(checks[0]?.seconds).toBeGreaterThan(20);
  });

  it.each(['DELETED', 'CREATION_FAIL'])(
    'is not looked for when there is none: %s',
    async (word) => {
      const world = await startInboxWorld(test.db, test.pool);
      await connectOutside(world, word);
      expect(await waitingChecks(world)).toEqual([]);
    },
  );
});
