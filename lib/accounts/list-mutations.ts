import { and, eq, gt } from 'drizzle-orm';
import { hostedAuthRequests } from '@/db/schema';
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
  const open = await ctx.db
    .select({ id: hostedAuthRequests.id })
    .from(hostedAuthRequests)
    .where(
      and(
        eq(hostedAuthRequests.workspaceId, workspaceId),
        eq(hostedAuthRequests.gatewayId, gatewayId),
        eq(hostedAuthRequests.type, 'create'),
        eq(hostedAuthRequests.state, 'open'),
        gt(hostedAuthRequests.expiresAt, now),
      ),
    )
    .limit(1);
  const isSignInOpen = open.length > 0;
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
