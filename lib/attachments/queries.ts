import { and, eq } from 'drizzle-orm';
import { accounts, messages } from '@/db/schema';
import type { StoredAttachment } from '@/db/schema/inbox';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type { Provider } from '@/lib/core/providers';

export interface ReadableAttachment {
  gatewayId: string;
  providerAccountId: string;
  provider: Provider;
  gatewayMessageId: string;
  attachment: StoredAttachment;
}

/**
 * One file of a message that the scope may read. Throws `not_found` also for what a person took back
 * and for what the provider says it no longer has.
 */
export async function getAttachment(
  ctx: Ctx,
  input: { messageId: string; attachmentId: string },
): Promise<ReadableAttachment> {
  const [row] = await ctx.db
    .select({
      gatewayId: accounts.gatewayId,
      providerAccountId: accounts.providerAccountId,
      provider: accounts.provider,
      gatewayMessageId: messages.gatewayMessageId,
      attachments: messages.attachments,
    })
    .from(messages)
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        eq(messages.id, input.messageId),
        eq(messages.isDeleted, false),
      ),
    );
  const attachment = row?.attachments.find((one) => one.id === input.attachmentId);
  if (!row || !attachment || attachment.isUnavailable) throw notFound('File');
  const { attachments: _, ...rest } = row;
  return { ...rest, attachment };
}
