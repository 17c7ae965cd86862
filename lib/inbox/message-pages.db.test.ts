import { describe, expect, it } from 'vitest';
import { createConversation, createMessage, createTeam } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { getThread } from './thread-queries';

setTestEnv();
const test = testDb();
const START_MS = Date.parse('2021-01-01T00:00:00.000Z');

/** A conversation of `count` messages, three to each second; every tenth is hidden. */
async function longConversation(count: number) {
  const { jane, account } = await createTeam(test.db);
  const { ctx } = jane;
  const conversation = await createConversation(test.db, account);
  const all: { id: string; providerMessageId: string; isHidden: boolean }[] = [];
  for (let n = 0; n < count; n += 1) {
    const sentAt = new Date(START_MS + Math.floor(n / 3) * 1_000);
    all.push(await createMessage(test.db, conversation, { sentAt, isHidden: n % 10 === 0 }));
  }
  const read = (place: object) => getThread(ctx, { conversationId: conversation.id, ...place });
  return { ctx, conversation, account, all, read };
}

describe('a conversation opened at a message', () => {
  it('holds that message with what stands around it, and pages on both ways without a seam', async () => {
    const { all, read } = await longConversation(300);
    const shown = all.filter(({ isHidden }) => !isHidden);
    const hit = shown[120];
    const first = await read({ at: hit?.id });
    expect(first.messages.map(({ id }) => id)).toContain(hit?.id);
    expect(first.messages).toHaveLength(50);
    expect(first.sends).toEqual([]);
    const ids = first.messages.map(({ id }) => id);
    for (let place = first.newerCursor; place; ) {
      const page = await read({ newer: place });
      ids.unshift(...page.messages.map(({ id }) => id));
      // The way back from a newer page leads exactly to where it was asked from.
      const back = await read({ cursor: page.cursor ?? undefined });
      expect(back.messages[0]?.id).toBe(ids[page.messages.length]);
      place = page.newerCursor;
    }
    for (let place = first.cursor; place; ) {
      const page = await read({ cursor: place });
      ids.push(...page.messages.map(({ id }) => id));
      place = page.cursor;
    }
    const times = new Map(all.map(({ id }, n) => [id, Math.floor(n / 3)]));
    expect(new Set(ids).size).toBe(shown.length);
    expect(ids).toHaveLength(shown.length);
    const order = ids.map((id) => times.get(id) ?? 0);
    expect(order).toEqual([...order].sort((one, two) => two - one));
  });

  it('is found by the provider’s id too, as a quote names it, and says where the newest are', async () => {
    const { all, read } = await longConversation(60);
    const [, oldest] = all;
    const page = await read({ at: oldest?.providerMessageId });
    expect(page.messages.at(-1)?.id).toBe(oldest?.id);
    expect(page.cursor).toBeNull();
    expect(page.newerCursor).not.toBeNull();
    expect((await read({})).newerCursor).toBeNull();
    // Nothing newer: an empty page, from which the way back still leads to the newest message.
    const newest = (await read({ at: all.at(-1)?.id })).messages[0];
    const top = await read({ newer: (await read({ at: newest?.id })).newerCursor ?? undefined });
    expect(top.newerCursor).toBeNull();
  });

  it('is not found for a message of another conversation, of nobody, or a hidden one', async () => {
    const mine = await longConversation(2);
    const other = await createConversation(test.db, mine.account);
    const foreign = await createMessage(test.db, other);
    for (const at of [foreign.id, foreign.providerMessageId, newId(), mine.all[0]?.id]) {
      await expect(mine.read({ at })).rejects.toMatchObject({ code: 'not_found' });
    }
  });
});
