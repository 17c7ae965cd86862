import { eq } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { accounts } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { settleSend } from './send-handlers';
import { checkSend, discardSend, retrySend } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });
const start = () => startConversation(test.db, test.pool);

describe('a send of which we do not hear (S1, S4)', () => {
  const faults: [string, Record<string, unknown>][] = [
    ['reset after it was done', { kind: 'reset_after_action' }],
    ['answered with a page', { kind: 'garbage_html', afterAction: true }],
    ['cut in the middle', { kind: 'truncated_json', afterAction: true }],
    ['500 after it was done', { kind: 'status', status: 500, afterAction: true }],
    ['504 after it was done', { kind: 'status', status: 504, afterAction: true }],
    ['answered with 20 MB', { kind: 'huge', afterAction: true }],
    [
      'answered with the object of another route',
      { kind: 'answer', body: '{"object":"ChatList","items":[]}', afterAction: true },
    ],
  ];

  it.each(faults)('%s is unknown, then found by looking, and posted once', async (_name, fault) => {
    const { world, reply, row, stateOf, bubbles, failPost } = await start();
    await failPost(fault);
    const { sendId } = await reply('Did it arrive?');
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    expect((await row())?.previewPrefix).toBe('not_confirmed');
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await bubbles('Did it arrive?')).toHaveLength(1);
    expect(await world.posts()).toBe(1);
  });

  it('that never arrived stays unknown however often we look, and is never posted again', async () => {
    const { world, reply, stateOf, failPost } = await start();
    await failPost({ kind: 'reset' });
    const { sendId } = await reply('Lost');
    await world.runJobs();
    for (let look = 0; look < 6; look += 1) await world.runLaterJobs();
    expect(await checkSend(world.owner.ctx, { sendId })).toMatchObject({ state: 'unknown' });
    for (const act of [retrySend, discardSend]) {
      await expect(act(world.owner.ctx, { sendId })).rejects.toMatchObject({ code: 'conflict' });
    }
    expect((await stateOf(sendId)).state).toBe('unknown');
    expect(await world.posts()).toBe(1);
  });

  it('that the API accepted and does not hold is not shown as sent (S5)', async () => {
    const { world, reply, stateOf, row, thread, failPost } = await start();
    const body = JSON.stringify({ object: 'MessageSent', message_id: 'ghost' });
    await failPost({ kind: 'answer', status: 201, body });
    const { sendId } = await reply('Ghost');
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    await world.runLaterJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'unknown',
      errorCode: 'not_found_after',
    });
    expect((await row())?.previewPrefix).toBe('not_confirmed');
    expect((await thread()).sends).toHaveLength(1);
    for (let look = 0; look < 5; look += 1) await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    expect(await world.posts()).toBe(1);
  });

  it('is found by the person who presses "Check now"', async () => {
    const { world, reply, failPost } = await start();
    await failPost({ kind: 'reset_after_action' });
    const { sendId } = await reply('Look for me');
    await world.runJobs();
    expect(await checkSend(world.owner.ctx, { sendId })).toMatchObject({ state: 'sent' });
  });

  it('stays unknown while the provider does not answer, and says so', async () => {
    const { world, reply, stateOf, failPost } = await start();
    await failPost({ kind: 'reset_after_action' });
    const { sendId } = await reply('Look for me');
    await world.runJobs();
    await world.fault({ kind: 'status', status: 404, times: 0, match: { method: 'GET' } });
    await expect(checkSend(world.owner.ctx, { sendId })).rejects.toMatchObject({ code: 'gateway' });
    await settleSend({ workspaceId: world.workspace.id, sendId, looks: 0 }, world.ctx, { log });
    expect((await stateOf(sendId)).state).toBe('unknown');
    await world.sandbox.control('DELETE', '/faults');
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
  });
});

describe('a send that was refused (S2, S3)', () => {
  const REFUSED = { kind: 'status', status: 422, type: 'errors/blocked_recipient' };

  it('keeps its text, says why, and can be tried again in its place', async () => {
    const { world, reply, row, stateOf, bubbles, atProvider, failPost } = await start();
    await failPost(REFUSED);
    const { sendId } = await reply('Please answer');
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'failed',
      errorCode: 'recipient_unreachable',
      errorType: 'errors/blocked_recipient',
    });
    expect(await row()).toMatchObject({
      previewPrefix: 'not_sent',
      previewText: 'Please answer',
    });
    await retrySend(world.owner.ctx, { sendId });
    await expect(retrySend(world.owner.ctx, { sendId })).rejects.toMatchObject({
      code: 'conflict',
    });
    await world.runJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await world.posts()).toBe(2);
    expect(await atProvider('Please answer')).toHaveLength(1);
    expect(await bubbles('Please answer')).toHaveLength(1);
  });

  it('can be discarded, and gives its text back', async () => {
    const { world, reply, row, bubbles, failPost } = await start();
    await failPost(REFUSED);
    const { sendId } = await reply('Never mind');
    await world.runJobs();
    expect(await discardSend(world.owner.ctx, { sendId })).toEqual({
      text: 'Never mind',
      quotedMessageId: null,
      email: null,
    });
    expect(await bubbles('Never mind')).toEqual([]);
    expect(await row()).toMatchObject({ previewPrefix: null, previewText: 'Hello' });
  });

  it('because the account is signed out shows at the account at once', async () => {
    const { world, reply, stateOf } = await start();
    await world.sandbox.control('POST', `/accounts/${world.account.providerAccountId}/status`, {
      status: 'CREDENTIALS',
      silent: true,
    });
    const { sendId } = await reply('Hello?');
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({
      state: 'failed',
      errorCode: 'account_disconnected',
    });
    const [account] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, world.account.id));
    expect(account?.status).toBe('reconnect_needed');
    await expect(reply('Again')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Reconnect'),
    });
  });

  it.each([
    [
      'to slow down',
      { status: 429, type: 'errors/too_many_requests', headers: { 'retry-after': '1' } },
    ],
    ['to wait for the account', { status: 503, type: 'errors/no_client_session' }],
  ])('%s goes out by itself later, once', async (_name, refusal) => {
    const { world, reply, stateOf, atProvider, failPost } = await start();
    await failPost({ kind: 'status', ...refusal });
    const { sendId } = await reply('Patience');
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sending', postedAt: null });
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('sent');
    expect(await atProvider('Patience')).toHaveLength(1);
  });

  it('by an API that is gone is tried a few times and then shown as failed', async () => {
    const { world, reply, stateOf } = await start();
    await world.sandbox.stop();
    const { sendId } = await reply('Anybody there?');
    for (let tries = 0; tries < 6; tries += 1) await world.runLaterJobs();
    expect(await stateOf(sendId)).toMatchObject({ state: 'failed', errorCode: 'not_reached' });
  });
});
