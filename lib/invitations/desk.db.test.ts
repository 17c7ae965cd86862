import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, invitationLimits, invitations, sends } from '@/db/schema';
import { startPlansWorld } from '@/db/testing/plans-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction, mintMemberScope } from '@/lib/auth/scope';
import { DAY_MS, MINUTE_MS } from '@/lib/core/time';
import { acceptAndGreet } from './greet-mutations';
import { lookUpInvitee } from './invitee-mutations';
import { changeLimits } from './limit-mutations';
import { replanInvitations } from './plan-handlers';
import { listInvitations } from './queries';
import { settleInvitation } from './settle-mutations';
import { withdrawOld } from './withdraw-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = async () => {
  const world = await startPlansWorld(test);
  const invite = (direction: 'received' | 'sent', ageDays = 0) =>
    world.sandbox.control<{ id: string }>(
      'POST',
      `/accounts/${world.account.providerAccountId}/invitations`,
      { direction, at: new Date(Date.now() - ageDays * DAY_MS).toISOString() },
    );
  return { ...world, invite };
};

describe('accepting with a greeting (D7)', () => {
  async function received() {
    const world = await start();
    await world.invite('received');
    await world.read();
    const { items } = await listInvitations(world.owner.ctx, { direction: 'received' });
    const input = { invitationId: items[0]?.id ?? '', clientId: randomUUID(), text: 'Hello!' };
    return {
      ...world,
      input,
      greet: () => acceptAndGreet(world.owner.ctx, input),
      takeAway: async () => {
        const { accounts } = await world.sandbox.control<{
          accounts: { id: string; invitations: { id: string }[] }[];
        }>('GET', '/truth');
        const own = accounts.find(({ id }) => id === world.account.providerAccountId);
        await world.sandbox.control('DELETE', `/invitations/${own?.invitations[0]?.id}`);
      },
      greetings: () =>
        test.db.select().from(sends).where(eq(sends.workspaceId, world.workspace.id)),
    };
  }

  it('writes some minutes later, once, however often it is pressed', async () => {
    const { greet, greetings } = await received();
    const { greetsAt } = await greet();
    const waitMs = Date.parse(greetsAt) - Date.now();
    expect(waitMs).toBeGreaterThan(MINUTE_MS);
    expect(waitMs).toBeLessThan(10 * MINUTE_MS);
    await greet();
    expect(await greetings()).toMatchObject([{ text: 'Hello!', state: 'held' }]);
  });

  it.each([
    ['refused', { kind: 'status', status: 429, type: 'errors/too_many_requests' }],
    ['not confirmed', { kind: 'reset_after_action' }],
  ])('writes nothing where the acceptance was %s', async (_, fault) => {
    const { greet, greetings, sandbox } = await received();
    const match = { method: 'POST', path: '/api/v1/users/invite/received/*' };
    await sandbox.control('POST', '/faults', { ...fault, match });
    await expect(greet()).rejects.toMatchObject({ code: 'gateway' });
    expect(await greetings()).toEqual([]);
  });

  it('writes nothing to somebody whose invitation is gone', async () => {
    const { greet, greetings, takeAway } = await received();
    await takeAway();
    await expect(greet()).rejects.toMatchObject({ code: 'conflict' });
    expect(await greetings()).toEqual([]);
  });

  it('writes where another press accepts it at the same moment', async () => {
    const { ctx, input, greet, greetings, takeAway } = await received();
    const { greeted } = await inTransaction(ctx, async (tx) => {
      await tx.db
        .update(invitations)
        .set({ goneAt: new Date(), endedAs: 'accepted' })
        .where(eq(invitations.id, input.invitationId));
      await takeAway();
      const greeting = greet();
      await untilBlocked(test.pool);
      return { greeted: greeting };
    });
    await greeted;
    expect(await greetings()).toMatchObject([{ text: 'Hello!', state: 'held' }]);
  });
});

describe('taking back old ones', () => {
  it('takes the oldest first and leaves younger ones', async () => {
    const { invite, read, owner, account } = await start();
    for (const age of [1, 40, 70]) await invite('sent', age);
    await read();
    const input = { accountId: account.id, olderThanDays: 30 };
    expect(await withdrawOld(owner.ctx, input)).toEqual({ withdrawn: 2, left: 0, problem: null });
    expect((await listInvitations(owner.ctx, { direction: 'sent' })).items).toHaveLength(1);
    expect(await withdrawOld(owner.ctx, input)).toEqual({ withdrawn: 0, left: 0, problem: null });
  });

  it('stops at the first that is refused, and says how many are left', async () => {
    const { invite, read, owner, account, sandbox } = await start();
    for (const age of [40, 50, 60]) await invite('sent', age);
    await read();
    await sandbox.control('POST', '/faults', {
      kind: 'status',
      status: 429,
      type: 'errors/too_many_requests',
      times: 0,
      match: { method: 'DELETE' },
    });
    const answer = await withdrawOld(owner.ctx, { accountId: account.id, olderThanDays: 30 });
    expect(answer).toMatchObject({ withdrawn: 0, left: 3 });
    expect(answer.problem).toContain('Nothing was done.');
    const { requests } = await sandbox.control<{ requests: { method: string }[] }>('GET', '/log');
    expect(requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
});

describe('looking somebody up', () => {
  it('tells what there was between them and the account', async () => {
    const world = await start();
    const { owner, account, stranger, sandbox, read } = world;
    const ask = (text: string) => lookUpInvitee(owner.ctx, { accountId: account.id, text });
    expect(await ask('?!')).toMatchObject({ person: null, why: 'not_an_identifier' });
    expect(await ask('nobody-is-called-so')).toMatchObject({ person: null, why: 'nobody' });
    const { publicIdentifier, providerId } = await stranger({ name: 'Ana Novak' });
    const nothing = {
      isConnection: false,
      invitedAbout: null,
      withdrawnAt: null,
      hasInvited: false,
      isPlanned: false,
    };
    expect(await ask(`https://www.linkedin.com/in/${publicIdentifier}/`)).toMatchObject({
      person: { providerUserId: providerId, name: 'Ana Novak' },
      history: nothing,
    });
    const { input, planId } = await world.plan();
    const planned = () => ask(input.person.publicIdentifier);
    expect((await planned()).history).toEqual({ ...nothing, isPlanned: true });
    await world.pace();
    await world.sendNow(planId);
    await read();
    expect((await planned()).history).toMatchObject({ isPlanned: false });
    expect((await planned()).history?.invitedAbout).not.toBeNull();
    const { items } = await listInvitations(owner.ctx, { direction: 'sent' });
    await settleInvitation(owner.ctx, { invitationId: items[0]?.id ?? '', how: 'withdraw' });
    expect((await planned()).history).toMatchObject({ invitedAbout: null });
    expect((await planned()).history?.withdrawnAt).not.toBeNull();
    const relation = await sandbox.control<{ publicIdentifier: string }>(
      'POST',
      `/accounts/${account.providerAccountId}/relations`,
      {},
    );
    expect((await ask(relation.publicIdentifier)).history).toMatchObject({ isConnection: true });
  });

  it('says what LinkedIn refused', async () => {
    const { owner, account, fault } = await start();
    await fault(429, 'too_many_requests', { match: { path: '/api/v1/users/*' }, times: 0 });
    await expect(
      lookUpInvitee(owner.ctx, { accountId: account.id, text: 'ana-novak' }),
    ).rejects.toMatchObject({ code: 'gateway' });
  });
});

describe('the limits of a tier', () => {
  const limits = {
    tier: 'free',
    day: 2,
    week: 3,
    notesPerMonth: null,
    noteCharacters: 10,
  } as const;

  it('are set by an admin, with their day, and hold for what waits', async () => {
    const world = await start();
    const { admin, owner, workspace, target, ctx } = world;
    const adminCtx = {
      db: test.db,
      scope: mintMemberScope({
        workspaceId: workspace.id,
        memberId: admin.member.id,
        userId: admin.user.id,
        sessionId: admin.session.id,
        role: admin.member.role,
      }),
    };
    for (let index = 0; index < 4; index += 1) await world.plan();
    await world.pace();
    const daysOf = async () =>
      (await world.rows())
        .map(({ plannedAt }) => plannedAt?.getTime() ?? 0)
        .toSorted((one, two) => one - two);
    const before = await daysOf();
    expect((before[3] ?? 0) - (before[0] ?? 0)).toBeLessThan(DAY_MS);
    await expect(changeLimits(owner.ctx, limits)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changeLimits(adminCtx, { ...limits, day: 4 })).rejects.toMatchObject({
      code: 'invalid_input',
    });
    await changeLimits(adminCtx, limits);
    await replanInvitations(target, ctx);
    const after = await daysOf();
    expect((after[2] ?? 0) - (after[0] ?? 0)).toBeGreaterThanOrEqual(DAY_MS);
    expect((after[3] ?? 0) - (after[0] ?? 0)).toBeGreaterThanOrEqual(7 * DAY_MS);
    await expect(world.plan({ note: 'Eleven char' })).rejects.toThrow('1 character too long');
    const [row] = await test.db
      .select()
      .from(invitationLimits)
      .where(eq(invitationLimits.workspaceId, workspace.id));
    expect(row?.limits.asOf).toBe(new Date().toISOString().slice(0, 10));
    const log = await test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspace.id));
    expect(log.filter(({ action }) => action === 'invitation.limits')).toHaveLength(1);
  });
});
