import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { type MemberScope, mintMemberScope } from '@/lib/auth/scope';
import { pollInvitations, readInvitations } from './handlers';
import { listInvitations } from './queries';

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
