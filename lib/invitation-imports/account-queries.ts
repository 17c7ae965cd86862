import { and, asc, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import { readsMessagesOf, sendsFrom } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';

/** LinkedIn accounts that the member may plan invitations for. */
export function listPlannable(ctx: Ctx<MemberScope>) {
  return ctx.db
    .select({
      id: accounts.id,
      name: accounts.name,
      handle: accounts.handle,
      features: accounts.features,
    })
    .from(accounts)
    .where(and(readsMessagesOf(ctx.scope), sendsFrom(ctx.scope), eq(accounts.provider, 'LINKEDIN')))
    .orderBy(asc(accounts.name), asc(accounts.id));
}
