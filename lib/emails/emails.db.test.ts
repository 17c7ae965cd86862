import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, conversations, emailFolders, emailTrackingEvents, notes } from '@/db/schema';
import { firstEvent } from '@/db/testing/inbox-world';
import { MAILBOXES, startMailbox as startMailboxWorld } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import type { Provider } from '@/lib/core/providers';
import { SAFE_VERSION } from '@/lib/email-html/clean-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

const startMailbox = (type?: string, provider?: Provider) =>
  startMailboxWorld(test.db, test.pool, type, provider);

async function only<T>(rows: Promise<T[]>): Promise<T> {
  const list = await rows;
  expect(list).toHaveLength(1);
  return list[0] as T;
}

describe.each(MAILBOXES)('the first import of %s', (type, provider) => {
  it('brings threads with their e-mails, texts, people, files and folders', async () => {
    const box = await startMailbox(type, provider);
    const files = [{ name: 'Offer.pdf', mime: 'application/pdf', base64: 'JVBERi0xLjQ=' }];
    // Within one millisecond an answer would have read what came after it.
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const first = await box.mail({ html: '<p>Fine for <b>us</b></p>', files, at: minutesAgo(4) });
    const ours = { from: 'me', inReplyTo: first.id, to: ['noor@client.example'] };
    await box.mail({ ...ours, at: minutesAgo(3) });
    await box.answer(first, { text: 'Then Tuesday?', at: minutesAgo(2) });
    await box.mail({ subject: 'Another matter', from: 'ola@client.example', at: minutesAgo(1) });
    await box.sync();
    const rows = await box.rows();
    expect(rows).toHaveLength(4);
    const threads = await box.threads();
    expect(threads.map(({ subject }) => subject).sort()).toEqual(['Another matter', 'Proposal']);
    for (const thread of threads)
      expect(thread).toMatchObject({ kind: 'email', place: 'inbox', unreadCount: 1 });
    const offer = rows.find(({ messages: row }) => row.gatewayMessageId === first.id);
    expect(offer).toMatchObject({
      messages: { isOurs: false, isUnread: false, senderProviderId: 'noor@client.example' },
      emails: { people: { from: { name: 'Noor Haddad' } }, isComplete: true },
      email_bodies: { html: '<p>Fine for <b>us</b></p>', safeVersion: SAFE_VERSION },
    });
    // Ready to be read before anybody opens it.
    expect(offer?.email_bodies.safeHtml).toContain('Fine for <b>us</b>');
    expect(offer?.messages.attachments).toMatchObject([{ fileName: 'Offer.pdf', kind: 'file' }]);
    const folders = await test.db
      .select()
      .from(emailFolders)
      .where(eq(emailFolders.accountId, box.account.id));
    expect(folders.map(({ role }) => role)).toEqual(expect.arrayContaining(['inbox', 'sent']));
    const [account] = await test.db.select().from(accounts).where(eq(accounts.id, box.account.id));
    expect(account?.syncFinishedAt).toBeInstanceOf(Date);
    expect(account?.syncedBackTo).toBeInstanceOf(Date);
  });

  // 240 e-mails are read and made ready.
  it('of more than one page, and read again, ends in the same rows', {
    timeout: 120_000,
  }, async () => {
    const box = await startMailbox(type, provider);
    for (let n = 0; n < 6; n += 1) await box.mail({ count: 20, subject: `Round ${n}` });
    await box.sync();
    const before = await box.rows();
    expect(before).toHaveLength(120);
    await box.sync('catch_up');
    const after = await box.rows();
    expect(after.map((row) => row.messages.id)).toEqual(before.map((row) => row.messages.id));
  });

  it('leaves drafts, spam and the bin where they are', async () => {
    const box = await startMailbox(type, provider);
    for (const folder of ['drafts', 'spam', 'trash']) await box.mail({ folder });
    await box.mail({ subject: 'Wanted' });
    await box.sync();
    expect((await only(box.threads())).subject).toBe('Wanted');
  });
});

describe('a thread of a provider without threads', () => {
  it('is one whatever comes first, with what people did to its parts', async () => {
    const box = await startMailbox();
    const first = await box.mail();
    const second = await box.answer(first, { text: 'Second' });
    const third = await box.answer(second, { text: 'Third' });
    await box.event('mail_received', third);
    await box.event('mail_received', first);
    await box.runJobs();
    const apart = await box.threads();
    expect(apart).toHaveLength(2);
    for (const thread of apart) {
      await test.db.insert(notes).values({
        workspaceId: box.workspace.id,
        accountId: box.account.id,
        conversationId: thread.id,
        authorMemberId: box.owner.member.id,
        clientId: thread.id,
        text: 'Keep me',
      });
    }
    await box.event('mail_received', second);
    await box.runJobs();
    const thread = await only(box.threads());
    expect((await box.rows()).map((row) => row.messages.conversationId)).toEqual(
      Array(3).fill(thread.id),
    );
    expect(thread.unreadCount).toBe(3);
    const kept = await test.db.select().from(notes).where(eq(notes.conversationId, thread.id));
    expect(kept).toHaveLength(2);
  });
});

describe('where a thread stands', () => {
  it('is done when none of its e-mails is in the inbox, and comes back with an answer', async () => {
    const box = await startMailbox('OUTLOOK', 'OUTLOOK');
    const email = await box.mail({ folder: 'archive' });
    await box.act(email.id, 'read');
    await box.sync();
    expect((await only(box.threads())).place).toBe('done');
    const answer = await box.answer(email, { text: 'One more thing' });
    await box.event('mail_received', answer);
    await box.runJobs();
    expect((await only(box.threads())).place).toBe('inbox');
  });

  it('follows the provider: archived there is done here, put back is back', async () => {
    const box = await startMailbox('GOOGLE_OAUTH', 'GOOGLE');
    const email = await box.mail();
    await box.sync();
    expect((await only(box.threads())).place).toBe('inbox');
    for (const [folder, place] of [
      ['unknown', 'done'],
      ['inbox', 'inbox'],
    ]) {
      const moved = await box.act(email.id, 'move', { folder });
      await box.event('mail_moved', moved);
      await box.runJobs();
      expect((await only(box.threads())).place).toBe(place);
    }
  });

  it('is not changed by what a rule filed away', async () => {
    const box = await startMailbox('OUTLOOK', 'OUTLOOK');
    const email = await box.mail();
    await box.sync();
    await test.db
      .update(conversations)
      .set({ place: 'done', placedAt: new Date() })
      .where(eq(conversations.accountId, box.account.id));
    const answer = await box.answer(email, { folder: 'archive' });
    await box.act(answer.id, 'read', { read: false });
    await box.event('mail_received', answer);
    await box.runJobs();
    expect(await only(box.threads())).toMatchObject({ place: 'done', unreadCount: 2 });
  });
});

describe('an e-mail that is moved', () => {
  it('and gets another id by it is one e-mail, by event or by reading', async () => {
    const box = await startMailbox();
    const email = await box.mail();
    await box.sync();
    const { messages: before } = await only(box.rows());
    const moved = await box.act(email.id, 'move', { folder: 'archive' });
    expect(moved.id).not.toBe(email.id);
    await box.event('mail_moved', moved);
    await box.runJobs();
    const after = await only(box.rows());
    expect(after.messages).toMatchObject({ id: before.id, gatewayMessageId: moved.id });
    expect(after.emails.role).toBe('archive');
    const again = await box.act(moved.id, 'move', { folder: 'inbox' });
    await box.sync('catch_up');
    expect((await only(box.rows())).messages).toMatchObject({
      id: before.id,
      gatewayMessageId: again.id,
    });
  });

  it('is found by an event that names where it lay before', async () => {
    const box = await startMailbox();
    const email = await box.mail();
    await box.sync();
    const moved = await box.act(email.id, 'move', { folder: 'archive' });
    await box.event('mail_moved', email);
    await box.runJobs();
    expect(await only(box.rows())).toMatchObject({
      messages: { gatewayMessageId: moved.id, isDeleted: false },
    });
    expect(await firstEvent(test.db, box.gateway.id)).toMatchObject({ state: 'processed' });
  });

  it('leaves a stranger alone that came under the same id', async () => {
    const box = await startMailbox();
    const email = await box.mail();
    await box.sync();
    await box.mail({
      from: 'mallory@evil.example',
      subject: 'Other bank details',
      messageId: email.messageId,
    });
    await box.sync('catch_up');
    const ids = (await box.rows()).map((row) => row.emails.rfcMessageId);
    expect(ids).toEqual([email.messageId, email.messageId]);
  });

  it('is marked as deleted once it is nowhere any more', async () => {
    const box = await startMailbox();
    const email = await box.mail();
    await box.sync();
    const thrown = await box.act(email.id, 'move', { folder: 'trash' });
    await box.event('mail_moved', thrown);
    await box.runJobs();
    expect(await only(box.rows())).toMatchObject({
      messages: { isDeleted: false },
      emails: { role: 'trash' },
    });
    await box.remove(thrown.id);
    await box.event('mail_moved', thrown);
    await box.runJobs();
    const { messages: row } = await only(box.rows());
    expect(row).toMatchObject({ isDeleted: true, isUnread: false });
  });
});

describe('an e-mail whose text is not there yet', () => {
  it('is shown without, and completed later', async () => {
    const box = await startMailbox('OUTLOOK', 'OUTLOOK');
    const email = await box.mail({ complete: false, html: '<p>All of it</p>' });
    await box.event('mail_received', email);
    await box.runJobs();
    expect(await only(box.rows())).toMatchObject({ emails: { isComplete: false } });
    // One look in vain.
    await box.runLaterJobs();
    await box.act(email.id, 'complete');
    await box.runLaterJobs();
    expect(await only(box.rows())).toMatchObject({
      emails: { isComplete: true },
      email_bodies: { html: '<p>All of it</p>' },
    });
  });
});

describe('an event', () => {
  it('of an e-mail that nobody has any more is ignored', async () => {
    const box = await startMailbox();
    await box.event('mail_received', { id: 'gone', messageId: '<gone@x>' });
    await box.runJobs();
    expect(await firstEvent(test.db, box.gateway.id)).toMatchObject({
      state: 'ignored',
      reason: 'message_gone',
    });
  });

  it('of an opening is kept once, without whom it came from', async () => {
    const box = await startMailbox();
    const opening = {
      event: 'mail_opened',
      account_id: box.account.providerAccountId,
      tracking_id: 'tRk01',
      event_id: 'tEv01',
      date: '2026-11-20T11:15:40.000Z',
      ip: '203.0.113.9',
    };
    await box.deliver(opening);
    await box.deliver({ ...opening, webhook_name: 'again' });
    await box.runJobs();
    const kept = await test.db
      .select()
      .from(emailTrackingEvents)
      .where(
        and(
          eq(emailTrackingEvents.accountId, box.account.id),
          eq(emailTrackingEvents.kind, 'opened'),
        ),
      );
    expect(kept).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('203.0.113.9');
  });
});
