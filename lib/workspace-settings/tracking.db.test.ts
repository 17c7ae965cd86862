import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, sends } from '@/db/schema';
import { createMember, createWorkspace, setChatHold } from '@/db/testing/factories';
import { beginEmail, startMailbox } from '@/db/testing/mailbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { sendReply, undoSend } from '@/lib/inbox/send-mutations';
import { listSendingAccounts } from '@/lib/inbox/start-queries';
import { getThread } from '@/lib/inbox/thread-queries';
import { allowTracking } from './mutations';
import { getWorkspaceSettings } from './queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** A mailbox with one e-mail of Noor's, in a workspace whose admin says whether e-mails may be tracked. */
async function start(isTrackingAllowed: boolean) {
  const box = await startMailbox(test.db, test.pool, 'GOOGLE_OAUTH', 'GOOGLE');
  await box.mail();
  await box.sync();
  const [thread] = await box.threads();
  const admin = await createMember(test.db, box.workspace, 'admin');
  const allow = (isAllowed: boolean) => allowTracking(admin.ctx, { isTrackingAllowed: isAllowed });
  await allow(isTrackingAllowed);
  const read = () => getThread(box.owner.ctx, { conversationId: thread?.id ?? '' });
  const [message] = (await read()).messages;
  return {
    box,
    admin,
    allow,
    read,
    reply: (isTracked: boolean) =>
      sendReply(box.owner.ctx, {
        conversationId: thread?.id ?? '',
        clientId: newId(),
        text: 'Here: https://ours.example/offer',
        quotedMessageId: message?.id,
        email: {
          to: [{ address: 'noor@client.example', name: null }],
          ...{ cc: [], bcc: [], subject: 'Re: Proposal', isTracked },
        },
      }),
    begin: (isTracked: boolean) => beginEmail(box.owner.ctx, box.account.id, { isTracked }),
    /** How the e-mail left. */
    async sent() {
      const truth = await box.sandbox.control<{
        emails: { id: string; role: string; html: string }[];
      }>('GET', '/truth');
      return truth.emails.filter(({ role }) => role === 'sent');
    },
  };
}

describe('whether e-mails of a workspace may be tracked', () => {
  it('is no by default, and said by admins alone, with a line of audit each time', async () => {
    const workspace = await createWorkspace(test.db);
    const admin = await createMember(test.db, workspace, 'admin');
    const lead = await createMember(test.db, workspace, 'lead');
    expect(await getWorkspaceSettings(lead.ctx)).toEqual({ isTrackingAllowed: false });
    await expect(allowTracking(lead.ctx, { isTrackingAllowed: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await allowTracking(admin.ctx, { isTrackingAllowed: true });
    expect(await getWorkspaceSettings(lead.ctx)).toEqual({ isTrackingAllowed: true });
    const other = await createMember(test.db, await createWorkspace(test.db), 'owner');
    expect(await getWorkspaceSettings(other.ctx)).toEqual({ isTrackingAllowed: false });
    const lines = await test.db
      .select({ detail: auditLog.detail, by: auditLog.actorMemberId })
      .from(auditLog)
      .where(
        and(
          eq(auditLog.workspaceId, workspace.id),
          eq(auditLog.action, 'workspace.allow-tracking'),
        ),
      );
    expect(lines).toEqual([{ detail: { isTrackingAllowed: true }, by: admin.member.id }]);
  });

  it('is offered in every composer of an e-mail', async () => {
    const { box, allow, read } = await start(false);
    expect((await read()).header.emailTerms).toMatchObject({ canTrack: false });
    expect(await listSendingAccounts(box.owner.ctx)).toMatchObject([
      { emailTerms: { canTrack: false } },
    ]);
    await allow(true);
    expect((await read()).header.emailTerms).toMatchObject({ canTrack: true });
    expect(await listSendingAccounts(box.owner.ctx)).toMatchObject([
      { emailTerms: { canTrack: true } },
    ]);
  });

  it('decides: where it is no, a tracked e-mail is refused and nothing is stored', async () => {
    const { box, reply, begin } = await start(false);
    const refusal = 'Your workspace does not allow tracking.';
    await expect(reply(true)).rejects.toThrow(refusal);
    await expect(begin(true)).rejects.toThrow(refusal);
    const rows = await test.db.select().from(sends).where(eq(sends.accountId, box.account.id));
    expect(rows).toEqual([]);
    await reply(false);
  });

  it('is asked again when the e-mail leaves: forbidden meanwhile, it leaves untracked', async () => {
    const { box, allow, read, reply, sent } = await start(true);
    await reply(true);
    await allow(false);
    await box.runJobs();
    const [copy] = await sent();
    expect(copy?.html).not.toContain('/track/');
    await box.sync('catch_up');
    expect((await read()).messages[0]?.email?.tracking).toBeNull();
  });
});

describe('an e-mail that its author has tracked', () => {
  it('says so before anything was heard, then how often and when; one that was not says nothing', async () => {
    const { box, read, reply, begin, sent } = await start(true);
    const { sendId } = await reply(true);
    await begin(false);
    await box.runJobs();
    await box.sync('catch_up');
    const [message] = (await read()).messages;
    expect(message?.email?.tracking).toEqual({ openCount: 0, clickCount: 0, lastHeardAt: null });
    const [copy, plain] = (await sent()).sort((one) => (one.html.includes('/track/') ? -1 : 1));
    expect(copy?.html).toMatch(/open\.gif/);
    expect(plain?.html).toBe('<p>Hello</p>');
    const [row] = (await box.rows()).filter(
      ({ messages }) => messages.gatewayMessageId === copy?.id,
    );
    const said = {
      account_id: box.account.providerAccountId,
      tracking_id: row?.emails.trackingId,
      label: sendId,
    };
    await box.deliver({
      ...{ ...said, event: 'mail_opened', event_id: 'o1', date: '2026-11-20T11:15:40.000Z' },
    });
    await box.runJobs();
    expect((await read()).messages[0]?.email?.tracking).toEqual({
      openCount: 1,
      clickCount: 0,
      lastHeardAt: '2026-11-20T11:15:40.000Z',
    });
    const untracked = (await box.threads()).find(({ subject }) => subject === 'Hi');
    const begun = await getThread(box.owner.ctx, { conversationId: untracked?.id ?? '' });
    expect(begun.messages[0]?.email?.tracking).toBeNull();
  });

  it('taken back is tracked again when it is sent again', async () => {
    const { box, reply } = await start(true);
    await setChatHold(test.db, box.owner.member, 10);
    const { sendId } = await reply(true);
    expect((await undoSend(box.owner.ctx, { sendId })).email).toMatchObject({ isTracked: true });
  });
});
