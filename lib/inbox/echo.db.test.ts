import { describe, expect, it } from 'vitest';
import { startConversation } from '@/db/testing/conversation-world';
import { messageEvent } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { claimSend, findSend, recordOutcome } from './outcome-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const start = () => startConversation(test.db, test.pool);

const forms: [string, (id: string | null) => string | null][] = [
  ['the same id', (id) => id],
  ['another form of the id', (id) => `urn:${id}`],
  ['no id', () => null],
];

describe('one message is one bubble (S9)', () => {
  it.each(forms)('when the echo comes before an answer with %s', async (_name, told) => {
    const { world, stateOf, bubbles, echo, postUnheard } = await start();
    const { send, postedAt, gatewayMessageId } = await postUnheard('Quick one');
    await echo('Quick one');
    await world.runJobs();
    expect(await bubbles('Quick one')).toHaveLength(1);
    const answer = { state: 'sent', gatewayMessageId: told(gatewayMessageId) } as const;
    await recordOutcome(world.ctx, send, postedAt, answer, 0);
    expect(await bubbles('Quick one')).toHaveLength(1);
    await world.runLaterJobs();
    expect(await bubbles('Quick one')).toHaveLength(1);
    expect((await stateOf(send.id)).state).toBe('sent');
  });

  it.each(forms)('when the echo comes after an answer with %s', async (_name, told) => {
    const { world, thread, bubbles, echo, postUnheard } = await start();
    const { send, postedAt, gatewayMessageId } = await postUnheard('Slow one');
    const answer = { state: 'sent', gatewayMessageId: told(gatewayMessageId) } as const;
    await recordOutcome(world.ctx, send, postedAt, answer, 0);
    expect(await bubbles('Slow one')).toHaveLength(1);
    await echo('Slow one');
    await world.runJobs();
    expect((await thread()).sends).toEqual([]);
    expect(await bubbles('Slow one')).toHaveLength(1);
  });

  it('when the same words were sent twice without ids: each copy is tied once', async () => {
    const { world, reply, stateOf, bubbles, echo, failPost } = await start();
    await failPost({
      kind: 'answer',
      status: 201,
      afterAction: true,
      times: 2,
      contentType: 'application/json',
      body: '{"object":"MessageSent","message_id":null}',
    });
    const sent = [await reply('ok'), await reply('ok')];
    await world.runJobs();
    await echo('ok');
    await world.runJobs();
    expect(await bubbles('ok')).toHaveLength(2);
    const rows = await Promise.all(sent.map(({ sendId }) => stateOf(sendId)));
    const ids = rows.map((row) => row.gatewayMessageId);
    expect(rows.map((row) => row.state)).toEqual(['sent', 'sent']);
    expect(new Set(ids).size).toBe(2);
    expect(ids).not.toContain(null);
  });

  it('when no echo ever comes, because the copy is fetched', async () => {
    const { world, reply, thread, bubbles } = await start();
    await reply('Silence');
    await world.runJobs();
    expect((await thread()).sends).toHaveLength(1);
    await world.runLaterJobs();
    expect((await thread()).sends).toEqual([]);
    expect(await bubbles('Silence')).toHaveLength(1);
  });
});

describe('what only looks alike', () => {
  it('from the phone does not turn a refusal into a success', async () => {
    const { world, stateOf, bubbles, echo, reply } = await start();
    const { sendId } = await reply('ok');
    await test.pool.query('delete from graphile_worker._private_jobs');
    const send = await findSend(world.ctx, sendId);
    const postedAt = await claimSend(world.ctx, sendId);
    if (!send || !postedAt) throw new Error('not claimed');
    await world.write({ chatId: send.gatewayChatId, from: 'me', text: 'ok' });
    await echo('ok');
    await world.runJobs();
    const error = { code: 'not_permitted', type: null, status: 403, requestId: null } as const;
    await recordOutcome(world.ctx, send, postedAt, { state: 'failed', error }, 0);
    expect(await stateOf(send.id)).toMatchObject({ state: 'failed', gatewayMessageId: null });
    expect(await bubbles('ok')).toHaveLength(2);
  });

  it('is that of the second try, where a message of unknown fate was sent again', async () => {
    const { world, reply, stateOf, bubbles, echo, failPost, postUnheard } = await start();
    await failPost({ kind: 'reset' });
    const first = await reply('Once more');
    await world.runJobs();
    const { send, postedAt, gatewayMessageId } = await postUnheard('Once more');
    await echo('Once more');
    await world.runJobs();
    expect((await stateOf(first.sendId)).state).toBe('unknown');
    await recordOutcome(world.ctx, send, postedAt, { state: 'sent', gatewayMessageId }, 0);
    await world.runLaterJobs();
    expect(await stateOf(send.id)).toMatchObject({ state: 'sent', gatewayMessageId });
    expect((await stateOf(first.sendId)).state).toBe('unknown');
    expect(await bubbles('Once more')).toHaveLength(2);
  });

  it('and was taken for that of another send is given to the one whose answer names it', async () => {
    const { world, reply, stateOf, echo, postUnheard } = await start();
    const { sendId } = await reply('Twice');
    await test.pool.query('delete from graphile_worker._private_jobs');
    if (!(await claimSend(world.ctx, sendId))) throw new Error('not claimed');
    const { send, postedAt, gatewayMessageId } = await postUnheard('Twice');
    await echo('Twice');
    await world.runJobs();
    expect(await stateOf(sendId)).toMatchObject({ state: 'sent', gatewayMessageId });
    await recordOutcome(world.ctx, send, postedAt, { state: 'sent', gatewayMessageId }, 0);
    await world.runLaterJobs();
    expect(await stateOf(send.id)).toMatchObject({ state: 'sent', gatewayMessageId });
    expect(await stateOf(sendId)).toMatchObject({ state: 'unknown', gatewayMessageId: null });
  });

  it('and stood there before does not settle an unconfirmed send', async () => {
    const { world, conversation, reply, stateOf, bubbles, failPost } = await start();
    const chatId = conversation.gatewayChatId;
    const phone = await world.write({ chatId, from: 'me', text: 'Thanks' });
    const messageId = phone.messageIds[0] ?? '';
    const event = messageEvent(world, { chatId, messageId, text: 'Thanks', isSender: true });
    await world.deliver(event);
    await world.runJobs();
    await failPost({ kind: 'reset' });
    const { sendId } = await reply('Thanks');
    await world.runJobs();
    await world.deliver({ ...event, event: 'message_delivered' });
    await world.runLaterJobs();
    expect((await stateOf(sendId)).state).toBe('unknown');
    expect(await bubbles('Thanks')).toHaveLength(2);
  });
});
