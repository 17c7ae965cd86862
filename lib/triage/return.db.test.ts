import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { conversations } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { createConversation } from '@/db/testing/factories';
import { messageEvent } from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { listConversations } from '@/lib/inbox/queries';
import { setMuted, setPlace, snooze } from './mutations';
import { wakeDue } from './wake-mutations';

setTestEnv();
const test = testDb();

async function world() {
  const started = await startConversation(test.db, test.pool);
  const { world: inbox, conversation } = started;
  const conversationIds = [conversation.id];
  const ctx = inbox.owner.ctx;
  const stored = async () => {
    const [row] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.id, conversation.id));
    if (!row) throw new Error('no conversation');
    return row;
  };
  /** The contact writes again; the delivery comes twice, as it may. */
  const receive = async (fields: object = {}) => {
    const { messageIds } = await inbox.write({ chatId: conversation.gatewayChatId, text: 'Again' });
    const [messageId = ''] = messageIds;
    const { chatId = '', at } =
      (await inbox.truth()).messages.find((one) => one.id === messageId) ?? {};
    const event = messageEvent(inbox, { chatId, messageId, at, text: 'Again', ...fields });
    await inbox.deliver(event);
    await inbox.runJobs();
    return event;
  };
  const put = {
    done: () => setPlace(ctx, { conversationIds, place: 'done' }),
    snoozed: () =>
      snooze(ctx, { conversationIds, until: new Date(Date.now() + 3_600_000).toISOString() }),
  };
  return { ...started, inbox, ctx, conversationIds, stored, receive, put };
}

describe('what was put away comes back by itself', () => {
  for (const place of ['done', 'snoozed'] as const) {
    it(`${place}: a new message brings it back, once, and the same delivery again does not`, async () => {
      const { inbox, put, receive, stored } = await world();
      await put[place]();
      expect((await stored()).place).toBe(place);
      const event = await receive();
      expect(await stored()).toMatchObject({ place: 'inbox', snoozedUntil: null });
      await put.done();
      await inbox.deliver(event);
      await inbox.runJobs();
      expect((await stored()).place).toBe('done');
    });

    it(`${place}: a muted one stays where it is`, async () => {
      const { ctx, conversationIds, put, receive, stored } = await world();
      await put[place]();
      await setMuted(ctx, { conversationIds, isMuted: true });
      await receive();
      expect((await stored()).place).toBe(place);
    });
  }

  it('our own message from another device leaves it done', async () => {
    const { inbox, conversation, put, stored } = await world();
    await put.done();
    const { messageIds } = await inbox.write({
      chatId: conversation.gatewayChatId,
      text: 'From my phone',
      isSender: true,
    });
    const [messageId = ''] = messageIds;
    await inbox.deliver(
      messageEvent(inbox, {
        chatId: conversation.gatewayChatId,
        messageId,
        text: 'From my phone',
        isSender: true,
      }),
    );
    await inbox.runJobs();
    expect((await stored()).place).toBe('done');
  });

  it('a message of ours that perhaps did not go out brings it back', async () => {
    const { inbox, put, reply, failPost, stored } = await world();
    await failPost({ kind: 'reset' });
    await reply('Hello there');
    await put.done();
    await inbox.runJobs();
    expect((await stored()).place).toBe('inbox');
  });

  it('a snooze ends by the database clock, at the very top; ending it twice is like once', async () => {
    const { inbox, ctx, put, stored } = await world();
    await put.snoozed();
    await createConversation(test.db, inbox.account, { title: 'Newer', lastMessageAt: new Date() });
    expect(await wakeDue(inbox.ctx)).toBe(0);
    await test.db
      .update(conversations)
      .set({ snoozedUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(conversations.place, 'snoozed'));
    const woken = await Promise.all([wakeDue(inbox.ctx), wakeDue(inbox.ctx)]);
    expect(woken.sort()).toEqual([0, 1]);
    const row = await stored();
    expect(row).toMatchObject({ place: 'inbox', snoozedUntil: null });
    const { items } = await listConversations(ctx, { view: 'all', limit: 10 });
    expect(items[0]?.id).toBe(row.id);
    expect(await wakeDue(inbox.ctx)).toBe(0);
    expect(await stored()).toEqual(row);
  });
});
