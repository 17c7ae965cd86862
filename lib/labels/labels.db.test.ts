import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, conversationLabels, labels } from '@/db/schema';
import { createConversation, createMember, createTeam } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { listConversations } from '@/lib/inbox/queries';
import { setLabel, undo } from '@/lib/triage/mutations';
import { changeLabel, createLabel, deleteLabel } from './mutations';
import { countLabelUses, listLabels } from './queries';
import { MAX_LABELS } from './rules';

setTestEnv();
const test = testDb();

async function team() {
  const { workspace, jane: member, account } = await createTeam(test.db, { visibility: 'private' });
  const lead = await createMember(test.db, workspace, 'lead');
  const viewer = await createMember(test.db, workspace, 'viewer');
  const chats = [
    await createConversation(test.db, account, { title: 'First' }),
    await createConversation(test.db, account, { title: 'Second' }),
  ];
  return { workspace, lead, member, viewer, ids: chats.map(({ id }) => id) };
}

const audits = (workspaceId: string, action: string) =>
  test.db.$count(auditLog, and(eq(auditLog.workspaceId, workspaceId), eq(auditLog.action, action)));
const hot = { name: 'Hot', colour: 'red' as const };

describe('labels of a team', () => {
  it('are created by whoever answers, and listed by name for everybody', async () => {
    const { workspace, lead, member, viewer } = await team();
    await createLabel(member.ctx, hot);
    await createLabel(lead.ctx, { name: 'ask again', colour: 'teal' });
    await expect(createLabel(viewer.ctx, { ...hot, name: 'Mine' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    const seen = await listLabels(viewer.ctx);
    expect(seen.labels.map(({ name }) => name)).toEqual(['ask again', 'Hot']);
    expect(seen).toMatchObject({ canCreate: false, canManage: false });
    expect(await listLabels(member.ctx)).toMatchObject({ canCreate: true, canManage: false });
    expect(await audits(workspace.id, 'label.create')).toBe(2);
  });

  it('one name once, in whatever case, also when two people give it at once', async () => {
    const { workspace, member, lead } = await team();
    const tries = await Promise.allSettled([
      createLabel(member.ctx, hot),
      createLabel(lead.ctx, { ...hot, name: 'HOT' }),
    ]);
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(createLabel(member.ctx, { ...hot, name: 'hot' })).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is a label called “hot” already.',
      fields: { name: 'There is a label called “hot” already.' },
    });
    // Another workspace has names of its own.
    const other = await team();
    await createLabel(other.member.ctx, hot);
    expect(await test.db.$count(labels, eq(labels.workspaceId, workspace.id))).toBe(1);
    expect(await audits(workspace.id, 'label.create')).toBe(1);
  });

  it('so many and no more', async () => {
    const { workspace, member } = await team();
    const rows = Array.from({ length: MAX_LABELS }, (_, index) => ({
      workspaceId: workspace.id,
      name: `Label ${index}`,
    }));
    await test.db.insert(labels).values(rows);
    await expect(createLabel(member.ctx, hot)).rejects.toMatchObject({
      code: 'conflict',
      message: 'A workspace has at most 200 labels. Delete one that nobody needs.',
    });
  });

  it('are renamed and recoloured by leads, everywhere at once; the same again changes nothing', async () => {
    const { workspace, lead, member, ids } = await team();
    const { id: labelId } = await createLabel(member.ctx, hot);
    await setLabel(member.ctx, { conversationIds: ids, labelId, isOn: true });
    const wanted = { labelId, name: 'Warm', colour: 'amber' as const };
    await expect(changeLabel(member.ctx, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    await changeLabel(lead.ctx, wanted);
    await changeLabel(lead.ctx, wanted);
    const { items } = await listConversations(member.ctx, { view: 'all', limit: 50 });
    expect(items.map((row) => row.labels)).toEqual([
      [{ id: labelId, name: 'Warm', colour: 'amber' }],
      [{ id: labelId, name: 'Warm', colour: 'amber' }],
    ]);
    expect(await audits(workspace.id, 'label.change')).toBe(1);
    await createLabel(lead.ctx, hot);
    await expect(changeLabel(lead.ctx, { ...wanted, name: 'HOT' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('deleting one names from how many conversations it went, and an undo does not bring it back', async () => {
    const { workspace, lead, member, ids } = await team();
    const { id: labelId } = await createLabel(member.ctx, hot);
    const { changes } = await setLabel(member.ctx, { conversationIds: ids, labelId, isOn: true });
    await setLabel(member.ctx, { conversationIds: ids.slice(1), labelId, isOn: false });
    const removed = await setLabel(member.ctx, {
      conversationIds: ids.slice(0, 1),
      labelId,
      isOn: false,
    });
    await undo(member.ctx, { changes: removed.changes });
    // Counted also for a lead who may not read the conversation.
    expect(await countLabelUses(lead.ctx)).toEqual({ [labelId]: 1 });
    await expect(deleteLabel(member.ctx, { labelId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await deleteLabel(lead.ctx, { labelId })).toEqual({ conversationCount: 1 });
    expect(await audits(workspace.id, 'label.delete')).toBe(1);
    await undo(member.ctx, {
      changes: changes.map((change) => ({ ...change, before: change.after, after: change.before })),
    });
    expect(
      await test.db.$count(conversationLabels, eq(conversationLabels.workspaceId, workspace.id)),
    ).toBe(0);
  });

  it("another workspace's label is not found, and its uses are not counted", async () => {
    const [mine, theirs] = [await team(), await team()];
    const { id: labelId } = await createLabel(theirs.member.ctx, hot);
    await setLabel(theirs.member.ctx, { conversationIds: theirs.ids, labelId, isOn: true });
    for (const id of [labelId, newId()]) {
      const change = changeLabel(mine.lead.ctx, { labelId: id, ...hot });
      await expect(change).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteLabel(mine.lead.ctx, { labelId: id })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect((await listLabels(mine.lead.ctx)).labels).toEqual([]);
    expect(await countLabelUses(mine.lead.ctx)).toEqual({});
    await expect(countLabelUses(mine.member.ctx)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
