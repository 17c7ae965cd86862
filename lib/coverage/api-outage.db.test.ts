import { and, eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { conversations, outgoingMails } from '@/db/schema';
import { jobTools, TestClock } from '@/db/testing/accounts-world';
import { expectEqualToTruth, importedWorld, poll } from '@/db/testing/imported-world';
import type { InboxWorld } from '@/db/testing/inbox-world';
import { passTime } from '@/db/testing/passing-time';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { checkAccounts } from '@/lib/accounts/handlers';
import { getOverview } from '@/lib/accounts/overview-queries';
import { getAccount, listAccounts } from '@/lib/accounts/queries';
import { shownStatus } from '@/lib/accounts/rules';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { findCoverage } from '@/lib/coverage/queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const HOURS = 24;
/** It is looked at so often; each look waits for real tries of the client. */
const STEP_HOURS = 3;

const check = (world: InboxWorld) =>
  checkAccounts({ gatewayId: world.gateway.id }, world.ctx, jobTools(new TestClock()));

interface Asked {
  path: string;
  status: number | null;
}

async function asked(world: InboxWorld): Promise<Asked[]> {
  return (await world.sandbox.control<{ requests: Asked[] }>('GET', '/log')).requests;
}

it('an API that is away for a day is told all along, asked seldom, and caught up with without a storm (D11)', async () => {
  const world = await importedWorld(test.db, test.pool);
  await check(world);
  await world.fault({ kind: 'status', status: 503, type: 'errors/service_unavailable', times: 0 });
  const before = (await asked(world)).length;
  for (let hour = STEP_HOURS; hour <= HOURS; hour += STEP_HOURS) {
    await passTime(test.db, world.workspace.id, STEP_HOURS * HOUR_MS);
    await expect(check(world)).rejects.toThrow();
    await poll(world);
    const { accounts, freshMs } = await listAccounts(world.owner.ctx);
    const codes = accounts.map((account) => shownStatus(account, Date.now(), freshMs).code);
    expect(codes).toEqual(['not_verified']);
    const { gateways } = await getOverview(world.admin.ctx);
    expect(gateways.map(({ errorCode }) => errorCode !== null)).toEqual([true]);
    expect((await findCoverage(world.ctx, world.account.id))?.coverage.gaps).toHaveLength(1);
    const at = new Date(Date.now() - (HOURS - hour) * HOUR_MS).toISOString();
    await world.write({ newChat: true, count: 5, text: `Hour ${hour}`, silent: true, at });
  }
  // Each look asks a few times, not in a loop.
  expect((await asked(world)).length - before).toBeLessThan((HOURS / STEP_HOURS) * 20);
  // It is not the owner who has to do something.
  const mails = await test.db
    .select()
    .from(outgoingMails)
    .where(eq(outgoingMails.workspaceId, world.workspace.id));
  expect(mails).toEqual([]);

  await world.sandbox.control('DELETE', '/faults');
  await world.fault({
    kind: 'status',
    match: { path: '/api/v1/chats*' },
    status: 429,
    type: 'errors/too_many_requests',
    headers: { 'retry-after': '90' },
    times: 1,
  });
  const back = (await asked(world)).length;
  await check(world);
  // The worker looks every minute; none of these looks may ask before the pause is over.
  for (let minute = 0; minute < 5; minute += 1) await poll(world);
  const refused = (await asked(world)).slice(back).filter(({ path }) => path.includes('/chats'));
  expect(refused.map(({ status }) => status)).toEqual([429]);
  const { accounts, freshMs } = await listAccounts(world.owner.ctx);
  const [catchingUp] = accounts;
  if (!catchingUp) throw new Error('no account');
  expect(shownStatus(catchingUp, Date.now(), freshMs).code).toBe('catching_up');

  await passTime(test.db, world.workspace.id, 2 * MINUTE_MS);
  await world.runJobs();
  await expectEqualToTruth(world);
  expect((await findCoverage(world.ctx, world.account.id))?.coverage.gaps).toEqual([]);
  const asking = (await asked(world)).slice(back);
  expect(asking.filter(({ status }) => status === 429)).toHaveLength(1);
  // Eight new chats and those that moved: a page of chats and one of messages for each, not all of history.
  expect(asking.length).toBeLessThan(60);
  // What came meanwhile stands in the inbox, unread.
  const missed = await test.db
    .select()
    .from(conversations)
    .where(
      and(
        eq(conversations.accountId, world.account.id),
        sql`${conversations.lastMessageText} like 'Hour %'`,
      ),
    );
  expect(missed).toHaveLength(HOURS / STEP_HOURS);
  expect(missed.every(({ place, unreadCount }) => place === 'inbox' && unreadCount > 0)).toBe(true);
  const { uptime } = await getAccount(world.owner.ctx, { accountId: world.account.id });
  const unknownMs = uptime.days.slice(-2).reduce((sum, day) => sum + day.unknownMs, 0);
  expect(unknownMs).toBeGreaterThan((HOURS - 1) * HOUR_MS);
  expect(uptime.incidents).toBe(0);
}, 120_000);
