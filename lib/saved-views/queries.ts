import { and, eq, or, sql } from 'drizzle-orm';
import { savedViews } from '@/db/schema';
import { can } from '@/lib/auth/permissions';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { fromSearch } from './rules';
import type { SavedViews } from './types';

/** Own views and shared ones. A shared view narrows what each reader may see; it opens nothing. */
export async function listSavedViews(ctx: Ctx<MemberScope>): Promise<SavedViews> {
  const { workspaceId, memberId } = ctx.scope;
  const canManage = can(ctx.scope, 'view:manage');
  const rows = await ctx.db
    .select()
    .from(savedViews)
    .where(
      and(
        eq(savedViews.workspaceId, workspaceId),
        or(eq(savedViews.memberId, memberId), eq(savedViews.isShared, true)),
      ),
    )
    .orderBy(sql`lower(${savedViews.name})`, savedViews.id);
  return {
    views: rows.map((row) => ({
      id: row.id,
      name: row.name,
      filter: fromSearch(row.search),
      isShared: row.isShared,
      isMine: row.memberId === memberId,
      canChange: row.memberId === memberId || canManage,
    })),
    canShare: can(ctx.scope, 'view:share'),
  };
}
