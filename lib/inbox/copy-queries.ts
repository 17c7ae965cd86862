import { and, asc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { accounts, conversations } from '@/db/schema';
import { readsMessagesOf } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { ConversationCopy } from './types';

/** Where else the member can read this conversation, because one connection was retired for another. */
export function listCopies(
  ctx: Ctx<MemberScope>,
  account: Pick<typeof accounts.$inferSelect, 'id' | 'removedAt' | 'mergedIntoAccountId'>,
  { providerChatId }: Pick<typeof conversations.$inferSelect, 'providerChatId'>,
): Promise<ConversationCopy[]> {
  const keptId = account.removedAt && account.mergedIntoAccountId;
  return ctx.db
    .select({
      id: conversations.id,
      accountName: accounts.name,
      isRetired: sql<boolean>`${accounts.removedAt} is not null`,
    })
    .from(accounts)
    .innerJoin(conversations, eq(conversations.accountId, accounts.id))
    .where(
      and(
        readsMessagesOf(ctx.scope),
        eq(conversations.providerChatId, providerChatId),
        or(
          and(eq(accounts.mergedIntoAccountId, account.id), isNotNull(accounts.removedAt)),
          keptId ? eq(accounts.id, keptId) : undefined,
        ),
      ),
    )
    .orderBy(asc(accounts.createdAt), asc(conversations.id));
}
