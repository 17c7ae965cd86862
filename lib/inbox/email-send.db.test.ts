import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { conversations, type StoredFormatted, sends } from '@/db/schema';
import { startConversation as startConversationWorld } from '@/db/testing/conversation-world';
import { setChatHold } from '@/db/testing/factories';
import { beginEmail, MAILBOXES, type MadeEmail, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import { discardSend, sendReply, undoSend } from './send-mutations';
import { startConversation } from './start-mutations';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

interface SentEmail {
  id: string;
  role: string;
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  html: string;
  inReplyTo: string | null;
  files: { name: string }[];
}

/** A thread with one e-mail of Noor's, which Jane reads. */
async function start(type?: string, provider?: Provider) {
  const box = await startMailbox(test.db, test.pool, type, provider);
  const email: MadeEmail = await box.mail();
  await box.sync();
  const [thread] = await box.threads();
  if (!thread) throw new Error('no thread');
  const { ctx } = box.owner;
  const read = () => getThread(ctx, { conversationId: thread.id });
  const [message] = (await read()).messages;
  const person = (address: string) => ({ address, name: null });
  return {
    box,
    email,
    thread,
    read,
    message,
    reply: (text = 'Fine\n\nfor us', more: Record<string, unknown> = {}) =>
      sendReply(ctx, {
        conversationId: thread.id,
        clientId: newId(),
        text,
        quotedMessageId: message?.id,
        email: {
          to: [person('noor@client.example')],
          cc: [person('boss@client.example')],
          bcc: [person('crm@ours.example')],
          subject: 'Re: Proposal',
        },
        ...more,
      }),
    sendOf: async (id: string) =>
      (await test.db.select().from(sends).where(eq(sends.id, id)))[0] as typeof sends.$inferSelect,
    sent: async () => {
      const truth = await box.sandbox.control<{ emails: SentEmail[] }>('GET', '/truth');
      return truth.emails.filter(({ role }) => role === 'sent');
    },
  };
}

describe.each(MAILBOXES)('a reply by e-mail from %s', (type, provider) => {
  it('goes to exactly whom it says, answers the e-mail, and its copy is the same card', async () => {
    const { box, email, read, reply, sent, sendOf } = await start(type, provider);
    const { sendId } = await reply();
    expect((await read()).sends).toMatchObject([{ id: sendId, state: 'sending' }]);
    await box.runJobs();
    const [copy, ...more] = await sent();
    expect(more).toEqual([]);
    expect(copy).toMatchObject({
      to: ['noor@client.example'],
      cc: ['boss@client.example'],
      bcc: ['crm@ours.example'],
      subject: 'Re: Proposal',
      inReplyTo: email.messageId,
    });
    expect(copy?.html).toContain('<p>Fine</p><p>for us</p>');
    expect(copy?.html).toContain('wrote:</p><blockquote');
    await box.sync('catch_up');
    const after = await read();
    expect(after.sends).toEqual([]);
    const { clientId, state } = await sendOf(sendId);
    expect(state).toBe('sent');
    expect(after.messages[0]).toMatchObject({
      clientId,
      isOurs: true,
      isSeen: false,
      email: { people: { cc: [{ address: 'boss@client.example' }] } },
    });
  });

  it('that nobody confirmed is looked for and never posted again', async () => {
    const { box, reply, sent, sendOf } = await start(type, provider);
    await box.fault({
      kind: 'timeout_after_action',
      match: { method: 'POST', path: '/api/v1/emails' },
      delayMs: 10,
    });
    const { sendId } = await reply();
    await box.runJobs();
    expect((await sendOf(sendId)).state).toBe('unknown');
    await box.runLaterJobs();
    expect(await sendOf(sendId)).toMatchObject({ state: 'sent' });
    expect((await sendOf(sendId)).gatewayMessageId).not.toBeNull();
    expect(await sent()).toHaveLength(1);
  });
});

describe.each(MAILBOXES)('a formatted e-mail from %s', (type, provider) => {
  const FORMATTED: StoredFormatted = {
    type: 'doc',
    content: [
      {
        type: 'paragraph',
        content: [{ type: 'text', text: 'Fine', marks: [{ type: 'bold' }] }],
      },
      {
        type: 'bulletList',
        content: ['plan', 'price'].map((text) => ({
          type: 'listItem',
          content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
        })),
      },
    ],
  };
  const TEXT = 'Fine\n\n- plan\n- price';
  const HTML = '<p><strong>Fine</strong></p><ul><li>plan</li><li>price</li></ul>';
  const email = {
    to: [{ address: 'noor@client.example', name: null }],
    cc: [],
    bcc: [],
    subject: 'Re: Proposal',
    formatted: FORMATTED,
  };

  it('goes as it looks, and is known by its words where nobody confirmed it', async () => {
    const { box, reply, sent, sendOf, read } = await start(type, provider);
    await box.fault({
      kind: 'timeout_after_action',
      match: { method: 'POST', path: '/api/v1/emails' },
      delayMs: 10,
    });
    const { sendId } = await reply(TEXT, { email });
    expect((await read()).sends).toMatchObject([{ text: TEXT }]);
    await box.runJobs();
    await box.runLaterJobs();
    expect((await sendOf(sendId)).state).toBe('sent');
    const [copy, ...more] = await sent();
    expect(more).toEqual([]);
    expect(copy?.html).toContain(HTML);
  });

  it('whose words were changed elsewhere goes as its words alone', async () => {
    const { box, reply, sent } = await start(type, provider);
    await reply('Not fine', { email });
    await box.runJobs();
    expect((await sent())[0]?.html).toMatch(/^<p>Not fine<\/p>/);
  });

  it('comes back as it was when it is taken back', async () => {
    const { box, reply, sent } = await start(type, provider);
    await setChatHold(test.db, box.owner.member, 10);
    const { sendId } = await reply(TEXT, { email });
    const back = await undoSend(box.owner.ctx, { sendId });
    expect(back).toMatchObject({ text: TEXT, email: { formatted: FORMATTED } });
    await box.runLaterJobs();
    expect(await sent()).toEqual([]);
  });
});

describe('a text that is too long', () => {
  it('for a chat is refused there, also where it calls itself an e-mail', async () => {
    const { reply, conversation, world } = await startConversationWorld(test.db, test.pool);
    await expect(reply('x'.repeat(8_001))).rejects.toThrow('The limit is 8000 characters.');
    const email = { to: [], cc: [], bcc: [], subject: '' };
    const send = sendReply(world.owner.ctx, {
      conversationId: conversation.id,
      clientId: newId(),
      text: 'x'.repeat(8_001),
      email,
    });
    await expect(send).rejects.toThrow('The limit is 8000 characters.');
  });
});

describe('a reply by e-mail', () => {
  it('that was not tracked says nothing of openings, and what is heard later is told', async () => {
    const { box, read, reply, sendOf } = await start('GOOGLE_OAUTH', 'GOOGLE');
    const { sendId } = await reply();
    await box.runJobs();
    await box.sync('catch_up');
    const [untold] = (await read()).messages;
    expect(untold?.email?.tracking).toBeNull();
    const id = (await sendOf(sendId)).gatewayMessageId ?? '';
    const [row] = (await box.rows()).filter(({ messages }) => messages.gatewayMessageId === id);
    const said = {
      account_id: box.account.providerAccountId,
      tracking_id: row?.emails.trackingId,
    };
    const opened = { event: 'mail_opened', date: '2026-11-20T11:15:40.000Z', event_id: 'e1' };
    const clicked = {
      event: 'mail_link_clicked',
      date: '2026-11-20T11:16:00.000Z',
      event_id: 'e2',
    };
    await box.deliver({ ...said, ...opened });
    await box.deliver({ ...said, ...clicked, url: 'https://ours.example/offer' });
    await box.runJobs();
    const [told] = (await read()).messages;
    expect(told?.email?.tracking).toEqual({
      openCount: 1,
      clickCount: 1,
      lastHeardAt: '2026-11-20T11:16:00.000Z',
    });
  });

  it('whose copy is moved stays one card', async () => {
    const { box, read, reply, sent } = await start();
    await reply();
    await box.runJobs();
    await box.sync('catch_up');
    const [copy] = await sent();
    await box.act(copy?.id ?? '', 'move', { folder: 'archive' });
    await box.sync('catch_up');
    const after = await read();
    expect(after.sends).toEqual([]);
    expect(after.messages).toHaveLength(2);
  });

  it('stands in the thread that the provider put it in', async () => {
    const { box, thread, read, reply, sendOf } = await start('GOOGLE_OAUTH', 'GOOGLE');
    // Without what it answers the provider begins another thread.
    const { sendId } = await reply('On another matter', { quotedMessageId: undefined });
    await box.runJobs();
    await box.sync('catch_up');
    const { conversationId } = await sendOf(sendId);
    expect(conversationId).not.toBe(thread.id);
    const rows = await test.db
      .select({ id: conversations.id })
      .from(conversations)
      .where(eq(conversations.accountId, box.account.id));
    expect(rows.map(({ id }) => id)).toContain(conversationId);
    expect((await read()).sends).toEqual([]);
  });

  it('is held for ten seconds where chats are held for less, and can be taken back', async () => {
    const { box, reply, sent, sendOf } = await start();
    await setChatHold(test.db, box.owner.member, 5);
    const { sendId, heldUntil } = await reply();
    const heldMs = Date.parse(heldUntil ?? '') - Date.now();
    expect(heldMs).toBeGreaterThan(8_000);
    expect(heldMs).toBeLessThan(10_500);
    await undoSend(box.owner.ctx, { sendId });
    await box.runLaterJobs();
    expect((await sendOf(sendId)).state).toBe('cancelled');
    expect(await sent()).toEqual([]);
  });

  it('without anybody, or to what is no address, is refused and nothing is stored', async () => {
    const { box, reply } = await start();
    const nobody = { to: [], cc: [], bcc: [], subject: 'Hi' };
    await expect(reply('Hi', { email: nobody })).rejects.toThrow('Choose who gets the e-mail.');
    await expect(reply('Hi', { email: undefined })).rejects.toThrow('Choose who gets the e-mail.');
    const to = [{ address: 'noor@client.example\r\nBcc: eve@evil.example', name: null }];
    await expect(reply('Hi', { email: { ...nobody, to } })).rejects.toThrow(
      'not an e-mail address',
    );
    const rows = await test.db.select().from(sends).where(eq(sends.accountId, box.account.id));
    expect(rows).toEqual([]);
  });

  it('that the provider refuses says so and can be discarded', async () => {
    const { box, reply, sendOf } = await start('OUTLOOK', 'OUTLOOK');
    await box.fault({
      kind: 'status',
      match: { method: 'POST', path: '/api/v1/emails' },
      status: 422,
      type: 'errors/invalid_recipient',
    });
    const { sendId } = await reply();
    await box.runJobs();
    expect((await sendOf(sendId)).state).toBe('failed');
    expect((await discardSend(box.owner.ctx, { sendId })).text).toBe('Fine\n\nfor us');
  });
});

describe.each(MAILBOXES)('a new e-mail from %s', (type, provider) => {
  it('goes to each of its people once and begins a thread, which holds it', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const { ctx } = box.owner;
    const intent = {
      accountId: box.account.id,
      clientId: newId(),
      email: {
        to: [
          { address: 'noor@client.example', name: 'Noor Haddad' },
          { address: 'ola@client.example', name: null },
        ],
        ...{ cc: [], bcc: [], subject: 'Spring offer' },
      },
      // Longer than any chat takes.
      text: `Hello both,\n\n${'word '.repeat(2_000)}`,
      title: null,
      inmailApi: null,
      subject: null,
    };
    const { sendId, conversationId } = await startConversation(ctx, intent);
    expect(conversationId).toBeNull();
    expect((await startConversation(ctx, intent)).sendId).toBe(sendId);
    await box.runJobs();
    await box.runLaterJobs();
    const truth = await box.sandbox.control<{ emails: SentEmail[] }>('GET', '/truth');
    expect(truth.emails.filter(({ role }) => role === 'sent')).toMatchObject([
      { to: ['noor@client.example', 'ola@client.example'], subject: 'Spring offer' },
    ]);
    const [send] = await test.db.select().from(sends).where(eq(sends.id, sendId));
    expect(send?.state).toBe('sent');
    const [thread] = await box.threads();
    expect(thread).toMatchObject({ subject: 'Spring offer', place: 'done' });
    expect(send?.conversationId).toBe(thread?.id);
    const shown = await getThread(ctx, { conversationId: thread?.id ?? '' });
    expect(shown.sends).toEqual([]);
    expect(shown.messages).toMatchObject([{ isOurs: true, clientId: intent.clientId }]);
  });

  it('to what is no address is refused, and nothing is stored', async () => {
    const box = await startMailbox(test.db, test.pool, type, provider);
    const to = [{ address: 'Noor Haddad', name: null }];
    const start = beginEmail(box.owner.ctx, box.account.id, { to });
    await expect(start).rejects.toThrow('“Noor Haddad” is not an e-mail address.');
    const rows = await test.db.select().from(sends).where(eq(sends.accountId, box.account.id));
    expect(rows).toEqual([]);
  });
});
