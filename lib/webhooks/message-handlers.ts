import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import type { GatewayMessage } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import type { WebhookEvent, WebhookMessage } from '@/lib/gateway/webhook-payload';
import { storePeople } from '@/lib/inbox/chat-mutations';
import { syncAccountJob, syncAccountOptions } from '@/lib/inbox/jobs';
import {
  isNewsworthy,
  markMessageGone,
  recordSignal,
  type StoredMessages,
  storeMessages,
} from '@/lib/inbox/message-mutations';
import {
  ensureConversation,
  type ReadableAccount,
  refreshMessage,
} from '@/lib/inbox/read-mutations';
import { enqueue } from '@/lib/jobs/enqueue';
import { type ClaimedEvent, finishEvent } from './mutations';
import { verdictOf } from './rules';
import type { Verdict } from './types';

export type MessageEvent = Extract<WebhookEvent, { kind: 'message' }>;

/**
 * Applies a messaging event. A new message that its event tells completely is stored as told; for
 * everything else (edited, deleted, reaction, read, delivered, anything incomplete) the event is a
 * hint and the API's present state counts, which makes the order of events irrelevant.
 * Throws `GatewayError`.
 */
export async function applyMessageEvent(
  ctx: Ctx,
  event: ClaimedEvent,
  said: MessageEvent,
  account: ReadableAccount,
): Promise<void> {
  const told = said.event === 'message_received' ? toldMessage(said) : null;
  if (!told) return refresh(ctx, event, said, account);
  if (told.isComplete) return storeTold(ctx, event, said, account, told.message);
  try {
    await refresh(ctx, event, said, account);
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // While the API is away the text is on screen already; the next try brings the rest.
    await storeTold(ctx, null, said, account, told.message);
    throw error;
  }
}

/** The message as the event tells it, or null when not even the basics are there. */
function toldMessage(said: MessageEvent): { message: GatewayMessage; isComplete: boolean } | null {
  const { sender, sentAt, isOurs, eventType, attachments, quoted, ...rest } = said.message;
  if (!sender || !sentAt || isOurs === null) return null;
  const message: GatewayMessage = {
    gatewayMessageId: said.gatewayMessageId,
    providerMessageId: rest.providerMessageId ?? said.gatewayMessageId,
    gatewayChatId: said.gatewayChatId,
    providerAccountId: said.providerAccountId,
    senderProviderId: sender.providerUserId,
    isOurs,
    text: rest.text,
    subject: rest.subject,
    sentAt,
    isSeen: false,
    seenBy: {},
    isDelivered: false,
    isHidden: false,
    isDeleted: false,
    isEdited: false,
    eventType,
    countsAsUnread: true,
    reactions: [],
    messageType: rest.messageType,
    quoted,
    attachments,
  };
  // Whether an event counts as unread or is hidden, and what an attachment is, only the API says.
  const isComplete =
    eventType === null && attachments.length === 0 && quoted === null && rest.text !== null;
  return { message, isComplete };
}

async function storeTold(
  ctx: Ctx,
  event: ClaimedEvent | null,
  said: MessageEvent,
  account: ReadableAccount,
  message: GatewayMessage,
): Promise<void> {
  const conversationId = await ensureConversation(ctx, account, said.gatewayChatId);
  await inTransaction(ctx, async (tx) => {
    const entry = { message, isUnread: isNewsworthy(message) && message.eventType === null };
    const stored = await storeMessages(tx, account, conversationId, [entry], { readAt: null });
    await storePeople(tx, account, conversationId, peopleOf(said.message));
    if (event) await finish(tx, event, said, account, stored, message.sentAt);
  });
}

function peopleOf(message: WebhookMessage) {
  const people = message.sender ? [message.sender, ...message.attendees] : message.attendees;
  // Our own name among the attendees of a chat would only repeat the account.
  return message.isOurs ? people.filter((person) => person !== message.sender) : people;
}

async function refresh(
  ctx: Ctx,
  event: ClaimedEvent,
  said: MessageEvent,
  account: ReadableAccount,
): Promise<void> {
  try {
    await refreshMessage(ctx, account, said.gatewayMessageId, (tx, stored, sentAt) =>
      finish(tx, event, said, account, stored, sentAt),
    );
  } catch (error) {
    if (!(error instanceof GatewayError) || error.code !== 'not_found') throw error;
    await applyGone(ctx, event, said, account);
  }
}

/** The API no longer has the message: that is what a deletion means, and else there is nothing to show. */
async function applyGone(
  ctx: Ctx,
  event: ClaimedEvent,
  said: MessageEvent,
  account: ReadableAccount,
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const wasKnown =
      said.event === 'message_deleted' &&
      (await markMessageGone(tx, account, said.gatewayMessageId));
    const verdict: Verdict = wasKnown
      ? { state: 'processed', kind: said.event, effect: 'message_updated' }
      : { state: 'ignored', kind: said.event, effect: 'none', reason: 'message_gone' };
    await finishEvent(tx, event.id, { ...verdict, accountId: account.id });
  });
}

async function finish(
  tx: Ctx,
  event: ClaimedEvent,
  said: MessageEvent,
  account: ReadableAccount,
  stored: StoredMessages,
  sentAt: Date,
): Promise<void> {
  if (said.event === 'message_received') {
    await recordSignal(tx, account.id, { sentAt, receivedAt: event.receivedAt });
  }
  // Told of a message's fate before we knew of the message: its own event is late, or lost.
  else if (stored.insertedCount > 0) await readSoon(tx, account);
  const verdict = { kind: said.event, accountId: account.id, ...verdictOf(stored) };
  await finishEvent(tx, event.id, verdict);
}

/** Time for an event that was only overtaken; after that the account is read again. */
const LATE_EVENT_MS = 30 * SECOND_MS;

async function readSoon(tx: Ctx, { workspaceId, id: accountId }: ReadableAccount): Promise<void> {
  const payload = { workspaceId, accountId, reason: 'catch_up' as const };
  await enqueue(tx.db, syncAccountJob, payload, {
    ...syncAccountOptions(accountId, 'catch_up'),
    keyMode: 'preserve_run_at',
    runAt: new Date(Date.now() + LATE_EVENT_MS),
  });
}
