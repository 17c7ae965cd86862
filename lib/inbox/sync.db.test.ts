import { eq } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { accounts, conversations, messages } from '@/db/schema';
import {
  type InboxWorld,
  messagesOf,
  projectionOf,
  startInboxWorld,
} from '@/db/testing/inbox-world';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { stopIntake } from '@/lib/erasure/keep-out-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { syncAccountJob, syncAccountOptions } from './jobs';
import { markRead } from './mutations';
import { syncAccount } from './sync-handlers';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });

function payloadOf(
  world: InboxWorld,
  reason: 'connected' | 'catch_up' | 'manual' = 'connected',
  since?: string,
) {
  return { workspaceId: world.workspace.id, accountId: world.account.id, reason, since };
}

async function sync(...args: Parameters<typeof payloadOf>): Promise<void> {
  const [world, reason] = args;
  const options = syncAccountOptions(world.account.id, reason ?? 'connected');
  await enqueue(test.db, syncAccountJob, payloadOf(...args), options);
  await world.runJobs();
}

const accountOf = async (world: InboxWorld) => {
  const [row] = await test.db.select().from(accounts).where(eq(accounts.id, world.account.id));
  return row;
};

const chatsOf = (world: InboxWorld) =>
  test.db.select().from(conversations).where(eq(conversations.accountId, world.account.id));

/** Everything that the provider holds is here, and nothing else. */
async function expectComplete(world: InboxWorld): Promise<void> {
  const truth = await world.truth();
  const rows = await messagesOf(test.db, world.account.id);
  const ids = truth.messages.map((message) => message.id);
  expect(rows.map((row) => row.gatewayMessageId).sort()).toEqual(ids.sort());
  const chats = await chatsOf(world);
  expect(chats.map((chat) => [chat.gatewayChatId, chat.unreadCount]).sort()).toEqual(
    truth.chats.map((chat) => [chat.id, chat.unreadCount]).sort(),
  );
}

describe('the first import', () => {
  it('brings every chat with all its messages and says how far back', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 45, messages: 400 });
    await world.write({ count: 130, text: 'Long thread', silent: true });
    await sync(world);
    await expectComplete(world);
    const account = await accountOf(world);
    expect(account?.syncFinishedAt).toBeInstanceOf(Date);
    const oldest = Math.min(...(await chatsOf(world)).map((chat) => chat.lastMessageAt.getTime()));
    expect(account?.syncedBackTo?.getTime()).toBeLessThanOrEqual(oldest);
    for (const chat of await chatsOf(world)) expect(chat.messagesSyncedAt).toBeInstanceOf(Date);
  });

  it('that is stopped half-way goes on, and ends as if it had not been', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 25, messages: 120 });
    const stop = new AbortController();
    const { running } = await inTransaction(world.ctx, async (tx) => {
      // Whoever stores a chat stands here until this is over.
      await stopIntake(tx);
      const tools = { signal: stop.signal, log };
      const first = expect(syncAccount(payloadOf(world), world.ctx, tools)).rejects.toThrow();
      await untilBlocked(test.pool);
      stop.abort();
      return { running: first };
    });
    await running;
    expect(await chatsOf(world)).toHaveLength(1);
    expect((await accountOf(world))?.syncFinishedAt).toBeNull();
    await sync(world);
    await expectComplete(world);
  });

  it('run twice changes nothing', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 8, messages: 60 });
    await sync(world);
    const before = await projectionOf(test.db, world.account.id);
    await sync(world);
    expect(await projectionOf(test.db, world.account.id)).toEqual(before);
  });

  it('is not made for an account that nobody claimed or that was removed', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 2 });
    for (const fields of [{ ownerMemberId: null }, { removedAt: new Date() }]) {
      await test.db.update(accounts).set(fields).where(eq(accounts.id, world.account.id));
      await sync(world);
    }
    expect(await chatsOf(world)).toEqual([]);
    expect((await accountOf(world))?.syncStartedAt).toBeNull();
  });
});

describe('after an outage', () => {
  it('everything that came meanwhile is fetched, however much, and nothing twice', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 5, messages: 30 });
    await sync(world);
    const since = new Date(Date.now() - 600_000).toISOString();
    await world.write({ count: 150, text: 'Missed', silent: true });
    await world.write({ newChat: true, count: 3, text: 'New', silent: true });
    await sync(world, 'catch_up', since);
    await expectComplete(world);
  });

  it('what was read here stays read', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await world.write({ newChat: true, text: 'Seen here' });
    await sync(world);
    const [chat] = await chatsOf(world);
    await markRead(world.owner.ctx, { conversationId: chat?.id ?? '' });
    await sync(world, 'manual');
    expect((await chatsOf(world))[0]?.unreadCount).toBe(0);
  });

  it('the API’s present state replaces ours: edited, deleted, reacted to', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { messageIds } = await world.write({ newChat: true, count: 2, text: 'First' });
    await sync(world);
    await world.change(messageIds[0] ?? '', 'edit', { text: 'Edited' });
    await world.change(messageIds[1] ?? '', 'delete');
    await sync(world, 'manual');
    const [edited, deleted] = await messagesOf(test.db, world.account.id);
    expect(edited).toMatchObject({ text: 'Edited', isEdited: true });
    expect(deleted).toMatchObject({ isDeleted: true, isUnread: false });
  });
});

describe('an API in trouble', () => {
  it('is asked again later, and what was stored stays', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 30, messages: 90 });
    await world.fault({
      kind: 'status',
      status: 422,
      times: 1,
      match: { path: '/api/v1/chats/*/messages' },
    });
    await sync(world);
    expect((await accountOf(world))?.syncFinishedAt).toBeNull();
    await world.runLaterJobs();
    await expectComplete(world);
  });

  it('that refuses the account ends the import and shows it at the account', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 3 });
    await world.fault({
      kind: 'status',
      status: 401,
      type: 'errors/disconnected_account',
      times: 0,
      match: { path: '/api/v1/chats*' },
    });
    await sync(world);
    expect((await accountOf(world))?.status).toBe('reconnect_needed');
    const { rows } = await test.pool.query(
      `select 1 from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'inbox.sync-account'`,
    );
    expect(rows).toEqual([]);
  });

  it('a chat that vanishes between list and read is left out', async () => {
    const world = await startInboxWorld(test.db, test.pool, { chats: 3, messages: 9 });
    await world.fault({
      kind: 'status',
      status: 404,
      type: 'errors/resource_not_found',
      times: 1,
      match: { path: '/api/v1/chats/*/attendees' },
    });
    await sync(world);
    expect(await chatsOf(world)).toHaveLength(2);
    expect((await accountOf(world))?.syncFinishedAt).toBeInstanceOf(Date);
    expect(await test.db.select().from(messages)).not.toHaveLength(0);
  });
});
