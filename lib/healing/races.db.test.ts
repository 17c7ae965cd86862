import { and, eq, isNull, sql } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { hostedAuthRequests, healingRuns as runs, healingSteps as steps } from '@/db/schema';
import { accountsSandbox } from '@/db/testing/accounts-world';
import { createHealingWorld, type HealingWorld } from '@/db/testing/healing-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { applyAccountTruth } from '@/lib/accounts/mutations';
import { lockAccount } from '@/lib/accounts/transition-mutations';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { findApiAccount } from '@/lib/gateways/mutations';
import { findCookie } from '@/lib/healing/fact-queries';
import { climb } from '@/lib/healing/handlers';
import { climbJob } from '@/lib/healing/jobs';
import { TRIES } from '@/lib/healing/ladder-rules';
import { claimTry, recordTry } from '@/lib/healing/try-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { remind } from '@/lib/reminders/handlers';
import { remindJob, remindKey } from '@/lib/reminders/jobs';

setTestEnv();
const test = testDb();
const sandbox = accountsSandbox();

let world: HealingWorld;
beforeEach(async () => {
  world = await createHealingWorld(test.pool, sandbox);
});

async function readRun({ id }: { id: string }) {
  const [run] = await world.db.select().from(runs).where(eq(runs.accountId, id));
  if (!run) throw new Error('No repair was begun.');
  return run;
}

/** Whether somebody stands before the table of the cookies. */
async function wantsCookie({ db }: Ctx): Promise<boolean> {
  const { rowCount } = await db.execute(
    sql`select 1 from pg_locks where relation = 'extension_cookies'::regclass and not granted`,
  );
  return rowCount === 1;
}

describe('a cookie without an answer', () => {
  it('is unknown, settled by reading, and not sent again before its hour', async () => {
    const { account } = await world.addHealed();
    await world.addFault(account, { kind: 'reset' });
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(30 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'tried unknown']);
    await world.runUntil(world.inFuture(35 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual([
      'lost',
      'tried unknown',
      'settled',
      'tried refused',
    ]);
  });

  it('is settled once, however often the repair is looked at meanwhile', async () => {
    const { account } = await world.addHealed();
    await world.addFault(account, { kind: 'reset' });
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(5 * MINUTE_MS));
    const run = await readRun(account);
    for (let count = 0; count < 3; count += 1) {
      world.clock.advance(MINUTE_MS);
      await climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
    }
    expect(await world.kinds(account)).toEqual(['lost', 'tried unknown', 'settled']);
    expect(await world.cookiesSent(account)).toBe(1);
  });

  it('that arrived is found by reading the account', async () => {
    const { account } = await world.addHealed('a-good-cookie');
    await world.addFault(account, { kind: 'reset_after_action' });
    await world.become(account, 'CREDENTIALS');
    await world.runUntil(world.inFuture(3 * MINUTE_MS));
    expect((await world.kinds(account))[1]).toBe('tried unknown');
    await world.become(account, 'OK');
    await world.runUntil(world.inFuture(DAY_MS));
    expect((await world.kinds(account)).at(-1)).toBe('recovered connected');
    expect(await world.cookiesSent(account)).toBe(1);
    expect(await world.reconnectMails()).toEqual([]);
  });

  it('whose process died is found two minutes later, and its rung is not repeated', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const run = await readRun(account);
    // As `claimTry` leaves it when the process dies with the request on its way.
    const nextAt = world.inFuture(62 * MINUTE_MS);
    await world.db
      .update(runs)
      .set({ state: 'trying', tries: 1, nextAt })
      .where(eq(runs.id, run.id));
    const step = { workspaceId: run.workspaceId, accountId: account.id, runId: run.id };
    await world.db
      .insert(steps)
      .values({ ...step, kind: 'tried', at: world.inFuture(2 * MINUTE_MS) });
    await climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
    expect(await world.kinds(account)).toEqual(['lost', 'tried']);
    world.clock.advance(4 * MINUTE_MS + SECOND_MS);
    await climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
    expect(await world.kinds(account)).toEqual(['lost', 'tried unknown', 'settled']);
    expect(await world.cookiesSent(account)).toBe(0);
    await world.runUntil(world.inFuture(HOUR_MS));
    expect(await world.cookiesSent(account)).toBe(1);
  });
});

/** The API refuses our key: an account is read without an answer about it, and its row is left alone. */
function refuseKey({ providerAccountId }: { providerAccountId: string }) {
  return sandbox.control('POST', '/faults', {
    kind: 'status',
    status: 401,
    type: 'errors/missing_credentials',
    times: 0,
    match: { method: 'GET', path: `/api/v1/accounts/${providerAccountId}` },
  });
}

describe('the end of a repair', () => {
  it('asks the owner now, also where a reminder has just found it open', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const run = await readRun(account);
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const payload = remindJob.schema.parse(job?.payload);
    await refuseKey(account);
    const { reminding } = await inTransaction(world.ctx, async (tx) => {
      await lockAccount(tx, account.id);
      const now = world.clock.now();
      await tx.db
        .update(runs)
        .set({ state: 'handed_over', endedAt: now })
        .where(eq(runs.id, run.id));
      await enqueue(tx.db, remindJob, payload, { runAt: now, key: remindKey(account.id) });
      const reminding = remind(payload, world.ctx, world.tools());
      await untilBlocked(test.pool);
      return { reminding };
    });
    await reminding;
    await world.runDue();
    expect(await world.reconnectMails()).toHaveLength(1);
  });

  it('waits for the account before it holds the repair, as a change of the status does', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    await world.db.update(runs).set({ tries: TRIES }).where(eq(runs.accountId, account.id));
    const run = await readRun(account);
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.remind');
    const payload = remindJob.schema.parse(job?.payload);
    world.clock.advance(2 * MINUTE_MS + SECOND_MS);
    await refuseKey(account);
    const { climbing } = await inTransaction(world.ctx, async (tx) => {
      await lockAccount(tx, account.id);
      await enqueue(tx.db, remindJob, payload, { key: remindKey(account.id) });
      const climbing = climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
      await untilBlocked(test.pool);
      await tx.db.execute(sql`select 1 from healing_runs where id = ${run.id} for update nowait`);
      return { climbing };
    });
    await climbing;
    expect(await world.kinds(account)).toEqual(['lost', 'mailed exhausted']);
  });
});

describe('one of two', () => {
  it('rungs at once sends a cookie', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.heal');
    const payload = climbJob.schema.parse(job?.payload);
    world.clock.advance(2 * MINUTE_MS + SECOND_MS);
    await Promise.all(Array.from({ length: 4 }, () => climb(payload, world.ctx, world.tools())));
    await climb(payload, world.ctx, world.tools());
    expect(await world.cookiesSent(account)).toBe(1);
    expect(await world.kinds(account)).toEqual(['lost', 'tried refused']);
  });

  it('rungs that learns its facts only when the other is through writes nothing', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const run = await readRun(account);
    world.clock.advance(2 * MINUTE_MS + SECOND_MS);
    const nextAt = world.inFuture(HOUR_MS);
    const slower = await inTransaction(world.ctx, async (tx) => {
      const cookie = await findCookie(tx, await world.readAccount(account.id));
      if (!cookie) throw new Error('The browser reported no cookie.');
      // Whoever has read the rung and wants its cookie stands here until this is over.
      await tx.db.execute(sql`lock table extension_cookies`);
      const climbing = climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
      await untilBlocked(test.pool);
      const claimed = await claimTry(tx, run, cookie, nextAt, world.clock.now());
      if (!claimed) throw new Error('The rung was not free.');
      await recordTry(tx, claimed, 'refused', world.clock.now());
      return { climbing };
    });
    await slower.climbing;
    expect(await world.kinds(account)).toEqual(['lost', 'tried refused']);
    expect(await readRun(account)).toMatchObject({ state: 'waiting', tries: 1, nextAt });
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.heal');
    expect(job?.runAt).toEqual(nextAt);
  });

  it('rungs that finds the other at its try leaves the next one to it', async () => {
    const { account } = await world.addHealed();
    await world.become(account, 'CREDENTIALS');
    const run = await readRun(account);
    const cookie = await findCookie(world.ctx, await world.readAccount(account.id));
    if (!cookie) throw new Error('The browser reported no cookie.');
    world.clock.advance(2 * MINUTE_MS + SECOND_MS);
    const now = world.clock.now();
    const { climbing } = await inTransaction(world.ctx, async (facts) => {
      await facts.db.execute(sql`lock table extension_cookies`);
      const other = await inTransaction(world.ctx, async (tx) => {
        await lockAccount(tx, account.id);
        const climbing = climb({ runId: run.id, accountId: account.id }, world.ctx, world.tools());
        await untilBlocked(test.pool);
        const claimed = await claimTry(tx, run, cookie, world.inFuture(HOUR_MS), now);
        if (!claimed) throw new Error('The rung was not free.');
        return { climbing, claimed };
      });
      let isOver = false;
      void other.climbing.then(() => {
        isOver = true;
      });
      // It has read the repair a second time once it wants the cookie, or has left it alone.
      await expect
        .poll(async () => isOver || (await wantsCookie(facts)), { timeout: 15_000 })
        .toBe(true);
      await recordTry(world.ctx, other.claimed, 'checkpoint', now);
      return other;
    });
    await climbing;
    await world.runDue();
    expect(await world.kinds(account)).toEqual(['lost', 'tried checkpoint', 'mailed checkpoint']);
  });

  it('wins: a person who signs in by hand is not raced by the next rung (A8)', async () => {
    const { account } = await world.addHealed('a-good-cookie');
    await world.become(account, 'CREDENTIALS');
    await world.db.insert(hostedAuthRequests).values({
      workspaceId: world.workspace.id,
      memberId: world.owner.member.id,
      gatewayId: world.gateway.id,
      type: 'reconnect',
      accountId: account.id,
      expiresAt: world.inFuture(30 * MINUTE_MS),
    });
    await world.runUntil(world.inFuture(29 * MINUTE_MS));
    expect(await world.kinds(account)).toEqual(['lost', 'waited person']);
    expect(await world.cookiesSent(account)).toBe(0);
    await world.become(account, 'OK');
    await world.runUntil(world.inFuture(DAY_MS));
    expect(await world.cookiesSent(account)).toBe(0);
    expect(await world.reconnectMails()).toEqual([]);
  });

  it('wins while the cookie is on its way: one recovery, whichever answer comes first (A8)', async () => {
    const { account } = await world.addHealed('a-good-cookie');
    await world.become(account, 'CREDENTIALS');
    const [job] = (await world.waitingJobs()).filter(({ name }) => name === 'account.heal');
    world.clock.advance(2 * MINUTE_MS + SECOND_MS);
    const byHand = async () => {
      await world.setApiStatus(account, 'OK');
      const truth = await findApiAccount(world.ctx, world.gateway.id, account.providerAccountId);
      if (!truth) throw new Error('The sandbox lost the account.');
      await applyAccountTruth(world.ctx, account.id, truth, {
        cause: 'reconnected',
        readAt: world.clock.now(),
        hint: 'RECONNECTED',
        memberId: world.owner.member.id,
      });
    };
    await Promise.all([
      climb(climbJob.schema.parse(job?.payload), world.ctx, world.tools()),
      byHand(),
    ]);
    await world.become(account, 'OK');
    const ends = (await world.kinds(account)).filter((kind) => kind.startsWith('recovered'));
    expect(ends).toHaveLength(1);
    expect((await world.readAccount(account.id)).status).toBe('connected');
    expect(
      await world.db.$count(runs, and(eq(runs.accountId, account.id), isNull(runs.endedAt))),
    ).toBe(0);
  });
});
