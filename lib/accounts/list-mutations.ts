import { and, eq, gt } from 'drizzle-orm';
import { authAttempts, hostedAuthRequests } from '@/db/schema';
import { checkAccountsJob } from '@/lib/accounts/jobs';
import type { Ctx, SystemScope } from '@/lib/auth/scope';
import { SECOND_MS } from '@/lib/core/time';
import { enqueue } from '@/lib/jobs/enqueue';

/** A new account sends several events at once; one look at the list answers all of them. */
const BURST_MS = SECOND_MS;
/** Time for the callback of a sign-in, which knows whose account it is; the list does not. */
const CALLBACK_MS = 30 * SECOND_MS;

/**
 * Has the list of accounts read soon, once for all events that ask meanwhile. While a sign-in of ours
 * is under way its callback goes first, so that nobody sees their own new account as nobody's.
 */
export async function checkListSoon(
  ctx: Ctx<SystemScope>,
  gatewayId: string,
): Promise<{ isSignInOpen: boolean }> {
  const { workspaceId } = ctx.scope;
  const now = new Date();
  const isSignInOpen = await hasOpenSignIn(ctx, gatewayId, now);
  await enqueue(
    ctx.db,
    checkAccountsJob,
    { workspaceId, gatewayId },
    {
      // A look that waits for a callback must not hold back one that has nothing to wait for.
      key: `check-list:${isSignInOpen ? 'later' : 'soon'}:${gatewayId}`,
      keyMode: 'preserve_run_at',
      runAt: new Date(now.getTime() + (isSignInOpen ? CALLBACK_MS : BURST_MS)),
    },
  );
  return { isSignInOpen };
}

/** A new account is being signed in, at the wizard or on a page of ours. */
async function hasOpenSignIn(ctx: Ctx, gatewayId: string, now: Date): Promise<boolean> {
  for (const table of [hostedAuthRequests, authAttempts]) {
    const open = await ctx.db
      .select({ id: table.id })
      .from(table)
      .where(
        and(
          eq(table.workspaceId, ctx.scope.workspaceId),
          eq(table.gatewayId, gatewayId),
          eq(table.type, 'create'),
          eq(table.state, 'open'),
          gt(table.expiresAt, now),
        ),
      )
      .limit(1);
    if (open.length > 0) return true;
  }
  return false;
}
