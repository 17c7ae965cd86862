import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, auditLog, conversations, members } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createMember, createWorkspace } from '@/db/testing/factories';
import { fileOf, upload } from '@/db/testing/files';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { claimSend, findSend, isStillClaimed, recordNotPosted } from './outcome-mutations';
import { postSend, sweepSends } from './send-handlers';
import { checkSend, discardSend, retrySend, sendReply } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
/** Which try of its job a post is. */
const [FIRST, REPEATED] = [{ attempt: 1 }, { attempt: 2 }];
const start = (options?: { type?: string }) => startConversation(test.db, test.pool, options);

describe('a reply', () => {
  it('is on screen before it left, goes out once, and its echo is the same bubble', async () => {
    const { world, reply, thread, row, stateOf, echo } = await start();
    const { sendId } = await reply('On my way');
    expect((await thread()).sends).toMatchObject([{ id: sendId, state: 'sending', isMine: true }]);
    expect(await row()).toMatchObject({
      previewPrefix: 'sending',
      previewText: 'On my way',
      unreadCount: 1,
    });
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent', errorCode: null });
    await echo('On my way');
    await world.runJobs();
    const after = await thread();
    expect(after.sends).toEqual([]);
    const { clientId } = await stateOf(sendId);
    expect(after.messages[0]).toMatchObject({ text: 'On my way', isOurs: true, clientId });
    expect(await row()).toMatchObject({ previewPrefix: 'you', unreadCount: 0 });
    expect(await world.posts()).toBe(1);
  });

  it('pressed fifty times is one intent; the same id with another text is refused (S6)', async () => {
    const { world, reply } = await start();
    const clientId = newId();
    const answers = await Promise.all(Array.from({ length: 50 }, () => reply('Once', clientId)));
    expect(new Set(answers.map((answer) => answer.sendId)).size).toBe(1);
    await expect(reply('Twice', clientId)).rejects.toMatchObject({ code: 'conflict' });
    await world.runJobs();
    expect(await world.posts()).toBe(1);
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(
        and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, 'message.send')),
      );
    expect(lines).toHaveLength(1);
  });

  it('never stands in the audit log or in a job with its text', async () => {
    const { world, reply } = await start();
    await reply('canary-7f3a');
    const { rows } = await test.pool.query<{ text: string }>(
      `select payload::text as text from graphile_worker._private_jobs
       union all select detail::text from audit_log where workspace_id = $1`,
      [world.workspace.id],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.some((row) => row.text.includes('canary-7f3a'))).toBe(false);
  });
});

describe('a crash (S7, S8)', () => {
  it('around the post makes the send unknown and never posts it again', async () => {
    const { world, reply, stateOf } = await start();
    const { sendId } = await reply('Crashed');
    expect(await claimSend(world.ctx, sendId)).toBeInstanceOf(Date);
    await postSend({ workspaceId: world.workspace.id, sendId, tries: 0 }, world.ctx, REPEATED);
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    expect(await world.posts()).toBe(0);
  });

  it('of every worker is found by the clock: marked sends unknown, unmarked ones go out', async () => {
    const { world, reply, stateOf } = await start();
    const [lost, waiting] = [await reply('Marked'), await reply('Unmarked')];
    await claimSend(world.ctx, lost.sendId);
    await test.pool.query('delete from graphile_worker._private_jobs');
    await test.pool.query(
      `update sends set posted_at = posted_at - interval '1 hour',
                        updated_at = updated_at - interval '1 hour'`,
    );
    await sweepSends({}, test.db);
    await world.runJobs();
    expect((await stateOf(lost.sendId)).state).toBe('unknown');
    expect((await stateOf(waiting.sendId)).state).toBe('sent');
    expect(await world.posts()).toBe(1);
  });

  it('is none where eight workers have the same job: one of them posts', async () => {
    const { world, reply, stateOf } = await start();
    const { sendId } = await reply('Race');
    const job = { workspaceId: world.workspace.id, sendId, tries: 0 };
    await Promise.all(Array.from({ length: 8 }, () => postSend(job, world.ctx, FIRST)));
    expect(await world.posts()).toBe(1);
    expect((await stateOf(sendId)).state).toBe('sent');
  });

  it('a worker that slept past its claim does not post, and says that nothing went out', async () => {
    const { world, reply, stateOf } = await start();
    const { sendId } = await reply('Sleepy');
    const postedAt = await claimSend(world.ctx, sendId);
    await postSend({ workspaceId: world.workspace.id, sendId, tries: 0 }, world.ctx, REPEATED);
    const send = await findSend(world.ctx, sendId);
    if (!send || !postedAt) throw new Error('not claimed');
    expect(await isStillClaimed(world.ctx, sendId, postedAt)).toBe(false);
    await recordNotPosted(world.ctx, send, postedAt);
    expect((await stateOf(sendId)).state).toBe('failed');
    expect(await world.posts()).toBe(0);
  });
});

describe('another job of a message that is being posted', () => {
  it('leaves it alone, and the conversation where it was put meanwhile', async () => {
    const { world, conversation, stateOf } = await start();
    const { ctx } = world.owner;
    const conversationId = conversation.id;
    const { id } = await upload(ctx, { conversationId }, fileOf('plan.txt', 5));
    const reply = { conversationId, clientId: newId(), text: 'On its way', fileIds: [id] };
    const { sendId } = await sendReply(ctx, reply);
    const job = { workspaceId: world.workspace.id, sendId, tries: 0 };
    const { posting } = await inTransaction(world.ctx, async (tx) => {
      // The bytes of the file are read while it is posted.
      await tx.db.execute(sql`lock table send_attachment_parts`);
      const running = postSend(job, world.ctx, FIRST);
      await untilBlocked(test.pool);
      await test.db
        .update(conversations)
        .set({ place: 'done' })
        .where(eq(conversations.id, conversationId));
      await postSend(job, world.ctx, FIRST);
      expect((await stateOf(sendId)).state).toBe('sending');
      return { posting: running };
    });
    await posting;
    expect((await stateOf(sendId)).state).toBe('sent');
    const [after] = await test.db
      .select({ place: conversations.place })
      .from(conversations)
      .where(eq(conversations.id, conversationId));
    expect(after?.place).toBe('done');
    expect(await world.posts()).toBe(1);
  });
});

describe('who may send', () => {
  it('a colleague only where replies are shared, a viewer and a stranger never', async () => {
    const { world, reply, thread } = await start();
    const colleague = await createMember(test.db, world.workspace, 'member');
    const viewer = await createMember(test.db, world.workspace, 'viewer');
    const stranger = await createMember(test.db, await createWorkspace(test.db), 'owner');
    const share = (visibility: 'private' | 'team-read' | 'team-reply') =>
      test.db.update(accounts).set({ visibility }).where(eq(accounts.id, world.account.id));
    const tryAs = (ctx: Ctx<MemberScope>) =>
      reply('Hi', newId(), ctx).then(
        () => 'sent',
        (error: { code?: string }) => error.code,
      );
    expect(await tryAs(colleague.ctx)).toBe('not_found');
    await share('team-read');
    expect(await tryAs(colleague.ctx)).toBe('forbidden');
    await share('team-reply');
    expect(await tryAs(colleague.ctx)).toBe('sent');
    expect(await tryAs(viewer.ctx)).toBe('forbidden');
    expect(await tryAs(stranger.ctx)).toBe('not_found');
    const missing = { conversationId: newId(), clientId: newId(), text: 'Hi' };
    await expect(sendReply(stranger.ctx, missing)).rejects.toMatchObject({ code: 'not_found' });
    const { sends: open } = await thread();
    expect(open).toHaveLength(1);
    const sendId = open[0]?.id ?? '';
    for (const act of [retrySend, discardSend, checkSend]) {
      await expect(act(stranger.ctx, { sendId })).rejects.toMatchObject({ code: 'not_found' });
      await expect(act(viewer.ctx, { sendId })).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('is asked again when the message leaves (S13)', async () => {
    const { world, reply, stateOf } = await start();
    const { sendId } = await reply('Too late');
    await test.db
      .update(members)
      .set({ removedAt: new Date() })
      .where(eq(members.id, world.owner.member.id));
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'failed',
      errorCode: 'not_allowed_any_more',
    });
    expect(await world.posts()).toBe(0);
  });

  it('nobody on X, and nobody while sending from the account is paused', async () => {
    const { world, reply } = await start();
    const set = (fields: Partial<typeof accounts.$inferInsert>) =>
      test.db.update(accounts).set(fields).where(eq(accounts.id, world.account.id));
    await set({ provider: 'TWITTER' });
    await expect(reply('Hi')).rejects.toMatchObject({ code: 'conflict' });
    await set({ provider: 'LINKEDIN', sendsPausedAt: new Date() });
    await expect(reply('Hi')).rejects.toMatchObject({ code: 'conflict' });
  });

  it('nobody an empty text, also one of characters that cannot be stored', async () => {
    const { reply } = await start();
    await expect(reply(' \n\t ')).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(reply('\0')).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
