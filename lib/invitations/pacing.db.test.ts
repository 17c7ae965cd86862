import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog } from '@/db/schema';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { replanInvitations, sendDueInvitation, sweepPlans } from './plan-handlers';
import { cancelPlan, movePlan, pausePlans } from './plan-mutations';
import { listPaces } from './plan-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = () => startPlansWorld(test);

describe('the plan of an account', () => {
  it('is moved, given back, thinned out and paused by people, and every change is on record', async () => {
    const world = await start();
    const first = await world.plan();
    const second = await world.plan();
    const before = (await world.row(second.planId))?.plannedAt?.getTime() ?? 0;
    // At noon: inside the working hours whether the clocks change meanwhile or not.
    const day = new Date(before + 7 * DAY_MS).toISOString().slice(0, 10);
    const at = `${day}T11:00:00.000Z`;
    await movePlan(world.owner.ctx, { planId: first.planId, at });
    expect(await world.row(first.planId)).toMatchObject({
      plannedAt: new Date(at),
      planReason: 'moved_by_hand',
    });
    const night = `${day}T01:00:00.000Z`;
    await expect(movePlan(world.owner.ctx, { planId: first.planId, at: night })).rejects.toThrow(
      'outside the working hours',
    );
    const past = new Date(Date.now() - HOUR_MS).toISOString();
    await expect(movePlan(world.owner.ctx, { planId: first.planId, at: past })).rejects.toThrow(
      'has passed',
    );
    await movePlan(world.owner.ctx, { planId: first.planId, at: null });
    expect((await world.row(first.planId))?.planReason).not.toBe('moved_by_hand');
    const target = { accountId: world.account.id };
    await pausePlans(world.owner.ctx, { ...target, isPaused: true });
    expect(await world.row(second.planId)).toMatchObject({ plannedAt: null, planReason: 'paused' });
    await pausePlans(world.owner.ctx, { ...target, isPaused: false });
    expect((await world.row(second.planId))?.plannedAt).not.toBeNull();
    await cancelPlan(world.owner.ctx, { planId: first.planId });
    expect(await world.row(first.planId)).toMatchObject({ state: 'cancelled', plannedAt: null });
    await expect(cancelPlan(world.owner.ctx, { planId: first.planId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(movePlan(world.owner.ctx, { planId: first.planId, at })).rejects.toMatchObject({
      code: 'conflict',
    });
    const log = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.workspaceId, world.workspace.id));
    expect(log.map(({ action }) => action)).toEqual(
      ['plan', 'plan', 'move', 'move', 'pause', 'resume', 'unplan'].map(
        (act) => `invitation.${act}`,
      ),
    );
  });

  it.each([
    [429, 'too_many_requests', { retryAfter: 1_200 }, 'provider_stop'],
    [422, 'limit_exceeded', {}, 'provider_stop'],
    [503, 'no_client_session', {}, 'provider_stop'],
    [403, 'account_restricted', {}, 'account_not_ok'],
    [401, 'disconnected_account', {}, 'account_not_ok'],
  ] as const)(
    'stops at once after %d %s, with everything still in it (S3, S10)',
    async (status, type, extra, reason) => {
      const world = await start();
      await world.plan();
      await world.plan();
      await world.fault(status, type, extra);
      await world.sendDue();
      const left = await world.next();
      // What is next leaves after the stop, and nothing before.
      await world.sendDue(new Date(Date.now() + MINUTE_MS));
      expect(await world.posts()).toBe(1);
      const [first] = await world.rows();
      expect((await world.rows()).map(({ state }) => state)).toEqual(['planned', 'planned']);
      expect(first).toMatchObject({ leftAt: null, error: { type: `errors/${type}` } });
      await test.db.execute(
        sql`update accounts set status = 'reconnect_needed' where id = ${world.account.id} and ${reason === 'account_not_ok'}`,
      );
      await replanInvitations(world.target, world.ctx);
      const reasons = new Set((await world.rows()).map((row) => row.planReason));
      if (reason === 'account_not_ok') expect([...reasons]).toEqual(['account_not_ok']);
      else expect(left?.getTime()).toBeGreaterThan(Date.now());
    },
  );

  it('goes on by itself once the account is well, and starts its pacing afresh (S10)', async () => {
    const world = await start();
    await world.pace();
    for (let index = 0; index < 4; index += 1) await world.plan();
    await world.fault(401, 'disconnected_account');
    await world.sendDue();
    expect(await world.next()).toBeNull();
    const later = new Date(Date.now() + 3 * DAY_MS);
    await test.db
      .update(accounts)
      .set({ status: 'connected', statusSince: later, lastOkAt: later })
      .where(eq(accounts.id, world.account.id));
    await sweepPlans({}, test.db);
    const { rows } = await test.db.execute<{ count: number }>(sql`select count(*)::int as count
      from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'invitations.replan' and j.payload ->> 'accountId' = ${world.account.id}`);
    expect(rows[0]?.count).toBe(1);
    await sendDueInvitation(world.target, world.ctx, later);
    const times = (await world.rows()).map(({ plannedAt }) => plannedAt?.getTime() ?? 0);
    const sorted = times.toSorted((one, other) => one - other);
    for (const [index, time] of sorted.entries()) {
      expect(time - (sorted[index - 1] ?? later.getTime() - 6 * MINUTE_MS)).toBeGreaterThanOrEqual(
        index === 0 ? 0 : 6 * MINUTE_MS,
      );
    }
    expect(await world.posts()).toBe(1);
    expect((await world.pacing())?.stop).toBeNull();
  });

  it('makes up for nothing after a day without a worker (S11)', async () => {
    const world = await start();
    await world.pace();
    for (let index = 0; index < 5; index += 1) await world.plan();
    const first = await world.next();
    const back = new Date((first?.getTime() ?? 0) + DAY_MS);
    await world.sendDue(back);
    expect(await world.posts()).toBe(0);
    const sorted = (await world.rows())
      .map(({ plannedAt }) => plannedAt?.getTime() ?? 0)
      .toSorted((one, other) => one - other);
    expect(sorted[0]).toBeGreaterThanOrEqual(back.getTime());
    expect((sorted[4] ?? 0) - (sorted[0] ?? 0)).toBeGreaterThanOrEqual(24 * MINUTE_MS);
  });

  it('counts what was sent by hand, and not twice what left here', async () => {
    const world = await start();
    await world.pace();
    const { planId } = await world.plan();
    await world.read();
    await world.sandbox.control(
      'POST',
      `/accounts/${world.account.providerAccountId}/invitations`,
      { direction: 'sent', name: 'By hand' },
    );
    await world.sendNow(planId);
    await world.read();
    const [card] = (await listPaces(world.owner.ctx)).cards;
    expect(card?.uses.find(({ limit }) => limit === 'week')).toMatchObject({ sent: 2, byHand: 1 });
  });

  it('keeps what LinkedIn signals of its own limit, and slows down by it', async () => {
    const world = await start();
    await world.pace();
    await world.sandbox.control(
      'POST',
      `/accounts/${world.account.providerAccountId}/weekly-invitations`,
      { most: 4 },
    );
    for (let index = 0; index < 3; index += 1) {
      await world.plan();
      await world.sendDue();
    }
    expect((await world.pacing())?.signals.map(({ percent }) => percent)).toEqual([50, 75]);
    const [card] = (await listPaces(world.owner.ctx)).cards;
    expect(card?.signal).toMatchObject({ percent: 75 });
  });
});
