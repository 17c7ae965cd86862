import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import { databaseNow } from '@/db/now';
import { messages, type StoredStart, sends } from '@/db/schema';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import type { GatewayChat, GatewayClient } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { publish } from '@/lib/live/publish';
import { linkSends } from './echo-mutations';
import { isNewsworthy, storeMessages } from './message-mutations';
import { lockConversation, type OpenSend, recordUnverified } from './outcome-mutations';
import { refreshConversation } from './projection-mutations';
import { ensureConversation } from './read-mutations';
import { echoWindowStart, isSameContent } from './send-rules';

const MAX_CANDIDATES = 20;
const PAGE_SIZE = 100;

/**
 * Gives a begun conversation its place: the chat that the API named is fetched, and the send stands in
 * it from then on. Running it twice, or beside the echo, ends in the same rows. Throws `GatewayError`.
 */
export async function attachStart(ctx: Ctx, send: OpenSend, gatewayChatId: string): Promise<void> {
  const conversationId = await ensureConversation(ctx, send.account, gatewayChatId);
  await inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    await place(tx, send, conversationId);
    await linkStored(tx, send, conversationId);
    await show(tx, send, conversationId);
  });
}

/**
 * Looks for a begun conversation that has no place here: in the chat that the API named, by the id of
 * the message, among the chats with that person, and among the latest ones of the account. What is
 * only guessed counts when the message itself is in it. Throws `GatewayError`.
 */
export async function lookForStart(ctx: Ctx, send: OpenSend): Promise<void> {
  const { start, postedAt, account } = send;
  if (!start || !postedAt || send.conversationId) return;
  const named = start.gatewayChatId ?? (await chatOfMessage(ctx, send));
  if (named && (await orNull(attachStart(ctx, send, named).then(() => true)))) return;
  const after = echoWindowStart(postedAt);
  const candidates = await callGateway(ctx, account.gatewayId, (client) =>
    listCandidates(client, account.providerAccountId, start, after),
  );
  for (const gatewayChatId of candidates) {
    if (await isFoundIn(ctx, send, gatewayChatId, after)) return;
  }
  if (send.state === 'sent') await recordUnverified(ctx, send);
}

async function chatOfMessage(ctx: Ctx, { account, gatewayMessageId }: OpenSend) {
  if (!gatewayMessageId) return null;
  const message = await orNull(
    callGateway(ctx, account.gatewayId, (client) => client.getMessage(gatewayMessageId)),
  );
  return message?.gatewayChatId ?? null;
}

/** Null for what the API does not have. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'not_found') return null;
    throw error;
  }
}

async function listCandidates(
  client: GatewayClient,
  providerAccountId: string,
  start: StoredStart,
  after: Date,
): Promise<string[]> {
  const limit = { limit: MAX_CANDIDATES };
  const [person, ...others] = start.recipients;
  const withPerson =
    person && others.length === 0
      ? await orNull(
          client.listChatsWith({ providerAccountId, providerUserId: person.providerUserId }, limit),
        )
      : null;
  const latest = await client.listChats({ providerAccountId, after }, limit);
  const likely = latest.items.filter((chat) => mayBe(chat, start));
  const ids = [...(withPerson?.items ?? []), ...likely].map((chat) => chat.gatewayChatId);
  return [...new Set(ids)];
}

/** The same words to two people must never be taken for each other. */
function mayBe(chat: GatewayChat, { recipients, title, subject, isInmail }: StoredStart): boolean {
  const [person, ...others] = recipients;
  if (others.length > 0) return chat.kind === 'group' && (!title || chat.title === title);
  if (chat.kind !== 'direct') return false;
  // An InMail's chat names its person by the id of another product.
  if (isInmail) return chat.contentType === 'inmail' && chat.subject === subject;
  return chat.attendeeProviderId === person?.providerUserId;
}

async function isFoundIn(
  ctx: Ctx,
  send: OpenSend,
  gatewayChatId: string,
  after: Date,
): Promise<boolean> {
  const readAt = await databaseNow(ctx);
  const page = await callGateway(ctx, send.account.gatewayId, (client) =>
    client.listChatMessages({ gatewayChatId, after }, { limit: PAGE_SIZE }),
  );
  const isIn = page.items.some((message) => message.isOurs && isSameContent(message, send));
  if (!isIn) return false;
  const conversationId = await ensureConversation(ctx, send.account, gatewayChatId);
  return inTransaction(ctx, async (tx) => {
    await lockConversation(tx, conversationId);
    await place(tx, send, conversationId);
    // Storing them ties the send to its copy by text and time, if it is there.
    const incoming = page.items.map((message) => ({ message, isUnread: isNewsworthy(message) }));
    await storeMessages(tx, send.account, conversationId, incoming, { readAt });
    await linkStored(tx, send, conversationId);
    const [row] = await tx.db
      .select({ gatewayMessageId: sends.gatewayMessageId })
      .from(sends)
      .where(eq(sends.id, send.id));
    if (!row?.gatewayMessageId) {
      await tx.db.update(sends).set({ conversationId: null }).where(eq(sends.id, send.id));
    }
    await show(tx, send, conversationId);
    return Boolean(row?.gatewayMessageId);
  });
}

async function show(tx: Ctx, send: OpenSend, conversationId: string): Promise<void> {
  await refreshConversation(tx, conversationId);
  const accountId = send.account.id;
  await publish(tx, { kind: 'conversation.changed', id: conversationId, accountId });
  await publish(tx, { kind: 'start.changed', id: send.id, accountId });
}

async function place(tx: Ctx, send: OpenSend, conversationId: string): Promise<void> {
  await tx.db
    .update(sends)
    .set({ conversationId, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(sends.id, send.id), isNull(sends.conversationId)));
}

/** The echo may have come before the send had its place. */
async function linkStored(tx: Ctx, send: OpenSend, conversationId: string): Promise<void> {
  if (!send.postedAt) return;
  const own = await tx.db
    .select({ gatewayMessageId: messages.gatewayMessageId, isOurs: messages.isOurs })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, conversationId),
        eq(messages.isOurs, true),
        gte(messages.sentAt, echoWindowStart(send.postedAt)),
      ),
    );
  await linkSends(tx, conversationId, own);
}
