import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import {
  invitationImportRows,
  invitationImports,
  people,
  personIdentities,
  webhookEvents,
} from '@/db/schema';
import {
  createErasureWorld,
  plantChats,
  plantDelivery,
  plantEmails,
} from '@/db/testing/erasure-world';
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
import { planImport } from '@/lib/invitation-imports/mutations';
import { addPlan } from '@/lib/invitations/plan-mutations';
import { lockPacing } from '@/lib/invitations/replan-mutations';
import { mergePeople, unmergePeople } from '@/lib/people/mutations';
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

/** Mira, of whom everything that is known holds `word`. */
async function startMira() {
  const world = await createErasureWorld(test.db);
  const word = `canary${newId().slice(-12)}`;
  const { id: providerUserId } = await plantChats(test.db, word, world);
  await world.link();
  const personId = await world.idOf(`Mira ${word}`);
  return { world, word, providerUserId, personId };
}

describe('a delivery that has its turn while others are being emptied', () => {
  it('is emptied as well', async () => {
    const { world, word, providerUserId: sender, personId } = await startMira();
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

describe('somebody who is erased while an invitation to them is being planned', () => {
  async function startPlanning() {
    const { world, word, providerUserId, personId } = await startMira();
    const { account, workspace, jane } = world;
    const person = { providerUserId, name: `Mira ${word}`, headline: null, publicIdentifier: null };
    const eraseDuring = (planning: () => Promise<unknown>) =>
      inTransaction(world.admin.ctx, async (tx) => {
        await lockPacing(tx, account);
        const planned = planning();
        await untilBlocked(test.pool);
        const erased = world.erase(personId);
        // Erased at once, or waiting for whoever plans.
        await Promise.race([erased, untilBlocked(test.pool, 2)]);
        return { running: Promise.all([planned, erased]) };
      });
    return { word, account, workspace, jane, person, eraseDuring };
  }

  it('by hand is in no plan afterwards', async () => {
    const { word, account, jane, person, eraseDuring } = await startPlanning();
    const plan = { accountId: account.id, clientId: newId(), person, note: '', zone: 'UTC' };
    const { running } = await eraseDuring(() => addPlan(jane.ctx, plan));
    await running;
    expect(await placesInDatabase(test.db, word)).toEqual([]);
  });

  it('from a file is in no plan afterwards', async () => {
    const { word, account, workspace, jane, person, eraseDuring } = await startPlanning();
    const ofWorkspace = { workspaceId: workspace.id };
    const [file] = await test.db
      .insert(invitationImports)
      .values({ ...ofWorkspace, memberId: jane.member.id, fileName: 'people.csv' })
      .returning();
    const importId = file?.id ?? '';
    await test.db.insert(invitationImportRows).values({
      ...ofWorkspace,
      ...{ importId, line: 1, cells: [word], accountId: account.id, state: 'found', person },
    });
    const { running } = await eraseDuring(() => planImport(jane.ctx, { importId, zone: 'UTC' }));
    await running;
    expect(await placesInDatabase(test.db, word)).toEqual([]);
  });
});

describe('somebody who is just being erased', () => {
  async function startTwo() {
    const { world, word, personId } = await startMira();
    const { address } = await plantEmails(test.db, word, world);
    await world.link();
    const [identity] = await test.db
      .select({ personId: personIdentities.personId })
      .from(personIdentities)
      .where(eq(personIdentities.value, address));
    const pair = { personId, otherPersonId: identity?.personId ?? '' };
    return { world, word, personId, pair, merge: () => mergePeople(world.omar.ctx, pair) };
  }

  it('is merged with nobody, who would be erased too', async () => {
    const { world, personId, pair, merge } = await startTwo();
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    await expect(merge()).rejects.toMatchObject({ code: 'conflict' });
    await world.run(erasureId);
    const left = await test.db.select().from(people).where(eq(people.id, pair.otherPersonId));
    expect(left).toMatchObject([{ rootId: pair.otherPersonId }]);
    expect(await test.db.$count(people, eq(people.id, personId))).toBe(0);
  });

  it('goes with everybody who was merged with them, also while that is being taken back', async () => {
    const { world, word, personId, merge } = await startTwo();
    const { mergeId } = await merge();
    const { erasureId } = await erasePerson(world.admin.ctx, { personId });
    const { running } = await inTransaction(world.omar.ctx, async (tx) => {
      await unmergePeople(tx, { mergeId });
      const erasing = world.run(erasureId);
      await untilBlocked(test.pool);
      return { running: erasing };
    });
    await running;
    expect(await placesInDatabase(test.db, word)).toEqual([]);
  });
});
