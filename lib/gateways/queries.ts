import { and, asc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm';
import { accounts, gateways } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';

export type GatewayRow = typeof gateways.$inferSelect;

/** The row, sealed key included: for code that opens or changes the connection. Not found once it is removed. */
export async function getGateway(ctx: Ctx, gatewayId: string): Promise<GatewayRow> {
  if (!isId(gatewayId)) throw notFound('API connection');
  const [row] = await ctx.db
    .select()
    .from(gateways)
    .where(
      and(
        eq(gateways.id, gatewayId),
        eq(gateways.workspaceId, ctx.scope.workspaceId),
        isNull(gateways.removedAt),
      ),
    );
  if (!row) throw notFound('API connection');
  return row;
}

/** The API connections of the workspace by name, oldest first: where a new account can be connected. */
export function listGateways(ctx: Ctx): Promise<Pick<GatewayRow, 'id' | 'name' | 'dialect'>[]> {
  return ctx.db
    .select({ id: gateways.id, name: gateways.name, dialect: gateways.dialect })
    .from(gateways)
    .where(and(eq(gateways.workspaceId, ctx.scope.workspaceId), isNull(gateways.removedAt)))
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
