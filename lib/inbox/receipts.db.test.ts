import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { accounts, memberPreferences } from '@/db/schema';
import { startConversation } from '@/db/testing/conversation-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { newId } from '@/lib/core/ids';
import { setPlace, undo } from '@/lib/triage/mutations';
import { markRead } from './mutations';
import { sendReply } from './send-mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

/** A conversation with an unread message, and how its owner wants to be seen reading. */
async function start(receipts: 'open' | 'reply' | 'never' | null) {
  const { world, conversation } = await startConversation(test.db, test.pool);
  const { memberId, workspaceId } = world.owner.ctx.scope;
  await test.db
    .insert(memberPreferences)
    .values({ memberId, workspaceId, receipts })
    .onConflictDoUpdate({ target: memberPreferences.memberId, set: { receipts } });
  const { id } = conversation;
  return {
    world,
    open: () => markRead(world.owner.ctx, { conversationId: id }),
    reply: () =>
      sendReply(world.owner.ctx, { conversationId: id, clientId: newId(), text: 'Yes.' }),
    done: () => setPlace(world.owner.ctx, { conversationIds: [id], place: 'done' }),
    /** How often the provider was told that the chat is read. */
    async told() {
      await world.runLaterJobs();
      const { requests } = await world.sandbox.control<{
        requests: { method: string; path: string }[];
      }>('GET', '/log');
      return requests.filter(({ method }) => method === 'PATCH').length;
    },
  };
}

describe('the other side learns that its message was read', () => {
  it('by an answer or by "done", and not by opening, unless the member chose otherwise', async () => {
    const unset = await start(null);
    await unset.open();
    expect(await unset.told()).toBe(0);
    await unset.reply();
    expect(await unset.told()).toBe(1);
    await unset.done();
    expect(await unset.told()).toBe(2);
  });

  it('by opening, for who chose that', async () => {
    const { open, told } = await start('open');
    await open();
    expect(await told()).toBe(1);
  });

  it('never, for who chose that', async () => {
    const { open, reply, done, told } = await start('never');
    await open();
    await reply();
    await done();
    expect(await told()).toBe(0);
  });

  it('not by a "done" that was taken back', async () => {
    const { world, done, told } = await start('reply');
    const { changes } = await done();
    await undo(world.owner.ctx, { changes });
    expect(await told()).toBe(0);
  });

  it('not while the account is signed out', async () => {
    const { world, open, told } = await start('open');
    await test.db
      .update(accounts)
      .set({ status: 'reconnect_needed' })
      .where(eq(accounts.id, world.account.id));
    await open();
    expect(await told()).toBe(0);
  });

  it('and an API that knows no such chat is asked once', async () => {
    const { world, open, told } = await start('open');
    await world.fault({
      kind: 'status',
      status: 404,
      type: 'errors/resource_not_found',
      times: 0,
      match: { method: 'PATCH' },
    });
    await open();
    expect(await told()).toBe(1);
    expect(await told()).toBe(1);
  });
});
