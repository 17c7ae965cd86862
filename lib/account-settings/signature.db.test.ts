import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, sends } from '@/db/schema';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { beginEmail, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { getAccount } from '@/lib/accounts/queries';
import { newId } from '@/lib/core/ids';
import { sendReply } from '@/lib/inbox/send-mutations';
import { listSendingAccounts } from '@/lib/inbox/start-queries';
import { getThread } from '@/lib/inbox/thread-queries';
import { setSignature } from './mutations';
import { MAX_SIGNATURE_CHARACTERS, signatureSchema } from './schema';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** A mailbox with one e-mail of Noor's, and what leaves from it. */
async function start() {
  const box = await startMailbox(test.db, test.pool, 'GOOGLE_OAUTH', 'GOOGLE');
  const { ctx } = box.owner;
  await box.mail();
  await box.sync();
  const [thread] = await box.threads();
  const conversationId = thread?.id ?? '';
  const read = () => getThread(ctx, { conversationId });
  const [message] = (await read()).messages;
  return {
    box,
    ctx,
    read,
    sign: (signature: string) => setSignature(ctx, { accountId: box.account.id, signature }),
    reply: (more: { isUnsigned?: boolean } = {}) =>
      sendReply(ctx, {
        ...{ conversationId, clientId: newId(), text: 'Fine', quotedMessageId: message?.id },
        email: {
          to: [{ address: 'noor@client.example', name: null }],
          ...{ cc: [], bcc: [], subject: 'Re: Proposal', ...more },
        },
      }),
    begin: (more: { isUnsigned?: boolean } = {}) => beginEmail(ctx, box.account.id, more),
    htmlOf: async (sendId: string) =>
      (await test.db.select({ email: sends.email }).from(sends).where(eq(sends.id, sendId)))[0]
        ?.email?.html,
  };
}

describe('the signature of an account', () => {
  it('is written by its owner alone, with a line of audit that does not hold it', async () => {
    const { box, ctx, sign, read } = await start();
    const { account } = box;
    await sign('\nJane Ruiz\r\nHarbourline  \n');
    expect((await getAccount(ctx, { accountId: account.id })).signature).toBe(
      'Jane Ruiz\nHarbourline',
    );
    expect((await read()).header.emailTerms?.signature).toBe('Jane Ruiz\nHarbourline');
    expect((await listSendingAccounts(ctx))[0]?.emailTerms?.signature).toBe(
      'Jane Ruiz\nHarbourline',
    );
    const admin = await createMember(test.db, box.workspace, 'admin');
    const stranger = await createMember(test.db, await createWorkspace(test.db), 'owner');
    const input = { accountId: account.id, signature: 'Not hers' };
    await expect(setSignature(admin.ctx, input)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(setSignature(stranger.ctx, input)).rejects.toMatchObject({ code: 'not_found' });
    const lines = await test.db
      .select({ detail: auditLog.detail })
      .from(auditLog)
      .where(eq(auditLog.action, 'account.signature_changed'));
    expect(lines).toEqual([{ detail: {} }]);
    await sign(' ');
    expect((await read()).header.emailTerms?.signature).toBeNull();
  });

  it('has a longest length', () => {
    const ofLength = (length: number) =>
      signatureSchema.safeParse({ accountId: newId(), signature: 'x'.repeat(length) }).success;
    expect(ofLength(MAX_SIGNATURE_CHARACTERS)).toBe(true);
    expect(ofLength(MAX_SIGNATURE_CHARACTERS + 1)).toBe(false);
  });

  it('leaves with answers and new e-mails, unless it is left out, as HTML and as text', async () => {
    const { box, sign, reply, begin } = await start();
    await sign('Jane Ruiz\nhttps://ours.example');
    await reply();
    await begin();
    await begin({ isUnsigned: true });
    await box.runJobs();
    const truth = await box.sandbox.control<{
      emails: { role: string; subject: string; html: string; text: string }[];
    }>('GET', '/truth');
    const sent = truth.emails.filter(({ role }) => role === 'sent');
    expect(sent).toHaveLength(3);
    const answer = sent.find(({ subject }) => subject === 'Re: Proposal');
    expect(answer?.html).toMatch(
      /<p>Fine<\/p><div class="signature">-- <br>Jane Ruiz<br><a .*wrote:/,
    );
    expect(
      sent.filter(({ subject }) => subject === 'Hi').map(({ html }) => html.includes('-- <br>')),
    ).toEqual(expect.arrayContaining([true, false]));
    await box.sync('catch_up');
    const rows = await box.rows();
    const texts = rows.map(({ email_bodies: { plain } }) => plain ?? '');
    expect(texts.some((text) => /^Fine\s+-- \nJane Ruiz\nhttps:\/\/ours\.example/.test(text))).toBe(
      true,
    );
  });

  it('that is changed later does not change what was written before', async () => {
    const { sign, reply, htmlOf } = await start();
    await sign('Jane the First');
    const { sendId } = await reply();
    await sign('Jane the Second');
    expect(await htmlOf(sendId)).toContain('Jane the First');
    expect(await htmlOf((await reply()).sendId)).toContain('Jane the Second');
    expect(await htmlOf((await reply({ isUnsigned: true })).sendId)).not.toContain('Jane the');
  });
});
