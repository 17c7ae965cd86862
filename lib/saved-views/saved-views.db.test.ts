import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createMember,
  createTeam,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { listQuery } from '@/lib/inbox/options';
import { listConversations } from '@/lib/inbox/queries';
import { listConversationsInput } from '@/lib/inbox/schema';
import type { ConversationFilter } from '@/lib/inbox/types';
import { tallyUnread } from '@/lib/inbox/view-queries';
import { belongsTo, EVERYTHING, unreadIn } from '@/lib/inbox/view-rules';
import { createLabel } from '@/lib/labels/mutations';
import { assign, setLabel, setMuted, setStarred, snooze } from '@/lib/triage/mutations';
import { changeView, deleteView, saveView } from './mutations';
import { listSavedViews } from './queries';
import { MAX_SAVED_VIEWS } from './rules';

setTestEnv();
const test = testDb();

async function team() {
  const { workspace, jane, omar, gateway, account } = await createTeam(test.db);
  const lead = await createMember(test.db, workspace, 'lead');
  const viewer = await createMember(test.db, workspace, 'viewer');
  const label = await createLabel(jane.ctx, { name: 'Hot', colour: 'red' });
  return { workspace, jane, omar, lead, viewer, gateway, account, label };
}
type Team = Awaited<ReturnType<typeof team>>;

const list = (ctx: Team['jane']['ctx'], filter: ConversationFilter, more: object = {}) =>
  listConversations(ctx, listConversationsInput.parse({ ...listQuery(filter), ...more }));

const names = async (ctx: Team['jane']['ctx']) =>
  (await listSavedViews(ctx)).views.map(({ name }) => name);

const unread = { ...EVERYTHING, isUnread: true };

describe('saved views', () => {
  it('are found by their owner alone, or by the whole team where shared', async () => {
    const { jane, omar, workspace, label } = await team();
    const filter = { ...EVERYTHING, labelId: label.id, assignee: omar.member.id };
    await saveView(jane.ctx, { name: 'Mine', filter: unread, isShared: false });
    await saveView(jane.ctx, { name: 'Ours', filter, isShared: true });
    expect(await names(jane.ctx)).toEqual(['Mine', 'Ours']);
    expect((await listSavedViews(omar.ctx)).views).toMatchObject([
      { name: 'Ours', filter, isShared: true, isMine: false, canChange: false },
    ]);
    const audits = and(eq(auditLog.workspaceId, workspace.id), eq(auditLog.action, 'view.save'));
    expect(await test.db.$count(auditLog, audits)).toBe(2);
  });

  it('have one name each, and only so many are kept', async () => {
    const { jane, omar } = await team();
    const save = (name: string) => saveView(jane.ctx, { name, filter: unread, isShared: false });
    await save('Hot');
    await expect(save('HOT')).rejects.toMatchObject({
      code: 'conflict',
      fields: { name: 'There is a view called “HOT” already.' },
    });
    await saveView(omar.ctx, { name: 'Hot', filter: unread, isShared: false });
    for (let index = 1; index < MAX_SAVED_VIEWS; index += 1) await save(`View ${index}`);
    await expect(save('One more')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('are changed and deleted by their owner, a shared one also by a lead', async () => {
    const { jane, omar, lead, viewer } = await team();
    const own = await saveView(jane.ctx, { name: 'Own', filter: unread, isShared: false });
    const shared = await saveView(jane.ctx, { name: 'Shared', filter: unread, isShared: true });
    const change = (ctx: typeof jane.ctx, { viewId }: { viewId: string }) =>
      changeView(ctx, { viewId, name: 'Renamed', isShared: true });
    await expect(change(omar.ctx, shared)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(deleteView(omar.ctx, shared)).rejects.toMatchObject({ code: 'forbidden' });
    for (const other of [omar, lead, viewer]) {
      await expect(change(other.ctx, own)).rejects.toMatchObject({ code: 'not_found' });
      await expect(deleteView(other.ctx, own)).rejects.toMatchObject({ code: 'not_found' });
    }
    await change(lead.ctx, shared);
    expect(await names(omar.ctx)).toEqual(['Renamed']);
    await deleteView(lead.ctx, shared);
    await deleteView(jane.ctx, own);
    expect(await names(jane.ctx)).toEqual([]);
  });

  it('a viewer keeps own ones and shares none', async () => {
    const { viewer } = await team();
    const save = (isShared: boolean) =>
      saveView(viewer.ctx, { name: 'Mine', filter: unread, isShared });
    await expect(save(true)).rejects.toMatchObject({ code: 'forbidden' });
    const { viewId } = await save(false);
    await expect(
      changeView(viewer.ctx, { viewId, name: 'Mine', isShared: true }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect((await listSavedViews(viewer.ctx)).canShare).toBe(false);
  });

  it("another workspace's views, accounts, labels and members are not found", async () => {
    const [mine, theirs] = [await team(), await team()];
    const { viewId } = await saveView(theirs.lead.ctx, {
      name: 'Theirs',
      filter: unread,
      isShared: true,
    });
    await expect(deleteView(mine.lead.ctx, { viewId })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await names(mine.lead.ctx)).toEqual([]);
    for (const part of [
      { accountId: theirs.account.id },
      { labelId: theirs.label.id },
      { assignee: theirs.jane.member.id },
      { accountId: newId() },
    ]) {
      const filter = { ...EVERYTHING, ...part };
      await expect(
        saveView(mine.jane.ctx, { name: 'Foreign', filter, isShared: false }),
      ).rejects.toMatchObject({ code: 'not_found' });
      expect((await list(mine.jane.ctx, filter)).items).toEqual([]);
    }
  });
});

describe('what narrows the list', () => {
  it('is combined, agrees with what changes on screen, and each count equals its unread rows (I5)', async () => {
    const { jane, omar, lead, account, label, gateway } = await team();
    const other = await createAccount(test.db, gateway, {
      ownerMemberId: jane.member.id,
      visibility: 'team-reply',
      provider: 'OUTLOOK',
    });
    const ids: string[] = [];
    for (let index = 0; index < 16; index += 1) {
      const place = index < 12 ? account : other;
      const fields = { title: `Chat ${index}`, unreadCount: index % 3 === 0 ? 2 : 0 };
      ids.push((await createConversation(test.db, place, fields)).id);
    }
    const every = (step: number, from = 0) => ids.filter((_, index) => index % step === from);
    await setLabel(jane.ctx, { conversationIds: every(2), labelId: label.id, isOn: true });
    await setStarred(jane.ctx, { conversationIds: every(4), isStarred: true });
    await assign(jane.ctx, { conversationIds: every(3), memberId: omar.member.id });
    await assign(jane.ctx, { conversationIds: every(5, 1), memberId: jane.member.id });
    await setMuted(jane.ctx, { conversationIds: ids.slice(0, 1), isMuted: true });
    const { items: all } = await list(jane.ctx, EVERYTHING);
    const tally = await tallyUnread(jane.ctx);
    const parts: Partial<ConversationFilter>[] = [
      { view: 'mine' },
      { view: 'unassigned' },
      { view: 'starred' },
      { accountId: account.id },
      { provider: 'LINKEDIN' },
      { provider: 'EMAIL' },
      { labelId: label.id },
      { assignee: omar.member.id },
      { assignee: 'nobody' },
      { isUnread: true },
      { isStarred: true },
    ];
    for (const one of parts) {
      for (const two of parts) {
        const filter = { ...EVERYTHING, ...one, ...two };
        const { items } = await list(jane.ctx, filter);
        const wanted = all.filter((row) => belongsTo(filter, row)).map(({ id }) => id);
        expect(items.map(({ id }) => id)).toEqual(wanted);
        const counted = items.filter((row) => row.isUnread && !row.isMuted).length;
        expect([filter, unreadIn(tally, filter)]).toEqual([filter, counted]);
      }
    }
    // The same view is another list for whoever has other conversations.
    const mine = { ...EVERYTHING, view: 'mine' as const };
    expect((await list(omar.ctx, mine)).items).toHaveLength(every(3).length - 1);
    expect((await list(lead.ctx, mine)).items).toEqual([]);
  });

  it('the snoozed ones stand by when they wake, page by page', async () => {
    const { jane, account } = await team();
    const hours = [5, 1, 4, 2, 3];
    const start = Date.now();
    for (const hour of hours) {
      const { id } = await createConversation(test.db, account, { title: `In ${hour}` });
      const until = new Date(start + hour * 3_600_000).toISOString();
      await snooze(jane.ctx, { conversationIds: [id], until });
    }
    const snoozed = { ...EVERYTHING, view: 'snoozed' as const };
    const first = await list(jane.ctx, snoozed, { limit: 2 });
    const second = await list(jane.ctx, snoozed, { limit: 2, cursor: first.cursor ?? '' });
    const third = await list(jane.ctx, snoozed, { limit: 2, cursor: second.cursor ?? '' });
    const shown = [first, second, third].map(({ items }) => items.map(({ name }) => name));
    expect(shown).toEqual([['In 1', 'In 2'], ['In 3', 'In 4'], ['In 5']]);
    expect(third.cursor).toBeNull();
  });
});
