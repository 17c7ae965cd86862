import { and, eq, gt, isNull, notInArray, sql } from 'drizzle-orm';
import { type Db, db } from '@/db/client';
import { accounts, members, reconnectTokens, workspaces } from '@/db/schema';
import { env } from '@/lib/core/env';
import { isId } from '@/lib/core/ids';
import { isSigned } from '@/lib/core/secrets';
import type { ReconnectPage } from '@/lib/reconnect-links/types';

export const RECONNECT_PURPOSE = 'reconnect-link';

/**
 * What the page behind a reconnect link may name, or null when the link is of no use, whatever the
 * reason. Has no effect: mail scanners fetch links (A2). The token is the credential, no session needed.
 */
export async function findReconnectPage(
  token: string,
  on: Db = db(),
): Promise<ReconnectPage | null> {
  const link = await findUsableLink(on, token);
  if (!link) return null;
  const { accountId, accountName, provider, workspaceName, status, statusSince } = link;
  return {
    accountId,
    accountName,
    provider,
    workspaceName,
    status,
    since: statusSince.toISOString(),
  };
}

/**
 * The rows that a genuine, unexpired token stands for. Reconnecting ends every token of the account,
 * and so do a new owner, a removed account and the member's leaving.
 */
export async function findUsableLink(on: Db, token: string) {
  const tokenId = readToken(token);
  if (!tokenId) return null;
  const [row] = await on
    .select({
      tokenId: reconnectTokens.id,
      workspaceId: reconnectTokens.workspaceId,
      memberId: reconnectTokens.memberId,
      accountId: accounts.id,
      gatewayId: accounts.gatewayId,
      providerAccountId: accounts.providerAccountId,
      accountName: accounts.name,
      provider: accounts.provider,
      workspaceName: workspaces.name,
      status: accounts.status,
      statusSince: accounts.statusSince,
    })
    .from(reconnectTokens)
    .innerJoin(
      accounts,
      and(
        eq(accounts.id, reconnectTokens.accountId),
        eq(accounts.workspaceId, reconnectTokens.workspaceId),
        eq(accounts.ownerMemberId, reconnectTokens.memberId),
      ),
    )
    .innerJoin(members, and(eq(members.id, reconnectTokens.memberId), isNull(members.removedAt)))
    .innerJoin(workspaces, eq(workspaces.id, reconnectTokens.workspaceId))
    .where(
      and(
        eq(reconnectTokens.id, tokenId),
        gt(reconnectTokens.expiresAt, sql`now()`),
        notInArray(accounts.status, ['connected', 'removed']),
      ),
    );
  return row ?? null;
}

/** The id inside a token that we signed, else null. */
function readToken(token: string): string | null {
  const separator = token.indexOf('.');
  const id = token.slice(0, separator);
  if (separator < 0 || !isId(id)) return null;
  const signature = token.slice(separator + 1);
  return isSigned(env().AUTH_SECRET, RECONNECT_PURPOSE, id, signature) ? id : null;
}
