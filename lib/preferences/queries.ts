import { and, eq } from 'drizzle-orm';
import { memberPreferences } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { withDefaults } from './rules';
import type { Preferences } from './types';

/** How the signed-in member wants to read and write. */
export function getPreferences(ctx: Ctx<MemberScope>): Promise<Preferences> {
  return getPreferencesOf(ctx, ctx.scope.memberId);
}

/** The same of any member, for what our own code does in their name. */
export async function getPreferencesOf(ctx: Ctx, memberId: string): Promise<Preferences> {
  const [row] = await ctx.db
    .select()
    .from(memberPreferences)
    .where(
      and(
        eq(memberPreferences.memberId, memberId),
        eq(memberPreferences.workspaceId, ctx.scope.workspaceId),
      ),
    );
  return withDefaults(row ?? {});
}
