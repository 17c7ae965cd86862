import { and, eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { lockByName } from '@/db/advisory-locks';
import { accounts, auditLog, conversations, members } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createMember,
  createTeam,
} from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { setOwner, setVisibility } from '@/lib/account-settings/mutations';
import { inTransaction } from '@/lib/auth/scope';
import { changeRole, removeMember } from '@/lib/team/mutations';
import { assign, undo } from './mutations';

setTestEnv();
const test = testDb();

/** Jane shares an account; Omar has three of its conversations and one of an account of his own. */
async function team() {
  const { workspace, jane, omar, gateway, account: shared } = await createTeam(test.db);
  const owner = await createMember(test.db, workspace, 'owner');
  const own = await createAccount(test.db, gateway, {
    ownerMemberId: omar.member.id,
    visibility: 'private',
  });
  const ids: string[] = [];
  for (const _ of [1, 2, 3]) ids.push((await createConversation(test.db, shared)).id);
  const ownId = (await createConversation(test.db, own)).id;
  const kept = (await createConversation(test.db, shared)).id;
  const give = (ctx: typeof jane.ctx, conversationIds: string[], memberId: string) =>
    assign(ctx, { conversationIds, memberId });
  const { changes } = await give(jane.ctx, ids, omar.member.id);
  await give(omar.ctx, [ownId], omar.member.id);
  await give(jane.ctx, [kept], jane.member.id);
  return { workspace, owner, jane, omar, shared, ids, ownId, kept, changes };
}

const heldBy = async (memberId: string, ids: string[]) =>
  (
    await test.db
      .select({ id: conversations.id })
      .from(conversations)
      .where(and(eq(conversations.assigneeMemberId, memberId), inArray(conversations.id, ids)))
  ).length;

const lastAudit = async (workspaceId: string, action: string) =>
  (
    await test.db
      .select({ detail: auditLog.detail })
      .from(auditLog)
      .where(and(eq(auditLog.workspaceId, workspaceId), eq(auditLog.action, action)))
  ).at(-1)?.detail;

describe('whoever may no longer answer has no conversations any more, and it is said how many', () => {
  it('a member who is removed', async () => {
    const { workspace, owner, jane, omar, ids, ownId, kept } = await team();
    const answer = await removeMember(owner.ctx, { memberId: omar.member.id });
    expect(answer).toEqual({ unassignedCount: 4 });
    expect(await heldBy(omar.member.id, [...ids, ownId])).toBe(0);
    expect(await heldBy(jane.member.id, [kept])).toBe(1);
    expect(await lastAudit(workspace.id, 'member.remove')).toMatchObject({ unassignedCount: 4 });
  });

  it('a member who becomes a viewer; any other role keeps them', async () => {
    const { owner, omar, ids, ownId } = await team();
    const change = (role: 'lead' | 'viewer') =>
      changeRole(owner.ctx, { memberId: omar.member.id, role });
    expect(await change('lead')).toEqual({ unassignedCount: 0 });
    expect(await heldBy(omar.member.id, [...ids, ownId])).toBe(4);
    expect(await change('viewer')).toEqual({ unassignedCount: 4 });
    expect(await heldBy(omar.member.id, [...ids, ownId])).toBe(0);
  });

  for (const visibility of ['private', 'team-read'] as const) {
    it(`colleagues, once the account is ${visibility}; what is elsewhere and the owner's own stays`, async () => {
      const { workspace, jane, omar, shared, ids, ownId, kept } = await team();
      const answer = await setVisibility(jane.ctx, { accountId: shared.id, visibility });
      expect(answer).toEqual({ unassignedCount: 3 });
      expect(await heldBy(omar.member.id, ids)).toBe(0);
      expect(await heldBy(omar.member.id, [ownId])).toBe(1);
      expect(await heldBy(jane.member.id, [kept])).toBe(1);
      expect(await lastAudit(workspace.id, 'account.visibility_changed')).toMatchObject({
        unassignedCount: 3,
      });
    });
  }

  it('the owner before, once somebody else owns the account', async () => {
    const { owner, jane, omar, shared, ids, kept } = await team();
    const answer = await setOwner(owner.ctx, { accountId: shared.id, memberId: omar.member.id });
    expect(answer).toEqual({ unassignedCount: 1 });
    expect(await heldBy(jane.member.id, [kept])).toBe(0);
    expect(await heldBy(omar.member.id, ids)).toBe(3);
  });

  it('and an undo does not give it back to them', async () => {
    const { owner, jane, omar, ids, kept } = await team();
    const { changes } = await assign(jane.ctx, { conversationIds: ids, memberId: jane.member.id });
    await removeMember(owner.ctx, { memberId: omar.member.id });
    await expect(undo(jane.ctx, { changes })).rejects.toMatchObject({ code: 'not_found' });
    expect(await heldBy(jane.member.id, [...ids, kept])).toBe(4);
  });
});

describe('at the same moment', () => {
  it('giving and closing the account never leave a conversation with somebody who is shut out', async () => {
    for (const _ of Array.from({ length: 4 })) {
      const { jane, omar, shared, ids } = await team();
      await assign(jane.ctx, { conversationIds: ids, memberId: null });
      await Promise.allSettled([
        assign(jane.ctx, { conversationIds: ids, memberId: omar.member.id }),
        setVisibility(jane.ctx, { accountId: shared.id, visibility: 'private' }),
      ]);
      expect(await heldBy(omar.member.id, ids)).toBe(0);
      const [row] = await test.db.select().from(accounts).where(eq(accounts.id, shared.id));
      expect(row?.visibility).toBe('private');
    }
  });

  it('closing the account waits for a giving that is not through, and takes it back', async () => {
    const { jane, omar, shared, ids } = await team();
    await assign(jane.ctx, { conversationIds: ids, memberId: null });
    const slower = await inTransaction(jane.ctx, async (tx) => {
      // Both acts write their line of the history last.
      await lockByName(tx, `audit:${shared.workspaceId}`);
      const giving = assign(jane.ctx, { conversationIds: ids, memberId: omar.member.id });
      await untilBlocked(test.pool);
      const closing = setVisibility(jane.ctx, { accountId: shared.id, visibility: 'private' });
      await untilBlocked(test.pool, 2);
      return { acts: Promise.all([giving, closing]) };
    });
    const [, { unassignedCount }] = await slower.acts;
    expect(unassignedCount).toBe(3);
    expect(await heldBy(omar.member.id, ids)).toBe(0);
  });

  it('closing the account waits for a message without standing in its way', async () => {
    const { jane, shared, ids } = await team();
    const { closing } = await inTransaction(jane.ctx, async (tx) => {
      const isFirst = eq(conversations.id, ids[0] ?? '');
      await tx.db.select().from(conversations).where(isFirst).for('no key update');
      const slower = setVisibility(jane.ctx, { accountId: shared.id, visibility: 'private' });
      await untilBlocked(test.pool);
      // As the message writes when the last one came.
      const isShared = eq(accounts.id, shared.id);
      await tx.db.select().from(accounts).where(isShared).for('no key update', { noWait: true });
      return { closing: slower };
    });
    expect(await closing).toEqual({ unassignedCount: 3 });
  });

  it('giving and removing the member neither', async () => {
    for (const _ of Array.from({ length: 4 })) {
      const { owner, jane, omar, ids } = await team();
      await assign(jane.ctx, { conversationIds: ids, memberId: null });
      await Promise.allSettled([
        assign(jane.ctx, { conversationIds: ids, memberId: omar.member.id }),
        removeMember(owner.ctx, { memberId: omar.member.id }),
      ]);
      expect(await heldBy(omar.member.id, ids)).toBe(0);
      const [row] = await test.db.select().from(members).where(eq(members.id, omar.member.id));
      expect(row?.removedAt).not.toBeNull();
    }
  });
});
