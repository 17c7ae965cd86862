import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { accountReads, accounts, coverageSpans } from '@/db/schema';
import { enqueueRead, expectEqualToTruth, importedWorld, poll } from '@/db/testing/imported-world';
import { type InboxWorld, messagesOf, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { refreshAccount } from '@/lib/accounts/check-mutations';
import { getAccount } from '@/lib/accounts/queries';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { syncAccountJob } from '@/lib/inbox/jobs';
import { listInboxAccounts } from '@/lib/inbox/queries';
import { syncAccount } from '@/lib/inbox/sync-handlers';
import { PRIORITY } from '@/lib/jobs/enqueue';
import { systemCtx } from '@/lib/jobs/system-scope';
import { HINT_CHANNEL } from '@/lib/live/publish';
import { pollAccounts } from './handlers';
import { breakStreams } from './mutations';
import { findCoverage } from './queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });

/** As if all that we know of the account had been learned so much earlier. */
async function age(world: InboxWorld, ms: number): Promise<void> {
  const pause = sql.raw(`interval '${ms} milliseconds'`);
  await test.db.execute(sql`update accounts set last_ok_at = last_ok_at - ${pause},
    last_checked_at = last_checked_at - ${pause}, sync_started_at = sync_started_at - ${pause},
    sync_finished_at = sync_finished_at - ${pause} where id = ${world.account.id}`);
  await test.db.execute(sql`update account_reads set last_read_at = last_read_at - ${pause},
    stream_since = stream_since - ${pause} where account_id = ${world.account.id}`);
  await test.db.execute(sql`update coverage_spans set from_at = from_at - ${pause},
    to_at = to_at - ${pause} where account_id = ${world.account.id}`);
}

/** The chat whose last message is the oldest. */
async function quietChat(world: InboxWorld): Promise<string> {
  const { messages } = await world.truth();
  const lastAt = new Map<string, string>();
  for (const { chatId, at } of messages) {
    if (at > (lastAt.get(chatId) ?? '')) lastAt.set(chatId, at);
  }
  const [oldest] = [...lastAt].sort(([, one], [, other]) => one.localeCompare(other));
  if (!oldest) throw new Error('no chat');
  return oldest[0];
}

const setStatus = (world: InboxWorld, status: string) =>
  world.sandbox.control('POST', `/accounts/${world.account.providerAccountId}/status`, {
    status,
    silent: true,
  });

const check = (world: InboxWorld) =>
  refreshAccount(world.ctx, { accountId: world.account.id }, new Date());

async function gapsOf(world: InboxWorld) {
  return (await findCoverage(world.ctx, world.account.id))?.coverage.gaps ?? [];
}

/** What browsers are told while `act` runs. */
async function hintsDuring(act: () => Promise<void>): Promise<number> {
  const client = await test.pool.connect();
  let count = 0;
  client.on('notification', () => {
    count += 1;
  });
  await client.query(`listen ${HINT_CHANNEL}`);
  await act();
  await client.query('select 1');
  await client.query('unlisten *');
  client.release(true);
  return count;
}

it('a poll stands behind everything that an event or a person asks for', async () => {
  const world = await importedWorld(test.db, test.pool);
  await age(world, 10 * MINUTE_MS);
  await pollAccounts({}, test.db);
  const { rows } = await test.pool.query(
    `select priority from graphile_worker._private_jobs where payload ->> 'accountId' = $1`,
    [world.account.id],
  );
  expect(rows).toEqual([{ priority: PRIORITY.clock }]);
});

describe('an account that was down for two hours (W18)', () => {
  it('has a gap from its last proof, and none once what came meanwhile was read', {
    timeout: 120_000,
  }, async () => {
    const world = await importedWorld(test.db, test.pool);
    expect(await gapsOf(world)).toEqual([]);
    await age(world, 2 * HOUR_MS);
    await setStatus(world, 'CREDENTIALS');
    await check(world);
    const at = new Date(Date.now() - 90 * MINUTE_MS).toISOString();
    // Who answered since then would have read them: a chat where nothing was said for days.
    const quiet = await quietChat(world);
    await world.write({ chatId: quiet, count: 400, text: 'Missed', silent: true, at });
    await world.write({ newChat: true, count: 100, text: 'New', silent: true, at });
    const [open] = await gapsOf(world);
    expect(Date.now() - (open?.fromMs ?? 0)).toBeGreaterThan(2 * HOUR_MS - MINUTE_MS);
    await setStatus(world, 'OK');
    await check(world);
    expect(await gapsOf(world)).toHaveLength(1);
    const hints = await hintsDuring(world.runJobs);
    expect(await gapsOf(world)).toEqual([]);
    await expectEqualToTruth(world);
    // Browsers hear of pages, not of 500 messages.
    expect(hints).toBeGreaterThan(0);
    expect(hints).toBeLessThan(12);
  });

  it('keeps the older gap when it goes down again before that was closed', async () => {
    const world = await importedWorld(test.db, test.pool);
    await age(world, 2 * HOUR_MS);
    const at = new Date(Date.now() - 110 * MINUTE_MS).toISOString();
    await world.write({ newChat: true, text: 'In the first gap', silent: true, at });
    await check(world);
    await age(world, HOUR_MS);
    await check(world);
    const [gap] = await gapsOf(world);
    expect(Date.now() - (gap?.fromMs ?? 0)).toBeGreaterThan(3 * HOUR_MS - MINUTE_MS);
    await world.runJobs();
    expect(await gapsOf(world)).toEqual([]);
    await expectEqualToTruth(world);
  });

  it('takes over what was edited and deleted meanwhile', async () => {
    const world = await importedWorld(test.db, test.pool, { chats: 0 });
    const { chatId, messageIds } = await world.write({
      newChat: true,
      count: 3,
      text: 'One',
      from: 'me',
    });
    await enqueueRead(world, 'catch_up');
    await world.runJobs();
    await world.change(messageIds[0] ?? '', 'edit', { text: 'One, edited' });
    await world.change(messageIds[1] ?? '', 'delete');
    await world.write({ chatId, text: 'After', silent: true, from: 'me' });
    await enqueueRead(world, 'catch_up');
    await world.runJobs();
    await expectEqualToTruth(world);
  });
});

describe('events that are lost for good (W13)', () => {
  it('are made up for by reading again, once per interval', async () => {
    const world = await importedWorld(test.db, test.pool);
    await world.write({ newChat: true, count: 3, text: 'Nobody told us', silent: true });
    await poll(world);
    expect(await messagesOf(test.db, world.account.id)).toHaveLength(
      (await world.truth()).messages.length - 3,
    );
    await test.db.execute(
      sql`update account_reads set last_read_at = now() - interval '6 minutes'`,
    );
    await poll(world);
    await expectEqualToTruth(world);
  });

  it('of an account that is down are not asked for', async () => {
    const world = await importedWorld(test.db, test.pool);
    await test.db.execute(
      sql`update account_reads set last_read_at = now() - interval '6 minutes'`,
    );
    await test.db
      .update(accounts)
      .set({ status: 'reconnect_needed' })
      .where(eq(accounts.id, world.account.id));
    await world.sandbox.control('DELETE', '/log');
    await poll(world);
    const { requests } = await world.sandbox.control<{ requests: unknown[] }>('GET', '/log');
    expect(requests).toEqual([]);
  });

  it('because the webhooks were not registered open a gap in all accounts, which is closed', async () => {
    const world = await importedWorld(test.db, test.pool);
    await age(world, HOUR_MS);
    await test.db.execute(sql`update accounts set last_ok_at = now()`);
    const since = new Date(Date.now() - 30 * MINUTE_MS);
    const read = await breakStreams(world.ctx, world.gateway.id, since);
    expect(read.map(({ id }) => id)).toEqual([world.account.id]);
    const [gap] = await gapsOf(world);
    expect(gap?.fromMs).toBe(since.getTime());
    await enqueueRead(world, 'catch_up');
    await world.runJobs();
    expect(await gapsOf(world)).toEqual([]);
  });
});

describe('reading a window', () => {
  it('that is stopped half-way goes on with the page it stood at', {
    timeout: 120_000,
  }, async () => {
    const world = await importedWorld(test.db, test.pool, { chats: 22, messages: 22 });
    await age(world, 2 * HOUR_MS);
    const from = new Date(Date.now() - 400 * 24 * HOUR_MS).toISOString();
    const payload = { workspaceId: world.workspace.id, accountId: world.account.id };
    const run = () =>
      syncAccount({ ...payload, reason: 'catch_up', since: from }, world.ctx, {
        signal: new AbortController().signal,
        log,
      });
    await run();
    const [read] = await test.db
      .select()
      .from(accountReads)
      .where(eq(accountReads.accountId, world.account.id));
    expect(read?.windowCursor).not.toBeNull();
    expect(await gapsOf(world)).not.toEqual([]);
    // Asked for once more, as a timer or another return would: nothing is begun anew.
    await test.db.execute(sql`delete from graphile_worker._private_jobs`);
    await enqueueRead(world, 'catch_up');
    await world.sandbox.control('DELETE', '/log');
    await world.runJobs();
    const { requests } = await world.sandbox.control<{ requests: { path: string }[] }>(
      'GET',
      '/log',
    );
    const pages = requests.filter((one) => /\/chats$/.test(one.path.split('?')[0] ?? ''));
    expect(pages).toHaveLength(1);
    const [span] = await test.db
      .select()
      .from(coverageSpans)
      .where(eq(coverageSpans.accountId, world.account.id));
    expect(span?.fromAt.toISOString()).toBe(from);
  });

  it('waits as long as the API asks, and the gap stays', async () => {
    const world = await importedWorld(test.db, test.pool);
    await age(world, HOUR_MS);
    await world.fault({
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '600' },
      times: 0,
      match: { path: '/api/v1/chats' },
    });
    await enqueueRead(world, 'catch_up');
    await world.runJobs();
    const { rows } = await test.pool.query<{ wait: string }>(
      `select extract(epoch from job.run_at - now()) as wait
       from graphile_worker._private_jobs job
       join graphile_worker._private_tasks task on task.id = job.task_id
       where task.identifier = $1 and job.payload ->> 'accountId' = $2
         -- The one that has just handed over is still being taken off the queue.
         and job.locked_at is null`,
      [syncAccountJob.name, world.account.id],
    );
    expect(rows).toHaveLength(1);
    expect(Number(rows[0]?.wait)).toBeGreaterThan(500);
    expect(await gapsOf(world)).not.toEqual([]);
    await world.sandbox.control('DELETE', '/faults');
    await world.runLaterJobs();
    await check(world);
    await world.runJobs();
    expect(await gapsOf(world)).toEqual([]);
  });

  it('ends with the account’s session, which is recorded', async () => {
    const world = await importedWorld(test.db, test.pool);
    await age(world, 5 * MINUTE_MS);
    await setStatus(world, 'CREDENTIALS');
    await world.fault({
      kind: 'status',
      status: 401,
      type: 'errors/disconnected_account',
      times: 0,
      match: { path: '/api/v1/chats' },
    });
    await enqueueRead(world, 'catch_up');
    await world.runJobs();
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, world.account.id));
    expect(row?.status).toBe('reconnect_needed');
    expect(await gapsOf(world)).toHaveLength(1);
  });
});

describe('what is told of it', () => {
  it('counts the messages that are here without counting rows', async () => {
    const world = await importedWorld(test.db, test.pool);
    const [shown] = await listInboxAccounts(world.owner.ctx);
    expect(shown?.messageCount).toBe((await world.truth()).messages.length);
    expect(shown?.gaps).toEqual([]);
    const { account } = await getAccount(world.owner.ctx, { accountId: world.account.id });
    expect(account.coverage).toEqual({ since: shown?.syncedBackTo, gaps: [] });
  });

  it('is nothing to another workspace', async () => {
    const world = await importedWorld(test.db, test.pool, { chats: 1 });
    const other = await startInboxWorld(test.db, test.pool);
    const foreign = systemCtx(test.db, other.workspace.id);
    expect(await findCoverage(foreign, world.account.id)).toBeNull();
  });
});
