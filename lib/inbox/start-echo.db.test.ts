import { eq, sql } from 'drizzle-orm';
import pino from 'pino';
import { expect, it } from 'vitest';
import { conversations, messages, sends } from '@/db/schema';
import { firstEvent, messageEvent, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { stopIntake } from '@/lib/erasure/keep-out-mutations';
import { processWebhook } from '@/lib/webhooks/handlers';
import { postSend } from './send-handlers';
import { startConversation } from './start-mutations';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

it('an InMail is one bubble when its echo comes before its chat is stored', async () => {
  const world = await startInboxWorld(test.db, test.pool, { more: { premium: true } });
  const { id: accountId, providerAccountId } = world.account;
  await test.pool.query('update accounts set features = $1 where id = $2', [
    JSON.stringify(['premium']),
    accountId,
  ]);
  const vera = await world.sandbox.control<{ providerId: string }>(
    'POST',
    `/accounts/${providerAccountId}/contacts`,
    { name: 'Vera Lindqvist' },
  );
  const { sendId } = await startConversation(world.owner.ctx, {
    accountId,
    clientId: newId(),
    recipients: [{ providerUserId: vera.providerId, name: 'Vera Lindqvist' }],
    text: 'A berth for you.',
    title: null,
    inmailApi: 'classic',
    subject: 'Berths',
  });
  const stored = async () => {
    const [row] = await test.db.select().from(sends).where(eq(sends.id, sendId));
    return row;
  };

  const { posted, messageId } = await inTransaction(world.ctx, async (tx) => {
    // The send has read its chat and stands here until its echo is through.
    await stopIntake(tx);
    const job = { workspaceId: world.workspace.id, sendId, tries: 0 };
    const posting = postSend(job, world.ctx, { attempt: 1 });
    await untilBlocked(test.pool);
    const truth = await world.truth();
    const copy = truth.messages.find(({ text }) => text === 'A berth for you.');
    if (!copy) throw new Error('The message never left.');
    const { chatId, id, text, at } = copy;
    await world.deliver(messageEvent(world, { chatId, messageId: id, text, at, isSender: true }));
    const { id: eventId } = await firstEvent(test.db, world.gateway.id);
    await processWebhook({ eventId }, tx, { log: pino({ level: 'silent' }) });
    // This transaction is older than the post, which that of an echo is not.
    await tx.db.update(messages).set({ createdAt: sql`clock_timestamp()` });
    expect((await stored())?.conversationId).toBeNull();
    return { posted: posting, messageId: id };
  });
  await posted;

  const [chat] = await test.db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, accountId));
  expect(await stored()).toMatchObject({
    conversationId: chat?.id,
    gatewayMessageId: messageId,
  });
  const thread = await getThread(world.owner.ctx, { conversationId: chat?.id ?? '' });
  expect(thread.messages).toMatchObject([{ text: 'A berth for you.' }]);
  expect(thread.sends).toEqual([]);
});
