import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { sends } from '@/db/schema';
import { createConversation, createMessage, createTeam, setChatHold } from '@/db/testing/factories';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { sendReply, undoSend } from './send-mutations';
import { getThread } from './thread-queries';

setTestEnv();
const test = testDb();

async function team() {
  const { jane, omar, account } = await createTeam(test.db);
  for (const { member } of [jane, omar]) await setChatHold(test.db, member, 10);
  const conversation = await createConversation(test.db, account);
  const conversationId = conversation.id;
  const seenBy = async ({ ctx }: typeof jane) =>
    (await getThread(ctx, { conversationId })).header.othersAnswer;
  const reply = (
    { ctx }: typeof jane,
    text: string,
    seenAnswerAt?: string | null,
    clientId = newId(),
  ) => sendReply(ctx, { conversationId, clientId, text, seenAnswerAt });
  return { jane, omar, conversation, seenBy, reply };
}

describe('a second answer', () => {
  it('is refused when a colleague answered and the writer does not know, and goes out when they insist', async () => {
    const { jane, omar, seenBy, reply } = await team();
    expect(await seenBy(jane)).toBeNull();
    await reply(omar, 'On it.', null);
    const refused = reply(jane, 'Me too.', null);
    await expect(refused).rejects.toMatchObject({
      code: 'conflict',
      message: 'Omar Haddad replied meanwhile. Nothing was sent. Look first.',
    });
    const seen = await seenBy(jane);
    expect(seen?.name).toBe('Omar Haddad');
    await reply(jane, 'Me too.', seen?.at ?? null);
    await reply(jane, 'And more.');
    expect(await test.db.$count(sends, eq(sends.authorMemberId, jane.member.id))).toBe(2);
  });

  it('of two who answer at the same moment is only one', async () => {
    const { jane, omar, reply } = await team();
    const both = await Promise.allSettled([
      reply(jane, 'Hello from Jane', null),
      reply(omar, 'Hello from Omar', null),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('is none after one’s own, in this tab or another, nor the same intent again', async () => {
    const { jane, reply, seenBy } = await team();
    const clientId = newId();
    await reply(jane, 'One', null, clientId);
    await reply(jane, 'Two', null);
    await reply(jane, 'One', null, clientId);
    expect(await seenBy(jane)).toBeNull();
  });

  it('is none after what was taken back', async () => {
    const { jane, omar, reply, seenBy } = await team();
    const { sendId } = await reply(omar, 'Oops', null);
    await undoSend(omar.ctx, { sendId });
    expect(await seenBy(jane)).toBeNull();
    await reply(jane, 'Hello', null);
  });

  it('is one after the owner wrote from a telephone, but not after imported history', async () => {
    const { jane, omar, conversation, reply, seenBy } = await team();
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await createMessage(test.db, conversation, { isOurs: true, sentAt: ago(2) });
    expect(await seenBy(omar)).toBeNull();
    await createMessage(test.db, conversation, { isOurs: true, sentAt: new Date() });
    expect(await seenBy(omar)).toMatchObject({ name: 'Jane Ruiz' });
    expect(await seenBy(jane)).toBeNull();
    await expect(reply(omar, 'Hello', null)).rejects.toMatchObject({ code: 'conflict' });
    await reply(jane, 'Hello', null);
  });
});
