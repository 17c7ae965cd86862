import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { gateways } from '@/db/schema';
import { requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { connectionProblem, providersThrough, webhookState } from './connection-rules';
import { listGateways } from './queries';
import type { Connection, ConnectionChoice } from './types';

/** Every API connection of the workspace with its state, oldest first. Throws `forbidden` for who may not change them. */
export async function listConnections(
  ctx: Ctx<MemberScope>,
  _input: object = {},
  now = new Date(),
): Promise<Connection[]> {
  requirePermission(ctx.scope, 'workspace:manage');
  const rows = await ctx.db
    .select({
      id: gateways.id,
      name: gateways.name,
      dialect: gateways.dialect,
      baseUrl: gateways.baseUrl,
      lastOkAt: gateways.lastOkAt,
      lastErrorAt: gateways.lastErrorAt,
      lastErrorCode: gateways.lastErrorCode,
      webhooksCheckedAt: gateways.webhooksCheckedAt,
      webhookEchoAt: gateways.webhookEchoAt,
      accountCount: sql<number>`(select count(*)::int from accounts
        where accounts.gateway_id = gateways.id and accounts.removed_at is null)`,
    })
    .from(gateways)
    .where(and(eq(gateways.workspaceId, ctx.scope.workspaceId), isNull(gateways.removedAt)))
    .orderBy(asc(gateways.createdAt), asc(gateways.id));
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    dialect: row.dialect,
    baseUrl: row.baseUrl,
    lastOkAt: iso(row.lastOkAt),
    problem: connectionProblem(row.lastErrorCode),
    lastErrorAt: iso(row.lastErrorAt),
    accountCount: row.accountCount,
    webhooks: {
      state: webhookState(
        {
          checkedAtMs: row.webhooksCheckedAt?.getTime() ?? null,
          echoAtMs: row.webhookEchoAt?.getTime() ?? null,
        },
        now.getTime(),
      ),
      checkedAt: iso(row.webhooksCheckedAt),
      echoAt: iso(row.webhookEchoAt),
    },
  }));
}

/** What whoever connects accounts can choose from. Throws `forbidden` for who connects none. */
export async function listConnectionChoices(ctx: Ctx<MemberScope>): Promise<ConnectionChoice[]> {
  requirePermission(ctx.scope, 'account:connect');
  const rows = await listGateways(ctx);
  return rows.map((row) => ({ ...row, providers: providersThrough(row.dialect) }));
}

function iso(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
