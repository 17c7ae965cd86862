import { and, eq, isNull } from 'drizzle-orm';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { lockByName } from '@/db/advisory-locks';
import { accounts, auditLog, members, sessions } from '@/db/schema';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { recordAudit } from '@/lib/audit/mutations';
import { inTransaction, type Role } from '@/lib/auth/scope';
import { loadSessionCtx } from '@/lib/auth/session';
import { newId } from '@/lib/core/ids';
import type { Hint } from '@/lib/live/publish';
import { changeRole, removeMember } from '@/lib/team/mutations';
import { getTeam } from '@/lib/team/queries';
import { assignableRoles } from '@/lib/team/rules';

const test = testDb();
const ROLES: Role[] = ['owner', 'admin', 'lead', 'member', 'viewer'];

async function team(...roles: Role[]) {
  const workspace = await createWorkspace(test.db);
  const people = [];
  for (const role of roles) people.push(await createMember(test.db, workspace, role));
  const [first, second, third] = people;
  if (!first || !second) throw new Error('a team has two people');
  return { workspace, first, second, third: third ?? second };
}

async function rowOf(memberId: string) {
  const [row] = await test.db.select().from(members).where(eq(members.id, memberId));
  if (!row) throw new Error('no member');
  return row;
}

const auditOf = (workspaceId: string) =>
  test.db.select().from(auditLog).where(eq(auditLog.workspaceId, workspaceId));

const code = (expected: string) => expect.objectContaining({ code: expected });

describe('changing a role', () => {
  it.each(ROLES.flatMap((own) => ROLES.map((current) => [own, current] as const)))(
    'as %s of a member who is %s gives exactly the roles of the table',
    async (own, current) => {
      const allowed = assignableRoles(own, current);
      for (const role of ROLES) {
        const { first, second, workspace } = await team(own, current, 'owner');
        const change = changeRole(first.ctx, { memberId: second.member.id, role });
        if (allowed.includes(role)) {
          await change;
          expect((await rowOf(second.member.id)).role).toBe(role);
        } else {
          await expect(change).rejects.toEqual(code('forbidden'));
          expect((await rowOf(second.member.id)).role).toBe(current);
          expect(await auditOf(workspace.id)).toEqual([]);
        }
      }
    },
  );

  it('is written down once, with both roles', async () => {
    const { first, second, workspace } = await team('owner', 'member');
    await changeRole(first.ctx, { memberId: second.member.id, role: 'lead' });
    expect(await auditOf(workspace.id)).toMatchObject([
      {
        action: 'member.change-role',
        actorMemberId: first.member.id,
        entityId: second.member.id,
        detail: { from: 'member', to: 'lead' },
      },
    ]);
  });

  it('counts at once, in sessions that are open', async () => {
    const { first, second } = await team('owner', 'admin');
    await changeRole(first.ctx, { memberId: second.member.id, role: 'viewer' });
    expect((await loadSessionCtx(test.db, second.session.id))?.scope.role).toBe('viewer');
  });

  it("of another workspace's member is not found, like one that does not exist", async () => {
    const { first } = await team('owner', 'member');
    const other = await team('owner', 'member');
    for (const memberId of [other.second.member.id, newId()]) {
      const input = { memberId, role: 'viewer' } as const;
      await expect(changeRole(first.ctx, input)).rejects.toEqual(code('not_found'));
      await expect(removeMember(first.ctx, { memberId })).rejects.toEqual(code('not_found'));
    }
    expect((await rowOf(other.second.member.id)).role).toBe('member');
    expect((await rowOf(other.second.member.id)).removedAt).toBeNull();
  });

  it('leaves the last owner an owner and says what to do', async () => {
    const { first, workspace } = await team('owner', 'admin');
    const change = changeRole(first.ctx, { memberId: first.member.id, role: 'admin' });
    await expect(change).rejects.toMatchObject({
      code: 'conflict',
      message: 'A workspace needs at least one owner. Make somebody else an owner first.',
    });
    expect((await rowOf(first.member.id)).role).toBe('owner');
    expect(await auditOf(workspace.id)).toEqual([]);
  });

  it('is refused to somebody who was demoted a moment ago', async () => {
    const { first, second, third } = await team('owner', 'admin', 'member');
    await changeRole(first.ctx, { memberId: second.member.id, role: 'member' });
    const stale = changeRole(second.ctx, { memberId: third.member.id, role: 'viewer' });
    await expect(stale).rejects.toEqual(code('forbidden'));
  });
});

/** Of each kind; a thousand in all with `LONG=1`. */
const RACES = process.env.LONG === '1' ? 500 : 50;

describe('two people who demote each other at the same moment (Z11)', () => {
  it('leave the workspace with an owner, whoever wins', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const { first, second, workspace } = await team('owner', 'owner');
      const demote = (by: typeof first, whom: typeof first) =>
        race % 2 === 0
          ? changeRole(by.ctx, { memberId: whom.member.id, role: 'member' })
          : removeMember(by.ctx, { memberId: whom.member.id });
      const results = await Promise.allSettled([demote(first, second), demote(second, first)]);
      const owners = await test.db.$count(
        members,
        and(
          eq(members.workspaceId, workspace.id),
          eq(members.role, 'owner'),
          isNull(members.removedAt),
        ),
      );
      expect(owners).toBe(1);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    }
  });

  it('leave it with an owner when each steps down', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const { first, second, workspace } = await team('owner', 'owner');
      const results = await Promise.allSettled(
        [first, second].map(({ ctx, member }) =>
          changeRole(ctx, { memberId: member.id, role: 'viewer' }),
        ),
      );
      const owners = await test.db.$count(
        members,
        and(eq(members.workspaceId, workspace.id), eq(members.role, 'owner')),
      );
      expect(owners).toBe(1);
      const refused = results.find(({ status }) => status === 'rejected');
      expect(refused).toMatchObject({ reason: { code: 'conflict' } });
    }
  });
});

describe('removing a member', () => {
  it('ends their sessions, keeps their row and their accounts, and lists these', async () => {
    const { first, second, workspace } = await team('admin', 'member', 'owner');
    const gateway = await createGateway(test.db, workspace);
    const account = await createAccount(test.db, gateway, {
      ownerMemberId: second.member.id,
      name: 'Sales inbox',
    });
    await removeMember(first.ctx, { memberId: second.member.id });
    expect(await loadSessionCtx(test.db, second.session.id)).toBeNull();
    const [session] = await test.db
      .select()
      .from(sessions)
      .where(eq(sessions.id, second.session.id));
    expect(session?.revokedAt).not.toBeNull();
    const [kept] = await test.db.select().from(accounts).where(eq(accounts.id, account.id));
    expect(kept).toMatchObject({ ownerMemberId: second.member.id, removedAt: null });

    const page = await getTeam(first.ctx);
    expect(page.members.map(({ id }) => id)).not.toContain(second.member.id);
    expect(page.accountsToHandOver).toEqual([
      { id: account.id, name: 'Sales inbox', provider: 'LINKEDIN', formerOwner: second.user.name },
    ]);
    expect(await auditOf(workspace.id)).toMatchObject([
      { action: 'member.remove', entityId: second.member.id },
    ]);
    const again = removeMember(first.ctx, { memberId: second.member.id });
    await expect(again).rejects.toEqual(code('not_found'));
  });

  it('tells open pages after the commit: the session is over, the member changed', async () => {
    const { first, second } = await team('owner', 'member');
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    const hints: Hint[] = [];
    const both = new Promise<void>((resolve) => {
      client.on('notification', ({ payload }) => {
        hints.push(JSON.parse(payload ?? '{}'));
        if (hints.length === 2) resolve();
      });
    });
    await client.query('listen hints');
    await removeMember(first.ctx, { memberId: second.member.id });
    await both;
    await client.end();
    expect(hints.map(({ kind, id }) => [kind, id])).toEqual([
      ['session.revoked', second.session.id],
      ['member.changed', second.member.id],
    ]);
  });

  it.each(['lead', 'member', 'viewer'] as const)('is not for a %s', async (role) => {
    const { first, second } = await team(role, 'viewer', 'owner');
    const remove = removeMember(first.ctx, { memberId: second.member.id });
    await expect(remove).rejects.toEqual(code('forbidden'));
    expect((await rowOf(second.member.id)).removedAt).toBeNull();
  });

  it('does not let an admin remove an owner, nor anybody themselves', async () => {
    const { first, second } = await team('admin', 'owner');
    await expect(removeMember(first.ctx, { memberId: second.member.id })).rejects.toEqual(
      code('forbidden'),
    );
    await expect(removeMember(first.ctx, { memberId: first.member.id })).rejects.toEqual(
      code('conflict'),
    );
  });
});

it('a role is changed while its member does something else that is recorded', async () => {
  const { workspace, first, second, third } = await team('owner', 'admin', 'lead');
  const act = { action: 'test', entityType: 'test', entityId: null };
  const { changed } = await inTransaction(third.ctx, async (tx) => {
    await lockByName(tx, `audit:${workspace.id}`);
    const changing = changeRole(first.ctx, { memberId: second.member.id, role: 'viewer' });
    await untilBlocked(test.pool);
    await recordAudit(tx, { ...act, actorMemberId: second.member.id });
    return { changed: changing };
  });
  await changed;
  expect((await rowOf(second.member.id)).role).toBe('viewer');
});

describe('the members page', () => {
  it('shows a viewer who is there, and neither invitations nor what is to be handed over', async () => {
    const { first, second } = await team('viewer', 'owner');
    const page = await getTeam(first.ctx);
    expect(page.members.map(({ id }) => id).sort()).toEqual(
      [first.member.id, second.member.id].sort(),
    );
    expect(page).toMatchObject({
      yourRole: 'viewer',
      canManage: false,
      invitations: [],
      accountsToHandOver: [],
    });
    expect(page.members.find(({ isYou }) => isYou)?.id).toBe(first.member.id);
  });

  it('counts the accounts of this workspace only, without removed ones', async () => {
    const { first, workspace } = await team('owner', 'member');
    const gateway = await createGateway(test.db, workspace);
    await createAccount(test.db, gateway, { ownerMemberId: first.member.id });
    await createAccount(test.db, gateway, {
      ownerMemberId: first.member.id,
      removedAt: new Date(),
    });
    const page = await getTeam(first.ctx);
    expect(page.members.find(({ isYou }) => isYou)?.accountCount).toBe(1);
  });
});
