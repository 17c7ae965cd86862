import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';

/** The LinkedIn account through which the member asks LinkedIn. Throws `not_found` for one that is not theirs to send from. */
export async function getLinkedInAccount(ctx: Ctx<MemberScope>, accountId: string) {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(
      and(
        readsMessagesOf(ctx.scope),
        sendsFrom(ctx.scope),
        eq(accounts.provider, 'LINKEDIN'),
        eq(accounts.id, accountId),
      ),
    );
  if (!account) throw notFound('Account');
  return account;
}
