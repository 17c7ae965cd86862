import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, presences } from '@/db/schema';
import { createConversation, createTeam } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { setPresence } from './mutations';
import { listPresent } from './queries';

setTestEnv();
const test = testDb();

async function team() {
  const { jane, omar, account } = await createTeam(test.db);
  const { id: conversationId } = await createConversation(test.db, account);
  return { jane, omar, account, conversationId };
}

/** As if the last beat were so long ago. */
const age = (seconds: number) =>
  test.db
    .update(presences)
    .set({ seenAt: sql`clock_timestamp() - make_interval(secs => ${seconds})` });

describe('who is in a conversation', () => {
  it('is told to colleagues, not to oneself, and ends with the word', async () => {
    const { jane, omar, conversationId } = await team();
    await setPresence(jane.ctx, { conversationId, kind: 'viewing' });
    expect(await listPresent(omar.ctx, { conversationId })).toEqual([
      { memberId: jane.member.id, name: 'Jane Ruiz', kind: 'viewing' },
    ]);
    expect(await listPresent(jane.ctx, { conversationId })).toEqual([]);
    await setPresence(jane.ctx, { conversationId, kind: 'typing' });
    expect(await listPresent(omar.ctx, { conversationId })).toMatchObject([{ kind: 'typing' }]);
    await setPresence(jane.ctx, { conversationId, kind: 'gone' });
    expect(await listPresent(omar.ctx, { conversationId })).toEqual([]);
  });

  it('hears of a change, not of every beat', async () => {
    const { jane, conversationId } = await team();
    const say = (kind: 'viewing' | 'typing' | 'gone') =>
      setPresence(jane.ctx, { conversationId, kind });
    expect(await say('viewing')).toEqual({ isChanged: true });
    expect(await say('viewing')).toEqual({ isChanged: false });
    expect(await say('typing')).toEqual({ isChanged: true });
    expect(await say('gone')).toEqual({ isChanged: true });
    expect(await say('gone')).toEqual({ isChanged: false });
  });

  it('forgets a browser that went silent, and types no longer than it was heard', async () => {
    const { jane, omar, conversationId } = await team();
    await setPresence(jane.ctx, { conversationId, kind: 'typing' });
    await age(15);
    expect(await listPresent(omar.ctx, { conversationId })).toMatchObject([{ kind: 'viewing' }]);
    await age(60);
    expect(await listPresent(omar.ctx, { conversationId })).toEqual([]);
    // Coming back after the silence is news again.
    expect(await setPresence(jane.ctx, { conversationId, kind: 'typing' })).toEqual({
      isChanged: true,
    });
  });

  it('leaves no rows behind for ever', async () => {
    const { jane, account, conversationId } = await team();
    await setPresence(jane.ctx, { conversationId, kind: 'viewing' });
    await age(3_600);
    const other = await createConversation(test.db, account);
    await setPresence(jane.ctx, { conversationId: other.id, kind: 'viewing' });
    const rows = await test.db
      .select()
      .from(presences)
      .where(eq(presences.memberId, jane.member.id));
    expect(rows.map((row) => row.conversationId)).toEqual([other.id]);
  });

  it('is a secret to who may not read the conversation, here and in another workspace', async () => {
    const { jane, omar, account, conversationId } = await team();
    const stranger = (await team()).jane;
    await test.db
      .update(accounts)
      .set({ visibility: 'private' })
      .where(eq(accounts.id, account.id));
    await setPresence(jane.ctx, { conversationId, kind: 'viewing' });
    for (const { ctx } of [omar, stranger]) {
      for (const id of [conversationId, newId()]) {
        const refused = { code: 'not_found' };
        await expect(listPresent(ctx, { conversationId: id })).rejects.toMatchObject(refused);
        await expect(
          setPresence(ctx, { conversationId: id, kind: 'typing' }),
        ).rejects.toMatchObject(refused);
      }
    }
  });
});
