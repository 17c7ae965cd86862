import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sendAttachmentParts, sendAttachments, sends } from '@/db/schema';
import { createMember, setChatHold } from '@/db/testing/factories';
import { fileOf, upload } from '@/db/testing/files';
import { MAILBOXES, startMailbox } from '@/db/testing/mailbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { pauseSends } from '@/lib/account-settings/mutations';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import type { Provider } from '@/lib/core/providers';
import { listWaiting } from '@/lib/uploads/queries';
import { forwardRouting } from './outgoing-email-rules';
import { postSend } from './send-handlers';
import { discardSend, retrySend, sendReply, undoSend } from './send-mutations';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

const OFFER = {
  cc: ['boss@client.example'],
  subject: 'Re: Proposal',
  html: '<p>Fine for <b>us</b></p><img src="cid:plan"><script>x()</script>',
  text: 'Fine for us',
  files: [
    { name: 'terms.txt', mime: 'text/plain' },
    { name: 'plan.png', mime: 'image/png', cid: 'plan' },
  ],
};

interface SentEmail {
  id: string;
  role: string;
  to: string[];
  subject: string;
  html: string;
  inReplyTo: string | null;
  files: { name: string; sizeBytes: number }[];
}

/** A thread with one e-mail of Noor's, which Jane passes on to Ola. */
async function start(type = 'MAIL', provider: Provider = 'MAIL', fields: object = OFFER) {
  const box = await startMailbox(test.db, test.pool, type, provider);
  const email = await box.mail({ ...fields });
  await box.sync();
  const [thread] = await box.threads();
  const conversationId = thread?.id ?? '';
  const { ctx } = box.owner;
  const read = () => getThread(ctx, { conversationId });
  const message = (await read()).messages[0];
  if (!message) throw new Error('no message');
  const routing = forwardRouting(message);
  const forward = { files: [...(routing.forward?.files ?? [])] };
  const ola = { address: 'ola@client.example', name: 'Ola Berg' };
  const input = (more: object = {}, email: object = {}) => ({
    conversationId,
    clientId: newId(),
    text: 'For you',
    quotedMessageId: message.id,
    email: { to: [ola], cc: [], bcc: [], subject: routing.subject, forward, ...email },
    ...more,
  });
  return {
    box,
    ctx,
    email,
    conversationId,
    message,
    routing,
    read,
    input,
    forward: (more: object = {}, email: object = {}) => sendReply(ctx, input(more, email)),
    sendOf: async (id: string) =>
      (await test.db.select().from(sends).where(eq(sends.id, id)))[0] as typeof sends.$inferSelect,
    sent: async () => {
      const truth = await box.sandbox.control<{ emails: SentEmail[] }>('GET', '/truth');
      return truth.emails.filter(({ role }) => role === 'sent');
    },
    filesOf: (sendId: string) =>
      test.db.select().from(sendAttachments).where(eq(sendAttachments.sendId, sendId)),
    fileFault: (rule: object) =>
      box.fault({
        kind: 'status',
        match: { method: 'GET', path: `/api/v1/emails/${email.id}/attachments/*` },
        ...rule,
      }),
  };
}

describe.each(MAILBOXES)('a forward from %s', (type, provider) => {
  it('takes the e-mail and its files to somebody else, begins a thread there, and its copy is known', async () => {
    const { box, ctx, conversationId, read, forward, sent, sendOf } = await start(type, provider);
    const { sendId } = await forward();
    expect((await read()).sends).toMatchObject([
      { id: sendId, files: [{ name: 'terms.txt' }, { name: 'plan.png' }] },
    ]);
    await box.runJobs();
    const [copy, ...more] = await sent();
    expect(more).toEqual([]);
    expect(copy).toMatchObject({
      to: ['ola@client.example'],
      subject: 'Fwd: Proposal',
      inReplyTo: null,
      files: [
        { name: 'terms.txt', sizeBytes: 8 },
        { name: 'plan.png', sizeBytes: 8 },
      ],
    });
    const html = copy?.html ?? '';
    expect(html).toMatch(/^<p>For you<\/p><p>-{10} Forwarded message -{10}<br>From: Noor Haddad/);
    expect(html).toContain('Subject: Re: Proposal<br>To: ');
    expect(html).toContain('Cc: boss@client.example</p>');
    expect(html).toContain('<p>Fine for <b>us</b></p><span>[plan.png]</span>');
    expect(html).not.toContain('script');
    await box.sync('catch_up');
    expect(await sendOf(sendId)).toMatchObject({ state: 'sent' });
    // Where it stands now is its own thread; the e-mail says where it went.
    const own = (await sendOf(sendId)).conversationId;
    expect(own).not.toBe(conversationId);
    const after = await read();
    expect(after.sends).toEqual([]);
    expect(after.messages).toMatchObject([
      { email: { forwards: [{ sendId, names: ['Ola Berg'], conversationId: own }] } },
    ]);
    const thread = await getThread(ctx, { conversationId: own ?? '' });
    expect(thread.messages).toMatchObject([
      { isOurs: true, attachments: [{ fileName: 'terms.txt' }, { fileName: 'plan.png' }] },
    ]);
  });

  it('that nobody confirmed is looked for and never posted again, also without own words', async () => {
    const { box, forward, sent, sendOf } = await start(type, provider);
    await box.fault({
      kind: 'timeout_after_action',
      match: { method: 'POST', path: '/api/v1/emails' },
      delayMs: 10,
    });
    const { sendId } = await forward({ text: '' });
    await box.runJobs();
    expect((await sendOf(sendId)).state).toBe('unknown');
    await box.runLaterJobs();
    expect(await sendOf(sendId)).toMatchObject({ state: 'sent' });
    expect(await sent()).toHaveLength(1);
  });
});

describe('a forward', () => {
  it('leaves out the files that its writer took out, and takes along what was attached', async () => {
    const { box, ctx, conversationId, forward, routing, sent } = await start();
    const { id } = await upload(ctx, { conversationId }, fileOf('own.txt', 5));
    const files = routing.forward?.files.slice(0, 1);
    await forward({ fileIds: [id] }, { forward: { files } });
    await box.runJobs();
    const [copy] = await sent();
    expect(copy?.files.map(({ name }) => name)).toEqual(['own.txt', 'terms.txt']);
    // A picture that does not go along is not spoken of.
    expect(copy?.html).not.toContain('plan.png');
  });

  it('of plain text goes as text that is no markup', async () => {
    const { box, forward, sent } = await start('GOOGLE_OAUTH', 'GOOGLE', {
      subject: 'Hello',
      html: '',
      text: 'a <b> & c\n\nd',
    });
    await forward();
    await box.runJobs();
    expect((await sent())[0]?.html).toContain('<p>a &lt;b&gt; &amp; c</p><p>d</p>');
  });

  it('is not posted while a file is missing: it is fetched again, then told, and goes at another try', async () => {
    const { box, ctx, forward, fileFault, sent, sendOf, filesOf } = await start();
    await fileFault({ status: 503, type: 'errors/provider_unreachable', times: 4 });
    const { sendId } = await forward();
    await box.runJobs();
    expect((await sendOf(sendId)).state).toBe('sending');
    for (let tries = 1; tries < 4; tries += 1) await box.runLaterJobs();
    expect(await sent()).toEqual([]);
    expect(await sendOf(sendId)).toMatchObject({ state: 'failed', errorCode: 'file_not_had' });
    await retrySend(ctx, { sendId });
    await box.runJobs();
    expect((await sendOf(sendId)).state).toBe('sent');
    expect((await sent()).map(({ files }) => files.length)).toEqual([2]);
    // Nothing of the tries that failed is left.
    const parts = await test.db
      .select({ count: sql<number>`count(*)::int` })
      .from(sendAttachmentParts);
    expect(parts[0]?.count).toBeGreaterThanOrEqual(2);
    expect((await filesOf(sendId)).every((file) => file.uploadedAt !== null)).toBe(true);
    const strays = await test.db.$count(
      sendAttachments,
      sql`send_id is null and member_id = ${box.owner.member.id}`,
    );
    expect(strays).toBe(0);
  });

  it('of a file that is gone says so, keeps everything, and goes without it once it was taken out', async () => {
    const { box, ctx, conversationId, forward, fileFault, sent, sendOf } = await start();
    const { id } = await upload(ctx, { conversationId }, fileOf('own.txt', 5));
    await fileFault({ status: 404, type: 'errors/resource_not_found', times: 1 });
    const { sendId } = await forward({ fileIds: [id] });
    await box.runJobs();
    expect(await sendOf(sendId)).toMatchObject({ state: 'failed', errorCode: 'file_gone' });
    const back = await discardSend(ctx, { sendId });
    expect(back).toMatchObject({
      text: 'For you',
      email: { to: [{ address: 'ola@client.example' }], forward: { files: [{}, {}] } },
    });
    // The draft holds what was attached, and the copies only by name.
    expect(await listWaiting(ctx, { conversationId })).toMatchObject([{ name: 'own.txt' }]);
    await forward({ text: back.text, fileIds: [id] }, { ...back.email, forward: { files: [] } });
    await box.runJobs();
    expect((await sent()).map(({ files }) => files.map(({ name }) => name))).toEqual([['own.txt']]);
  });

  it('copied by two jobs at once goes once, with each file once', async () => {
    const { box, forward, sent } = await start();
    const { sendId } = await forward();
    const payload = { workspaceId: box.workspace.id, sendId, tries: 0 };
    const post = () => postSend(payload, box.ctx, { attempt: 1 });
    await Promise.all([post(), post()]);
    await box.runJobs();
    expect((await sent()).map(({ files }) => files.map(({ sizeBytes }) => sizeBytes))).toEqual([
      [8, 8],
    ]);
  });

  it('does not leave where sending was paused while its files were being copied (S13)', async () => {
    const { box, forward, sent, sendOf } = await start();
    const { sendId } = await forward();
    const { posting } = await inTransaction(box.ctx, async (tx) => {
      // The first piece of a copy stands here.
      await tx.db.execute(sql`lock table send_attachment_parts in share mode`);
      const payload = { workspaceId: box.workspace.id, sendId, tries: 0 };
      const running = postSend(payload, box.ctx, { attempt: 1 });
      await untilBlocked(test.pool);
      await pauseSends(box.admin.ctx, { accountId: box.account.id, isPaused: true });
      return { posting: running };
    });
    await posting;
    expect(await sendOf(sendId)).toMatchObject({ state: 'failed', errorCode: 'sends_paused' });
    expect(await sent()).toEqual([]);
  });

  it('is held and taken back with its files in the order to be chosen again', async () => {
    const { box, ctx, conversationId, routing, forward, sent, filesOf } = await start();
    await setChatHold(test.db, box.owner.member, 5);
    const { sendId } = await forward();
    const back = await undoSend(ctx, { sendId });
    expect(back.email?.forward).toEqual(routing.forward);
    await box.runLaterJobs();
    expect(await sent()).toEqual([]);
    expect(await filesOf(sendId)).toEqual([]);
    expect(await listWaiting(ctx, { conversationId })).toEqual([]);
  });

  it('asked for twice is one, and under the same id with other content is refused', async () => {
    const { box, ctx, input, sent } = await start();
    const asked = input();
    const [first, second] = [await sendReply(ctx, asked), await sendReply(ctx, asked)];
    expect(second.sendId).toBe(first.sendId);
    await expect(sendReply(ctx, { ...asked, text: 'Else' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await box.runJobs();
    expect(await sent()).toHaveLength(1);
  });

  it('of too much together, of a file of another e-mail, and of an e-mail of another thread is refused', async () => {
    const { box, ctx, forward, routing, input, conversationId } = await start();
    const [file] = routing.forward?.files ?? [];
    const foreign = { forward: { files: [{ ...file, id: 'another' }] } };
    await expect(forward({}, foreign)).rejects.toMatchObject({ code: 'conflict' });
    const uploads = Array.from({ length: 9 }, (_, at) =>
      upload(ctx, { conversationId }, fileOf(`${at}.txt`, 1)),
    );
    const fileIds = (await Promise.all(uploads)).map(({ id }) => id);
    await expect(forward({ fileIds })).rejects.toThrow('A message takes up to 10 files.');
    await box.mail({ subject: 'Else' });
    await box.sync('catch_up');
    const other = (await box.threads()).find(({ id }) => id !== conversationId);
    await expect(sendReply(ctx, input({ conversationId: other?.id }))).rejects.toMatchObject({
      code: 'not_found',
    });
    const mine = eq(sends.accountId, box.account.id);
    expect(await test.db.select().from(sends).where(mine)).toEqual([]);
  });

  it('is for those who may answer there: foreign is missing, reading only is forbidden', async () => {
    const { box, input } = await start();
    const other = await start();
    await expect(sendReply(other.ctx, input())).rejects.toMatchObject({ code: 'not_found' });
    const viewer = await createMember(test.db, box.workspace, 'viewer');
    await expect(sendReply(viewer.ctx, input())).rejects.toMatchObject({ code: 'not_found' });
    await test.db.execute(
      sql`update accounts set visibility = 'team-read' where id = ${box.account.id}`,
    );
    await expect(sendReply(viewer.ctx, input())).rejects.toMatchObject({ code: 'forbidden' });
  });
});
