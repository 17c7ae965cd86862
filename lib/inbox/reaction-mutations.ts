import { and, eq } from 'drizzle-orm';
import { accounts, conversations, messages } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { capabilitiesOf } from './capability-rules';
import { refreshMessage } from './read-mutations';
import type { ReactInput } from './schema';
import { requireSendable } from './sendable-queries';

/**
 * Reacts to a message as the account's owner. What became of it is read from the message afterwards,
 * whatever the API answered: no document says what this route answers (sandbox/README.md). Throws
 * `not_found`, `forbidden`, `conflict` where it is not offered, `gateway` when it did not come to be.
 */
export async function react(ctx: Ctx<MemberScope>, input: ReactInput): Promise<{ value: string }> {
  const { account, conversation, gatewayMessageId } = await findReactable(ctx, input.messageId);
  await requireSendable(ctx, conversation);
  const { isPossible, why } = capabilitiesOf({ ...account, ...conversation }).reactions;
  if (!isPossible) throw new AppError('conflict', why ?? 'Reactions are not possible here.');
  try {
    await callGateway(ctx, account.gatewayId, (client) =>
      client.addReaction({ gatewayMessageId, value: input.value }),
    );
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    // It may have been done all the same; the message tells.
    if (error.retry !== 'unsafe') throw refusalOf(error);
  }
  await readBack(ctx, account, gatewayMessageId, input);
  return { value: input.value };
}

async function findReactable(ctx: Ctx<MemberScope>, messageId: string) {
  const [row] = await ctx.db
    .select({
      account: accounts,
      conversation: conversations,
      gatewayMessageId: messages.gatewayMessageId,
      isDeleted: messages.isDeleted,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(messages.id, messageId)));
  if (!row) throw notFound('Message');
  if (row.isDeleted) throw new AppError('conflict', 'This message was deleted.');
  const { id, accountId, isReadOnly, disabledFeatures } = row.conversation;
  return { ...row, conversation: { id, accountId, isReadOnly, disabledFeatures } };
}

async function readBack(
  ctx: Ctx<MemberScope>,
  account: Parameters<typeof refreshMessage>[1],
  gatewayMessageId: string,
  input: ReactInput,
): Promise<void> {
  try {
    await refreshMessage(ctx, account, gatewayMessageId, async (tx) => {
      const [row] = await tx.db
        .select({ reactions: messages.reactions })
        .from(messages)
        .where(eq(messages.id, input.messageId));
      const isThere = row?.reactions.some(({ isOurs, value }) => isOurs && value === input.value);
      if (!isThere) throw new AppError('gateway', 'The reaction did not arrive.');
      await recordAudit(tx, {
        action: 'message.react',
        entityType: 'message',
        entityId: input.messageId,
      });
    });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    throw new AppError('gateway', 'We could not confirm the reaction.', { cause: error });
  }
}

function refusalOf(error: GatewayError): AppError {
  const isMissing = error.code === 'not_supported' || error.code === 'not_found';
  return isMissing
    ? new AppError('conflict', 'The API does not offer reactions here.', { cause: error })
    : new AppError('gateway', 'The reaction was refused.', { cause: error });
}
