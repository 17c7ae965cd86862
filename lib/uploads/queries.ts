import { and, asc, eq, isNotNull, isNull } from 'drizzle-orm';
import { accounts, conversations, sendAttachments } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type { ListWaitingInput } from './schema';
import type { WaitingFile } from './types';

/** The member's own files of a draft, whole and not sent yet. Throws `not_found`. */
export async function listWaiting(
  ctx: Ctx<MemberScope>,
  { conversationId }: ListWaitingInput,
): Promise<WaitingFile[]> {
  if (conversationId) await requireReadable(ctx, conversationId);
  return (
    ctx.db
      .select({
        id: sendAttachments.id,
        name: sendAttachments.fileName,
        mimeType: sendAttachments.mimeType,
        sizeBytes: sendAttachments.sizeBytes,
      })
      .from(sendAttachments)
      .where(
        and(isWaitingIn(ctx.scope, conversationId ?? null), isNotNull(sendAttachments.uploadedAt)),
      )
      // Ids are made in the order of time, which is that of choosing.
      .orderBy(asc(sendAttachments.id))
  );
}

/** Files in one draft of the member, also those that are still coming. */
export function isWaitingIn(scope: MemberScope, conversationId: string | null) {
  return and(
    isOwnWaiting(scope),
    conversationId
      ? eq(sendAttachments.conversationId, conversationId)
      : isNull(sendAttachments.conversationId),
  );
}

export function isOwnWaiting(scope: MemberScope) {
  return and(
    eq(sendAttachments.workspaceId, scope.workspaceId),
    eq(sendAttachments.memberId, scope.memberId),
    isNull(sendAttachments.sendId),
  );
}

async function requireReadable(ctx: Ctx<MemberScope>, conversationId: string): Promise<void> {
  const [row] = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(accounts, eq(accounts.id, conversations.accountId))
    .where(and(readsMessagesOf(ctx.scope), eq(conversations.id, conversationId)));
  if (!row) throw notFound('Conversation');
}
