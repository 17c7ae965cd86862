import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { decode } from 'next-auth/jwt';
import { cache } from 'react';
import { type Db, db } from '@/db/client';
import { members, sessions } from '@/db/schema';
import { safePath } from '@/lib/auth/safe-path';
import { type Ctx, type MemberScope, mintMemberScope } from '@/lib/auth/scope';
import { SESSION_IDLE_SECONDS, SESSION_SECONDS, sessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { isId } from '@/lib/core/ids';
import { OWN_PATH_HEADER } from '@/lib/core/own-path';

/** What a request is asked for: `Headers` of the web and a wrapper of node's headers both fit. */
export interface HeaderReader {
  get(name: string): string | null;
}

/** A signed-in page asks at most once a minute for a write. */
const SEEN_STEP_SECONDS = 60;

/**
 * The signed-in member behind a request, or null. The cookie only names a session row; whether it
 * still counts, who it is and what they may do is read from the database on each request. A user of
 * several workspaces acts in the one that was joined last.
 */
export async function findSessionCtx(from: HeaderReader, on: Db): Promise<Ctx<MemberScope> | null> {
  const sessionId = await readSessionId(from);
  return sessionId ? loadSessionCtx(on, sessionId) : null;
}

/** The member behind a session row that still counts, or null. */
export async function loadSessionCtx(on: Db, sessionId: string): Promise<Ctx<MemberScope> | null> {
  const [row] = await on
    .select({
      userId: sessions.userId,
      memberId: members.id,
      workspaceId: members.workspaceId,
      role: members.role,
      isSeenLately: gt(sessions.lastSeenAt, secondsAgo(SEEN_STEP_SECONDS)).mapWith(Boolean),
    })
    .from(sessions)
    .innerJoin(members, and(eq(members.userId, sessions.userId), isNull(members.removedAt)))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.revokedAt),
        // The database's time, which is the same for all processes.
        gt(sessions.expiresAt, sql`now()`),
      ),
    )
    .orderBy(desc(members.createdAt), desc(members.id))
    .limit(1);
  if (!row) return null;
  const { isSeenLately, ...fields } = row;
  if (!isSeenLately) await recordSeen(on, sessionId);
  return { db: on, scope: mintMemberScope({ ...fields, sessionId }) };
}

/** For route handlers and actions. Throws `unauthenticated`. */
export async function requireSessionCtx(from: HeaderReader): Promise<Ctx<MemberScope>> {
  const ctx = await findSessionCtx(from, db());
  if (!ctx) throw new AppError('unauthenticated', 'You are signed out. Sign in and try again.');
  return ctx;
}

/** For pages that show something else to people who are signed in. */
export const findCtx = cache(async (): Promise<Ctx<MemberScope> | null> => {
  return findSessionCtx(await pageHeaders(), db());
});

/**
 * For pages and layouts: the context, or a redirect to the sign-in page that leads back here.
 * Computed once per request. The own path comes from our server; without it one lands on the start.
 */
export async function requireCtx(): Promise<Ctx<MemberScope>> {
  const ctx = await findCtx();
  if (ctx) return ctx;
  const path = safePath((await pageHeaders()).get(OWN_PATH_HEADER));
  const { redirect } = await import('next/navigation');
  return redirect(path === '/' ? '/sign-in' : `/sign-in?callbackUrl=${encodeURIComponent(path)}`);
}

/**
 * Asked of Next only when a page runs: our server reads sessions as well, before Next has set up what
 * these modules need, and modules that were loaded too early stay broken.
 */
async function pageHeaders(): Promise<HeaderReader> {
  const { headers } = await import('next/headers');
  return headers();
}

/**
 * The session id that the cookie of a request names, without asking whether it still counts. Null for
 * no cookie and for one that we did not make: a malformed cookie is a visitor, not an error.
 */
export async function readSessionId(from: HeaderReader): Promise<string | null> {
  const token = readCookie(from.get('cookie') ?? '', sessionCookie().name);
  if (!token) return null;
  try {
    const payload = await decode({ token, secret: env().AUTH_SECRET });
    return isId(payload?.sid) ? payload.sid : null;
  } catch {
    return null;
  }
}

function secondsAgo(seconds: number) {
  return sql`now() - make_interval(secs => ${seconds})`;
}

async function recordSeen(on: Db, sessionId: string): Promise<void> {
  await on
    .update(sessions)
    .set({
      lastSeenAt: sql`now()`,
      expiresAt: sql`least(${sessions.createdAt} + make_interval(secs => ${SESSION_SECONDS}), now() + make_interval(secs => ${SESSION_IDLE_SECONDS}))`,
    })
    .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, secondsAgo(SEEN_STEP_SECONDS))));
}

function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) {
      return pair.slice(separator + 1).trim();
    }
  }
  return null;
}
