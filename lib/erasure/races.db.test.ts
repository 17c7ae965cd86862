import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { webhookEvents } from '@/db/schema';
import { createErasureWorld, plantChats, plantDelivery } from '@/db/testing/erasure-world';
import { startInboxWorld, writeMessage } from '@/db/testing/inbox-world';
import { placesInDatabase } from '@/db/testing/places-in-database';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import { log } from '@/lib/core/log';
import { callGateway } from '@/lib/gateways/mutations';
import { ensureConversation } from '@/lib/inbox/read-mutations';
import { syncAccount } from '@/lib/inbox/sync-handlers';
import { eraseRows } from './erase-mutations';
import { stopIntake } from './keep-out-mutations';
import { begin, erasePerson } from './mutations';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();

describe('somebody who is erased while their chat is being read', () => {
  async function startReading() {
    const world = await startInboxWorld(test.db, test.pool);
    const { chatId } = await writeMessage(world, { text: 'old words' });
    const sync = () =>
      syncAccount(
        { workspaceId: world.workspace.id, accountId: world.account.id, reason: 'connected' },
        world.ctx,
        { signal: new AbortController().signal, log: log() },
      );
    const { attendeeProviderId: value } = await callGateway(
      world.ctx,
      world.account.gatewayId,
      (client) => client.getChat(chatId),
    );
    if (!value) throw new Error('The chat is with nobody.');
    /** Erases whoever wrote the chat, and goes on once `reading` has read it and waits for that to end. */
    const eraseDuring = (reading: () => Promise<unknown>) =>
      inTransaction(world.admin.ctx, async (tx) => {
        await stopIntake(tx);
        const subject = {
          identities: [{ kind: 'LINKEDIN' as const, value }],
          publicIdentifiers: [],
          traces: [],
        };
        await begin(tx, subject);
        await eraseRows(tx, subject);
        const running = reading();
        await untilBlocked(test.pool);
        return { running };
      });
    return { world, chatId, value, sync, eraseDuring };
  }

  it('is not stored again by the reading of the account', async () => {
    const { value, sync, eraseDuring } = await startReading();
    const { running } = await eraseDuring(sync);
    await running;
    expect(await placesInDatabase(test.db, value, 'old words')).toEqual([]);
  });

  it('is not stored again by an event of the chat', async () => {
    const { world, chatId, value, eraseDuring } = await startReading();
    const { running } = await eraseDuring(() =>
      ensureConversation(world.ctx, world.account, chatId).catch((error: Error) => error.name),
    );
    expect(await running).toBe('ErasedError');
    expect(await placesInDatabase(test.db, value, 'old words')).toEqual([]);
  });
});

describe('a delivery that has its turn while others are being emptied', () => {
  it('is emptied as well', async () => {
    const world = await createErasureWorld(test.db);
    const word = `canary${newId().slice(-12)}`;
    const { id: sender } = await plantChats(test.db, word, world);
    await world.link();
    const personId = await world.idOf(`Mira ${word}`);
    const done = await plantDelivery(test.db, world, { sender });
    const waiting = await plantDelivery(test.db, world, { sender }, 'received');
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    const { running } = await inTransaction(world.admin.ctx, async (tx) => {
      await tx.db.select().from(webhookEvents).where(eq(webhookEvents.id, done)).for('update');
      const erasing = world.run(erasureId);
      await untilBlocked(test.pool);
      await test.db
        .update(webhookEvents)
        .set({ state: 'processed' })
        .where(eq(webhookEvents.id, waiting));
      return { running: erasing };
    });
    await running;
    await world.run(erasureId);
    expect(await placesInDatabase(test.db, word)).toEqual([]);
    expect((await world.row(erasureId))?.finishedAt).not.toBeNull();
  });
});
