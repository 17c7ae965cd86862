import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, sends } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { messageEvent } from '@/db/testing/inbox-world';
import { beginEmail, startMailbox } from '@/db/testing/mailbox-world';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { DAY_MS, HOUR_MS } from '@/lib/core/time';
import { rescheduleSend } from './schedule-mutations';
import { discardSend, retrySend, sendReply, undoSend } from './send-mutations';
import { listStarts } from './start-queries';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 120_000, interval: 100 };

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

/** A conversation, and messages in it that leave when their author says. */
async function start() {
  const started = await startConversation(test.db, test.pool);
  const { world, conversation } = started;
  const { ctx } = world.owner;
  return {
    ...started,
    ctx,
    schedule: (text: string, sendAt = inMs(DAY_MS)) =>
      sendReply(ctx, { conversationId: conversation.id, clientId: newId(), text, sendAt }),
    change: (sendId: string, sendAt: string | null) => rescheduleSend(ctx, { sendId, sendAt }),
    /** Its time has come, by the clock that decides. */
    async comeDue(sendId: string) {
      await test.pool.query(
        `update sends set held_until = clock_timestamp(), scheduled_for = clock_timestamp() where id = $1`,
        [sendId],
      );
    },
  };
}

describe('a scheduled message', () => {
  it('waits at the end of its thread, is no activity of the conversation, and leaves at its time, once', async () => {
    const { world, schedule, thread, row, stateOf, comeDue } = await start();
    const before = await row();
    const sendAt = inMs(3 * DAY_MS);
    const { sendId, state, heldUntil } = await schedule('On Monday', sendAt);
    expect({ state, heldUntil }).toEqual({ state: 'held', heldUntil: sendAt });
    await world.runJobs();
    expect(await world.posts()).toBe(0);
    expect((await thread()).sends).toMatchObject([
      { id: sendId, state: 'held', scheduledFor: sendAt, isAnsweredSince: false, isMine: true },
    ]);
    expect(await row()).toEqual(before);
    await comeDue(sendId);
    await world.runLaterJobs();
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await world.posts()).toBe(1);
    expect(await row()).toMatchObject({ previewPrefix: 'you', previewText: 'On Monday' });
  });

  it('is for a time that lies ahead, within a year', async () => {
    const { schedule, change, world } = await start();
    await expect(schedule('Late', inMs(-1000))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(schedule('Far', inMs(367 * DAY_MS))).rejects.toThrow('within a year');
    const { sendId } = await schedule('Well');
    await expect(change(sendId, inMs(-1000))).rejects.toThrow('This time has passed');
    const rows = await test.db
      .select({ text: sends.text })
      .from(sends)
      .where(eq(sends.workspaceId, world.workspace.id));
    expect(rows).toEqual([{ text: 'Well' }]);
  });

  it('is taken back with its words by its author, and by nobody else', async () => {
    const { world, schedule, change, thread, ctx } = await start();
    await test.pool.query(`update accounts set visibility = 'team-reply'`);
    const colleague = await createMember(test.db, world.workspace, 'member');
    const { sendId } = await schedule('Not yet');
    for (const act of [
      () => undoSend(colleague.ctx, { sendId }),
      () => rescheduleSend(colleague.ctx, { sendId, sendAt: null }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code: 'forbidden' });
    }
    const stranger = await createMember(test.db, await createWorkspace(test.db), 'owner');
    await expect(rescheduleSend(stranger.ctx, { sendId, sendAt: null })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await undoSend(ctx, { sendId })).toMatchObject({ text: 'Not yet' });
    expect((await thread()).sends).toEqual([]);
    await expect(change(sendId, null)).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.posts()).toBe(0);
  });

  it('is moved to another time, with one line of audit, and then waits for that', async () => {
    const { world, schedule, change, stateOf, comeDue } = await start();
    const { sendId } = await schedule('Earlier or later', inMs(HOUR_MS));
    const later = inMs(2 * DAY_MS);
    expect(await change(sendId, later)).toMatchObject({ state: 'held', heldUntil: later });
    // The job of the first time comes all the same.
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('held');
    await change(sendId, inMs(HOUR_MS));
    await comeDue(sendId);
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await world.posts()).toBe(1);
    const lines = await test.db
      .select({ detail: auditLog.detail })
      .from(auditLog)
      .where(and(eq(auditLog.entityId, sendId), eq(auditLog.action, 'message.reschedule')));
    expect(lines).toHaveLength(2);
  });

  it('leaves at once where its author wants that, and then no more', async () => {
    const { world, schedule, change, stateOf } = await start();
    const { sendId } = await schedule('Now, then');
    expect(await change(sendId, null)).toMatchObject({ state: 'sending', heldUntil: null });
    // The job of its former time is that of now.
    const { rows } = await test.pool.query(
      `select run_at <= now() as is_due from graphile_worker._private_jobs where payload ->> 'sendId' = $1`,
      [sendId],
    );
    expect(rows).toEqual([{ is_due: true }]);
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    await expect(change(sendId, inMs(DAY_MS))).rejects.toMatchObject({ code: 'conflict' });
    expect(await world.posts()).toBe(1);
  });

  it('stays, and says so, when the other side writes meanwhile', async () => {
    const { world, schedule, conversation, thread } = await start();
    await schedule('Still there?');
    const chatId = conversation.gatewayChatId;
    const { messageIds } = await world.write({ chatId, text: 'Here I am' });
    await world.deliver(
      messageEvent(world, { chatId, messageId: messageIds[0] ?? '', text: 'Here I am' }),
    );
    await world.runJobs();
    expect((await thread()).sends).toMatchObject([{ state: 'held', isAnsweredSince: true }]);
  });

  it('is no answer yet to a colleague who answers', async () => {
    const { world, schedule, conversation } = await start();
    await test.pool.query(`update accounts set visibility = 'team-reply'`);
    const colleague = await createMember(test.db, world.workspace, 'member');
    await schedule('Next week');
    const answer = sendReply(colleague.ctx, {
      ...{ conversationId: conversation.id, clientId: newId(), text: 'I do it' },
      // Nobody's answer was seen.
      seenAnswerAt: null,
    });
    expect(await answer).toMatchObject({ state: 'held' });
  });
});

describe('a scheduled message whose time comes when it cannot leave', () => {
  it('is shown as failed with its reason, and can be tried again', async () => {
    const { world, schedule, change, thread, stateOf, comeDue, ctx } = await start();
    await world.sandbox.control('POST', `/accounts/${world.account.providerAccountId}/status`, {
      status: 'CREDENTIALS',
    });
    const { sendId } = await schedule('Signed out by then');
    await comeDue(sendId);
    await world.runLaterJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'failed',
      errorCode: 'account_disconnected',
    });
    expect((await thread()).sends).toMatchObject([{ text: 'Signed out by then' }]);
    await expect(change(sendId, null)).rejects.toMatchObject({ code: expect.any(String) });
    await world.sandbox.control('POST', `/accounts/${world.account.providerAccountId}/status`, {
      status: 'OK',
    });
    await test.pool.query(`update accounts set status = 'connected'`);
    await retrySend(ctx, { sendId });
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
  });

  it('because its author may not any more, says that, and its words are kept', async () => {
    const { world, schedule, stateOf, comeDue, ctx } = await start();
    const { sendId } = await schedule('From somebody who left');
    await test.pool.query(`update members set role = 'viewer' where id = $1`, [
      world.owner.member.id,
    ]);
    await comeDue(sendId);
    await world.runLaterJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'failed',
      errorCode: 'not_allowed_any_more',
      text: 'From somebody who left',
    });
    expect(await world.posts()).toBe(0);
    await test.pool.query(`update members set role = 'member' where id = $1`, [
      world.owner.member.id,
    ]);
    expect((await discardSend(ctx, { sendId })).text).toBe('From somebody who left');
  });
});

describe('a crash around a scheduled message (S7)', () => {
  it('that loses its job: the clock finds it once its time is over', async () => {
    const { world, schedule, stateOf, loseJobs } = await start();
    const [due, waiting] = [await schedule('Forgotten'), await schedule('Tomorrow')];
    await loseJobs(due.sendId);
    expect((await stateOf(due.sendId)).state).toBe('sent');
    expect((await stateOf(waiting.sendId)).state).toBe('held');
    expect(await world.posts()).toBe(1);
  });

  it('that kills the worker which had taken it: it leaves once, when another worker is there', {
    timeout: 300_000,
  }, async () => {
    const { world, schedule, stateOf, comeDue } = await start();
    const { sendId } = await schedule('Through it all');
    await comeDue(sendId);
    await test.pool.query('update graphile_worker._private_jobs set run_at = now()');
    const first = await startServerProcess(test.url, 'send.before_claim=exit');
    await first.ended;
    expect((await stateOf(sendId)).state).toBe('held');
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('sent');
    expect(await world.posts()).toBe(1);
  });
});

describe('a scheduled e-mail', () => {
  it('that answers, and one that begins a thread, leave at their time as they were written', async () => {
    const box = await startMailbox(test.db, test.pool, 'GOOGLE_OAUTH', 'GOOGLE');
    const { ctx } = box.owner;
    await box.mail();
    await box.sync();
    const [thread] = await box.threads();
    const conversationId = thread?.id ?? '';
    const [message] = (await getThread(ctx, { conversationId })).messages;
    const to = [{ address: 'noor@client.example', name: null }];
    const sendAt = inMs(DAY_MS);
    await sendReply(ctx, {
      ...{ conversationId, clientId: newId(), text: 'On Monday', sendAt },
      quotedMessageId: message?.id,
      email: { to, cc: [], bcc: [], subject: 'Re: Proposal' },
    });
    const begun = await beginEmail(ctx, box.account.id, {}, { sendAt });
    expect(await listStarts(ctx)).toMatchObject([{ sendId: begun.sendId, scheduledFor: sendAt }]);
    await box.runLaterJobs();
    const sent = async () => {
      const truth = await box.sandbox.control<{ emails: { role: string; subject: string }[] }>(
        'GET',
        '/truth',
      );
      return truth.emails.filter(({ role }) => role === 'sent').map(({ subject }) => subject);
    };
    expect(await sent()).toEqual([]);
    await test.pool.query('update sends set held_until = clock_timestamp()');
    await box.runLaterJobs();
    expect((await sent()).sort()).toEqual(['Hi', 'Re: Proposal']);
  });
});
