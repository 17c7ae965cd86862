import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { sessions } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { SessionItem } from '@/lib/team/types';

/** Browsers in which the signed-in person is signed in, this one first, then the latest used. */
export async function listSessions(ctx: Ctx<MemberScope>): Promise<SessionItem[]> {
  const rows = await ctx.db
    .select({
      id: sessions.id,
      method: sessions.method,
      userAgent: sessions.userAgent,
      ip: sessions.ip,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.userId, ctx.scope.userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
      ),
    )
    .orderBy(desc(eq(sessions.id, ctx.scope.sessionId)), desc(sessions.lastSeenAt));
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === ctx.scope.sessionId,
  }));
}
