import { eq } from 'drizzle-orm';
import pino from 'pino';
import { expect, it } from 'vitest';
import { conversations, sends } from '@/db/schema';
import { firstEvent, messageEvent, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { processWebhook } from '@/lib/webhooks/handlers';
import { postSend } from './send-handlers';
import { startConversation } from './start-mutations';
import { getThread } from './thread-queries';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

it('an InMail is one bubble when its echo comes while its chat is still being read', async () => {
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
  const read = { method: 'GET', path: '/api/v1/chats/*' };
  await world.fault({ kind: 'delay', delayMs: 2_000, times: 1, match: read });
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

  const posted = postSend({ workspaceId: world.workspace.id, sendId, tries: 0 }, world.ctx);
  await expect
    .poll(async () => {
      const log = await world.sandbox.control<{ requests: { path: string }[] }>('GET', '/log');
      return log.requests.some(({ path }) => /^\/api\/v1\/chats\/[^/]+$/.test(path));
    })
    .toBe(true);
  const { messages } = await world.truth();
  const copy = messages.find(({ text }) => text === 'A berth for you.');
  if (!copy) throw new Error('The message never left.');
  const { chatId, id: messageId, text, at } = copy;
  await world.deliver(messageEvent(world, { chatId, messageId, text, at, isSender: true }));
  const { id: eventId } = await firstEvent(test.db, world.gateway.id);
  await processWebhook({ eventId }, world.ctx, { log: pino({ level: 'silent' }) });
  expect((await stored())?.conversationId).toBeNull();
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
