import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, accountViews, attendees, conversations, messages } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createGateway,
  createMember,
  createMessage,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { markRead } from './mutations';
import { refreshConversation } from './projection-mutations';
import { listConversations, listInboxAccounts } from './queries';
import { getThread } from './thread-queries';
import { tallyUnread } from './view-queries';

setTestEnv();
const test = testDb();

const ALL = { view: 'all', limit: 50 } as const;
const sumOf = (tally: readonly { count: number }[]) =>
  tally.reduce((total, part) => total + part.count, 0);

async function team() {
  const workspace = await createWorkspace(test.db);
  const owner = await createMember(test.db, workspace, 'member', { name: 'Jane Ruiz' });
  const colleague = await createMember(test.db, workspace, 'member', { name: 'Omar Haddad' });
  const viewer = await createMember(test.db, workspace, 'viewer');
  const admin = await createMember(test.db, workspace, 'admin');
  const gateway = await createGateway(test.db, workspace);
  const account = await createAccount(test.db, gateway, { ownerMemberId: owner.member.id });
  const conversation = await createConversation(test.db, account, { unreadCount: 1 });
  const message = await createMessage(test.db, conversation, { isUnread: true });
  return { workspace, owner, colleague, viewer, admin, gateway, account, conversation, message };
}

const share = (accountId: string, visibility: 'private' | 'team-read' | 'team-reply') =>
  test.db.update(accounts).set({ visibility }).where(eq(accounts.id, accountId));

describe('who reads what (Z1, Z3)', () => {
  it('a private account is read by its owner only, whatever the role of others', async () => {
    const { owner, colleague, admin, viewer, conversation } = await team();
    expect((await listConversations(owner.ctx, ALL)).items).toHaveLength(1);
    for (const { ctx } of [colleague, admin, viewer]) {
      expect((await listConversations(ctx, ALL)).items).toEqual([]);
      expect(sumOf(await tallyUnread(ctx))).toBe(0);
      expect(await listInboxAccounts(ctx)).toEqual([]);
      await expect(getThread(ctx, { conversationId: conversation.id })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
  });

  it('a shared one is read by the team, and only who may answer can mark it as read', async () => {
    const { owner, colleague, viewer, account, conversation } = await team();
    await share(account.id, 'team-read');
    const thread = await getThread(colleague.ctx, { conversationId: conversation.id });
    expect(thread.header).toMatchObject({ replyBlock: 'read_only_sharing', canMarkRead: false });
    await expect(
      markRead(colleague.ctx, { conversationId: conversation.id }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await share(account.id, 'team-reply');
    await expect(markRead(viewer.ctx, { conversationId: conversation.id })).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await getThread(viewer.ctx, { conversationId: conversation.id })).header).toMatchObject(
      {
        replyBlock: 'viewer',
      },
    );
    expect(sumOf(await tallyUnread(owner.ctx))).toBe(1);
    expect(await markRead(colleague.ctx, { conversationId: conversation.id })).toEqual({
      isChanged: true,
    });
    expect(await markRead(owner.ctx, { conversationId: conversation.id })).toEqual({
      isChanged: false,
    });
    expect(sumOf(await tallyUnread(owner.ctx))).toBe(0);
  });

  it("another workspace's ids are not found and filter to nothing", async () => {
    const [mine, theirs] = [await team(), await team()];
    await share(theirs.account.id, 'team-reply');
    for (const conversationId of [theirs.conversation.id, newId()]) {
      await expect(getThread(mine.owner.ctx, { conversationId })).rejects.toMatchObject({
        code: 'not_found',
        message: 'Conversation not found.',
      });
      await expect(markRead(mine.owner.ctx, { conversationId })).rejects.toMatchObject({
        code: 'not_found',
        message: 'Conversation not found.',
      });
    }
    const filtered = { ...ALL, accountId: theirs.account.id };
    expect((await listConversations(mine.owner.ctx, filtered)).items).toEqual([]);
  });

  it('nothing of another workspace is in any answer', async () => {
    const [mine, theirs] = [await team(), await team()];
    const canary = `canary-${newId()}`;
    await share(theirs.account.id, 'team-reply');
    await test.db.update(accounts).set({ name: canary }).where(eq(accounts.id, theirs.account.id));
    await test.db
      .update(conversations)
      .set({ title: canary, lastMessageText: canary })
      .where(eq(conversations.id, theirs.conversation.id));
    await createMessage(test.db, theirs.conversation, { text: canary });
    const answers = await Promise.all([
      listConversations(mine.admin.ctx, ALL),
      listInboxAccounts(mine.owner.ctx),
      tallyUnread(mine.owner.ctx),
      getThread(mine.owner.ctx, { conversationId: mine.conversation.id }),
    ]);
    expect(JSON.stringify(answers)).not.toContain(canary);
  });

  it('the owner can see who opened what; opening one’s own leaves no line', async () => {
    const { owner, colleague, account, conversation } = await team();
    await share(account.id, 'team-read');
    await getThread(owner.ctx, { conversationId: conversation.id });
    await getThread(colleague.ctx, { conversationId: conversation.id });
    await getThread(colleague.ctx, { conversationId: conversation.id });
    const views = await test.db
      .select()
      .from(accountViews)
      .where(eq(accountViews.accountId, account.id));
    expect(views).toMatchObject([
      { memberId: colleague.member.id, conversationId: conversation.id },
    ]);
  });
});

describe('the list', () => {
  it('pages by key: nothing is skipped or repeated while new things arrive', async () => {
    const { owner, account } = await team();
    const start = Date.now() - 3_600_000;
    for (let n = 0; n < 25; n += 1) {
      // Pairs share a millisecond, so that the id has to decide.
      const lastMessageAt = new Date(start - Math.floor(n / 2) * 1_000);
      await createConversation(test.db, account, { title: `Chat ${n}`, lastMessageAt });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listConversations(owner.ctx, { view: 'all', limit: 7, cursor });
      seen.push(...page.items.map((row) => row.id));
      cursor = page.cursor ?? undefined;
      await createConversation(test.db, account, { title: 'Newcomer', lastMessageAt: new Date() });
    } while (cursor);
    expect(seen).toHaveLength(26);
    expect(new Set(seen).size).toBe(26);
  });

  it('narrows to unread, to an account and to a channel', async () => {
    const { owner, gateway, conversation } = await team();
    const other = await createAccount(test.db, gateway, {
      ownerMemberId: owner.member.id,
      provider: 'WHATSAPP',
    });
    const read = await createConversation(test.db, other);
    const ids = async (filter: object) =>
      (await listConversations(owner.ctx, { ...ALL, ...filter })).items.map((row) => row.id);
    expect(await ids({ view: 'unread' })).toEqual([conversation.id]);
    expect(await ids({ accountId: other.id })).toEqual([read.id]);
    expect(await ids({ provider: 'WHATSAPP' })).toEqual([read.id]);
    expect(await ids({ provider: 'WHATSAPP', view: 'unread' })).toEqual([]);
    const mailboxes = [];
    for (const provider of ['GOOGLE', 'OUTLOOK', 'MAIL'] as const) {
      const account = await createAccount(test.db, gateway, {
        ownerMemberId: owner.member.id,
        provider,
      });
      mailboxes.push((await createConversation(test.db, account, { kind: 'email' })).id);
    }
    expect((await ids({ provider: 'EMAIL' })).sort()).toEqual(mailboxes.sort());
  });

  it('refuses a cursor that is not one', async () => {
    const { owner } = await team();
    for (const cursor of ['x', '', Buffer.from('1 1').toString('base64url')]) {
      if (!cursor) continue;
      await expect(listConversations(owner.ctx, { ...ALL, cursor })).rejects.toMatchObject({
        code: 'invalid_input',
      });
    }
  });

  it('never shows a row without a name', async () => {
    const { owner, gateway, account } = await team();
    const named = async (accountId: string, fields: object, name?: string | null) => {
      const providerUserId = newId();
      const conversation = await createConversation(
        test.db,
        { id: accountId, workspaceId: account.workspaceId },
        { title: null, attendeeProviderId: providerUserId, ...fields },
      );
      if (name !== undefined) {
        await test.db.insert(attendees).values({
          workspaceId: account.workspaceId,
          accountId,
          providerUserId: conversation.attendeeProviderId ?? providerUserId,
          name,
        });
      }
      const { items } = await listConversations(owner.ctx, ALL);
      return items.find((row) => row.id === conversation.id)?.name;
    };
    expect(await named(account.id, {}, 'Ana Ruiz')).toBe('Ana Ruiz');
    expect(await named(account.id, {}, null)).toBe('Unknown person');
    expect(await named(account.id, {})).toBe('Unknown person');
    expect(await named(account.id, { title: '  ' }, 'Ana Ruiz')).toBe('Ana Ruiz');
    expect(await named(account.id, { kind: 'group' })).toBe('Group without a name');
    const phone = await createAccount(test.db, gateway, {
      ownerMemberId: owner.member.id,
      provider: 'WHATSAPP',
    });
    const attendeeProviderId = '33612345678@s.whatsapp.net';
    expect(await named(phone.id, { attendeeProviderId })).toBe('+33612345678');
    expect(await named(phone.id, { attendeeProviderId: '33612345678@lid' })).toBe('Unknown person');
  });
});

describe('a thread', () => {
  it('comes newest first in pages that join without a seam, hidden messages left out', async () => {
    const { owner, account } = await team();
    const conversation = await createConversation(test.db, account);
    const start = Date.now();
    for (let n = 0; n < 120; n += 1) {
      const sentAt = new Date(start - Math.floor(n / 3) * 1_000);
      await createMessage(test.db, conversation, { text: `m${n}`, sentAt, isHidden: n % 10 === 0 });
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await getThread(owner.ctx, { conversationId: conversation.id, cursor });
      seen.push(...page.messages.map((message) => message.id));
      cursor = page.cursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(108);
    expect(seen).toHaveLength(108);
  });

  it('hands out no text of a deleted message, and names who reacted and who is quoted', async () => {
    const { owner, account } = await team();
    const conversation = await createConversation(test.db, account, {
      kind: 'group',
      title: 'Team',
    });
    await createMessage(test.db, conversation, { text: 'secret', isDeleted: true });
    await createMessage(test.db, conversation, {
      text: 'Agreed',
      reactions: [{ value: '👍', senderProviderId: 'me', isOurs: true }],
      quoted: { providerMessageId: 'q', senderProviderId: 'nobody', text: 'Shall we?' },
    });
    const { messages: shown } = await getThread(owner.ctx, { conversationId: conversation.id });
    expect(JSON.stringify(shown)).not.toContain('secret');
    const agreed = shown.find((message) => message.text === 'Agreed');
    expect(agreed).toMatchObject({
      reactions: [{ value: '👍', senderName: 'You' }],
      quoted: { senderName: 'Unknown person (nobody)', text: 'Shall we?' },
    });
  });

  it('says where the unread part begins and what stands against a reply', async () => {
    const { owner, account, conversation, message } = await team();
    await createMessage(test.db, conversation, {
      isUnread: true,
      sentAt: new Date(Date.now() + 1_000),
    });
    const { header } = await getThread(owner.ctx, { conversationId: conversation.id });
    expect(header).toMatchObject({ firstUnreadMessageId: message.id, replyBlock: null });
    await test.db
      .update(accounts)
      .set({ status: 'reconnect_needed' })
      .where(eq(accounts.id, account.id));
    const down = await getThread(owner.ctx, { conversationId: conversation.id });
    expect(down.header).toMatchObject({ replyBlock: 'reconnect_needed', canManageAccount: true });
  });
});

describe('counts (I5)', () => {
  it('equal a recount after everything', async () => {
    const { owner, conversation } = await team();
    await createMessage(test.db, conversation, { isUnread: true });
    await test.db.transaction((tx) =>
      refreshConversation({ ...owner.ctx, db: tx }, conversation.id),
    );
    const [row] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.id, conversation.id));
    const unread = await test.db
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, conversation.id), eq(messages.isUnread, true)));
    expect(row?.unreadCount).toBe(unread.length);
    await markRead(owner.ctx, { conversationId: conversation.id });
    const [after] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.id, conversation.id));
    expect(after?.unreadCount).toBe(0);
  });
});
