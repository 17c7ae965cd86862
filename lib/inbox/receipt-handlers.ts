import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { messages } from '@/db/schema';
import { isRefusalOfAccount } from '@/lib/accounts/mutations';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { isFinalRefusal } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import type { readAtProviderJob } from './jobs';
import { findWorkingConversation } from './read-mutations';

/**
 * Marks a chat, or the e-mails of a thread, as read at the provider; a thread that is marked as unread when this runs,
 * as unread. Twice is the same as once.
 */
export async function readAtProvider(
  payload: z.infer<typeof readAtProviderJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const row = await findWorkingConversation(ctx, payload.conversationId);
  if (!row) return;
  if (payload.isWhileDone && row.place !== 'done') return;
  try {
    if (row.kind === 'email' && row.isMarkedUnread) {
      await markNewestUnread(ctx, row.account, payload.conversationId);
    } else if (row.kind === 'email') {
      await markEmailsRead(ctx, row.account, payload.conversationId);
    } else {
      await callGateway(ctx, row.account.gatewayId, (client) =>
        client.setChatRead(row.gatewayChatId, true),
      );
    }
  } catch (error) {
    if (await isRefusalOfAccount(ctx, row.account, error)) return;
    if (isFinalRefusal(error)) return;
    throw error;
  }
}

/** Those of a thread that were read here; one that is nowhere any more has nothing to be marked. */
async function markEmailsRead(
  ctx: Ctx,
  account: { id: string; gatewayId: string },
  conversationId: string,
): Promise<void> {
  const unread = await ctx.db
    .select({ id: messages.id, gatewayEmailId: messages.gatewayMessageId })
    .from(messages)
    .where(
      and(
        isIncoming(account, conversationId),
        eq(messages.isUnread, false),
        // Of an e-mail to us it says what the provider says.
        eq(messages.isSeen, false),
      ),
    );
  const marked: string[] = [];
  try {
    for (const { id, gatewayEmailId } of unread) {
      await callGateway(ctx, account.gatewayId, (client) =>
        client.setEmailRead(gatewayEmailId, true),
      ).catch((error: unknown) => {
        if (!isFinalRefusal(error)) throw error;
      });
      marked.push(id);
    }
  } finally {
    if (marked.length > 0) {
      await setSeen(ctx, marked, true);
    }
  }
}

/** As a mailbox shows a thread that is unread: its newest e-mail is. */
async function markNewestUnread(
  ctx: Ctx,
  account: { id: string; gatewayId: string },
  conversationId: string,
): Promise<void> {
  const [newest] = await ctx.db
    .select({
      id: messages.id,
      gatewayEmailId: messages.gatewayMessageId,
      isSeen: messages.isSeen,
    })
    .from(messages)
    .where(isIncoming(account, conversationId))
    .orderBy(desc(messages.sentAt))
    .limit(1);
  if (!newest?.isSeen) return;
  await callGateway(ctx, account.gatewayId, (client) =>
    client.setEmailRead(newest.gatewayEmailId, false),
  );
  await setSeen(ctx, [newest.id], false);
}

/** What somebody else wrote into the thread, as far as it is still there. */
function isIncoming(account: { id: string }, conversationId: string) {
  return and(
    eq(messages.accountId, account.id),
    eq(messages.conversationId, conversationId),
    eq(messages.isOurs, false),
    eq(messages.isDeleted, false),
  );
}

/** Younger than what anybody read at the provider before: that says nothing of it any more. */
async function setSeen(ctx: Ctx, ids: readonly string[], isSeen: boolean): Promise<void> {
  await ctx.db
    .update(messages)
    .set({ isSeen, updatedAt: sql`clock_timestamp()` })
    .where(inArray(messages.id, [...ids]));
}
