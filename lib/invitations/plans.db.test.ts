import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, invitationPacing, invitationPlans, members } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { mintMemberScope } from '@/lib/auth/scope';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { readInvitations } from './handlers';
import { isOpen } from './hours-rules';
import { replanInvitations, sendDueInvitation, sweepPlans } from './plan-handlers';
import { addPlan, cancelPlans, changePace, movePlan, pausePlans } from './plan-mutations';
import { listPlans } from './plan-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const ZONE = 'Europe/Berlin';
const ALWAYS = {
  zone: ZONE,
  days: [0, 1, 2, 3, 4, 5, 6],
  fromMinute: 0,
  toMinute: 1_440,
  isWarmedUp: true,
};

async function start(more: Record<string, unknown> = {}) {
  const world = await startInboxWorld(test.db, test.pool, { more });
  const { account, sandbox, workspace, owner } = world;
  const target = { workspaceId: workspace.id, accountId: account.id };
  const stranger = (fields: Record<string, unknown> = {}) =>
    sandbox.control<{ providerId: string; publicIdentifier: string; name: string }>(
      'POST',
      `/accounts/${account.providerAccountId}/contacts`,
      fields,
    );
  const plan = async (fields: { note?: string; email?: string; needsEmail?: boolean } = {}) => {
    const { providerId, publicIdentifier, name } = await stranger({
      needsEmail: fields.needsEmail ?? false,
    });
    const person = { providerUserId: providerId, publicIdentifier, name, headline: null };
    const input = {
      accountId: account.id,
      clientId: randomUUID(),
      person,
      note: fields.note ?? '',
      email: fields.email ?? null,
      zone: ZONE,
    };
    return { ...(await addPlan(owner.ctx, input)), input };
  };
  const rows = () =>
    test.db
      .select()
      .from(invitationPlans)
      .where(eq(invitationPlans.accountId, account.id))
      .orderBy(invitationPlans.createdAt, invitationPlans.id);
  const pacing = async () =>
    (
      await test.db
        .select()
        .from(invitationPacing)
        .where(eq(invitationPacing.accountId, account.id))
    )[0];
  const posts = async () => {
    const { requests } = await sandbox.control<{ requests: { method: string; path: string }[] }>(
      'GET',
      '/log',
    );
    return requests.filter((one) => one.method === 'POST' && one.path === '/api/v1/users/invite')
      .length;
  };
  const next = async () => {
    const times = (await rows()).flatMap(({ state, plannedAt }) =>
      state === 'planned' && plannedAt ? plannedAt.getTime() : [],
    );
    return times.length === 0 ? null : new Date(Math.min(...times));
  };
  return {
    ...world,
    target,
    stranger,
    plan,
    rows,
    row: async (id: string) => (await rows()).find((one) => one.id === id),
    pacing,
    posts,
    next,
    pace: () => changePace(owner.ctx, { accountId: account.id, ...ALWAYS }),
    /** The worker comes when it was told to, or at another time. */
    sendDue: async (at?: Date) => {
      const now = at ?? (await next());
      if (now) await sendDueInvitation(target, world.ctx, now);
    },
    sendNow: async (id: string) => {
      await test.db
        .update(invitationPlans)
        .set({ plannedAt: sql`clock_timestamp()`, planReason: 'moved_by_hand' })
        .where(eq(invitationPlans.id, id));
      await sendDueInvitation(target, world.ctx);
    },
    read: () => readInvitations(target, world.ctx, { signal: new AbortController().signal }),
    fault: (status: number, type: string, extra: Record<string, unknown> = {}) =>
      world.fault({
        kind: 'status',
        status,
        type: `errors/${type}`,
        match: { method: 'POST', path: '/api/v1/users/invite' },
        ...extra,
      }),
  };
}

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
    const { cards, ended } = await listPlans(world.owner.ctx, {});
    expect(ended).toMatchObject([{ id: planId, state: 'sent', note: 'Shall we talk?' }]);
    // The list has it too, and it is not counted twice.
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
      await expect(cancelPlans(ctx, { planIds: [planId] })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(
        pausePlans(ctx, { accountId: world.account.id, isPaused: true }),
      ).rejects.toMatchObject({ code });
    }
    await share('private');
    expect(await listPlans(lead, {})).toMatchObject({ waiting: [], cards: [] });
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

describe('the plan of an account', () => {
  it('is moved, given back, thinned out and paused by people, and every change is on record', async () => {
    const world = await start();
    const first = await world.plan();
    const second = await world.plan();
    const before = (await world.row(second.planId))?.plannedAt?.getTime() ?? 0;
    const at = new Date(before + 7 * DAY_MS).toISOString();
    await movePlan(world.owner.ctx, { planId: first.planId, at });
    expect(await world.row(first.planId)).toMatchObject({
      plannedAt: new Date(at),
      planReason: 'moved_by_hand',
    });
    const night = new Date(Date.parse(`${at.slice(0, 10)}T01:00:00Z`)).toISOString();
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
    const { cancelled } = await cancelPlans(world.owner.ctx, { planIds: [first.planId] });
    expect(cancelled).toBe(1);
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
    const [card] = (await listPlans(world.owner.ctx, {})).cards;
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
    const [card] = (await listPlans(world.owner.ctx, {})).cards;
    expect(card?.signal).toMatchObject({ percent: 75 });
  });
});

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
