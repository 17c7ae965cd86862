import { count, eq, sql } from 'drizzle-orm';
import { conversationLabels, labels } from '@/db/schema';
import { can, requirePermission } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { LabelList, LabelUses } from './types';

/** Labels belong to the whole team, so that everybody reads them all. */
export async function listLabels(ctx: Ctx<MemberScope>): Promise<LabelList> {
  const rows = await ctx.db
    .select({ id: labels.id, name: labels.name, colour: labels.colour })
    .from(labels)
    .where(eq(labels.workspaceId, ctx.scope.workspaceId))
    .orderBy(sql`lower(${labels.name})`, labels.id);
  return {
    labels: rows,
    canCreate: can(ctx.scope, 'label:create'),
    canManage: can(ctx.scope, 'label:manage'),
  };
}

/**
 * How many conversations carry each label, also where the member may not read them: whoever deletes
 * a label takes it from all of these. Throws `forbidden` for whoever may not.
 */
export async function countLabelUses(ctx: Ctx<MemberScope>): Promise<LabelUses> {
  requirePermission(ctx.scope, 'label:manage');
  const rows = await ctx.db
    .select({ labelId: conversationLabels.labelId, total: count() })
    .from(conversationLabels)
    .where(eq(conversationLabels.workspaceId, ctx.scope.workspaceId))
    .groupBy(conversationLabels.labelId);
  return Object.fromEntries(rows.map(({ labelId, total }) => [labelId, total]));
}
