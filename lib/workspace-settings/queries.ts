import { eq } from 'drizzle-orm';
import { workspaces } from '@/db/schema';
import type { Ctx } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import type { WorkspaceSettings } from './types';

/** The settings of the scope's workspace; every member lives by them, so that nobody is refused. */
export async function getWorkspaceSettings(ctx: Ctx): Promise<WorkspaceSettings> {
  const [row] = await ctx.db
    .select({ isTrackingAllowed: workspaces.isTrackingAllowed })
    .from(workspaces)
    .where(eq(workspaces.id, ctx.scope.workspaceId));
  if (!row) throw notFound('Workspace');
  return row;
}
