import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { sessions } from '@/db/schema';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import { loadSessionCtx } from '@/lib/auth/session';
import { SESSION_IDLE_SECONDS } from '@/lib/auth/session-cookie';
import { AppError } from '@/lib/core/errors';

export const SIGN_IN_METHODS = ['password', 'link', 'google', 'microsoft', 'invitation'] as const;
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** From where somebody signs in; shown to them in the list of their sessions. */
export interface Requester {
  ip: string | null;
  userAgent: string | null;
}

/** Writes the audit row of a sign-in, in its transaction. Given by the domain: the gate knows none. */
export type SignInRecorder = (
  ctx: Ctx<MemberScope>,
  input: { method: SignInMethod },
) => Promise<void>;

const MAX_USER_AGENT_LENGTH = 400;

/**
 * Opens a session with a new id for a user who has proved to be one, and ends the one that this
 * browser had. Returns the id. Throws `forbidden` for a user without a workspace.
 */
export async function openSession(
  db: Db,
  input: {
    userId: string;
    method: SignInMethod;
    requester: Requester;
    replacedSessionId: string | null;
  },
  recordSignIn: SignInRecorder,
): Promise<string> {
  return db.transaction(async (tx) => {
    if (input.replacedSessionId) {
      await tx
        .update(sessions)
        .set({ revokedAt: sql`now()` })
        .where(and(eq(sessions.id, input.replacedSessionId), isNull(sessions.revokedAt)));
    }
    const [row] = await tx
      .insert(sessions)
      .values({
        userId: input.userId,
        method: input.method,
        ip: input.requester.ip,
        userAgent: input.requester.userAgent?.slice(0, MAX_USER_AGENT_LENGTH) ?? null,
        expiresAt: sql`now() + make_interval(secs => ${SESSION_IDLE_SECONDS})`,
      })
      .returning({ id: sessions.id });
    const ctx = row ? await loadSessionCtx(tx, row.id) : null;
    if (!row || !ctx) throw new AppError('forbidden', 'You are not a member of a workspace.');
    await recordSignIn(ctx, { method: input.method });
    return row.id;
  });
}
