import { databaseNow } from '@/db/now';
import { type Ctx, inTransaction } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { lookForEmail } from '@/lib/emails/look-mutations';
import type { GatewayClient, GatewayMessage } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { isNewsworthy, storeMessages } from './message-mutations';
import {
  findSend,
  isPlaced,
  type OpenSend,
  type PlacedSend,
  recordUnverified,
} from './outcome-mutations';
import { refreshMessage } from './read-mutations';
import { echoWindowStart } from './send-rules';
import { lookForStart } from './start-settle-mutations';
import type { SendState } from './types';

const PAGE_SIZE = 100;
const MAX_PAGES = 5;

/**
 * Reads the chat at the provider and stores what is there, which ties a send to its copy if there is
 * one. Returns the state afterwards. Throws `not_found`, or `gateway` when the provider does not answer.
 */
export async function lookForSend(ctx: Ctx, sendId: string): Promise<SendState> {
  let send = await findSend(ctx, sendId);
  if (!send) throw notFound('Message');
  if (send.state === 'failed' || !send.postedAt) return send.state;
  try {
    if (send.email) {
      await readEmailOrMiss(ctx, send, send.postedAt);
      return (await findSend(ctx, sendId))?.state ?? send.state;
    }
    if (!isPlaced(send)) {
      await lookForStart(ctx, send);
      send = await findSend(ctx, sendId);
    }
    if (!send?.postedAt || !isPlaced(send) || send.isLinked) return send?.state ?? 'failed';
    if (send.state === 'sent' && send.gatewayMessageId) {
      await readOrMiss(ctx, send, send.gatewayMessageId, send.postedAt);
    } else {
      await readSince(ctx, send, echoWindowStart(send.postedAt));
    }
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (send?.state === 'sent' && (send.email || isPlaced(send))) return 'sent';
    throw new AppError('gateway', 'The provider does not answer now. We keep looking.', {
      cause: error,
    });
  }
  return (await findSend(ctx, sendId))?.state ?? send.state;
}

async function readEmailOrMiss(ctx: Ctx, send: OpenSend, postedAt: Date): Promise<void> {
  if (send.isLinked) return;
  const { account, gatewayMessageId: gatewayEmailId } = send;
  const after = echoWindowStart(postedAt);
  const isThere = await lookForEmail(ctx, account, { gatewayEmailId, after });
  if (!isThere && send.state === 'sent') await recordUnverified(ctx, send);
}

/**
 * Accepted by the API, and yet perhaps nowhere: an answer of success has been seen for a message that
 * never came to be. What neither its id nor its chat shows is not shown as sent.
 */
async function readOrMiss(
  ctx: Ctx,
  send: PlacedSend,
  gatewayMessageId: string,
  postedAt: Date,
): Promise<void> {
  try {
    return await refreshMessage(ctx, send.account, gatewayMessageId);
  } catch (error) {
    if (!(error instanceof GatewayError && error.code === 'not_found')) throw error;
  }
  await readSince(ctx, send, echoWindowStart(postedAt));
  await recordUnverified(ctx, send);
}

async function readSince(ctx: Ctx, send: PlacedSend, after: Date): Promise<void> {
  const readAt = await databaseNow(ctx);
  const found = await callGateway(ctx, send.account.gatewayId, (client) =>
    listSince(client, send.gatewayChatId, after),
  );
  await inTransaction(ctx, (tx) =>
    storeMessages(
      tx,
      send.account,
      send.conversationId,
      found.map((message) => ({ message, isUnread: isNewsworthy(message) })),
      { readAt },
    ),
  );
}

async function listSince(
  client: GatewayClient,
  gatewayChatId: string,
  after: Date,
): Promise<GatewayMessage[]> {
  const found: GatewayMessage[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page: Awaited<ReturnType<GatewayClient['listChatMessages']>> =
      await client.listChatMessages({ gatewayChatId, after }, { cursor, limit: PAGE_SIZE });
    found.push(...page.items);
    cursor = page.cursor;
    if (!cursor) break;
  }
  return found;
}
