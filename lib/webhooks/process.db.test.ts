import { and, eq, ne } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { accounts, attendees, conversations, webhookEvents } from '@/db/schema';
import {
  eventsOf,
  firstEvent,
  messageEvent,
  messagesOf,
  startInboxWorld,
  writeMessage,
} from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { processWebhook } from './handlers';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });

describe('a new message', () => {
  it('of an unknown chat brings the chat, its people and the unread mark', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event, chatId, messageId } = await writeMessage(world, {
      text: 'Tuesday works for me.',
    });
    await world.deliver(event);
    await world.runJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'processed',
      kind: 'message_received',
      accountId: world.account.id,
    });
    const [chat] = await test.db
      .select()
      .from(conversations)
      .where(
        and(eq(conversations.accountId, world.account.id), eq(conversations.gatewayChatId, chatId)),
      );
    expect(chat).toMatchObject({
      unreadCount: 1,
      lastMessageText: 'Tuesday works for me.',
      isLastMessageOurs: false,
    });
    expect(chat?.messagesSyncedAt).toBeInstanceOf(Date);
    const [message] = await messagesOf(test.db, world.account.id);
    expect(message).toMatchObject({ gatewayMessageId: messageId, isUnread: true });
    const people = await test.db
      .select()
      .from(attendees)
      .where(and(eq(attendees.accountId, world.account.id), ne(attendees.isSelf, true)));
    expect(people.length).toBeGreaterThan(0);
  });

  it('proves that the account worked when it was written, not when we heard of it', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const old = new Date(Date.now() - 3_600_000);
    await test.db
      .update(accounts)
      .set({ lastOkAt: new Date(Date.now() - 7_200_000) })
      .where(eq(accounts.id, world.account.id));
    const { event } = await writeMessage(world, { at: old.toISOString() });
    await world.deliver(event);
    await world.runJobs();
    const [account] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, world.account.id));
    expect(account?.lastOkAt).toEqual(old);
    expect(account?.lastMessageAt).toEqual(old);
  });

  it('that comes five times at once in a new chat makes one conversation in order (W4)', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { chatId, messageIds } = await world.write({ newChat: true, count: 5 });
    const truth = await world.truth();
    await Promise.all(
      messageIds.map((messageId) => {
        const at = truth.messages.find((message) => message.id === messageId)?.at;
        return world.deliver(messageEvent(world, { chatId, messageId, at }));
      }),
    );
    await world.runJobs();
    const chats = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    expect(chats).toHaveLength(1);
    expect(chats[0]?.unreadCount).toBe(5);
    const rows = await messagesOf(test.db, world.account.id);
    expect(rows.map((row) => row.gatewayMessageId)).toEqual(messageIds);
  });

  it('with an attachment is on screen while the API is away, and complete when it is back', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { chatId } = await writeMessage(world);
    await world.deliver((await writeMessage(world, { chatId, newChat: false })).event);
    await world.runJobs();
    const { messageId, event } = await writeMessage(world, {
      chatId,
      newChat: false,
      text: 'See file',
    });
    await world.fault({
      kind: 'status',
      status: 503,
      times: 0,
      match: { path: '/api/v1/messages/*' },
    });
    await world.deliver({
      ...event,
      attachments: [{ id: 'f1', type: 'file', file_name: 'plan.pdf', unavailable: false }],
    });
    await world.runJobs();
    const shown = (await messagesOf(test.db, world.account.id)).find(
      (row) => row.gatewayMessageId === messageId,
    );
    expect(shown).toMatchObject({ text: 'See file', attachments: [{ fileName: 'plan.pdf' }] });
    expect((await eventsOf(test.db, world.gateway.id)).at(-1)?.state).toBe('received');
    await world.sandbox.control('DELETE', '/faults');
    await world.runLaterJobs();
    expect((await eventsOf(test.db, world.gateway.id)).at(-1)?.state).toBe('processed');
    const complete = (await messagesOf(test.db, world.account.id)).find(
      (row) => row.gatewayMessageId === messageId,
    );
    expect(complete?.attachments).toEqual([]);
  }, 60_000);
});

describe('an account status', () => {
  it('makes us ask the API and decides nothing itself', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const status = (message: string) => ({
      AccountStatus: {
        account_id: world.account.providerAccountId,
        account_type: 'LINKEDIN',
        message,
      },
    });
    for (const word of ['OK', 'CREDENTIALS', 'OK', 'CREDENTIALS'])
      await world.deliver(status(word));
    for (const row of await eventsOf(test.db, world.gateway.id)) {
      await processWebhook({ eventId: row.id }, world.ctx, { log });
    }
    const { rows } = await test.pool.query(
      `select j.payload->>'hint' as hint from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = 'account.check-status' and j.payload->>'accountId' = $1
       order by j.id`,
      [world.account.id],
    );
    expect(rows.map((row) => row.hint)).toEqual(['OK', 'CREDENTIALS', 'OK', 'CREDENTIALS']);
    const [account] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, world.account.id));
    expect(account?.status).toBe('connected');
  });
});

describe('an API in trouble', () => {
  it('leaves the event waiting, and in the end failed where an admin sees it', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    await world.fault({
      kind: 'status',
      status: 500,
      times: 0,
      match: { path: '/api/v1/chats/*' },
    });
    await world.deliver(event);
    await world.runJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'received',
      attempts: 1,
    });
    await test.db.update(webhookEvents).set({ attempts: 11 });
    await world.runLaterJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'failed',
      reason: 'gateway_failed',
    });
  });

  it('that refuses the account is recorded at once, and the event is not tried for ever', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    await world.fault({
      kind: 'status',
      status: 401,
      type: 'errors/disconnected_account',
      times: 0,
      match: { path: '/api/v1/chats/*' },
    });
    await world.deliver(event);
    const stored = await firstEvent(test.db, world.gateway.id);
    await processWebhook({ eventId: stored.id }, world.ctx, { log });
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'quarantined',
      reason: 'account_refused',
    });
    const [account] = await test.db
      .select()
      .from(accounts)
      .where(eq(accounts.id, world.account.id));
    expect(account?.status).toBe('reconnect_needed');
  });
});
