import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import { conversations, messages, webhookEvents } from '@/db/schema';
import {
  createAccount,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import {
  firstEvent,
  type InboxWorld,
  messagesOf,
  projectionOf,
  startInboxWorld,
  writeMessage,
} from '@/db/testing/inbox-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { env } from '@/lib/core/env';
import { systemCtx } from '@/lib/jobs/system-scope';
import { processWebhook } from './handlers';

setTestEnv({ ALLOW_INSECURE_GATEWAY: '1' });
const test = testDb();
const log = pino({ level: 'silent' });
/** Each run drives the whole way from the event to the rows; a longer proof sets more of them. */
const RUNS = process.env.LONG === '1' ? 1_000 : 25;

describe('order and repetition (W5)', () => {
  /** What happens to three messages, with the act at the provider before each event. */
  async function playStory(world: InboxWorld) {
    const a = await writeMessage(world, { text: 'First' });
    const b = await writeMessage(world, { chatId: a.chatId, newChat: false, text: 'Second' });
    const c = await writeMessage(world, {
      chatId: a.chatId,
      newChat: false,
      from: 'me',
      text: 'Third',
    });
    const d = await writeMessage(world, { chatId: a.chatId, newChat: false, text: 'Fourth' });
    const about = (of: typeof a, event: string, more: Record<string, unknown> = {}) => ({
      ...of.event,
      event,
      ...more,
    });
    return {
      story: [
        { act: () => null, event: a.event },
        { act: () => null, event: b.event },
        {
          act: () => world.change(a.messageId, 'edit', { text: 'First, edited' }),
          event: about(a, 'message_edited', { message: 'First, edited' }),
        },
        {
          act: () => world.change(a.messageId, 'react', { value: '👍' }),
          event: about(a, 'message_reaction', { reaction: '👍' }),
        },
        {
          act: () => world.change(b.messageId, 'delete'),
          event: about(b, 'message_deleted', { message: null }),
        },
        { act: () => null, event: c.event },
        { act: () => world.change(c.messageId, 'deliver'), event: about(c, 'message_delivered') },
        { act: () => world.change(c.messageId, 'read'), event: about(c, 'message_read') },
        { act: () => null, event: d.event },
        {
          act: () => world.change(d.messageId, 'edit', { text: 'Fourth, edited' }),
          event: about(d, 'message_edited', { message: 'Fourth, edited' }),
        },
        {
          act: () => world.change(d.messageId, 'react', { value: '❤️' }),
          event: about(d, 'message_reaction', { reaction: '❤️' }),
        },
        {
          act: () => world.change(a.messageId, 'edit', { text: 'First, again' }),
          event: about(a, 'message_edited', { message: 'First, again', n: 2 }),
        },
      ],
    };
  }

  /** The same account of the sandbox in a workspace of its own: a fresh place to project into. */
  async function mirror(world: InboxWorld) {
    const workspace = await createWorkspace(test.db);
    const owner = await createMember(test.db, workspace, 'member');
    const gateway = await createGateway(test.db, workspace, {
      baseUrl: world.sandbox.url,
      apiKey: world.sandbox.apiKey,
      keyRing: env().ENCRYPTION_KEYS,
    });
    const account = await createAccount(test.db, gateway, {
      providerAccountId: world.account.providerAccountId,
      ownerMemberId: owner.member.id,
    });
    const ctx = systemCtx(test.db, workspace.id);
    return {
      account,
      async process(event: unknown) {
        const [row] = await test.db
          .insert(webhookEvents)
          .values({
            workspaceId: workspace.id,
            gatewayId: gateway.id,
            origin: 'webhook',
            body: Buffer.from(JSON.stringify(event)),
          })
          .returning();
        await processWebhook({ eventId: row?.id ?? '' }, ctx, { log });
      },
    };
  }

  const withoutIds = (projection: Awaited<ReturnType<typeof projectionOf>>) => ({
    ...projection,
    messages: projection.messages.map(({ workspaceId, ...row }) => row),
  });

  it('any order, with repeats, ends as the true order did', { timeout: RUNS * 5_000 }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { story } = await playStory(world);
    const live = await mirror(world);
    for (const { act, event } of story) {
      await act();
      await live.process(event);
    }
    const expected = withoutIds(await projectionOf(test.db, live.account.id));
    expect(expected.chats).toMatchObject([{ lastMessageText: 'Fourth, edited', unreadCount: 1 }]);
    const events = story.map((step) => step.event);
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: events.length }),
        fc.subarray(events),
        async (order, repeats) => {
          const place = await mirror(world);
          for (const event of [...order, ...repeats]) await place.process(event);
          expect(withoutIds(await projectionOf(test.db, place.account.id))).toEqual(expected);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('all of them at once, by several workers, end the same', { timeout: 60_000 }, async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { story } = await playStory(world);
    for (const { act } of story) await act();
    const one = await mirror(world);
    for (const { event } of story) await one.process(event);
    const other = await mirror(world);
    await Promise.all(story.map(({ event }) => other.process(event)));
    expect(withoutIds(await projectionOf(test.db, other.account.id))).toEqual(
      withoutIds(await projectionOf(test.db, one.account.id)),
    );
  });

  it('an event that is processed twice changes nothing the second time', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event } = await writeMessage(world);
    await world.deliver(event);
    await world.runJobs();
    const before = await projectionOf(test.db, world.account.id);
    const stored = await firstEvent(test.db, world.gateway.id);
    await processWebhook({ eventId: stored.id }, world.ctx, { log });
    await test.db
      .update(webhookEvents)
      .set({ state: 'received' })
      .where(eq(webhookEvents.id, stored.id));
    await processWebhook({ eventId: stored.id }, world.ctx, { log });
    expect(await projectionOf(test.db, world.account.id)).toEqual(before);
    expect((await firstEvent(test.db, world.gateway.id)).effect).toBe('already_known');
  });

  it('a message that was read here does not become unread by a later event', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event, messageId } = await writeMessage(world);
    await world.deliver(event);
    await world.runJobs();
    await test.db.update(messages).set({ isUnread: false });
    await world.change(messageId, 'react', { value: '👍' });
    await world.deliver({ ...event, event: 'message_reaction', reaction: '👍' });
    await world.runJobs();
    const [message] = await messagesOf(test.db, world.account.id);
    expect(message).toMatchObject({ isUnread: false, reactions: [{ value: '👍' }] });
  });

  it('an answer from the phone reads what stood before it', async () => {
    const world = await startInboxWorld(test.db, test.pool);
    const { event, chatId } = await writeMessage(world);
    const answer = await writeMessage(world, { chatId, newChat: false, from: 'me', text: 'Sure' });
    await world.deliver(answer.event);
    await world.deliver(event);
    await world.runJobs();
    const [chat] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.accountId, world.account.id));
    expect(chat).toMatchObject({ unreadCount: 0, isLastMessageOurs: true });
  });
});
