import { and, eq, isNull } from 'drizzle-orm';
import { accounts, hostedAuthRequests, members } from '@/db/schema';
import { checkAccountsJob } from '@/lib/accounts/jobs';
import { recordAudit } from '@/lib/audit/mutations';
import { managesAccount, requirePermission } from '@/lib/auth/permissions';
import { type Ctx, inTransaction, type MemberScope } from '@/lib/auth/scope';
import type { StartConnectInput } from '@/lib/connect/schema';
import type { ConnectReason } from '@/lib/connect/types';
import { env } from '@/lib/core/env';
import { isLoopbackHttp } from '@/lib/core/env-formats';
import { AppError, notFound } from '@/lib/core/errors';
import { newId } from '@/lib/core/ids';
import { sign } from '@/lib/core/secrets';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import type { HostedAuthRequest } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { callGateway } from '@/lib/gateways/mutations';
import { listGateways } from '@/lib/gateways/queries';
import { enqueue } from '@/lib/jobs/enqueue';

/** Well under the hour that the API allows; the wizard is done in minutes. */
const LINK_LIFE_MS = 30 * MINUTE_MS;

/** The confirmation usually comes within a second of the browser. */
const LANDING_PATIENCE_MS = 5 * SECOND_MS;

export const NAME_PURPOSE = 'hosted-auth-name';
export const CALLBACK_PURPOSE = 'hosted-auth-callback';

/** What the signature in the callback's address covers. */
export function callbackValue(gatewayId: string, requestId: string): string {
  return `${gatewayId}.${requestId}`;
}

/** Mints the address of the wizard for a new account of the member's own. */
export async function startConnect(
  ctx: Ctx<MemberScope>,
  { providers, gatewayId }: StartConnectInput,
): Promise<{ url: string }> {
  requirePermission(ctx.scope, 'account:connect');
  const gateway = (await listGateways(ctx)).find(({ id }) => id === gatewayId);
  if (!gateway) throw notFound('API connection');
  return mintHostedLink(ctx, {
    memberId: ctx.scope.memberId,
    gatewayId: gateway.id,
    accountId: null,
    kind: { type: 'create', providers },
  });
}

/** Mints the address of the wizard for an account that exists: its id and history stay. */
export async function startReconnect(
  ctx: Ctx<MemberScope>,
  { accountId }: { accountId: string },
): Promise<{ url: string }> {
  const [account] = await ctx.db
    .select()
    .from(accounts)
    .where(and(eq(accounts.id, accountId), managesAccount(ctx.scope)));
  if (!account) throw notFound('Account');
  if (account.status === 'removed') {
    throw new AppError('conflict', 'This account was removed. Connect it anew instead.');
  }
  return mintHostedLink(ctx, {
    memberId: ctx.scope.memberId,
    gatewayId: account.gatewayId,
    accountId: account.id,
    kind: { type: 'reconnect', providerAccountId: account.providerAccountId },
  });
}

interface LinkRequest {
  memberId: string;
  gatewayId: string;
  accountId: string | null;
  kind: HostedAuthRequest['kind'];
}

/**
 * Writes the request down, then asks the API for its link. Every address in it is built from the
 * configured one, never from a request header (N4). Throws `gateway` when no link came.
 */
export async function mintHostedLink(ctx: Ctx, request: LinkRequest): Promise<{ url: string }> {
  const id = newId();
  const expiresAt = new Date(Date.now() + LINK_LIFE_MS);
  const { memberId, gatewayId, accountId, kind } = request;
  await inTransaction(ctx, async (tx) => {
    await tx.db.insert(hostedAuthRequests).values({
      id,
      workspaceId: tx.scope.workspaceId,
      memberId,
      gatewayId,
      accountId,
      type: kind.type,
      expiresAt,
    });
    await recordAudit(tx, {
      action: kind.type === 'create' ? 'account.connect_started' : 'account.reconnect_started',
      entityType: accountId ? 'account' : 'hosted_auth_request',
      entityId: accountId ?? id,
      actorMemberId: memberId,
    });
  });
  const { AUTH_SECRET, PUBLIC_URL } = env();
  const key = sign(AUTH_SECRET, CALLBACK_PURPOSE, callbackValue(gatewayId, id));
  try {
    const url = await callGateway(ctx, gatewayId, (client) =>
      client.createHostedAuthLink({
        kind,
        expiresAt,
        name: `${id}.${sign(AUTH_SECRET, NAME_PURPOSE, id)}`,
        notifyUrl: `${PUBLIC_URL}/api/hosted-auth/callback?request=${id}&key=${key}`,
        successUrl: `${PUBLIC_URL}/connect/done?request=${id}`,
        failureUrl: `${PUBLIC_URL}/connect/failed?request=${id}`,
      }),
    );
    if (isWebLink(url)) return { url };
    throw new AppError('gateway', 'The API answered with an address that is none.');
  } catch (cause) {
    await closeRequest(ctx, id, 'failed', 'mint_failed');
    if (!(cause instanceof GatewayError || cause instanceof AppError)) throw cause;
    throw new AppError(
      'gateway',
      'The sign-in page could not be opened, because the API is not answering as it should. Nothing was changed. Try again in a minute.',
      { cause },
    );
  }
}

/**
 * The browser came back before any confirmation: the accounts are read a little later, so that the
 * account appears even if the confirmation never comes.
 */
export async function expectConfirmation(
  ctx: Ctx<MemberScope>,
  { requestId }: { requestId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .select({ gatewayId: hostedAuthRequests.gatewayId, state: hostedAuthRequests.state })
      .from(hostedAuthRequests)
      .where(
        and(
          eq(hostedAuthRequests.id, requestId),
          eq(hostedAuthRequests.workspaceId, tx.scope.workspaceId),
          eq(hostedAuthRequests.memberId, ctx.scope.memberId),
        ),
      );
    if (!row) throw notFound('Request');
    if (row.state === 'open') {
      const payload = { workspaceId: tx.scope.workspaceId, gatewayId: row.gatewayId };
      await enqueue(tx.db, checkAccountsJob, payload, {
        key: `landing:${requestId}`,
        keyMode: 'unsafe_dedupe',
        runAt: new Date(Date.now() + LANDING_PATIENCE_MS),
      });
    }
    await recordAudit(tx, {
      action: 'account.confirmation_awaited',
      entityType: 'hosted_auth_request',
      entityId: requestId,
    });
  });
}

/** Ends an open request; one that has ended stays as it is. */
export async function closeRequest(
  ctx: Ctx,
  requestId: string,
  state: 'completed' | 'failed' | 'refused',
  reason: ConnectReason | null,
  fields: { accountId?: string; providerAccountId?: string } = {},
): Promise<void> {
  await ctx.db
    .update(hostedAuthRequests)
    .set({ state, reason, completedAt: new Date(), ...fields })
    .where(
      and(
        eq(hostedAuthRequests.id, requestId),
        eq(hostedAuthRequests.workspaceId, ctx.scope.workspaceId),
        eq(hostedAuthRequests.state, 'open'),
      ),
    );
}

/** A member who left may not finish what they began. */
export async function isActiveMember(ctx: Ctx, memberId: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ id: members.id })
    .from(members)
    .where(
      and(
        eq(members.id, memberId),
        eq(members.workspaceId, ctx.scope.workspaceId),
        isNull(members.removedAt),
      ),
    );
  return row !== undefined;
}

function isWebLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, origin } = new URL(url);
  if (protocol === 'https:') return true;
  return env().ALLOW_INSECURE_GATEWAY && isLoopbackHttp(origin);
}
