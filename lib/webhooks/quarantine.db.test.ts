import { eq } from 'drizzle-orm';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { accounts, conversations } from '@/db/schema';
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
import { syncAccount } from '@/lib/inbox/sync-handlers';
import { systemCtx } from '@/lib/jobs/system-scope';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });

describe('what cannot be understood or is not ours (W11, W16)', () => {
  const cases: [string, unknown, string][] = [
    ['not JSON', '<html>', 'not_readable'],
    ['nothing', '', 'empty'],
    ['a list', [], 'unknown_shape'],
    ['null', null, 'unknown_shape'],
    ['an unknown event', { event: 'message_teleported', account_id: 'x' }, 'unknown_event'],
    ['a message without ids', { event: 'message_received' }, 'missing_field'],
    ['null in every field', { event: 'message_received', account_id: null }, 'missing_field'],
    ['a status without account', { AccountStatus: { message: 'OK' } }, 'missing_field'],
    [
      'a callback at the wrong door',
      { status: 'CREATION_SUCCESS', account_id: 'x', name: 'n' },
      'wrong_door',
    ],
    [
      'an account that nobody has',
      { event: 'message_received', account_id: 'nobody', chat_id: 'c', message_id: 'm' },
      'unknown_account',
    ],
    [
      'a status of an account that nobody has',
      { AccountStatus: { account_id: 'nobody', message: 'CREDENTIALS' } },
      'unknown_account',
    ],
  ];

  it.each(cases)('%s goes to quarantine with its reason', async (_name, body, reason) => {
    const world = await startInboxWorld(test.db, test.pool);
    expect((await world.deliver(body)).status).toBe(200);
    await world.runJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'quarantined',
      reason,
    });
    expect(await messagesOf(test.db, world.account.id)).toEqual([]);
  });

  it('an account of another workspace is as unknown as a missing one, and nothing reaches it', async () => {
    const [mine, theirs] = [
      await startInboxWorld(test.db, test.pool),
      await startInboxWorld(test.db, test.pool),
    ];
    const { event } = await writeMessage(theirs, { text: 'canary' });
    await mine.deliver(event);
    await mine.runJobs();
    expect(await firstEvent(test.db, mine.gateway.id)).toMatchObject({
      state: 'quarantined',
      reason: 'unknown_account',
      accountId: null,
    });
    expect(await messagesOf(test.db, theirs.account.id)).toEqual([]);
    expect(await messagesOf(test.db, mine.account.id)).toEqual([]);
  });

  it('a removed, an unclaimed and a wrongly signed-in account keep nothing', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const set = (fields: Partial<typeof accounts.$inferInsert>) =>
      test.db.update(accounts).set(fields).where(eq(accounts.id, world.account.id));
    const { event } = await writeMessage(world);
    const owner = world.account.ownerMemberId;
    await set({ removedAt: new Date() });
    await world.deliver(event);
    await world.runJobs();
    await set({ removedAt: null, ownerMemberId: null });
    await world.deliver({ ...event, webhook_name: 'second' });
    await world.runJobs();
    await set({ ownerMemberId: owner, wrongIdentity: 'somebody-else' });
    await world.deliver({ ...event, webhook_name: 'third' });
    await world.runJobs();
    await syncAccount(
      { workspaceId: world.account.workspaceId, accountId: world.account.id, reason: 'manual' },
      systemCtx(test.db, world.account.workspaceId),
      { log, signal: new AbortController().signal },
    );
    const reasons = (await eventsOf(test.db, world.gateway.id)).map((row) => row.reason);
    expect(reasons).toEqual(['removed_account', 'unclaimed_account', 'wrong_account']);
    expect(await messagesOf(test.db, world.account.id)).toEqual([]);
  });

  it('text that Postgres refuses is stored without what it refuses', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event, messageId } = await writeMessage(world);
    const text = JSON.stringify(event).replace('"Hello"', '"a\\u0000b\\ud800c"');
    await world.deliver(text);
    await world.runJobs();
    const row = (await messagesOf(test.db, world.account.id)).find(
      (message) => message.gatewayMessageId === messageId,
    );
    expect((await firstEvent(test.db, world.gateway.id)).state).toBe('processed');
    expect(['ab\ufffdc', 'Hello']).toContain(row?.text);
  });

  it('a message of a chat that the API does not know waits in quarantine', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    await world.deliver(messageEvent(world, { chatId: 'no-such-chat', messageId: 'm-1' }));
    await world.runJobs();
    expect(await firstEvent(test.db, world.gateway.id)).toMatchObject({
      state: 'quarantined',
      reason: 'chat_gone',
    });
  });

  it('a message that the API no longer has is ignored, and a deletion of one we have marks it', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    await world.deliver(event);
    await world.runJobs();
    await world.fault({
      kind: 'status',
      status: 404,
      type: 'errors/resource_not_found',
      times: 0,
      match: { path: '/api/v1/messages/*' },
    });
    await world.deliver({ ...event, event: 'message_deleted', message: null });
    await world.deliver({ ...event, event: 'message_edited', message_id: 'gone' });
    await world.runJobs();
    const [, deleted, edited] = await eventsOf(test.db, world.gateway.id);
    expect(deleted).toMatchObject({ state: 'processed', effect: 'message_updated' });
    expect(edited).toMatchObject({ state: 'ignored', reason: 'message_gone' });
    const [row] = await messagesOf(test.db, world.account.id);
    expect(row).toMatchObject({ isDeleted: true, isUnread: false });
    const [chat] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    expect(chat).toMatchObject({ unreadCount: 0, lastMessageText: 'Message deleted' });
  });
});
