import { eq } from 'drizzle-orm';
import type pg from 'pg';
import { expect } from 'vitest';
import type { Db } from '@/db/client';
import { accounts, conversations } from '@/db/schema';
import { pollAccounts } from '@/lib/coverage/handlers';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import { enqueue } from '@/lib/jobs/enqueue';
import { type InboxWorld, messagesOf, startInboxWorld } from './inbox-world';

/** An account whose history was imported, and whose stream of events stands since then. */
export async function importedWorld(
  db: Db,
  pool: pg.Pool,
  size: { chats?: number; messages?: number } = {},
) {
  const world = await startInboxWorld(db, pool, { chats: 6, messages: 40, ...size });
  // The sandbox decides who signed in; the factory only invents somebody.
  await db.update(accounts).set({ identity: null }).where(eq(accounts.id, world.account.id));
  await enqueueRead(world, 'connected');
  await world.runJobs();
  return world;
}

/** Has the account read as the worker does. */
export async function enqueueRead(
  world: InboxWorld,
  reason: 'connected' | 'catch_up',
): Promise<void> {
  const payload = { workspaceId: world.workspace.id, accountId: world.account.id, reason };
  await enqueue(world.db, syncAccountJob, payload, syncAccountOptions(world.account.id, reason));
}

/** The same messages in the same order with the same texts, and as many unread ones. */
export async function expectEqualToTruth(world: InboxWorld): Promise<void> {
  const truth = await world.truth();
  const rows = await messagesOf(world.db, world.account.id);
  const ours = rows.map((row) => [row.gatewayMessageId, row.text, row.sentAt.toISOString()]);
  const theirs = truth.messages.map((message) => [message.id, message.text, message.at]);
  expect(ours.sort()).toEqual(theirs.sort());
  const chats = await world.db
    .select()
    .from(conversations)
    .where(eq(conversations.accountId, world.account.id));
  expect(chats.map((chat) => [chat.gatewayChatId, chat.unreadCount]).sort()).toEqual(
    truth.chats.map((chat) => [chat.id, chat.unreadCount]).sort(),
  );
  for (const chat of truth.chats) {
    const ids = rows.filter((row) => chat.messageIds.includes(row.gatewayMessageId));
    expect(ids.map((row) => row.gatewayMessageId)).toEqual(chat.messageIds);
  }
}

/** As the worker does every minute. */
export async function poll(world: InboxWorld): Promise<void> {
  await pollAccounts({}, world.db);
  await world.runJobs();
}
