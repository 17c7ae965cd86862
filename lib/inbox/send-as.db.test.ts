import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, sends } from '@/db/schema';
import { createMember } from '@/db/testing/factories';
import { beginEmail, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { setSendAs } from '@/lib/account-settings/mutations';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import { discardSend, sendReply } from './send-mutations';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

interface SentEmail {
  role: string;
  from: string;
  headers: { name: string; value: string }[];
}

async function start(type = 'MAIL', provider: Provider = 'MAIL') {
  const more = { aliases: ['sales@ours.example'] };
  const box = await startMailbox(test.db, test.pool, type, provider, more);
  await box.mail();
  await box.sync();
  const [thread] = await box.threads();
  const conversationId = thread?.id ?? '';
  const { ctx } = box.owner;
  const accountId = box.account.id;
  const to = [{ address: 'noor@client.example', name: null }];
  return {
    box,
    ctx,
    accountId,
    read: () => getThread(ctx, { conversationId }),
    name: (name: string | null, address: string | null) =>
      setSendAs(ctx, { accountId, name, address }),
    reply: (email: object = {}) =>
      sendReply(ctx, {
        conversationId,
        clientId: newId(),
        text: 'Fine',
        email: { to, cc: [], bcc: [], subject: 'Re: Proposal', ...email },
      }),
    begin: () => beginEmail(ctx, accountId, { to, subject: 'Hello' }),
    sent: async () => {
      const truth = await box.sandbox.control<{ emails: SentEmail[] }>('GET', '/truth');
      return truth.emails.filter(({ role }) => role === 'sent');
    },
    sendOf: async (id: string) => (await test.db.select().from(sends).where(eq(sends.id, id)))[0],
  };
}

describe('the From of a mailbox', () => {
  it.each([
    ['GOOGLE_OAUTH', 'GOOGLE'],
    ['OUTLOOK', 'OUTLOOK'],
    ['MAIL', 'MAIL'],
  ] as const)(
    'of %s is the alias that its settings name, in answers and new e-mails',
    async (type, provider) => {
      const { box, name, reply, begin, read, sent } = await start(type, provider);
      await name(' Sales\r\nteam ', 'Sales@ours.example');
      expect((await read()).header.sendAs).toEqual({
        name: 'Sales team',
        address: 'sales@ours.example',
      });
      await reply();
      await begin();
      await box.runJobs();
      expect((await sent()).map(({ from }) => from)).toEqual([
        'sales@ours.example',
        'sales@ours.example',
      ]);
      await box.sync('catch_up');
      const people = (await box.rows()).map(({ emails }) => emails.people.from?.name);
      expect(people).toContain('Sales team');
    },
  );

  it('that the provider refuses is told, and what was written comes back', async () => {
    const { box, ctx, name, reply, sent, sendOf } = await start();
    await name(null, 'boss@elsewhere.example');
    const { sendId } = await reply();
    await box.runJobs();
    expect(await sent()).toEqual([]);
    expect(await sendOf(sendId)).toMatchObject({
      state: 'failed',
      errorType: 'errors/send_as_denied',
    });
    expect((await discardSend(ctx, { sendId })).text).toBe('Fine');
    await name(null, null);
    await reply();
    await box.runJobs();
    expect((await sent()).map(({ from }) => from)).toEqual(['jane@example.com']);
  });

  it('is no address but one, is changed by the owner of the account alone, and leaves one line each time', async () => {
    const { box, accountId, name } = await start();
    await expect(name('Sales', 'sales@ours')).rejects.toMatchObject({
      code: 'invalid_input',
      fields: { address: expect.any(String) },
    });
    const colleague = await createMember(test.db, box.workspace, 'member');
    const foreign = await start();
    for (const ctx of [colleague.ctx, foreign.ctx]) {
      const act = setSendAs(ctx, { accountId, name: 'Eve', address: null });
      await expect(act).rejects.toMatchObject({ code: 'not_found' });
    }
    const sales = { accountId, name: 'Sales', address: null };
    await expect(setSendAs(box.admin.ctx, sales)).rejects.toMatchObject({ code: 'forbidden' });
    await name('Sales', null);
    const [row] = await test.db.select().from(accounts).where(eq(accounts.id, accountId));
    expect(row?.sendAs).toEqual({ name: 'Sales', address: null });
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(and(eq(auditLog.entityId, accountId), eq(auditLog.action, 'account.send_as_changed')));
    expect(lines).toHaveLength(1);
  });

  it('is nothing that an account of chats has', async () => {
    const { box, ctx, accountId } = await start();
    await test.db.update(accounts).set({ provider: 'LINKEDIN' }).where(eq(accounts.id, accountId));
    await expect(setSendAs(ctx, { accountId, name: 'Eve', address: null })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(box.account.sendAs).toBeNull();
  });
});

describe('what a person adds to an e-mail', () => {
  it('goes with it: whom answers go to, and headers that begin with X-', async () => {
    const { box, ctx, reply, sent } = await start();
    const headers = [{ name: 'X-Campaign', value: 'spring' }];
    const { sendId } = await reply({ replyTo: 'desk@ours.example', headers });
    await box.runJobs();
    expect((await sent())[0]?.headers).toEqual([
      ...headers,
      { name: 'Reply-To', value: 'desk@ours.example' },
    ]);
    await expect(discardSend(ctx, { sendId })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is refused with a reason before anything is stored', async () => {
    const { accountId, reply } = await start();
    const header = (name: string, value = 'a') => reply({ headers: [{ name, value }] });
    await expect(header('Bcc')).rejects.toThrow('“Bcc” cannot be set. Only headers');
    await expect(header('X-A', 'a\r\nBcc: eve@evil.example')).rejects.toThrow('X-A takes one line');
    await expect(reply({ replyTo: 'desk' })).rejects.toThrow('“desk” is not an e-mail address.');
    const rows = await test.db.select().from(sends).where(eq(sends.accountId, accountId));
    expect(rows).toEqual([]);
  });
});
