import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { recordAudit } from '@/lib/audit/mutations';

const test = testDb();

async function brokenLinks(workspaceId: string): Promise<number> {
  const { rows } = await test.db.execute<{ broken: number }>(sql`
    select count(*) filter (where hash <> audit_hash(audit_log.*)
      or prev_hash is distinct from previous)::int as broken
    from (select *, lag(hash) over (order by seq) as previous from audit_log
          where workspace_id = ${workspaceId}) chained
    join audit_log using (id, seq, workspace_id, actor_member_id, action, entity_type, entity_id,
      detail, at, prev_hash, hash)`);
  return rows[0]?.broken ?? -1;
}

describe('the audit log (K4)', () => {
  it('is one unbroken chain although 40 transactions write at once', async () => {
    const workspace = await createWorkspace(test.db);
    const { ctx, member } = await createMember(test.db, workspace, 'admin');
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        ctx.db.transaction((tx) =>
          recordAudit(
            { ...ctx, db: tx },
            { action: 'member.invited', entityType: 'member', entityId: member.id, detail: { i } },
          ),
        ),
      ),
    );
    const { rows } = await test.db.execute<{ total: number; distinct: number; roots: number }>(sql`
      select count(*)::int as total, count(distinct prev_hash)::int as distinct,
        count(*) filter (where prev_hash is null)::int as roots
      from audit_log where workspace_id = ${workspace.id}`);
    expect(rows[0]).toEqual({ total: 40, distinct: 39, roots: 1 });
    expect(await brokenLinks(workspace.id)).toBe(0);
  });

  it('refuses to be changed, deleted or emptied', async () => {
    const workspace = await createWorkspace(test.db);
    const { ctx } = await createMember(test.db, workspace, 'owner');
    await recordAudit(ctx, { action: 'session.revoked', entityType: 'session', entityId: null });
    for (const statement of [
      sql`update audit_log set action = 'nothing'`,
      sql`delete from audit_log`,
      sql`truncate audit_log`,
    ]) {
      await expect(test.db.execute(statement)).rejects.toMatchObject({
        cause: { message: 'audit_log is append-only' },
      });
    }
  });
});
