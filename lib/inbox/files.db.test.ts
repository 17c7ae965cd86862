import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sendAttachments, sends } from '@/db/schema';
import { startConversation as startWorld } from '@/db/testing/conversation-world';
import { createMember, setChatHold } from '@/db/testing/factories';
import { digestOf, fileOf, filesAtProvider, type TestFile, upload } from '@/db/testing/files';
import { letTimePass, startServerProcess } from '@/db/testing/server-process';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { sweepFiles } from '@/lib/uploads/handlers';
import { listWaiting } from '@/lib/uploads/queries';
import type { SendReplyInput } from './schema';
import { discardSend, retrySend, sendReply, undoSend } from './send-mutations';
import { startConversation } from './start-mutations';
import { listStarts } from './start-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const POLL = { timeout: 60_000, interval: 100 };
const PLAN: TestFile = fileOf('Plan – Ö "v2".bin', 700_001, 'application/x-plan');
const NOTE: TestFile = { name: 'note.txt', type: 'text/plain', bytes: Buffer.from('Hallo\r\n--') };

async function start() {
  const started = await startWorld(test.db, test.pool);
  const { world, conversation } = started;
  const { ctx } = world.owner;
  const conversationId = conversation.id;
  const put = (file: TestFile) => upload(ctx, { conversationId }, file);
  const send = (fields: Partial<SendReplyInput>) =>
    sendReply(ctx, { conversationId, clientId: newId(), text: '', ...fields });
  const waiting = () => listWaiting(ctx, { conversationId });
  const heldFiles = () =>
    test.db.$count(sendAttachments, eq(sendAttachments.workspaceId, world.workspace.id));
  return { ...started, ctx, conversationId, put, send, waiting, heldFiles };
}

describe('a message with files', () => {
  it('goes out once with the same bytes, names and types, and is one bubble all the way', async () => {
    const { world, put, send, thread, waiting, bubbles } = await start();
    const [plan, note] = [await put(PLAN), await put(NOTE)];
    await send({ text: 'Both', fileIds: [note.id, plan.id] });
    expect(await waiting()).toEqual([]);
    expect((await thread()).sends).toMatchObject([{ text: 'Both', files: [note, plan] }]);
    await world.runJobs();
    expect(await filesAtProvider(world.sandbox, 'Both')).toMatchObject([
      { name: 'note.txt', mime: 'text/plain', digest: digestOf(NOTE.bytes) },
      { name: 'Plan – Ö _v2_.bin', mime: 'application/x-plan', digest: digestOf(PLAN.bytes) },
    ]);
    expect(await bubbles('Both')).toHaveLength(1);
    await world.runLaterJobs();
    const { sends: open, messages } = await thread();
    expect(open).toEqual([]);
    expect(messages[0]).toMatchObject({
      text: 'Both',
      attachments: [{ fileName: 'note.txt' }, { fileName: 'Plan – Ö _v2_.bin' }],
    });
    expect(await world.posts()).toBe(1);
  });

  it('may be files alone; the list says what', async () => {
    const { world, put, send, row, thread } = await start();
    const { id } = await put(NOTE);
    await send({ fileIds: [id] });
    expect(await row()).toMatchObject({ previewPrefix: 'sending', previewText: 'note.txt' });
    await world.runJobs();
    await world.runLaterJobs();
    expect((await thread()).messages[0]).toMatchObject({ text: null, isOurs: true });
    expect((await thread()).sends).toEqual([]);
    await expect(send({})).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('takes each file once, only its own, of its own draft; the same intent again takes nothing', async () => {
    const { world, ctx, put, send, conversationId, heldFiles } = await start();
    const file = await put(NOTE);
    const intent = { clientId: newId(), text: 'Once', fileIds: [file.id] };
    const first = await send(intent);
    expect(await send(intent)).toEqual(first);
    await expect(send({ ...intent, fileIds: [] })).resolves.toMatchObject(first);
    await expect(send({ ...intent, fileIds: [newId()] })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(send({ fileIds: [file.id] })).rejects.toMatchObject({ code: 'conflict' });
    const ofNew = await upload(ctx, { accountId: world.account.id }, NOTE);
    const colleague = await createMember(test.db, world.workspace, 'member');
    await test.db.execute(
      sql`update accounts set visibility = 'team-reply' where id = ${world.account.id}`,
    );
    const theirs = await upload(colleague.ctx, { conversationId }, NOTE);
    for (const id of [ofNew.id, theirs.id, newId()]) {
      await expect(send({ fileIds: [id] })).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await test.db.$count(sends, eq(sends.conversationId, conversationId))).toBe(1);
    expect(await heldFiles()).toBe(3);
  });

  it('taken back gives its files to the composer with text and quote, and can be sent again', async () => {
    const { world, ctx, put, send, waiting, thread } = await start();
    await setChatHold(test.db, world.owner.member, 5);
    const file = await put(NOTE);
    const quotedMessageId = (await thread()).messages[0]?.id;
    const { sendId } = await send({ text: 'Wait', fileIds: [file.id], quotedMessageId });
    expect(await waiting()).toEqual([]);
    expect(await undoSend(ctx, { sendId })).toEqual({ text: 'Wait', quotedMessageId, email: null });
    expect(await waiting()).toEqual([file]);
    await setChatHold(test.db, world.owner.member, 0);
    await send({ text: 'Now', fileIds: [file.id] });
    await world.runLaterJobs();
    expect(await filesAtProvider(world.sandbox, 'Now')).toMatchObject([
      { digest: digestOf(NOTE.bytes) },
    ]);
    expect(await world.posts()).toBe(1);
  });

  it('that was refused keeps its files for another try, or gives them back', async () => {
    const { world, ctx, put, send, waiting, stateOf, failPost } = await start();
    const type = 'errors/content_too_large';
    await failPost({ kind: 'status', status: 400, type, times: 2 });
    const [one, two] = [await put(NOTE), await put(PLAN)];
    const first = await send({ text: 'Again', fileIds: [one.id] });
    const second = await send({ text: 'Better not', fileIds: [two.id] });
    await world.runJobs();
    expect(await stateOf(first.sendId)).toMatchObject({ state: 'failed', errorType: type });
    await sweepFiles({}, test.db);
    await discardSend(ctx, { sendId: second.sendId });
    expect(await waiting()).toEqual([two]);
    await retrySend(ctx, { sendId: first.sendId });
    await world.runLaterJobs();
    expect((await stateOf(first.sendId)).state).toBe('sent');
    expect(await filesAtProvider(world.sandbox, 'Again')).toMatchObject([
      { digest: digestOf(NOTE.bytes) },
    ]);
  });

  it('keeps its bytes until the copy of the provider is here, and not for long after', async () => {
    const { world, put, send, heldFiles } = await start();
    const { id } = await put(NOTE);
    await send({ text: 'Kept', fileIds: [id] });
    const sweepLater = async () => {
      await test.db.execute(sql`update sends set settled_at = settled_at - interval '1 hour'`);
      await sweepFiles({}, test.db);
    };
    await world.runJobs();
    await sweepLater();
    expect(await heldFiles()).toBe(1);
    await world.runLaterJobs();
    await test.db.execute(sql`update sends set settled_at = now()`);
    await sweepFiles({}, test.db);
    expect(await heldFiles()).toBe(1);
    await sweepLater();
    expect(await heldFiles()).toBe(0);
  });

  it('of unknown fate is found by its files alone, and never posted again', async () => {
    const { world, put, send, stateOf, thread, failPost } = await start();
    await failPost({ kind: 'reset_after_action' });
    const { id } = await put(PLAN);
    const { sendId } = await send({ fileIds: [id] });
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect((await thread()).sends).toEqual([]);
    expect(await world.posts()).toBe(1);
  });

  it('that is nowhere stays unknown beside another file of ours, and repeats with a copy of its files', async () => {
    const { world, put, send, stateOf, failPost, heldFiles, thread } = await start();
    await failPost({ kind: 'reset' });
    const { id } = await put(NOTE);
    const { sendId } = await send({ fileIds: [id] });
    await world.runJobs();
    const { id: other } = await put(PLAN);
    await send({ fileIds: [other] });
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    await send({ filesOfSendId: sendId });
    expect(await heldFiles()).toBe(3);
    await world.runLaterJobs();
    const sent = await filesAtProvider(world.sandbox, null);
    expect(sent.map(({ name }) => name).sort()).toEqual(['Plan – Ö _v2_.bin', 'note.txt']);
    expect(sent.find(({ name }) => name === 'note.txt')?.digest).toBe(digestOf(NOTE.bytes));
    expect((await thread()).messages.filter(({ isOurs }) => isOurs)).toHaveLength(2);
    await expect(send({ filesOfSendId: newId() })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('begins a conversation, taken from the draft of the new message, and comes back to it', async () => {
    const { world, ctx } = await start();
    const account = `/accounts/${world.account.providerAccountId}`;
    const person = await world.sandbox.control<{ providerId: string; name: string }>(
      'POST',
      `${account}/relations`,
      { name: 'Omar Haddad' },
    );
    const begin = (fileIds: string[]) =>
      startConversation(ctx, {
        accountId: world.account.id,
        clientId: newId(),
        recipients: [{ providerUserId: person.providerId, name: person.name }],
        text: '',
        fileIds,
        title: null,
        inmailApi: null,
        subject: null,
      });
    const file = await upload(ctx, { accountId: world.account.id }, NOTE);
    await setChatHold(test.db, world.owner.member, 5);
    const held = await begin([file.id]);
    expect(await listStarts(ctx)).toMatchObject([{ files: [file] }]);
    await undoSend(ctx, { sendId: held.sendId });
    expect(await listWaiting(ctx, {})).toEqual([file]);
    await setChatHold(test.db, world.owner.member, 0);
    await begin([file.id]);
    await world.runLaterJobs();
    expect(await filesAtProvider(world.sandbox, null)).toMatchObject([
      { digest: digestOf(NOTE.bytes) },
    ]);
    const again = await upload(ctx, { accountId: world.account.id }, PLAN);
    // Now there is a conversation with this person, and the message goes there.
    expect((await begin([again.id])).conversationId).not.toBeNull();
    await world.runLaterJobs();
    expect(await filesAtProvider(world.sandbox, null)).toHaveLength(2);
  });

  it('survives kill -9 after the post: nothing lost, nothing twice', {
    timeout: 120_000,
  }, async () => {
    const { world, put, send, stateOf, thread } = await start();
    const { id } = await put(PLAN);
    const { sendId } = await send({ fileIds: [id] });
    const first = await startServerProcess(test.url, 'send.after_post=exit');
    await first.ended;
    expect(await stateOf(sendId)).toMatchObject({ state: 'sending', gatewayMessageId: null });
    await letTimePass(test.pool);
    await startServerProcess(test.url);
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('unknown');
    await test.pool.query('update graphile_worker._private_jobs set run_at = now()');
    await expect.poll(async () => (await stateOf(sendId)).state, POLL).toBe('sent');
    expect(await filesAtProvider(world.sandbox, null)).toMatchObject([
      { digest: digestOf(PLAN.bytes) },
    ]);
    expect((await thread()).sends).toEqual([]);
    expect(await world.posts()).toBe(1);
  });
});
