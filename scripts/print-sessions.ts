import { eq, isNull } from 'drizzle-orm';
import { createDb, createPool } from '@/db/client';
import { members, sessions, users, workspaces } from '@/db/schema';
import { encodeSessionId, sessionCookie } from '@/lib/auth/session-cookie';
import { env } from '@/lib/core/env';

const SESSION_MS = 24 * 60 * 60 * 1000;

/**
 * Prints, as JSON, each workspace with its members and a ready session cookie for each, for driving
 * faults by hand: `node --import tsx scripts/print-sessions.ts` with the product's environment.
 */
async function main(): Promise<void> {
  if (env().PUBLIC_URL.startsWith('https:')) {
    throw new Error('This prints sessions of everybody, so it runs on a plain-http address only.');
  }
  const pool = createPool(env().DATABASE_URL, 2);
  try {
    const db = createDb(pool);
    const rows = await db
      .select({
        workspace: workspaces.name,
        workspaceId: workspaces.id,
        role: members.role,
        email: users.email,
        userId: users.id,
      })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .innerJoin(workspaces, eq(workspaces.id, members.workspaceId))
      .where(isNull(members.removedAt))
      .orderBy(workspaces.createdAt, members.createdAt);
    const printed = [];
    for (const { userId, ...who } of rows) {
      const expiresAt = new Date(Date.now() + SESSION_MS);
      const [session] = await db
        .insert(sessions)
        .values({ userId, method: 'printed', expiresAt })
        .returning({ id: sessions.id });
      if (!session) throw new Error('The session could not be created.');
      const cookie = `${sessionCookie().name}=${await encodeSessionId(session.id)}`;
      printed.push({ ...who, cookie });
    }
    process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  } finally {
    await pool.end();
  }
}

main().catch((error) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
});
