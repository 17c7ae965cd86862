import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, invitationImportRows, invitationPacing, invitationPlans } from '@/db/schema';
import { createAccount, createMember } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { systemClock } from '@/lib/core/time';
import { pausePlans } from '@/lib/invitations/plan-mutations';
import { lockPacing } from '@/lib/invitations/replan-mutations';
import { lookUpImported } from './handlers';
import { addImport, planImport, stopImport } from './mutations';
import { exportImport, getImport, listImports } from './queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

async function start() {
  const world = await startInboxWorld(test.db, test.pool);
  const { account, sandbox, workspace, owner, ctx } = world;
  const contact = (name: string, kind = 'contacts') =>
    sandbox.control<{ providerId: string; publicIdentifier: string }>(
      'POST',
      `/accounts/${account.providerAccountId}/${kind}`,
      { name },
    );
  const payload = { workspaceId: workspace.id, accountId: account.id };
  const next = () => lookUpImported(payload, ctx, { clock: systemClock });
  return {
    ...world,
    contact,
    next,
    add: (text: string) =>
      addImport(owner.ctx, { fileName: 'people.csv', text, accountId: account.id }),
    detail: (importId: string) => getImport(owner.ctx, { importId }),
    plans: () =>
      test.db.select().from(invitationPlans).where(eq(invitationPlans.accountId, account.id)),
    audits: (action: string) =>
      test.db.$count(
        auditLog,
        and(eq(auditLog.workspaceId, workspace.id), eq(auditLog.action, action)),
      ),
    jobs: async () =>
      (
        await test.db.execute<{ run_at: string }>(
          sql`select run_at from graphile_worker._private_jobs j
            join graphile_worker._private_tasks t on t.id = j.task_id
            where t.identifier = 'invitation-imports.look-up'`,
        )
      ).rows,
  };
}

describe('an import', () => {
  it('keeps every row, looks people up one by one, and plans those who were found by a press', async () => {
    const { contact, add, detail, next, plans, jobs, owner, audits, account } = await start();
    const ana = await contact('Ana Ruiz');
    const friend = await contact('Old Friend', 'relations');
    const { importId } = await add(
      [
        'profile,note',
        `https://www.linkedin.com/in/${ana.publicIdentifier}/,Hello Ana`,
        'not a profile!,',
        'nobody-is-called-so,',
        `${friend.publicIdentifier},Hi`,
      ].join('\n'),
    );
    expect((await detail(importId)).counts).toMatchObject({ waiting: 3, refused: 1 });
    expect(await plans()).toEqual([]);
    expect(await jobs()).toHaveLength(1);
    await next();
    const [again] = await jobs();
    expect(Date.parse(again?.run_at ?? '')).toBeGreaterThan(Date.now() - 1_000);
    await next();
    await next();
    await next();
    const { rows } = await detail(importId);
    expect(rows.map(({ line, state, reason }) => [line, state, reason])).toEqual([
      [2, 'found', null],
      [3, 'refused', 'not_a_profile'],
      [4, 'refused', 'nobody'],
      [5, 'refused', 'connected'],
    ]);
    expect(rows[0]?.person).toMatchObject({ providerUserId: ana.providerId, name: 'Ana Ruiz' });
    expect(await plans()).toEqual([]);
    const zone = 'Asia/Kolkata';
    expect(await planImport(owner.ctx, { importId, zone })).toEqual({ planned: 1, refused: 0 });
    // The account had none of its own yet.
    const [pace] = await test.db
      .select()
      .from(invitationPacing)
      .where(eq(invitationPacing.accountId, account.id));
    expect(pace?.zone).toBe(zone);
    expect(await planImport(owner.ctx, { importId })).toEqual({ planned: 0, refused: 0 });
    expect(await plans()).toMatchObject([
      {
        providerUserId: ana.providerId,
        note: 'Hello Ana',
        state: 'planned',
        accountId: account.id,
      },
    ]);
    expect((await plans())[0]?.plannedAt).not.toBeNull();
    // Once more in another file: refused with the reason, and in the report.
    const second = await add(`profile\n${ana.publicIdentifier}\n`);
    await next();
    expect(await planImport(owner.ctx, second)).toEqual({ planned: 0, refused: 1 });
    const csv = await exportImport(owner.ctx, second);
    expect(csv).toContain('planned already');
    expect(csv).toContain(ana.publicIdentifier);
    expect(await audits('invitation_import.added')).toBe(2);
    expect((await listImports(owner.ctx)).imports).toMatchObject([
      { id: second.importId, counts: { refused: 1 } },
      { id: importId, counts: { planned: 1, refused: 3 } },
    ]);
  });

  it('that is stopped looks up and plans nobody else', async () => {
    const { contact, add, detail, next, plans, owner } = await start();
    const ana = await contact('Ana Ruiz');
    const ben = await contact('Ben Adeyemi');
    const { importId } = await add(`profile\n${ana.publicIdentifier}\n${ben.publicIdentifier}\n`);
    await next();
    expect(await stopImport(owner.ctx, { importId })).toEqual({ stopped: 2 });
    await next();
    expect(await planImport(owner.ctx, { importId })).toEqual({ planned: 0, refused: 0 });
    expect((await detail(importId)).counts).toMatchObject({ stopped: 2 });
    expect(await plans()).toEqual([]);
  });

  it('is planned while a colleague pauses the plan of one of its accounts', async () => {
    const { contact, add, next, owner, account, gateway } = await start();
    const other = await createAccount(test.db, gateway, { ownerMemberId: owner.member.id });
    const names = [await contact('Ana Ruiz'), await contact('Ben Adeyemi')];
    const { importId } = await add(
      ['profile', ...names.map(({ publicIdentifier }) => publicIdentifier)].join('\n'),
    );
    await next();
    await next();
    await test.db
      .update(invitationImportRows)
      .set({ accountId: other.id })
      .where(and(eq(invitationImportRows.importId, importId), eq(invitationImportRows.line, 3)));
    const [, last = account] = [account, other].sort((a, b) => (a.id < b.id ? -1 : 1));
    const { planned } = await inTransaction(owner.ctx, async (tx) => {
      await lockPacing(tx, last);
      const planning = planImport(owner.ctx, { importId });
      await untilBlocked(test.pool);
      await pausePlans(tx, { accountId: last.id, isPaused: true });
      return { planned: planning };
    });
    expect(await planned).toEqual({ planned: 2, refused: 0 });
  });

  it('waits where LinkedIn asks to slow down, where the account is lost, and beyond 80 a day', async () => {
    const { contact, add, detail, next, fault, jobs, sandbox, account } = await start();
    const ana = await contact('Ana Ruiz');
    const { importId } = await add(`profile\n${ana.publicIdentifier}\n`);
    const isWaiting = async () => (await detail(importId)).counts.waiting === 1;
    const laterMs = async () => {
      const [job] = await jobs();
      return Date.parse(job?.run_at ?? '') - Date.now();
    };
    const refuse = async (status: number, type: string) => {
      await test.db.execute(sql`delete from graphile_worker._private_jobs`);
      await sandbox.control('DELETE', '/faults');
      const match = { method: 'GET', path: '/api/v1/users/*' };
      await fault({ kind: 'status', status, type, times: 0, match });
      await next();
      expect(await isWaiting()).toBe(true);
    };
    await refuse(429, 'errors/too_many_requests');
    expect(await laterMs()).toBeGreaterThan(50 * 60_000);
    await refuse(401, 'errors/disconnected_account');
    expect(await laterMs()).toBeGreaterThan(50 * 60_000);
    await sandbox.control('DELETE', '/faults');
    const { importId: earlier } = await add(
      ['profile', ...Array.from({ length: 80 }, (_, index) => `somebody-${index}`)].join('\n'),
    );
    await test.db
      .update(invitationImportRows)
      .set({ state: 'found', lookedUpAt: new Date(Date.now() - 3_600_000) })
      .where(eq(invitationImportRows.importId, earlier));
    await test.db.execute(sql`delete from graphile_worker._private_jobs`);
    await next();
    expect(await isWaiting()).toBe(true);
    expect(await laterMs()).toBeGreaterThan(22 * 3_600_000);
    expect(account.id).toBeTruthy();
  });

  it('goes on behind a name that reads as none the second time', async () => {
    const { add, contact, detail, next, jobs } = await start();
    const ana = await contact('Ana Ruiz');
    const { importId } = await add(
      `profile\nhttps://www.linkedin.com/in/100%25\n${ana.publicIdentifier}\n`,
    );
    expect((await detail(importId)).counts).toMatchObject({ waiting: 2 });
    await test.db.execute(sql`delete from graphile_worker._private_jobs`);
    await next();
    expect((await detail(importId)).rows[0]).toMatchObject({ reason: 'not_a_profile' });
    expect(await jobs()).toHaveLength(1);
  });

  it('is its owner’s alone, and no viewer’s', async () => {
    const { add, owner, workspace } = await start();
    const { importId } = await add('profile\nsomebody-here\n');
    const colleague = await createMember(test.db, workspace, 'owner');
    const viewer = await createMember(test.db, workspace, 'viewer');
    for (const { ctx } of [colleague, viewer]) {
      for (const act of [getImport, exportImport, planImport, stopImport]) {
        await expect(act(ctx, { importId })).rejects.toMatchObject({ code: 'not_found' });
      }
      expect((await listImports(ctx)).imports).toEqual([]);
    }
    await expect(
      addImport(viewer.ctx, { fileName: 'x.csv', text: 'url\nana', accountId: null }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      addImport(owner.ctx, { fileName: 'x.csv', text: 'name\nAna', accountId: null }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
