import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, members } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { startPlansWorld, ZONE } from '@/db/testing/plans-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { mintMemberScope } from '@/lib/auth/scope';
import { isOpen } from './hours-rules';
import { addPlan, cancelPlan, movePlan, pausePlans } from './plan-mutations';
import { listPaces, listPlans } from './plan-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = () => startPlansWorld(test);

describe('a planned invitation', () => {
  it('gets a time in working hours and the reason for it, and leaves then, once (D4)', async () => {
    const world = await start();
    const { planId, plannedAt } = await world.plan({ note: 'Shall we talk?' });
    const planned = new Date(plannedAt ?? 0);
    const hours = { zone: ZONE, days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_020 };
    expect(isOpen(hours, planned.getTime())).toBe(true);
    expect(await world.pacing()).toMatchObject({ zone: ZONE });
    await world.sendDue(new Date(planned.getTime() - 1));
    expect(await world.posts()).toBe(0);
    await world.sendDue();
    await world.sendDue(planned);
    expect(await world.posts()).toBe(1);
    const sent = await world.row(planId);
    expect(sent).toMatchObject({ state: 'sent', leftAt: planned, plannedAt: null, error: null });
    expect(sent?.gatewayInvitationId).toBeTruthy();
    await world.read();
    const { ended } = await listPlans(world.owner.ctx, {});
    const { cards } = await listPaces(world.owner.ctx);
    expect(ended).toMatchObject([{ id: planId, state: 'sent', note: 'Shall we talk?' }]);
    expect(cards[0]?.limits.rolling).toHaveLength(2);
    const log = await test.db
      .select()
      .from(auditLog)
      .where(eq(auditLog.workspaceId, world.workspace.id));
    expect(log.map(({ action }) => action)).toEqual(['invitation.plan']);
  });

  it('is one for each press and each person, also when it was invited by hand', async () => {
    const world = await start();
    const { input, planId } = await world.plan();
    expect(await addPlan(world.owner.ctx, input)).toMatchObject({ planId });
    const again = { ...input, clientId: randomUUID() };
    await expect(addPlan(world.owner.ctx, again)).rejects.toMatchObject({ code: 'conflict' });
    const other = { ...input, person: { ...input.person, providerUserId: `ACo${randomUUID()}` } };
    await expect(addPlan(world.owner.ctx, other)).rejects.toMatchObject({ code: 'conflict' });
    const { providerId: providerUserId } = await world.stranger();
    const person = { ...input.person, providerUserId };
    const presses = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        addPlan(world.owner.ctx, { ...input, clientId: randomUUID(), person }),
      ),
    );
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await world.rows()).toHaveLength(2);
    await world.sandbox.control(
      'POST',
      `/accounts/${world.account.providerAccountId}/invitations`,
      { direction: 'sent', name: 'Mira Olsen' },
    );
    await world.read();
    const { rows } = await test.db.execute<{ id: string }>(
      sql`select provider_user_id as id from invitations where account_id = ${world.account.id}`,
    );
    await expect(
      addPlan(world.owner.ctx, {
        ...again,
        person: { ...input.person, providerUserId: rows[0]?.id ?? '' },
      }),
    ).rejects.toThrow('has invited them already');
  });

  it('may have a note as long as the tier allows, to the character (S16)', async () => {
    const free = await start();
    await expect(free.plan({ note: 'é'.repeat(201) })).rejects.toThrow('1 character too long');
    await expect(free.plan({ note: 'é'.repeat(200) })).resolves.toBeDefined();
    await test.db
      .update(accounts)
      .set({ features: ['premium'] })
      .where(eq(accounts.id, free.account.id));
    await expect(free.plan({ note: `${'a'.repeat(299)}🙂` })).rejects.toThrow('too long');
    await expect(free.plan({ note: `${'a'.repeat(298)}🙂` })).resolves.toBeDefined();
  });

  it('is planned by who may write from the account, and is nobody’s of another workspace', async () => {
    const world = await start();
    const { planId, input } = await world.plan();
    const scopeOf = ({ member, user, session }: Awaited<ReturnType<typeof createMember>>) =>
      mintMemberScope({
        workspaceId: member.workspaceId,
        memberId: member.id,
        userId: user.id,
        sessionId: session.id,
        role: member.role,
      });
    const lead = {
      db: test.db,
      scope: scopeOf(await createMember(test.db, world.workspace, 'lead')),
    };
    const other = await start();
    const share = (visibility: 'private' | 'team-read' | 'team-reply') =>
      test.db.update(accounts).set({ visibility }).where(eq(accounts.id, world.account.id));
    const again = { ...input, clientId: randomUUID() };
    for (const [ctx, visibility, code] of [
      [lead, 'private', 'not_found'],
      [lead, 'team-read', 'forbidden'],
      [other.owner.ctx, 'team-reply', 'not_found'],
    ] as const) {
      await share(visibility);
      await expect(addPlan(ctx, again)).rejects.toMatchObject({ code });
      await expect(movePlan(ctx, { planId, at: null })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(cancelPlan(ctx, { planId })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        pausePlans(ctx, { accountId: world.account.id, isPaused: true }),
      ).rejects.toMatchObject({ code });
    }
    await share('private');
    expect(await listPlans(lead, {})).toMatchObject({ waiting: [], ended: [] });
    expect((await listPaces(lead)).cards).toEqual([]);
    await share('team-read');
    expect((await listPlans(lead, {})).waiting).toMatchObject([{ canChange: false }]);
    expect(await listPlans(other.owner.ctx, {})).toMatchObject({ waiting: [], ended: [] });
  });

  it('does not leave once its author may not send any more, and says so (S13)', async () => {
    const world = await start();
    const { planId } = await world.plan();
    await test.db
      .update(members)
      .set({ role: 'viewer' })
      .where(eq(members.id, world.owner.member.id));
    await world.sendDue();
    expect(await world.posts()).toBe(0);
    expect(await world.row(planId)).toMatchObject({
      state: 'failed',
      error: { type: 'not_allowed_any_more' },
    });
  });

  it('whose person was invited by hand meanwhile is done already, without a post (S10)', async () => {
    const world = await start();
    const { planId, input } = await world.plan();
    await test.db.execute(sql`insert into invitations
      (id, workspace_id, account_id, direction, gateway_invitation_id, provider_user_id,
        sent_about, first_seen_at, last_seen_at)
      values (${randomUUID()}, ${world.workspace.id}, ${world.account.id}, 'sent', 'by-hand',
        ${input.person.providerUserId}, now(), now(), now())`);
    await world.sendDue();
    expect(await world.posts()).toBe(0);
    expect(await world.row(planId)).toMatchObject({
      state: 'already_done',
      error: { type: 'invited_by_hand' },
    });
  });
});

it('an address is asked for when LinkedIn wants it, and goes out with the next one (D2)', async () => {
  const world = await start();
  const hidden = await world.plan({ needsEmail: true });
  await world.sendDue();
  expect(await world.row(hidden.planId)).toMatchObject({
    state: 'failed',
    error: { type: 'errors/cannot_invite_attendee' },
  });
  await addPlan(world.owner.ctx, {
    ...hidden.input,
    clientId: randomUUID(),
    email: 'ana@norda.example',
  });
  await world.sendDue();
  expect((await world.rows()).map(({ state }) => state)).toEqual(['failed', 'sent']);
});
