import { and, asc, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import { accounts, gateways } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';

export type GatewayRow = typeof gateways.$inferSelect;

/** The row, sealed key included: for code that opens or changes the connection. */
export async function getGateway(ctx: Ctx, gatewayId: string): Promise<GatewayRow> {
  if (!isId(gatewayId)) throw notFound('API connection');
  const [row] = await ctx.db
    .select()
    .from(gateways)
    .where(and(eq(gateways.id, gatewayId), eq(gateways.workspaceId, ctx.scope.workspaceId)));
  if (!row) throw notFound('API connection');
  return row;
}

/** Every API connection of the workspace with its health, oldest first; never the key. */
export function listGateways(ctx: Ctx) {
  return ctx.db
    .select({
      id: gateways.id,
      name: gateways.name,
      dialect: gateways.dialect,
      baseUrl: gateways.baseUrl,
      lastOkAt: gateways.lastOkAt,
      lastErrorAt: gateways.lastErrorAt,
      lastErrorCode: gateways.lastErrorCode,
      webhooksCheckedAt: gateways.webhooksCheckedAt,
    })
    .from(gateways)
    .where(eq(gateways.workspaceId, ctx.scope.workspaceId))
    .orderBy(asc(gateways.createdAt), asc(gateways.id));
}

/**
 * Which of these accounts belong to somebody in another workspace that uses the same API tenant. One
 * key opens every account of a tenant, so without this look beyond our own workspace its list would
 * show us other people's accounts. Answers with ids that the caller already has, nothing else.
 */
export async function findHeldElsewhere(
  ctx: Ctx,
  gateway: Pick<GatewayRow, 'baseUrl'>,
  providerAccountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (providerAccountIds.length === 0) return new Set();
  const rows = await ctx.db
    .select({ id: accounts.providerAccountId })
    .from(accounts)
    .innerJoin(gateways, eq(gateways.id, accounts.gatewayId))
    .where(
      and(
        ne(accounts.workspaceId, ctx.scope.workspaceId),
        eq(gateways.baseUrl, gateway.baseUrl),
        isNotNull(accounts.ownerMemberId),
        inArray(accounts.providerAccountId, [...providerAccountIds]),
      ),
    );
  return new Set(rows.map((row) => row.id));
}
