import { and, eq } from 'drizzle-orm';
import { accounts } from '@/db/schema';
import {
  applyAccountTruth,
  type Evidence,
  insertAccount,
  recordRemoved,
} from '@/lib/accounts/mutations';
import type { Ctx } from '@/lib/auth/scope';
import type { GatewayAccount } from '@/lib/gateway/client';
import { GatewayError } from '@/lib/gateway/errors';
import { findApiAccount } from '@/lib/gateways/mutations';
import { findHeldElsewhere, getGateway } from '@/lib/gateways/queries';

/** An account by our id, or by the API's, which may be one that we do not have yet. */
export interface CheckTarget {
  accountId?: string;
  gatewayId?: string;
  providerAccountId?: string;
  /** The webhook's word. */
  hint?: string;
}

/**
 * Asks the API for one account and stores the answer. Throws when the API cannot say; a refused key
 * is no such case: it stays refused until an admin acts, and is shown on the gateway.
 */
export async function refreshAccount(ctx: Ctx, wanted: CheckTarget, now: Date): Promise<void> {
  const target = await findTarget(ctx, wanted);
  if (!target) return;
  const { hint } = wanted;
  const evidence: Evidence = { cause: hint ? 'webhook' : 'check', readAt: now, hint };
  try {
    const truth = await findApiAccount(ctx, target.gatewayId, target.providerAccountId);
    await storeTruth(ctx, target, truth, evidence);
  } catch (error) {
    const isKey =
      error instanceof GatewayError && ['key_refused', 'key_unreadable'].includes(error.code);
    if (!isKey) throw error;
  }
}

/** As `refreshAccount`; false where the API cannot say. */
export async function isAccountRead(ctx: Ctx, accountId: string, now: Date): Promise<boolean> {
  try {
    await refreshAccount(ctx, { accountId }, now);
    return true;
  } catch (error) {
    if (error instanceof GatewayError) return false;
    throw error;
  }
}

export interface Target {
  /** Null: the API may know it, we do not. */
  id: string | null;
  gatewayId: string;
  providerAccountId: string;
}

async function findTarget(ctx: Ctx, payload: CheckTarget): Promise<Target | null> {
  const { accountId, gatewayId, providerAccountId } = payload;
  const isIt = accountId
    ? eq(accounts.id, accountId)
    : and(
        eq(accounts.gatewayId, gatewayId ?? ''),
        eq(accounts.providerAccountId, providerAccountId ?? ''),
      );
  if (!accountId && !(gatewayId && providerAccountId)) return null;
  const [row] = await ctx.db
    .select({
      id: accounts.id,
      gatewayId: accounts.gatewayId,
      providerAccountId: accounts.providerAccountId,
    })
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.scope.workspaceId), isIt));
  if (row) return row;
  return gatewayId && providerAccountId ? { id: null, gatewayId, providerAccountId } : null;
}

/** Stores what the API said; null means that it has no such account. */
export async function storeTruth(
  ctx: Ctx,
  target: Target,
  truth: GatewayAccount | null,
  evidence: Evidence,
): Promise<void> {
  const { id, gatewayId, providerAccountId } = target;
  if (!truth) {
    if (id) await recordRemoved(ctx, id, evidence);
    return;
  }
  if (id) {
    await applyAccountTruth(ctx, id, truth, evidence);
    return;
  }
  const gateway = await getGateway(ctx, gatewayId);
  const held = await findHeldElsewhere(ctx, gateway, [providerAccountId]);
  if (held.has(providerAccountId)) return;
  await insertAccount(ctx, truth, { gatewayId, ownerMemberId: null }, evidence);
}
