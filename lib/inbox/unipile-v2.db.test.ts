import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, conversations, sends } from '@/db/schema';
import { type InboxWorld, messagesOf, startInboxWorld } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { enqueue } from '@/lib/jobs/enqueue';
import { syncAccountJob, syncAccountOptions } from './jobs';
import { sendReply } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

async function sync(world: InboxWorld, reason: 'connected' | 'catch_up' = 'connected') {
  const payload = { workspaceId: world.workspace.id, accountId: world.account.id, reason };
  const options = syncAccountOptions(world.account.id, reason);
  await enqueue(test.db, syncAccountJob, payload, options);
  await world.runJobs();
}

/** What is said where and when, whatever the ids: those of v2 are others than the truth's. */
async function here(world: InboxWorld) {
  const rows = await messagesOf(test.db, world.account.id);
  return rows.map((row) => [row.sentAt.toISOString(), row.isOurs, row.text].join(' ')).sort();
}
async function there(world: InboxWorld) {
  const { messages } = await world.truth();
  return messages.map((one) => [one.at, one.isSender, one.text].join(' ')).sort();
}

const requestsTo = async (world: InboxWorld, ending: string) => {
  const log = await world.sandbox.control<{ requests: { method: string; path: string }[] }>(
    'GET',
    '/log',
  );
  return log.requests.filter((one) => one.method === 'POST' && one.path.endsWith(ending)).length;
};

describe('an account of Unipile v2', () => {
  // Their lists go on by cursor and by offset.
  it.each([
    ['LINKEDIN', 'LINKEDIN'],
    ['WHATSAPP', 'WHATSAPP'],
  ] as const)('of %s is imported whole, and an outage leaves no gap', async (type, provider) => {
    const world = await startInboxWorld(test.db, test.pool, {
      dialect: 'unipile-v2',
      type,
      provider,
      chats: 25,
      messages: 150,
    });
    await world.write({ count: 130, text: 'Long thread', silent: true });
    await sync(world);
    expect(await here(world)).toEqual(await there(world));
    const [account] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, world.account.id));
    expect(account?.syncFinishedAt).toBeInstanceOf(Date);
    const chats = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    const truth = await world.truth();
    expect(chats.map(({ unreadCount }) => unreadCount).sort()).toEqual(
      truth.chats.map(({ unreadCount }) => unreadCount).sort(),
    );
    await world.write({ newChat: true, name: 'Mira Olsen', text: 'While you were away' });
    await world.write({ count: 12, text: 'And here' });
    await sync(world, 'catch_up');
    expect(await here(world)).toEqual(await there(world));
  });

  it.each([
    ['after it was taken', { kind: 'reset_after_action' }, 'sent', 1],
    ['before it was taken', { kind: 'reset' }, 'unknown', 0],
  ] as const)(
    'has an answer whose line broke %s looked for, and posts it once (S1, S4)',
    async (_, fault, ending, count) => {
      const world = await startInboxWorld(test.db, test.pool, { dialect: 'unipile-v2' });
      await world.write({ newChat: true, text: 'Hello' });
      await sync(world);
      const [conversation] = await test.db
        .select()
        .from(conversations)
        .where(eq(conversations.accountId, world.account.id));
      const [method, path] = world.routes.message;
      await world.fault({ ...fault, match: { method, path } });
      const { sendId } = await sendReply(world.owner.ctx, {
        conversationId: conversation?.id ?? '',
        clientId: newId(),
        text: 'Did it arrive?',
      });
      const stateOf = async () =>
        (await test.db.select().from(sends).where(eq(sends.id, sendId)))[0]?.state;
      await world.runJobs();
      expect(await stateOf()).toBe('unknown');
      for (let look = 0; look < 3; look += 1) await world.runLaterJobs();
      expect(await stateOf()).toBe(ending);
      expect(await requestsTo(world, '/messages/send')).toBe(1);
      const { messages } = await world.truth();
      expect(messages.filter(({ text }) => text === 'Did it arrive?')).toHaveLength(count);
    },
  );
});
