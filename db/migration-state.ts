import type pg from 'pg';
import journal from '@/db/migrations/meta/_journal.json' with { type: 'json' };

/** How many migrations this build has and the database has; `isNewer`: made by a later build. */
export async function migrationState(
  client: Pick<pg.Pool, 'query'>,
): Promise<{ known: number; applied: number; isNewer: boolean }> {
  const exists = await client.query<{ name: string | null }>(
    "select to_regclass('drizzle.__drizzle_migrations')::text as name",
  );
  if (!exists.rows[0]?.name) return { known: journal.entries.length, applied: 0, isNewer: false };
  const applied = await client.query<{ count: string; latest: string | null }>(
    'select count(*)::text as count, max(created_at)::text as latest from drizzle.__drizzle_migrations',
  );
  const newest = Math.max(...journal.entries.map((entry) => entry.when));
  return {
    known: journal.entries.length,
    applied: Number(applied.rows[0]?.count ?? 0),
    isNewer: Number(applied.rows[0]?.latest ?? 0) > newest,
  };
}
