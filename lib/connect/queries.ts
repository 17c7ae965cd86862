import { and, eq } from 'drizzle-orm';
import { accounts, authAttempts, hostedAuthRequests } from '@/db/schema';
import { accountLabel } from '@/lib/accounts/rules';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { ConnectReason, ConnectRequest } from '@/lib/connect/types';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';

/**
 * The press of Connect whose name (`<id>.<signature>`) this claims to be, of this gateway; null where there is none.
 * Whether the signature is ours its caller checks.
 */
export async function findRequestOfName(
  ctx: Ctx,
  gatewayId: string,
  name: string,
): Promise<string | null> {
  const [id = ''] = name.split('.');
  if (!isId(id)) return null;
  const [row] = await ctx.db
    .select({ id: hostedAuthRequests.id })
    .from(hostedAuthRequests)
    .where(
      and(
        eq(hostedAuthRequests.id, id),
        eq(hostedAuthRequests.gatewayId, gatewayId),
        eq(hostedAuthRequests.workspaceId, ctx.scope.workspaceId),
      ),
    );
  return row?.id ?? null;
}

/** One's own press of Connect, or sign-in on a page of ours; other people's are not found. */
export async function getConnectRequest(
  ctx: Ctx<MemberScope>,
  { requestId }: { requestId: string },
): Promise<ConnectRequest> {
  if (!isId(requestId)) throw notFound('Request');
  const [row] = await ctx.db
    .select({
      request: hostedAuthRequests,
      name: accounts.name,
      provider: accounts.provider,
    })
    .from(hostedAuthRequests)
    .leftJoin(accounts, eq(accounts.id, hostedAuthRequests.accountId))
    .where(
      and(
        eq(hostedAuthRequests.id, requestId),
        eq(hostedAuthRequests.workspaceId, ctx.scope.workspaceId),
        eq(hostedAuthRequests.memberId, ctx.scope.memberId),
      ),
    );
  if (!row) return getSignInHere(ctx, requestId);
  const { request, name, provider } = row;
  return {
    id: request.id,
    type: request.type,
    state: request.state,
    reason: request.reason as ConnectReason | null,
    accountId: request.accountId,
    accountLabel: name && provider ? accountLabel({ name, provider }) : null,
    createdAt: request.createdAt.toISOString(),
  };
}

/** A sign-in on a page of ours, as what it has in common with one at the wizard: its end and its account. */
async function getSignInHere(ctx: Ctx<MemberScope>, attemptId: string): Promise<ConnectRequest> {
  const [row] = await ctx.db
    .select({ attempt: authAttempts, name: accounts.name, provider: accounts.provider })
    .from(authAttempts)
    .leftJoin(accounts, eq(accounts.id, authAttempts.accountId))
    .where(
      and(
        eq(authAttempts.id, attemptId),
        eq(authAttempts.workspaceId, ctx.scope.workspaceId),
        eq(authAttempts.memberId, ctx.scope.memberId),
      ),
    );
  if (!row) throw notFound('Request');
  const { attempt, name, provider } = row;
  const { state } = attempt;
  return {
    id: attempt.id,
    type: attempt.type,
    state: state === 'open' || state === 'completed' ? state : 'failed',
    // Its own page says why.
    reason: null,
    accountId: attempt.accountId,
    accountLabel: name && provider ? accountLabel({ name, provider }) : null,
    createdAt: attempt.createdAt.toISOString(),
  };
}
