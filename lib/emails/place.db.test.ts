import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { emailFolders, memberPreferences } from '@/db/schema';
import { createAccount, createConversation } from '@/db/testing/factories';
import { startInboxWorld } from '@/db/testing/inbox-world';
import { MAILBOXES, startMailbox } from '@/db/testing/mailbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { markRead } from '@/lib/inbox/mutations';
import { listConversations } from '@/lib/inbox/queries';
import { lockForTriage } from '@/lib/triage/lock-mutations';
import { setPlace, setUnread, undo } from '@/lib/triage/mutations';
import { listMailFolders } from './folder-queries';
import { readEmailPage } from './sync-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

interface Kept {
  role: string;
  isRead: boolean;
}

describe.each(MAILBOXES)('a thread in %s', (type, provider) => {
  it('that is done is archived at the provider, and back in its inbox when it is put back', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const kept = async () =>
      (await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth')).emails[0] as Kept;
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationIds = [thread?.id ?? ''];
    await setPlace(box.owner.ctx, { conversationIds, place: 'done' });
    await box.runJobs();
    // Not while it can be taken back.
    expect((await kept()).role).toBe('inbox');
    await box.runLaterJobs();
    expect((await kept()).role).not.toBe('inbox');
    expect(await box.threads()).toMatchObject([{ place: 'done' }]);
    expect(await box.rows()).toHaveLength(1);
    await setPlace(box.owner.ctx, { conversationIds, place: 'inbox' });
    await box.runLaterJobs();
    expect((await kept()).role).toBe('inbox');
    expect(await box.threads()).toMatchObject([{ place: 'inbox' }]);
    expect(await box.rows()).toHaveLength(1);
  });

  it.each(['trash', 'spam'] as const)(
    'that ends in the %s lies there at the provider, and comes back from there',
    async (filedTo) => {
      const box = await startMailbox(test.db, test.pool, type, provider);
      const kept = async () =>
        (await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth')).emails.map(
          ({ role }) => role,
        );
      const first = await box.mail();
      await box.answer(first);
      await box.sync();
      const [thread] = await box.threads();
      const conversationIds = [thread?.id ?? ''];
      await setPlace(box.owner.ctx, { conversationIds, place: 'done', filedTo });
      await box.runLaterJobs();
      expect(await kept()).toEqual([filedTo, filedTo]);
      await box.sync('catch_up');
      expect(await box.threads()).toMatchObject([{ place: 'done', filedTo }]);
      expect(await box.rows()).toHaveLength(2);
      await setPlace(box.owner.ctx, { conversationIds, place: 'inbox' });
      await box.runLaterJobs();
      expect(await kept()).toContain('inbox');
      expect(await box.threads()).toMatchObject([{ place: 'inbox', filedTo: null }]);
    },
  );

  it('that is moved to a folder lies there, is listed there, and comes back from there', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const { ctx } = box.owner;
    const roles = async () =>
      (await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth')).emails.map(
        ({ role }) => role,
      );
    const first = await box.mail();
    await box.answer(first);
    await box.mail({ subject: 'Another' });
    await box.sync();
    const ours = async () => (await box.threads()).find(({ subject }) => subject !== 'Another');
    const thread = await ours();
    const conversationIds = [thread?.id ?? ''];
    const folder = (await listMailFolders(ctx)).find(({ name }) => name === 'Clients');
    const inFolder = async () =>
      (
        await listConversations(ctx, { view: 'all', folderId: folder?.id ?? '', limit: 10 })
      ).items.map(({ id }) => id);
    expect(await inFolder()).toEqual([]);
    const filedTo = `folder:${folder?.id}` as const;
    await setPlace(ctx, { conversationIds, place: 'done', filedTo });
    await box.runLaterJobs();
    expect((await roles()).sort()).toEqual(['inbox', 'unknown', 'unknown']);
    await box.sync('catch_up');
    expect(await ours()).toMatchObject({ place: 'done', filedTo });
    expect(await inFolder()).toEqual(conversationIds);
    const all = await listConversations(ctx, { view: 'all', limit: 10 });
    expect(all.items.map(({ id }) => id)).not.toContain(thread?.id);
    const { changes } = await setPlace(ctx, { conversationIds, place: 'inbox' });
    await box.runLaterJobs();
    expect(await roles()).toContain('inbox');
    expect(changes[0]?.before).toMatchObject({ place: 'done', filedTo });
  });

  it('that was taken back in time is not touched', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationIds = [thread?.id ?? ''];
    const { changes } = await setPlace(box.owner.ctx, { conversationIds, place: 'done' });
    await undo(box.owner.ctx, { changes });
    await box.runLaterJobs();
    const { requests } = await box.sandbox.control<{ requests: { method: string }[] }>(
      'GET',
      '/log',
    );
    expect(requests.filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it('that is marked as unread here is so at the provider, and the other way round', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const { ctx } = box.owner;
    const isRead = async () =>
      (await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth')).emails.map(
        (email) => email.isRead,
      );
    const onPhone = async (read: boolean) => {
      const [row] = await box.rows();
      await box.act(row?.messages.gatewayMessageId ?? '', 'read', { read });
      await box.sync('catch_up');
      return (await box.threads())[0]?.isMarkedUnread;
    };
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationIds = [thread?.id ?? ''];
    await markRead(ctx, { conversationId: thread?.id ?? '' });
    await box.runJobs();
    expect(await isRead()).toEqual([true]);
    const { changes } = await setUnread(ctx, { conversationIds, isUnread: true });
    await undo(ctx, { changes });
    await box.runLaterJobs();
    expect(await isRead()).toEqual([true]);
    await setUnread(ctx, { conversationIds, isUnread: true });
    await box.runLaterJobs();
    expect(await isRead()).toEqual([false]);
    await box.sync('catch_up');
    expect(await box.threads()).toMatchObject([{ isMarkedUnread: true }]);
    expect(await onPhone(true)).toBe(false);
    expect(await onPhone(false)).toBe(true);
    await setUnread(ctx, { conversationIds, isUnread: false });
    await box.runLaterJobs();
    expect(await isRead()).toEqual([true]);
  });

  it('that is read here is read at the provider, whatever is said of receipts', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    await test.db
      .update(memberPreferences)
      .set({ receipts: 'never' })
      .where(eq(memberPreferences.memberId, box.owner.member.id));
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    await markRead(box.owner.ctx, { conversationId: thread?.id ?? '' });
    await box.runJobs();
    const truth = await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth');
    expect(truth.emails).toMatchObject([{ isRead: true }]);
  });
});

describe('the end of a thread', () => {
  it.each(['not known yet', 'gone under its id'])(
    'in a folder that is %s is looked for',
    async (fate) => {
      const box = await startMailbox(test.db, test.pool);
      await box.mail();
      await box.sync();
      const isOwn = eq(emailFolders.accountId, box.account.id);
      if (fate === 'not known yet') await test.db.delete(emailFolders).where(isOwn);
      else
        await test.db
          .update(emailFolders)
          .set({ providerFolderId: 'gone' })
          .where(and(isOwn, eq(emailFolders.role, 'trash')));
      const [thread] = await box.threads();
      const conversationIds = [thread?.id ?? ''];
      await setPlace(box.owner.ctx, { conversationIds, place: 'done', filedTo: 'trash' });
      await box.runLaterJobs();
      const truth = await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth');
      expect(truth.emails).toMatchObject([{ role: 'trash' }]);
    },
  );

  it('is no folder of another mailbox, of another workspace, or of none', async () => {
    const box = await startMailbox(test.db, test.pool);
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const own = { conversationIds: [thread?.id ?? ''], place: 'done' as const };
    const second = await createAccount(test.db, box.gateway, { provider: 'MAIL' });
    const other = await startMailbox(test.db, test.pool);
    await other.sync();
    const [foreign] = await listMailFolders(other.owner.ctx);
    const folderOf = async (account: { id: string; workspaceId: string }) => {
      const row = { name: 'Theirs', providerFolderId: 'x', role: 'unknown' as const };
      const { workspaceId, id: accountId } = account;
      const made = await test.db
        .insert(emailFolders)
        .values({ ...row, workspaceId, accountId })
        .returning();
      return made[0]?.id ?? '';
    };
    const move = (id: string) => setPlace(box.owner.ctx, { ...own, filedTo: `folder:${id}` });
    await expect(move(await folderOf(second))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(move(foreign?.id ?? '')).rejects.toMatchObject({ code: 'not_found' });
    await expect(move(newId())).rejects.toMatchObject({ code: 'not_found' });
    expect(await box.threads()).toMatchObject([{ place: 'inbox', filedTo: null }]);
    const listed = await listMailFolders(box.owner.ctx);
    expect(listed.map(({ id }) => id)).not.toContain(foreign?.id);
    const inFolder = { view: 'all', folderId: foreign?.id ?? '', limit: 10 } as const;
    expect((await listConversations(box.owner.ctx, inFolder)).items).toEqual([]);
  });

  it('in a folder that is gone leaves the e-mail where it is', async () => {
    const box = await startMailbox(test.db, test.pool);
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const folder = (await listMailFolders(box.owner.ctx)).find(({ name }) => name === 'Clients');
    const id = folder?.id ?? '';
    await setPlace(box.owner.ctx, {
      conversationIds: [thread?.id ?? ''],
      place: 'done',
      filedTo: `folder:${id}`,
    });
    await test.db.delete(emailFolders).where(eq(emailFolders.id, id));
    await box.runLaterJobs();
    const truth = await box.sandbox.control<{ emails: Kept[] }>('GET', '/truth');
    expect(truth.emails).toMatchObject([{ role: 'inbox' }]);
    expect(await box.threads()).toMatchObject([{ place: 'done', filedTo: `folder:${id}` }]);
  });

  it('in the trash is for e-mail alone, and comes back with an answer', async () => {
    const chats = await startInboxWorld(test.db, test.pool, { chats: 1 });
    const chat = await createConversation(test.db, chats.account);
    const conversationIds = [chat.id];
    await expect(
      setPlace(chats.owner.ctx, { conversationIds, place: 'done', filedTo: 'trash' }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    const box = await startMailbox(test.db, test.pool);
    const first = await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const own = { conversationIds: [thread?.id ?? ''] };
    await setPlace(box.owner.ctx, { ...own, place: 'done', filedTo: 'trash' });
    await box.runLaterJobs();
    // Where it was moved to it has another id.
    const [moved] = await box.rows();
    const id = moved?.messages.gatewayMessageId ?? '';
    await box.event('mail_received', await box.answer({ ...first, id }));
    await box.runJobs();
    expect(await box.threads()).toMatchObject([{ place: 'inbox', filedTo: null }]);
    const { changes } = await setPlace(box.owner.ctx, { ...own, place: 'done', filedTo: 'spam' });
    await undo(box.owner.ctx, { changes });
    expect(await box.threads()).toMatchObject([{ place: 'inbox', filedTo: null }]);
  });
});

it('threads are filed in one press while e-mails come into them in the other order', async () => {
  const box = await startMailbox(test.db, test.pool);
  const mails = [await box.mail({ subject: 'One' }), await box.mail({ subject: 'Two' })];
  await box.sync();
  const rows = await box.rows();
  const threadOf = new Map(
    rows.map(({ messages: row }) => [row.gatewayMessageId, row.conversationId]),
  );
  const [low = '', high = ''] = [...threadOf.values()].sort();
  // The newest is read first.
  for (const { id, ...mail } of mails) {
    const at = new Date(Date.now() - (threadOf.get(id) === high ? 0 : 60_000)).toISOString();
    await box.answer({ id, ...mail }, { at });
  }
  const { read } = await inTransaction(box.owner.ctx, async (tx) => {
    await lockForTriage(tx, [low]);
    const reading = readEmailPage(box.ctx, box.account, {});
    await untilBlocked(test.pool);
    await setPlace(tx, { conversationIds: [low, high], place: 'done' });
    return { read: reading };
  });
  await read;
  expect(await box.rows()).toHaveLength(4);
  expect(await box.threads()).toMatchObject([{ place: 'inbox' }, { place: 'inbox' }]);
});
