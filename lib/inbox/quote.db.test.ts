import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, conversations, messages } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createConversation, createMember, createMessage } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { react } from './reaction-mutations';
import { sendReply } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const REACTIONS = { method: 'POST', path: '/api/v1/messages/*/reaction' };

/** A conversation whose first message, "Hello", can be answered and reacted to. */
async function start() {
  const started = await startConversation(test.db, test.pool);
  const { world, conversation } = started;
  const [hello] = await test.db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversation.id));
  if (!hello) throw new Error('no message');
  const answer = (quotedMessageId: string, clientId = newId()) =>
    sendReply(world.owner.ctx, {
      conversationId: conversation.id,
      clientId,
      text: 'Hello you',
      quotedMessageId,
    });
  const disable = (feature: string) =>
    test.db
      .update(conversations)
      .set({ disabledFeatures: [feature] })
      .where(eq(conversations.id, conversation.id));
  const truthOf = async (gatewayMessageId: string) => {
    const all = (await world.truth()).messages as unknown as {
      id: string;
      text: string;
      quotedId: string | null;
      reactions: { value: string; isSender: boolean }[];
    }[];
    return (
      all.find(({ id }) => id === gatewayMessageId) ?? all.find(({ text }) => text === 'Hello you')
    );
  };
  return { ...started, hello, answer, disable, truthOf };
}

describe('a quote', () => {
  it('stands over the answer while it is on its way and at the provider', async () => {
    const { world, hello, answer, thread, truthOf } = await start();
    await answer(hello.id);
    expect((await thread()).sends[0]?.quoted).toMatchObject({ text: 'Hello' });
    await world.runJobs();
    expect((await truthOf('none'))?.quotedId).toBe(hello.gatewayMessageId);
  });

  it('belongs to the intent: the same id with another quote is refused', async () => {
    const { world, conversation, hello, answer, reply } = await start();
    const clientId = newId();
    await answer(hello.id, clientId);
    const other = await createMessage(test.db, conversation);
    await expect(answer(other.id, clientId)).rejects.toMatchObject({ code: 'conflict' });
    await expect(reply('Hello you', clientId)).rejects.toMatchObject({ code: 'conflict' });
    await world.runJobs();
    expect(await world.posts()).toBe(1);
  });

  it('is of the same conversation, still there, and offered by the chat', async () => {
    const { world, hello, answer, disable } = await start();
    const elsewhere = await createConversation(test.db, world.account);
    const foreign = await createMessage(test.db, elsewhere);
    await expect(answer(foreign.id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(answer(newId())).rejects.toMatchObject({ code: 'conflict' });
    await disable('reply');
    await expect(answer(hello.id)).rejects.toMatchObject({ code: 'conflict' });
    await test.db.update(messages).set({ isDeleted: true }).where(eq(messages.id, hello.id));
    await expect(answer(hello.id)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('a reaction', () => {
  it('is at the provider and in the thread, with one line in the audit log', async () => {
    const { world, hello, thread, truthOf } = await start();
    await react(world.owner.ctx, { messageId: hello.id, value: '👍' });
    await react(world.owner.ctx, { messageId: hello.id, value: '🎉' });
    const mine = { value: '🎉', isOurs: true, senderName: 'You' };
    expect((await thread()).messages[0]?.reactions).toMatchObject([mine]);
    expect((await truthOf(hello.gatewayMessageId))?.reactions).toEqual([
      { value: '🎉', isSender: true },
    ]);
    const lines = await test.db
      .select()
      .from(auditLog)
      .where(
        and(eq(auditLog.workspaceId, world.workspace.id), eq(auditLog.action, 'message.react')),
      );
    expect(lines).toHaveLength(2);
  });

  it.each([
    [404, 'errors/resource_not_found'],
    [501, 'errors/feature_not_implemented'],
  ])('is said not to be offered where the API answers %d', async (status, type) => {
    const { world, hello, thread } = await start();
    await world.fault({ kind: 'status', status, type, match: REACTIONS });
    await expect(
      react(world.owner.ctx, { messageId: hello.id, value: '👍' }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: 'The API does not offer reactions here.',
    });
    expect((await thread()).messages[0]?.reactions).toEqual([]);
  });

  it('of which the answer was lost is read from the message', async () => {
    const { world, hello, thread } = await start();
    await world.fault({ kind: 'reset_after_action', match: REACTIONS });
    await react(world.owner.ctx, { messageId: hello.id, value: '👍' });
    expect((await thread()).messages[0]?.reactions).toHaveLength(1);
    await world.fault({ kind: 'reset', match: REACTIONS });
    await expect(
      react(world.owner.ctx, { messageId: hello.id, value: '🎉' }),
    ).rejects.toMatchObject({ code: 'gateway' });
  });

  it('is possible only where the chat offers it, and for who may write', async () => {
    const { world, hello, disable } = await start();
    const colleague = await createMember(test.db, world.workspace, 'member');
    const input = { messageId: hello.id, value: '👍' };
    await expect(react(colleague.ctx, input)).rejects.toMatchObject({ code: 'not_found' });
    await test.pool.query(`update accounts set visibility = 'team-read' where id = $1`, [
      world.account.id,
    ]);
    await expect(react(colleague.ctx, input)).rejects.toMatchObject({ code: 'forbidden' });
    await disable('reactions');
    await expect(react(world.owner.ctx, input)).rejects.toMatchObject({ code: 'conflict' });
  });
});
