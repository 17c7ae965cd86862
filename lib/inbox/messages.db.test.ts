import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { databaseNow } from '@/db/now';
import { conversations, messages } from '@/db/schema';
import {
  createAccount,
  createConversation,
  createGateway,
  createMember,
  createWorkspace,
} from '@/db/testing/factories';
import { testDb, untilBlocked } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { inTransaction } from '@/lib/auth/scope';
import { newId } from '@/lib/core/ids';
import type { GatewayMessage } from '@/lib/gateway/client';
import { systemCtx } from '@/lib/jobs/system-scope';
import { assign } from '@/lib/triage/mutations';
import { markMessageGone, markReadAtProvider, storeMessages } from './message-mutations';
import { lockConversation } from './outcome-mutations';

setTestEnv();
const test = testDb();

async function place() {
  const workspace = await createWorkspace(test.db);
  const owner = await createMember(test.db, workspace, 'member');
  const gateway = await createGateway(test.db, workspace);
  const account = await createAccount(test.db, gateway, { ownerMemberId: owner.member.id });
  const conversation = await createConversation(test.db, account);
  const ctx = systemCtx(test.db, workspace.id);
  const store = (message: GatewayMessage, readAt: Date | null, isUnread = true) =>
    inTransaction(ctx, (tx) =>
      storeMessages(tx, account, conversation.id, [{ message, isUnread }], { readAt }),
    );
  const rowOf = async (message: GatewayMessage) => {
    const [row] = await test.db
      .select()
      .from(messages)
      .where(eq(messages.gatewayMessageId, message.gatewayMessageId));
    return row;
  };
  const chat = async () => {
    const [row] = await test.db
      .select()
      .from(conversations)
      .where(eq(conversations.id, conversation.id));
    return row;
  };
  return { ctx, owner, account, conversation, store, rowOf, chat };
}

function message(fields: Partial<GatewayMessage> = {}): GatewayMessage {
  const id = newId();
  return {
    gatewayMessageId: id,
    providerMessageId: `p-${id}`,
    gatewayChatId: 'chat',
    providerAccountId: 'account',
    senderProviderId: 'them',
    isOurs: false,
    text: 'Hello',
    subject: null,
    sentAt: new Date(),
    isSeen: false,
    seenBy: {},
    isDelivered: false,
    isHidden: false,
    isDeleted: false,
    isEdited: false,
    eventType: null,
    countsAsUnread: true,
    reactions: [],
    messageType: null,
    quoted: null,
    attachments: [],
    ...fields,
  };
}

describe('an answer of the API', () => {
  it('that is older than what another worker wrote is left out and asked for again', async () => {
    const { ctx, store, rowOf } = await place();
    const first = message();
    const before = await databaseNow(ctx);
    await store(first, null);
    const stale = await store({ ...first, text: 'Old' }, before);
    expect(stale).toMatchObject({ contested: [first.gatewayMessageId], updatedCount: 0 });
    expect((await rowOf(first))?.text).toBe('Hello');
    await expect
      .poll(async () => {
        const fresh = await store({ ...first, text: 'New' }, await databaseNow(ctx));
        return fresh.contested.length;
      })
      .toBe(0);
    expect((await rowOf(first))?.text).toBe('New');
  });

  it('takes every field, and a webhook’s content none of a known row', async () => {
    const { ctx, store, rowOf } = await place();
    const first = message();
    await store(first, null);
    const full = {
      text: 'Edited',
      isEdited: true,
      isSeen: true,
      seenBy: { them: '2026-11-20T09:31:04.112Z' },
      isDelivered: true,
      reactions: [{ value: '👍', senderProviderId: 'them', isOurs: false }],
      quoted: { attachment: null, providerMessageId: 'q', senderProviderId: 'me', text: 'Quoted' },
      eventType: 4,
    };
    await expect
      .poll(async () => (await store({ ...first, ...full }, await databaseNow(ctx))).updatedCount)
      .toBe(1);
    expect(await rowOf(first)).toMatchObject({ ...full, isUnread: false });
    expect(await store(first, null)).toMatchObject({ insertedCount: 0, contested: [] });
    expect(await rowOf(first)).toMatchObject(full);
  });

  it('counts nobody’s message twice when one page names it twice', async () => {
    const { ctx, account, conversation, chat } = await place();
    const one = message();
    await inTransaction(ctx, async (tx) =>
      storeMessages(
        tx,
        account,
        conversation.id,
        [
          { message: one, isUnread: true },
          { message: one, isUnread: true },
        ],
        { readAt: await databaseNow(tx) },
      ),
    );
    expect(await chat()).toMatchObject({ unreadCount: 1 });
  });

  it('an older message never takes the place of a newer one in the list', async () => {
    const { store, chat } = await place();
    const now = Date.now();
    await store(message({ text: 'Newer', sentAt: new Date(now) }), null);
    await store(message({ text: 'Older', sentAt: new Date(now - 60_000) }), null);
    expect(await chat()).toMatchObject({ lastMessageText: 'Newer', unreadCount: 2 });
  });

  it('of one millisecond the preview is the same whatever came first', async () => {
    const sentAt = new Date();
    const pair = [
      message({ gatewayMessageId: `a-${newId()}`, text: 'A', sentAt }),
      message({ gatewayMessageId: `b-${newId()}`, text: 'B', sentAt }),
    ];
    for (const order of [pair, [...pair].reverse()]) {
      const { store, chat } = await place();
      for (const one of order) await store(one, null);
      expect((await chat())?.lastMessageText).toBe('B');
    }
  });
});

describe('read at the provider', () => {
  it('takes the mark from what stood there, and not from what came later', async () => {
    const { ctx, store, rowOf, conversation } = await place();
    const until = new Date(Date.now() - 1_000);
    const old = message({ sentAt: until });
    const later = message({ sentAt: new Date() });
    await store(old, null);
    await store(later, null);
    await markReadAtProvider(ctx, conversation.id, until);
    expect([(await rowOf(old))?.isUnread, (await rowOf(later))?.isUnread]).toEqual([false, true]);
  });
});

it('a message comes in while its conversation is given to somebody', async () => {
  const { ctx, owner, account, conversation, chat } = await place();
  const { given } = await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversation.id);
    const giving = assign(owner.ctx, {
      conversationIds: [conversation.id],
      memberId: owner.member.id,
    });
    await untilBlocked(test.pool);
    const entry = { message: message(), isUnread: true };
    await storeMessages(tx, account, conversation.id, [entry], { readAt: null });
    return { given: giving };
  });
  await given;
  expect(await chat()).toMatchObject({ assigneeMemberId: owner.member.id, unreadCount: 1 });
});

it('a message is deleted while a newer form of it comes in', async () => {
  const { ctx, account, conversation, store, rowOf } = await place();
  const known = message({ sentAt: new Date() });
  await store(known, null);
  const { gone } = await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversation.id);
    const deleting = inTransaction(ctx, (other) =>
      markMessageGone(other, account, known.gatewayMessageId),
    );
    await untilBlocked(test.pool);
    const entry = { message: { ...known, text: 'changed' }, isUnread: true };
    const readAt = await databaseNow(tx);
    await storeMessages(tx, account, conversation.id, [entry], { readAt });
    return { gone: deleting };
  });
  expect(await gone).toBe(true);
  expect(await rowOf(known)).toMatchObject({ text: 'changed', isDeleted: true });
});
