import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { reconnectTokens } from '@/db/schema';
import { mintHostedLink } from '@/lib/connect/mutations';
import { AppError } from '@/lib/core/errors';
import { systemCtx } from '@/lib/jobs/system-scope';
import { findUsableLink } from '@/lib/reconnect-links/queries';

/** How long one press keeps others from minting a second wizard link. */
const LEASE_SECONDS = 30;

export type Redemption =
  | { state: 'minted'; url: string }
  /** Forged, expired, foreign or done with: one answer for all. */
  | { state: 'useless' }
  /** Pressed a moment ago; the token is as good as before, once the lease is over. */
  | { state: 'busy' }
  /** The API gave no link; the token is as good as before. */
  | { state: 'unavailable' };

/**
 * The press of the button on the page behind the link; needs no session. The token stays good until
 * the account is reconnected, because a first sign-in may fail; a short lease taken in the database
 * lets exactly one of many simultaneous presses mint a wizard link.
 */
export async function redeemReconnectLink(db: Db, token: string): Promise<Redemption> {
  const link = await findUsableLink(db, token);
  if (!link) return { state: 'useless' };
  const leasedAt = await takeLease(db, link.tokenId);
  if (!leasedAt) return { state: 'busy' };
  try {
    const { url } = await mintHostedLink(systemCtx(db, link.workspaceId), {
      memberId: link.memberId,
      gatewayId: link.gatewayId,
      accountId: link.accountId,
      kind: { type: 'reconnect', providerAccountId: link.providerAccountId },
    });
    return { state: 'minted', url };
  } catch (error) {
    await releaseLease(db, link.tokenId, leasedAt);
    if (error instanceof AppError && error.code === 'gateway') return { state: 'unavailable' };
    throw error;
  }
}

/** One conditional update: the database decides which of many presses comes first. */
async function takeLease(db: Db, tokenId: string): Promise<Date | null> {
  const isFree = or(
    isNull(reconnectTokens.redeemedAt),
    lt(reconnectTokens.redeemedAt, sql`now() - make_interval(secs => ${LEASE_SECONDS})`),
  );
  const [row] = await db
    .update(reconnectTokens)
    .set({ redeemedAt: sql`now()` })
    .where(and(eq(reconnectTokens.id, tokenId), gt(reconnectTokens.expiresAt, sql`now()`), isFree))
    .returning({ redeemedAt: reconnectTokens.redeemedAt });
  return row?.redeemedAt ?? null;
}

async function releaseLease(db: Db, tokenId: string, leasedAt: Date): Promise<void> {
  await db
    .update(reconnectTokens)
    .set({ redeemedAt: null })
    .where(and(eq(reconnectTokens.id, tokenId), eq(reconnectTokens.redeemedAt, leasedAt)));
}
