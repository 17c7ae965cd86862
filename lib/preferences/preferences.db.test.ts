import { eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditLog, memberPreferences } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { changePreferences } from './mutations';
import { getPreferences } from './queries';
import { DEFAULT_PREFERENCES } from './rules';

const test = testDb();

describe('preferences', () => {
  let one: Awaited<ReturnType<typeof createMember>>;
  let colleague: Awaited<ReturnType<typeof createMember>>;

  beforeAll(async () => {
    const workspace = await createWorkspace(test.db);
    one = await createMember(test.db, workspace, 'viewer');
    colleague = await createMember(test.db, workspace, 'owner');
  });

  const audits = async () =>
    (await test.db.select().from(auditLog).where(eq(auditLog.entityId, one.member.id))).length;

  it('are the defaults until something is chosen', async () => {
    expect(await getPreferences(one.ctx)).toEqual(DEFAULT_PREFERENCES);
  });

  it('change only in what was given, and for nobody else', async () => {
    await changePreferences(one.ctx, { density: 'compact' });
    const after = await changePreferences(one.ctx, { chatHoldSeconds: 0, sendsOnEnter: false });
    const wanted = {
      ...DEFAULT_PREFERENCES,
      density: 'compact',
      chatHoldSeconds: 0,
      sendsOnEnter: false,
    };
    expect(after).toEqual(wanted);
    expect(await getPreferences(one.ctx)).toEqual(wanted);
    expect(await getPreferences(colleague.ctx)).toEqual(DEFAULT_PREFERENCES);
  });

  it('leave one audit row for a change and none for a choice that was made already', async () => {
    const before = await audits();
    await changePreferences(one.ctx, { receipts: 'never' });
    await changePreferences(one.ctx, { receipts: 'never' });
    expect(await audits()).toBe(before + 1);
  });

  it('of two changes at once both count', async () => {
    await Promise.all([
      changePreferences(colleague.ctx, { shortcuts: 'gmail' }),
      changePreferences(colleague.ctx, { density: 'comfortable' }),
    ]);
    expect(await getPreferences(colleague.ctx)).toMatchObject({
      shortcuts: 'gmail',
      density: 'comfortable',
    });
    expect(await test.db.select().from(memberPreferences)).toHaveLength(2);
  });
});
