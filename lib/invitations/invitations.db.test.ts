import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { databaseNow } from '@/db/now';
import { accounts, auditLog, invitations } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction, type MemberScope, mintMemberScope } from '@/lib/auth/scope';
import { pollInvitations, readInvitations } from './handlers';
import { storeInvitations } from './mutations';
import { listInvitations } from './queries';
import { settleInvitation } from './settle-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const signal = new AbortController().signal;

async function start() {
  const world = await startInboxWorld(test.db, test.pool);
  const { account, sandbox, workspace } = world;
  const scopeOf = ({ member, user, session }: Awaited<ReturnType<typeof createMember>>) =>
    mintMemberScope({
      workspaceId: workspace.id,
      memberId: member.id,
      userId: user.id,
      sessionId: session.id,
      role: member.role,
    });
  const list = (
    direction: 'received' | 'sent' = 'received',
    more: { accountId?: string; cursor?: string; scope?: MemberScope } = {},
  ) => {
    const { scope = world.owner.ctx.scope, ...input } = more;
    return listInvitations({ db: test.db, scope }, { direction, ...input });
  };
  return {
    ...world,
    scopeOf,
    list,
    names: async (direction?: 'received' | 'sent') =>
      (await list(direction)).items.map(({ name }) => name),
    invite: (fields: Record<string, unknown>) =>
      sandbox.control<{ id: string }>(
        'POST',
        `/accounts/${account.providerAccountId}/invitations`,
        fields,
      ),
    read: () =>
      readInvitations({ workspaceId: workspace.id, accountId: account.id }, world.ctx, { signal }),
  };
}

describe('invitations that wait', () => {
  it('are listed as the provider has them, newest first, and gone when they are there no more', async () => {
    const { invite, read, list, names, sandbox } = await start();
    expect(await list()).toMatchObject({ items: [], counts: { received: 0, sent: 0 } });
    expect((await list()).reads).toMatchObject([{ readAt: null }]);
    await invite({ direction: 'received', name: 'Noor Haddad', note: 'Hello Jane' });
    const old = new Date(Date.now() - 20 * 86_400_000).toISOString();
    const { id } = await invite({ direction: 'received', name: 'Ben Adeyemi', at: old });
    await invite({ direction: 'sent', name: 'Mira Olsen' });
    await read();
    expect(await names('sent')).toEqual(['Mira Olsen']);
    const page = await list();
    expect(page.items).toMatchObject([
      { name: 'Noor Haddad', note: 'Hello Jane', direction: 'received' },
      { name: 'Ben Adeyemi', note: null },
    ]);
    expect(page.counts).toEqual({ received: 2, sent: 1 });
    expect(page.reads[0]?.readAt).not.toBeNull();
    const [, second] = page.items;
    await sandbox.control('DELETE', `/invitations/${id}`);
    await read();
    expect(await names()).toEqual(['Noor Haddad']);
    // Read again it has the time under which it was seen first.
    await test.db.execute(sql`update invitations set gone_at = null where name = 'Ben Adeyemi'`);
    expect((await list()).items[1]?.sentAbout).toBe(second?.sentAbout);
  });

  it('of several pages are read whole, or nothing of them is called gone', async () => {
    const { invite, read, list, fault } = await start();
    for (let index = 0; index < 120; index += 1) await invite({ direction: 'received' });
    await read();
    expect((await list()).counts.received).toBe(120);
    const first = await list();
    const next = await list('received', { cursor: first.cursor ?? '' });
    const last = await list('received', { cursor: next.cursor ?? '' });
    const ids = [first, next, last].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(120);
    expect(last.cursor).toBeNull();
    const before = first.reads[0]?.readAt;
    await fault({
      kind: 'status',
      status: 500,
      type: 'errors/unexpected_error',
      times: 0,
      match: { method: 'GET', path: '/api/v1/users/invite/sent' },
    });
    await expect(read()).rejects.toThrow();
    const after = await list();
    expect(after.counts.received).toBe(120);
    expect(after.reads[0]?.readAt).toBe(before);
  });

  it('of a private account are its owner’s alone, and of a removed one nobody’s', async () => {
    const { invite, read, list, account, workspace, scopeOf } = await start();
    await invite({ direction: 'received' });
    await read();
    const admin = scopeOf(await createMember(test.db, workspace, 'admin'));
    const of = (visibility: 'private' | 'team-read') =>
      test.db.update(accounts).set({ visibility }).where(sql`id = ${account.id}`);
    await of('private');
    expect(await list('received', { scope: admin })).toMatchObject({ items: [], reads: [] });
    expect((await list('received', { scope: admin })).counts.received).toBe(0);
    await of('team-read');
    expect((await list('received', { scope: admin })).items).toHaveLength(1);
    await test.db.update(accounts).set({ removedAt: new Date() }).where(sql`id = ${account.id}`);
    expect(await list()).toMatchObject({ items: [], reads: [] });
  });
});

describe('an invitation', () => {
  async function startWith(direction: 'received' | 'sent') {
    const world = await start();
    const { id } = await world.invite({ direction, name: 'Noor Haddad' });
    await world.read();
    const [row] = (await world.list(direction)).items;
    const { ctx } = world.owner;
    return {
      ...world,
      gatewayInvitationId: id,
      settle: (how: 'accept' | 'refuse' | 'withdraw', scope = ctx.scope) =>
        settleInvitation({ ...ctx, scope }, { invitationId: row?.id ?? '', how }),
      row: async () =>
        (await test.db.select().from(invitations)).find(({ id: own }) => own === row?.id),
      calls: async () => {
        const { requests } = await world.sandbox.control<{
          requests: { method: string; path: string }[];
        }>('GET', '/log');
        return requests.filter(({ method, path }) => method !== 'GET' && path.includes('/invite'));
      },
    };
  }

  it.each([
    ['accept', 'received', 'accepted'],
    ['refuse', 'received', 'refused'],
    ['withdraw', 'sent', 'withdrawn'],
  ] as const)('is settled at the provider: %s', async (how, direction, endedAs) => {
    const { settle, list, row, read, calls, workspace } = await startWith(direction);
    expect(await settle(how)).toEqual({ state: 'done' });
    expect(await calls()).toHaveLength(1);
    expect((await list(direction)).items).toEqual([]);
    await read();
    expect(await row()).toMatchObject({ endedAs });
    expect((await list(direction)).counts[direction]).toBe(0);
    const log = await test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspace.id));
    expect(log.map(({ action }) => action)).toEqual([`invitation.${how}`]);
    // Pressed twice it is over, and nothing is asked.
    expect(await settle(how)).toEqual({ state: 'gone' });
    expect(await calls()).toHaveLength(1);
  });

  it('keeps how it ended where the list is read without it before the answer is here', async () => {
    const { settle, row, ctx, account, calls } = await startWith('received');
    const { settled } = await inTransaction(ctx, async (tx) => {
      await tx.db.select().from(invitations).for('update');
      const settling = settle('accept');
      await untilBlocked(test.pool);
      expect(await calls()).toHaveLength(1);
      await storeInvitations(tx, account, [], { readAt: await databaseNow(tx), isWhole: true });
      return { settled: settling };
    });
    expect(await settled).toEqual({ state: 'done' });
    expect(await row()).toMatchObject({ endedAs: 'accepted', goneAt: expect.any(Date) });
  });

  it('that was settled elsewhere meanwhile is gone, and nobody here did it', async () => {
    const { settle, sandbox, gatewayInvitationId, row, workspace } = await startWith('received');
    await sandbox.control('DELETE', `/invitations/${gatewayInvitationId}`);
    expect(await settle('accept')).toEqual({ state: 'gone' });
    expect(await row()).toMatchObject({ endedAs: null });
    expect((await row())?.goneAt).not.toBeNull();
    const log = await test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspace.id));
    expect(log).toEqual([]);
  });

  it('whose answer nobody confirmed is looked for in the list, and not answered again', async () => {
    const { settle, fault, calls, row } = await startWith('sent');
    await fault({ kind: 'reset_after_action', match: { method: 'DELETE' } });
    await expect(settle('withdraw')).rejects.toMatchObject({ code: 'gateway' });
    expect((await row())?.goneAt).toBeNull();
    const { rows } = await test.db.execute<{ task: string }>(sql`select t.identifier as task
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where t.identifier = 'invitations.read'`);
    expect(rows).toHaveLength(1);
    expect(await calls()).toHaveLength(1);
  });

  it('that the provider refuses stays, with the reason', async () => {
    const { settle, fault, row } = await startWith('sent');
    const body = { type: 'errors/too_many_requests', title: '', status: 429, instance: 'req-429' };
    await fault({
      kind: 'answer',
      status: 429,
      body: JSON.stringify(body),
      times: 0,
      match: { method: 'DELETE' },
    });
    await expect(settle('withdraw')).rejects.toMatchObject({
      message: 'LinkedIn asks us to slow down. Nothing was done. Try again later.',
      requestId: 'req-429',
    });
    expect((await row())?.goneAt).toBeNull();
  });

  it('is settled by who may write from its account, and only in its own way', async () => {
    const { settle, workspace, scopeOf, account, calls } = await startWith('received');
    const reader = scopeOf(await createMember(test.db, workspace, 'lead'));
    const share = (visibility: 'private' | 'team-read' | 'team-reply') =>
      test.db.update(accounts).set({ visibility }).where(eq(accounts.id, account.id));
    await share('private');
    await expect(settle('accept', reader)).rejects.toMatchObject({ code: 'not_found' });
    await share('team-read');
    await expect(settle('accept', reader)).rejects.toMatchObject({ code: 'forbidden' });
    await share('team-reply');
    const viewer = scopeOf(await createMember(test.db, workspace, 'viewer'));
    await expect(settle('accept', viewer)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(settle('withdraw', reader)).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await calls()).toEqual([]);
    expect(await settle('accept', reader)).toEqual({ state: 'done' });
  });
});

it('each account is asked once an interval, and not while it is down', async () => {
  const { account } = await start();
  const waiting = async () => {
    const { rows } = await test.db.execute<{ count: number }>(sql`select count(*)::int as count
      from graphile_worker._private_jobs where payload ->> 'accountId' = ${account.id}`);
    return rows[0]?.count;
  };
  const forget = () =>
    test.db.execute(sql`delete from graphile_worker._private_jobs
      where payload ->> 'accountId' = ${account.id}`);
  await pollInvitations({}, test.db);
  expect(await waiting()).toBe(1);
  await pollInvitations({}, test.db);
  expect(await waiting()).toBe(1);
  await forget();
  await test.db.update(accounts).set({ status: 'reconnect_needed' }).where(sql`id = ${account.id}`);
  await pollInvitations({}, test.db);
  expect(await waiting()).toBe(0);
});
