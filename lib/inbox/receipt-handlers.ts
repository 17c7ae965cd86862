import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { accounts, conversations } from '@/db/schema';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { isRefusalOfAccount } from './history-handlers';
import type { readAtProviderJob } from './jobs';

/** Answers after which asking again changes nothing; the chat then stays unread at the provider. */
const FINAL_ANSWERS: ReadonlySet<string> = new Set([
  'not_found',
  'not_supported',
  'not_permitted',
  'invalid_request',
]);

/** Marks a chat as read at the provider. Twice is the same as once. */
export async function readAtProvider(
  payload: z.infer<typeof readAtProviderJob.schema>,
  ctx: Ctx<SystemScope>,
): Promise<void> {
  const [row] = await ctx.db
    .select({
      account: accounts,
      gatewayChatId: conversations.gatewayChatId,
      place: conversations.place,
    })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(
      and(
        eq(conversations.workspaceId, ctx.scope.workspaceId),
        eq(conversations.id, payload.conversationId),
      ),
    );
  if (!row || row.account.removedAt || row.account.status !== 'connected') return;
  if (payload.isWhileDone && row.place !== 'done') return;
  try {
    await callGateway(ctx, row.account.gatewayId, (client) =>
      client.setChatRead(row.gatewayChatId, true),
    );
  } catch (error) {
    if (await isRefusalOfAccount(ctx, row.account, error)) return;
    if (error instanceof GatewayError && FINAL_ANSWERS.has(error.code)) return;
    throw error;
  }
}
