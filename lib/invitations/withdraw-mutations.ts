import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { invitations } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { AppError } from '@/lib/core/errors';
import { requireSendable } from '@/lib/inbox/sendable-queries';
import type { WithdrawOldInput } from './schema';
import { settleInvitation } from './settle-mutations';

/** What one press takes back: one after the other, and LinkedIn counts them. */
const MAX_AT_ONCE = 20;

/**
 * Takes back the oldest of those that an account sent and that wait for longer than so many days. Stops at the first
 * that LinkedIn refuses or does not confirm, and says how many were taken back and how many are left.
 */
export async function withdrawOld(
  ctx: Ctx<MemberScope>,
  { accountId, olderThanDays }: WithdrawOldInput,
): Promise<{ withdrawn: number; left: number; problem: string | null }> {
  const account = await requireSendable(ctx, { accountId, isReadOnly: false });
  const old = await ctx.db
    .select({ id: invitations.id })
    .from(invitations)
    .where(
      and(
        eq(invitations.workspaceId, ctx.scope.workspaceId),
        eq(invitations.accountId, account.id),
        eq(invitations.direction, 'sent'),
        isNull(invitations.goneAt),
        lt(invitations.sentAbout, sql`now() - make_interval(days => ${olderThanDays})`),
      ),
    )
    .orderBy(asc(invitations.sentAbout), asc(invitations.id));
  let withdrawn = 0;
  let settled = 0;
  for (const { id } of old.slice(0, MAX_AT_ONCE)) {
    try {
      const { state } = await settleInvitation(ctx, { invitationId: id, how: 'withdraw' });
      settled += 1;
      if (state === 'done') withdrawn += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { withdrawn, left: old.length - settled, problem: error.message };
    }
  }
  return { withdrawn, left: old.length - settled, problem: null };
}
