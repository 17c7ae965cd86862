import { and, eq, inArray } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, sends } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createMember, setChatHold } from '@/db/testing/factories';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { getPreferences } from '@/lib/preferences/queries';
import { postSend } from './send-handlers';
import { retrySend, undoSend } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 120_000, interval: 100 };

/** A conversation whose messages are held for `seconds`. */
async function startHeld(seconds = 5) {
  const started = await startConversation(test.db, test.pool);
  const { world } = started;
  await setChatHold(test.db, world.owner.member, seconds);
  /** The hold is over now, by the clock that decides. */
  const endHold = (sendId: string) =>
    test.pool.query('update sends set held_until = clock_timestamp() where id = $1', [sendId]);
  const undo = (sendId: string) => undoSend(world.owner.ctx, { sendId });
  return { ...started, endHold, undo };
}

describe('a held message', () => {
  it('is held for five seconds by default, as long as its author prefers, or not at all', async () => {
    const { world, reply } = await startHeld();
    const colleague = await createMember(test.db, world.workspace, 'member');
    expect((await getPreferences(colleague.ctx)).chatHoldSeconds).toBe(5);
    const holdOf = async (seconds: number) => {
      await setChatHold(test.db, world.owner.member, seconds);
      const { state, heldUntil } = await reply(`Held for ${seconds}`);
      return { state, ms: heldUntil ? Date.parse(heldUntil) - Date.now() : 0 };
    };
    expect(await holdOf(0)).toEqual({ state: 'sending', ms: 0 });
    for (const seconds of [5, 10]) {
      const { state, ms } = await holdOf(seconds);
      expect(state).toBe('held');
      expect(ms).toBeGreaterThan((seconds - 2) * 1000);
      expect(ms).toBeLessThanOrEqual(seconds * 1000);
    }
  });

  it('is on screen as being sent, leaves by itself when its time is over, and once', async () => {
    const { world, reply, thread, row, stateOf, endHold } = await startHeld();
    const { sendId, heldUntil } = await reply('In a moment');
    expect(heldUntil).not.toBeNull();
    await world.runJobs();
    expect(await world.posts()).toBe(0);
    expect((await thread()).sends).toMatchObject([{ id: sendId, state: 'held', heldUntil }]);
    expect(await row()).toMatchObject({ previewPrefix: 'sending', previewText: 'In a moment' });
    await endHold(sendId);
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await world.posts()).toBe(1);
  });

  it('does not leave early when its job does', async () => {
    const { world, reply, stateOf } = await startHeld();
    const { sendId } = await reply('Too early');
    await postSend({ workspaceId: world.workspace.id, sendId, tries: 0 }, world.ctx, {
      attempt: 1,
    });
    expect((await stateOf(sendId)).state).toBe('held');
    expect(await world.posts()).toBe(0);
  });

  it('taken back never leaves, gives its text back, and stands nowhere', async () => {
    const { world, reply, thread, row, stateOf, endHold, undo } = await startHeld();
    const { sendId } = await reply('Wrong person');
    expect(await undo(sendId)).toEqual({
      text: 'Wrong person',
      quotedMessageId: null,
      email: null,
    });
    expect(await undo(sendId)).toEqual({
      text: 'Wrong person',
      quotedMessageId: null,
      email: null,
    });
    await endHold(sendId);
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('cancelled');
    expect(await world.posts()).toBe(0);
    expect((await thread()).sends).toEqual([]);
    expect(await row()).toMatchObject({ previewPrefix: null, previewText: 'Hello' });
    await expect(retrySend(world.owner.ctx, { sendId })).rejects.toMatchObject({
      code: 'conflict',
    });
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(
        and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, 'message.undo')),
      );
    expect(lines).toHaveLength(1);
  });

  it('is said to be on its way when it is too late to take it back', async () => {
    const { world, reply, endHold, undo } = await startHeld();
    const { sendId } = await reply('Gone');
    await endHold(sendId);
    await world.runLaterJobs();
    await expect(undo(sendId)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('pressed again after it was taken back stays taken back', async () => {
    const { reply, undo, stateOf } = await startHeld();
    const { sendId } = await reply('Once');
    const { clientId } = await stateOf(sendId);
    await undo(sendId);
    expect(await reply('Once', clientId)).toMatchObject({ sendId, state: 'cancelled' });
  });

  it('is taken back by its author only', async () => {
    const { world, reply, stateOf } = await startHeld();
    await test.pool.query(`update accounts set visibility = 'team-reply'`);
    const colleague = await createMember(test.db, world.workspace, 'member');
    const { sendId } = await reply('Mine');
    await expect(undoSend(colleague.ctx, { sendId })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await stateOf(sendId)).state).toBe('held');
  });
});

describe('undo against the worker (S12)', () => {
  it('in 1,000 races either nothing was posted or the message is shown as sent', {
    timeout: 300_000,
  }, async () => {
    const { world, conversation, undo, thread } = await startHeld();
    const { workspaceId, accountId, id: conversationId } = conversation;
    const ended = { sent: 0, cancelled: 0 };
    for (let batch = 0; batch < 250; batch += 1) {
      const race = Array.from({ length: 4 }, (_, index) => ({
        workspaceId,
        accountId,
        conversationId,
        authorMemberId: world.owner.member.id,
        clientId: newId(),
        text: `Race ${batch} ${index}`,
        state: 'held' as const,
        heldUntil: new Date(Date.now() - 1000),
      }));
      const rows = await test.db.insert(sends).values(race).returning({ id: sends.id });
      await Promise.all(
        rows.flatMap(({ id }, index) => {
          const take = () => undo(id).catch(() => null);
          const post = () =>
            postSend({ workspaceId, sendId: id, tries: 0 }, world.ctx, { attempt: 1 });
          return index % 2 === 0 ? [take(), post()] : [post(), take()];
        }),
      );
      const ids = rows.map(({ id }) => id);
      for (const { state, postedAt } of await test.db
        .select()
        .from(sends)
        .where(inArray(sends.id, ids))) {
        expect(['sent', 'cancelled']).toContain(state);
        expect(postedAt === null).toBe(state === 'cancelled');
        ended[state as 'sent' | 'cancelled'] += 1;
      }
    }
    expect(ended.sent + ended.cancelled).toBe(1000);
    // A race that one side always wins proves nothing.
    expect(Math.min(ended.sent, ended.cancelled)).toBeGreaterThan(0);
    expect(await world.posts()).toBe(ended.sent);
    const shown = (await thread()).sends;
    expect(shown.every(({ state }) => state === 'sent')).toBe(true);
  });
});

describe('a crash while a message is held (S7)', () => {
  it('loses the job: the clock finds the message once its time is over', async () => {
    const { world, reply, stateOf, loseJobs } = await startHeld();
    const [due, waiting] = [await reply('Forgotten'), await reply('Still held')];
    await loseJobs(due.sendId);
    expect((await stateOf(due.sendId)).state).toBe('sent');
    expect((await stateOf(waiting.sendId)).state).toBe('held');
    expect(await world.posts()).toBe(1);
  });

  it('kills the worker that had just taken it: it still leaves once, or can still be taken back', {
    timeout: 300_000,
  }, async () => {
    const { world, reply, stateOf, endHold, undo } = await startHeld();
    const [kept, taken] = [await reply('Kept'), await reply('Taken back')];
    await Promise.all([endHold(kept.sendId), endHold(taken.sendId)]);
    await test.pool.query('update graphile_worker._private_jobs set run_at = now()');
    const first = await startServerProcess(test.url, 'send.before_claim=exit');
    await first.ended;
    expect((await stateOf(kept.sendId)).state).toBe('held');
    await undo(taken.sendId);
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(kept.sendId)).state, POLL).toBe('sent');
    expect((await stateOf(taken.sendId)).state).toBe('cancelled');
    expect(await world.posts()).toBe(1);
  });
});
