import { and, eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, conversations, labels, messages } from '@/db/schema';
import {
  createConversation,
  createMember,
  createMessage,
  createTeam,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { listConversations } from '@/lib/inbox/queries';
import type { ConversationView } from '@/lib/inbox/types';
import { tallyUnread } from '@/lib/inbox/view-queries';
import { EVERYTHING, unreadIn } from '@/lib/inbox/view-rules';
import {
  assign,
  setLabel,
  setMuted,
  setPlace,
  setStarred,
  setUnread,
  snooze,
  undo,
} from './mutations';
import { listTeammates } from './queries';

setTestEnv();
const test = testDb();
const HOUR_AHEAD = () => new Date(Date.now() + 3_600_000).toISOString();

async function team() {
  const { workspace, jane: owner, omar: colleague, gateway, account } = await createTeam(test.db);
  const viewer = await createMember(test.db, workspace, 'viewer', { name: 'Vera Lind' });
  const add = (fields: object = {}) => createConversation(test.db, account, fields);
  const first = await add({ title: 'First' });
  const second = await add({ title: 'Second' });
  const [label] = await test.db
    .insert(labels)
    .values({ workspaceId: workspace.id, name: 'Hot' })
    .returning();
  if (!label) throw new Error('no label');
  const ids = [first.id, second.id];
  return { workspace, owner, colleague, viewer, gateway, account, first, second, ids, label, add };
}
type Team = Awaited<ReturnType<typeof team>>;

const rowsOf = (ids: string[]) =>
  test.db
    .select()
    .from(conversations)
    .where(inArray(conversations.id, ids))
    .orderBy(conversations.id);

/** What is stored of the state, without times of our own. */
const stateOf = async (ids: string[]) =>
  (await rowsOf(ids)).map(({ updatedAt, placedAt, ...row }) => row);

const auditsOf = (workspaceId: string) =>
  test.db.$count(auditLog, eq(auditLog.workspaceId, workspaceId));

const titles = async ({ owner }: Team, view: ConversationView, more: object = {}) =>
  (await listConversations(owner.ctx, { view, limit: 50, ...more })).items
    .map((row) => row.name)
    .sort();

const ACTS = {
  done: ({ owner, ids }: Team) => setPlace(owner.ctx, { conversationIds: ids, place: 'done' }),
  snooze: ({ owner, ids }: Team) =>
    snooze(owner.ctx, { conversationIds: ids, until: HOUR_AHEAD() }),
  unread: ({ owner, ids }: Team) => setUnread(owner.ctx, { conversationIds: ids, isUnread: true }),
  star: ({ owner, ids }: Team) => setStarred(owner.ctx, { conversationIds: ids, isStarred: true }),
  mute: ({ owner, ids }: Team) => setMuted(owner.ctx, { conversationIds: ids, isMuted: true }),
  assign: ({ owner, colleague, ids }: Team) =>
    assign(owner.ctx, { conversationIds: ids, memberId: colleague.member.id }),
  label: ({ owner, label, ids }: Team) =>
    setLabel(owner.ctx, { conversationIds: ids, labelId: label.id, isOn: true }),
};

describe('acts on conversations', () => {
  for (const [name, act] of Object.entries(ACTS)) {
    it(`${name}: changes many at once, writes one audit row, and undo takes exactly it back`, async () => {
      const world = await team();
      const before = await stateOf(world.ids);
      const { changes } = await act(world);
      expect(changes.map((change) => change.conversationId).sort()).toEqual([...world.ids].sort());
      expect(await auditsOf(world.workspace.id)).toBe(1);
      // Nothing is left to change, so nothing is written.
      if (name !== 'snooze') expect((await act(world)).changes).toEqual([]);
      expect(await auditsOf(world.workspace.id)).toBe(1);
      expect((await undo(world.owner.ctx, { changes })).changes).toHaveLength(2);
      expect(await stateOf(world.ids)).toEqual(before);
      expect(await auditsOf(world.workspace.id)).toBe(2);
      expect((await undo(world.owner.ctx, { changes })).changes).toEqual([]);
    });
  }

  it('undo leaves a conversation alone that somebody else has changed since', async () => {
    const world = await team();
    const { changes } = await ACTS.done(world);
    await setPlace(world.colleague.ctx, { conversationIds: [world.first.id], place: 'inbox' });
    await snooze(world.colleague.ctx, { conversationIds: [world.first.id], until: HOUR_AHEAD() });
    const undone = await undo(world.owner.ctx, { changes });
    expect(undone.changes.map((change) => change.conversationId)).toEqual([world.second.id]);
    expect(await titles(world, 'snoozed')).toEqual(['First']);
    expect(await titles(world, 'all')).toEqual(['Second']);
  });

  it('undo of "read" makes the very same messages unread again', async () => {
    const world = await team();
    const { id } = world.first;
    const unread = await createMessage(test.db, world.first, { isUnread: true });
    await createMessage(test.db, world.first, { isUnread: false });
    await test.db.update(conversations).set({ unreadCount: 1 }).where(eq(conversations.id, id));
    const { changes } = await setUnread(world.owner.ctx, {
      conversationIds: [id],
      isUnread: false,
    });
    expect((await rowsOf([id]))[0]).toMatchObject({ unreadCount: 0 });
    await undo(world.owner.ctx, { changes });
    expect((await rowsOf([id]))[0]).toMatchObject({ unreadCount: 1, isMarkedUnread: false });
    const rows = await test.db
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.conversationId, id), eq(messages.isUnread, true)));
    expect(rows).toEqual([{ id: unread.id }]);
  });

  it('a snooze into the past is refused with a sentence', async () => {
    const { owner, ids } = await team();
    const until = new Date(Date.now() - 1000).toISOString();
    await expect(snooze(owner.ctx, { conversationIds: ids, until })).rejects.toMatchObject({
      code: 'invalid_input',
      message: 'This time has passed. Choose one that lies ahead.',
    });
  });

  it('gives a conversation only to somebody who may answer it', async () => {
    const { owner, colleague, viewer, account, ids } = await team();
    const give = (memberId: string) => assign(owner.ctx, { conversationIds: ids, memberId });
    await expect(give(viewer.member.id)).rejects.toMatchObject({ code: 'invalid_input' });
    await test.db
      .update(accounts)
      .set({ visibility: 'private' })
      .where(eq(accounts.id, account.id));
    await expect(give(colleague.member.id)).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await give(owner.member.id)).changes).toHaveLength(2);
    const [stranger] = [await createMember(test.db, await createWorkspace(test.db), 'owner')];
    await expect(give(stranger.member.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('who may sort (Z1)', () => {
  for (const [name, act] of Object.entries(ACTS)) {
    it(`${name}: a viewer and a reader may not, and nothing is changed`, async () => {
      const world = await team();
      const before = await stateOf(world.ids);
      await expect(act({ ...world, owner: world.viewer })).rejects.toMatchObject({
        code: 'forbidden',
      });
      await test.db
        .update(accounts)
        .set({ visibility: 'team-read' })
        .where(eq(accounts.id, world.account.id));
      await expect(act({ ...world, owner: world.colleague })).rejects.toMatchObject({
        code: 'forbidden',
      });
      expect(await stateOf(world.ids)).toEqual(before);
    });

    it(`${name}: another workspace's id is not found, also among own ones`, async () => {
      const [mine, theirs] = [await team(), await team()];
      const before = await stateOf([...mine.ids, ...theirs.ids]);
      for (const id of [theirs.first.id, newId()]) {
        await expect(act({ ...mine, ids: [mine.first.id, id] })).rejects.toMatchObject({
          code: 'not_found',
          message: 'Conversation not found.',
        });
      }
      expect(await stateOf([...mine.ids, ...theirs.ids])).toEqual(before);
    });
  }

  it("undo answers the same for another workspace's conversation", async () => {
    const [mine, theirs] = [await team(), await team()];
    const { changes } = await ACTS.done(theirs);
    await expect(undo(mine.owner.ctx, { changes })).rejects.toMatchObject({ code: 'not_found' });
    await expect(undo(theirs.viewer.ctx, { changes })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it("another workspace's label is not found", async () => {
    const [mine, theirs] = [await team(), await team()];
    await expect(ACTS.label({ ...mine, label: theirs.label })).rejects.toMatchObject({
      code: 'not_found',
      message: 'Label not found.',
    });
  });

  it('offers only people who may read the accounts, and says who may answer', async () => {
    const [{ owner, viewer, account }, theirs] = [await team(), await team()];
    const names = async () =>
      (await listTeammates(owner.ctx, { accountIds: [account.id] })).map(
        ({ name, canAnswer }) => `${name}${canAnswer ? ' answers' : ''}`,
      );
    expect(await names()).toEqual(['Jane Ruiz answers', 'Omar Haddad answers', 'Vera Lind']);
    await test.db
      .update(accounts)
      .set({ visibility: 'private' })
      .where(eq(accounts.id, account.id));
    expect(await names()).toEqual(['Jane Ruiz answers']);
    for (const ask of [
      listTeammates(viewer.ctx, { accountIds: [account.id] }),
      listTeammates(owner.ctx, { accountIds: [theirs.account.id] }),
    ]) {
      await expect(ask).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});

describe('the views', () => {
  it('each list holds what belongs to it', async () => {
    const world = await team();
    const { owner, colleague, first, second, label, add } = world;
    const third = await add({ title: 'Third', unreadCount: 1 });
    await setPlace(owner.ctx, { conversationIds: [first.id], place: 'done' });
    await setStarred(owner.ctx, { conversationIds: [first.id], isStarred: true });
    await assign(owner.ctx, { conversationIds: [second.id], memberId: owner.member.id });
    await setLabel(owner.ctx, { conversationIds: [second.id], labelId: label.id, isOn: true });
    expect(await titles(world, 'all')).toEqual(['Second', 'Third']);
    expect(await titles(world, 'done')).toEqual(['First']);
    expect(await titles(world, 'starred')).toEqual(['First']);
    expect(await titles(world, 'mine')).toEqual(['Second']);
    expect(await titles({ ...world, owner: colleague }, 'mine')).toEqual([]);
    expect(await titles(world, 'unassigned')).toEqual(['Third']);
    expect(await titles(world, 'unread')).toEqual(['Third']);
    expect(await titles(world, 'all', { labelId: label.id })).toEqual(['Second']);
    expect(await titles(world, 'all', { labelId: newId() })).toEqual([]);
    await setMuted(owner.ctx, { conversationIds: [third.id], isMuted: true });
    expect(await titles(world, 'unread')).toEqual([]);
    expect(await titles(world, 'all')).toEqual(['Second', 'Third']);
  });

  it('the count of a view equals its unread rows, whatever narrows it (I5)', async () => {
    const world = await team();
    const { owner, first, second, label, add, account } = world;
    const muted = await add({ title: 'Muted', unreadCount: 3 });
    const done = await add({ title: 'Done', unreadCount: 1 });
    await setMuted(owner.ctx, { conversationIds: [muted.id], isMuted: true });
    await setPlace(owner.ctx, { conversationIds: [done.id], place: 'done' });
    await setUnread(owner.ctx, { conversationIds: [first.id, second.id], isUnread: true });
    await assign(owner.ctx, { conversationIds: [first.id], memberId: owner.member.id });
    await setStarred(owner.ctx, { conversationIds: [second.id], isStarred: true });
    await setLabel(owner.ctx, { conversationIds: [second.id], labelId: label.id, isOn: true });
    const tally = await tallyUnread(owner.ctx);
    const count = (view: ConversationView, labelId: string | null = null) =>
      unreadIn(tally, {
        ...EVERYTHING,
        view,
        accountId: account.id,
        provider: 'LINKEDIN',
        labelId,
      });
    expect(count('all')).toBe(2);
    expect(count('unread')).toBe((await titles(world, 'unread')).length);
    expect([count('mine'), count('unassigned'), count('starred')]).toEqual([1, 1, 1]);
    expect([count('all', label.id), count('mine', label.id)]).toEqual([1, 0]);
    expect([count('done'), count('snoozed')]).toEqual([0, 0]);
  });
});
