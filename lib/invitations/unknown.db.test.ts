import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { invitationPlans } from '@/db/schema';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { MINUTE_MS } from '@/lib/core/time';
import { postClaimed, replanInvitations } from './plan-handlers';
import { addPlan } from './plan-mutations';
import { listPaces } from './plan-queries';
import { claimDue, recordLost } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = () => startPlansWorld(test);

describe('an invitation whose fate is unknown', () => {
  const silence = { kind: 'reset_after_action', match: { path: '/api/v1/users/invite' } };

  async function unknown(kind: Record<string, unknown>) {
    const world = await start();
    await world.pace();
    const { planId, input } = await world.plan();
    await world.sandbox.control('POST', '/faults', kind);
    await world.sendNow(planId);
    expect(await world.row(planId)).toMatchObject({ state: 'unknown' });
    await test.db
      .update(invitationPlans)
      .set({ leftAt: sql`left_at - interval '5 minutes'` })
      .where(eq(invitationPlans.id, planId));
    return { ...world, planId, input };
  }

  it('was sent, if the list of sent ones has it; it is posted no second time (D5)', async () => {
    const world = await unknown(silence);
    const [card] = (await listPaces(world.owner.ctx)).cards;
    expect(card?.stop?.problem?.text).toContain('could not confirm');
    expect(card?.uses[0]).toMatchObject({ sent: 1, unconfirmed: 1 });
    expect(card?.stop?.problem?.text).not.toContain('No invitation was sent');
    await expect(
      addPlan(world.owner.ctx, { ...world.input, clientId: randomUUID() }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await world.read();
    const row = await world.row(world.planId);
    expect(row).toMatchObject({ state: 'sent', error: null });
    expect(row?.gatewayInvitationId).toBeTruthy();
    expect(await world.posts()).toBe(1);
  });

  it('did not leave, if the list has it not; a person may plan it again', async () => {
    const world = await unknown({
      kind: 'status',
      status: 504,
      type: 'errors/request_timeout',
      match: { method: 'POST', path: '/api/v1/users/invite' },
    });
    await world.read();
    expect(await world.row(world.planId)).toMatchObject({
      state: 'failed',
      leftAt: null,
      error: { type: 'not_in_list' },
    });
    await expect(
      addPlan(world.owner.ctx, { ...world.input, clientId: randomUUID() }),
    ).resolves.toBeDefined();
    expect(await world.posts()).toBe(1);
  });

  it('stays so until a list was read that is whole and young enough', async () => {
    const world = await unknown(silence);
    await test.db
      .update(invitationPlans)
      .set({ leftAt: sql`clock_timestamp()` })
      .where(eq(invitationPlans.id, world.planId));
    await world.read();
    expect(await world.row(world.planId)).toMatchObject({ state: 'unknown' });
  });

  it('is what a worker leaves behind that dies over the post', async () => {
    const world = await start();
    await world.pace();
    const { planId } = await world.plan();
    await test.db
      .update(invitationPlans)
      .set({ state: 'sending', leftAt: sql`clock_timestamp() - interval '1 minute'` })
      .where(eq(invitationPlans.id, planId));
    await replanInvitations(world.target, world.ctx);
    expect(await world.row(planId)).toMatchObject({ state: 'sending' });
    await test.db
      .update(invitationPlans)
      .set({ leftAt: sql`clock_timestamp() - interval '3 minutes'` })
      .where(eq(invitationPlans.id, planId));
    await replanInvitations(world.target, world.ctx);
    expect(await world.row(planId)).toMatchObject({ state: 'unknown' });
    expect(await world.posts()).toBe(0);
  });

  it('leaves no more through a worker that stood still until it was taken for lost', async () => {
    const world = await start();
    await world.pace();
    const { planId } = await world.plan();
    const claimed = await claimDue(world.ctx, world.account.id, (await world.next()) ?? undefined);
    if (!claimed) throw new Error('Nothing was due.');
    const later = new Date(claimed.leftAt.getTime() + 3 * MINUTE_MS);
    await recordLost(world.ctx, world.account.id, later);
    expect(await world.row(planId)).toMatchObject({ state: 'unknown' });
    await postClaimed(world.ctx, claimed, later);
    expect(await world.posts()).toBe(0);
    expect(await world.row(planId)).toMatchObject({ state: 'planned', leftAt: null });
    await world.sendDue();
    expect(await world.posts()).toBe(1);
    expect(await world.row(planId)).toMatchObject({ state: 'sent' });
  });
});
