import { and, eq } from 'drizzle-orm';
import { accounts, conversations, messages } from '@/db/schema';
import { can, readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError, notFound } from '@/lib/core/errors';
import type { Provider } from '@/lib/core/providers';
import { capabilitiesOf } from './capability-rules';
import { maxCharactersOf, replyBlock, replyBlockText } from './rules';

/** The account, if the member may send from it and it can send now; else throws. */
export async function requireSendable(
  tx: Ctx<MemberScope>,
  conversation: { accountId: string; isReadOnly: boolean },
): Promise<typeof accounts.$inferSelect> {
  const [account] = await tx.db
    .select()
    .from(accounts)
    .where(and(readsMessagesOf(tx.scope), eq(accounts.id, conversation.accountId)));
  if (!account) throw notFound('Conversation');
  const block = replyBlock({
    provider: account.provider,
    accountStatus: account.removedAt ? 'removed' : account.status,
    isSendingPaused: account.sendsPausedAt !== null,
    isConversationReadOnly: conversation.isReadOnly,
    mayRoleSend: can(tx.scope, 'message:send'),
    maySendFromAccount: await maySendFrom(tx, account.id),
  });
  if (!block) return account;
  const { text } = replyBlockText(block, { account: account.name, provider: account.provider });
  const isForbidden = block === 'viewer' || block === 'read_only_sharing';
  throw new AppError(isForbidden ? 'forbidden' : 'conflict', text);
}

/** Throws `invalid_input` for a text that is longer than the provider takes. */
export function requireLength(provider: Provider, text: string): void {
  const limit = maxCharactersOf(provider);
  if (text.length <= limit) return;
  throw new AppError(
    'invalid_input',
    `This message is too long. The limit is ${limit} characters.`,
  );
}

/** A message of the same conversation that still stands there, in a chat that can be quoted in. */
export async function requireQuotable(
  tx: Ctx<MemberScope>,
  conversationId: string,
  messageId: string,
): Promise<void> {
  const [row] = await tx.db
    .select({
      isDeleted: messages.isDeleted,
      provider: accounts.provider,
      features: accounts.features,
      disabledFeatures: conversations.disabledFeatures,
    })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .where(and(eq(messages.id, messageId), eq(messages.conversationId, conversationId)));
  if (!row || row.isDeleted) throw new AppError('conflict', 'The quoted message is gone.');
  const { isPossible, why } = capabilitiesOf(row).quote;
  if (!isPossible) throw new AppError('conflict', why ?? 'This message cannot be quoted.');
}

export async function maySendFrom(tx: Ctx<MemberScope>, accountId: string): Promise<boolean> {
  const rows = await tx.db
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(sendsFrom(tx.scope), eq(accounts.id, accountId)));
  return rows.length > 0;
}
