import { and, eq, gt, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { sessions } from '@/db/schema';
import { recordAudit } from '@/lib/audit/mutations';
import { type Ctx, inTransaction, type MemberScope, type Scope } from '@/lib/auth/scope';
import { notFound } from '@/lib/core/errors';
import { publish } from '@/lib/live/publish';

/** Writes down that the session of `ctx` has begun. Runs in the transaction that opened it. */
export async function recordSignIn(
  ctx: Ctx<MemberScope>,
  input: { method: string },
): Promise<void> {
  await recordAudit(ctx, {
    action: 'session.sign-in',
    entityType: 'session',
    entityId: ctx.scope.sessionId,
    detail: { method: input.method },
  });
}

/** Ends the session of this browser. */
export async function signOut(ctx: Ctx<MemberScope>): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await endSessions(tx, ctx.scope.userId, eq(sessions.id, ctx.scope.sessionId));
    await recordAudit(tx, {
      action: 'session.sign-out',
      entityType: 'session',
      entityId: ctx.scope.sessionId,
    });
  });
}

/** Ends one of one's own sessions. Throws `not_found` for those of others. */
export async function revokeSession(
  ctx: Ctx<MemberScope>,
  input: { sessionId: string },
): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const ended = await endSessions(tx, ctx.scope.userId, eq(sessions.id, input.sessionId));
    if (ended.length === 0) throw notFound('Session');
    await recordAudit(tx, {
      action: 'session.revoke',
      entityType: 'session',
      entityId: input.sessionId,
    });
  });
}

/** Ends all of one's own sessions but this one. Returns how many there were. */
export async function revokeOtherSessions(ctx: Ctx<MemberScope>): Promise<{ count: number }> {
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(tx, ctx.scope.userId, ne(sessions.id, ctx.scope.sessionId));
    await recordAudit(tx, {
      action: 'session.revoke-others',
      entityType: 'user',
      entityId: ctx.scope.userId,
      detail: { count: ended.length },
    });
    return { count: ended.length };
  });
}

/**
 * Ends live sessions of a user and tells their open pages. For other mutations of the team too, inside
 * their transaction; the audit row is theirs. Returns the ids.
 */
export async function endSessions(ctx: Ctx<Scope>, userId: string, which?: SQL): Promise<string[]> {
  const rows = await ctx.db
    .update(sessions)
    .set({ revokedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, sql`now()`),
        which,
      ),
    )
    .returning({ id: sessions.id });
  for (const { id } of rows) await publish(ctx, { kind: 'session.revoked', id });
  return rows.map(({ id }) => id);
}
