import { and, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { accounts, conversations, messages, outgoingMails } from '@/db/schema';
import { jobTools, TestClock } from '@/db/testing/accounts-world';
import { createAccount } from '@/db/testing/factories';
import { importedWorld, poll } from '@/db/testing/imported-world';
import type { InboxWorld } from '@/db/testing/inbox-world';
import { passTime } from '@/db/testing/passing-time';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { checkAccounts } from '@/lib/accounts/handlers';
import { getOverview } from '@/lib/accounts/overview-queries';
import { listAccounts } from '@/lib/accounts/queries';
import { shownStatus } from '@/lib/accounts/rules';
import { newId } from '@/lib/core/ids';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const ACCOUNTS = 50;
const HOURS = 24;
const STEP_HOURS = 6;

interface Asked {
  path: string;
  status: number | null;
}

async function asked(world: InboxWorld): Promise<Asked[]> {
  return (await world.sandbox.control<{ requests: Asked[] }>('GET', '/log')).requests;
}

/** Fifty imported accounts of one owner behind one API connection, with the ids that the control API takes. */
async function fiftyAccounts() {
  const world = await importedWorld(test.db, test.pool, { chats: 1, messages: 2 });
  const ids = [world.controlId];
  const syncedAt = new Date();
  for (let number = 2; number <= ACCOUNTS; number += 1) {
    const made = await world.sandbox.control<{ id: string }>('POST', '/accounts', {
      type: 'LINKEDIN',
      login: `seller.${number}@example.com`,
      id: newId(),
      name: `Seller ${number}`,
      chats: 0,
    });
    ids.push(made.id);
    const row = await createAccount(test.db, world.gateway, {
      providerAccountId: made.id,
      identity: null,
      ownerMemberId: world.owner.member.id,
      name: `Seller ${number}`,
      syncStartedAt: syncedAt,
      syncFinishedAt: syncedAt,
    });
    const payload = {
      workspaceId: row.workspaceId,
      accountId: row.id,
      reason: 'catch_up' as const,
    };
    await enqueue(world.db, syncAccountJob, payload, syncAccountOptions(row.id, 'catch_up'));
  }
  await world.runJobs();
  return { world, ids };
}

const check = (world: InboxWorld) =>
  checkAccounts({ gatewayId: world.gateway.id }, world.ctx, jobTools(new TestClock()));

/** What the list says of its accounts, and how many there have a gap. */
async function shown(world: InboxWorld) {
  const { accounts: items, freshMs } = await listAccounts(world.owner.ctx);
  expect(items).toHaveLength(ACCOUNTS);
  const codes = items.map((account) => shownStatus(account, Date.now(), freshMs).code);
  const gaps = items.filter(({ coverage }) => coverage.gaps.length > 0).length;
  return { codes: [...new Set(codes)], gaps };
}

it('fifty accounts of an API that is away for a day are told all along, seldom asked, and all caught up with, each at its own pace (D11)', async () => {
  const { world, ids } = await fiftyAccounts();
  const pass = (ms: number) => passTime(test.db, world.workspace.id, ms);
  await check(world);
  await poll(world);
  expect(await shown(world)).toEqual({ codes: ['connected'], gaps: 0 });

  await world.fault({ kind: 'status', status: 503, type: 'errors/service_unavailable', times: 0 });
  const before = (await asked(world)).length;
  for (let hour = 0; hour < HOURS; hour += STEP_HOURS) {
    await pass(STEP_HOURS * HOUR_MS);
    await expect(check(world)).rejects.toThrow();
    await poll(world);
    expect(await shown(world)).toEqual({ codes: ['not_verified'], gaps: ACCOUNTS });
    const { gateways } = await getOverview(world.admin.ctx);
    expect(gateways.map(({ errorCode }) => errorCode !== null)).toEqual([true]);
  }
  // The list of accounts alone is asked, whose answer brings all of them back; not each account.
  const away = (await asked(world)).slice(before);
  expect(new Set(away.map(({ path }) => path))).toEqual(new Set(['/api/v1/accounts']));
  expect(away.length).toBeLessThan((HOURS / STEP_HOURS) * 5);
  for (const [number, id] of ids.entries()) {
    await world.sandbox.control('POST', `/accounts/${id}/messages`, {
      newChat: true,
      count: 2,
      text: `Missed ${number}`,
      silent: true,
      at: new Date(Date.now() - 5 * HOUR_MS).toISOString(),
    });
  }

  await world.sandbox.control('DELETE', '/faults');
  // As v1 does: no word of how long to wait (errors.md, 429).
  await world.fault({
    kind: 'status',
    match: { path: '/api/v1/chats*' },
    status: 429,
    type: 'errors/too_many_requests',
    times: 0,
  });
  const back = (await asked(world)).length;
  const since = async () => (await asked(world)).slice(back);
  const refused = async () => (await since()).filter(({ status }) => status === 429).length;
  await check(world);
  expect(await shown(world)).toEqual({ codes: ['catching_up'], gaps: ACCOUNTS });
  // The worker looks every minute: each account is refused once, and is then left alone.
  for (let minute = 0; minute < 2; minute += 1) {
    await poll(world);
    await pass(20_000);
  }
  expect(await refused()).toBe(ACCOUNTS);
  expect(await shown(world)).toEqual({ codes: ['catching_up'], gaps: ACCOUNTS });

  await world.sandbox.control('DELETE', '/faults');
  await pass(5 * MINUTE_MS);
  await check(world);
  await world.runJobs();
  expect(await shown(world)).toEqual({ codes: ['connected'], gaps: 0 });
  expect(await refused()).toBe(ACCOUNTS);
  // Each: the list of chats twice, the people and the messages of the one chat that is new.
  expect((await since()).length).toBeLessThan(ACCOUNTS * 6);
  const truth = await world.truth();
  const ours = await test.db
    .select({ id: messages.gatewayMessageId })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(eq(accounts.workspaceId, world.workspace.id));
  expect(ours.map(({ id }) => id).sort()).toEqual(truth.messages.map(({ id }) => id).sort());
  const missed = await test.db
    .select({ place: conversations.place, unread: conversations.unreadCount })
    .from(conversations)
    .where(
      and(
        eq(conversations.workspaceId, world.workspace.id),
        sql`${conversations.lastMessageText} like 'Missed %'`,
      ),
    );
  expect(missed).toEqual(Array(ACCOUNTS).fill({ place: 'inbox', unread: 2 }));
  // It is no owner who has to do something: nobody is written to, neither then nor since.
  expect(
    await test.db.$count(outgoingMails, eq(outgoingMails.workspaceId, world.workspace.id)),
  ).toBe(0);
  const { rows } = await test.pool.query(
    `select task.identifier from graphile_worker._private_jobs job
     join graphile_worker._private_tasks task on task.id = job.task_id
     where job.payload ->> 'workspaceId' = $1 and task.identifier = any($2)`,
    [world.workspace.id, ['account.remind', 'account.escalate', 'account.heal']],
  );
  expect(rows).toEqual([]);
}, 60_000);
