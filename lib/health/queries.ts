import { sql } from 'drizzle-orm';
import type pg from 'pg';
import { createDb } from '@/db/client';
import { migrationState } from '@/db/migration-state';
import { isDraining } from '@/lib/core/process-state';

export interface Readiness {
  isReady: boolean;
  checks: Record<'database' | 'migrations' | 'settings' | 'shutdown', 'ok' | string>;
}

/** Settings without which a committed row may be gone after a crash (D4). */
const SAFE_SETTINGS = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' } as const;

/**
 * Whether this process can do its work now: database reachable and writable, schema of this build,
 * not shutting down. The values are short words for an operator, without addresses or versions.
 */
export async function getReadiness(pool: pg.Pool): Promise<Readiness> {
  const checks: Readiness['checks'] = {
    database: 'ok',
    migrations: 'ok',
    settings: 'ok',
    shutdown: isDraining() ? 'stopping' : 'ok',
  };
  try {
    const db = createDb(pool);
    const writable = await db.execute<{ readonly: string; recovering: boolean }>(
      sql`select current_setting('transaction_read_only') as readonly, pg_is_in_recovery() as recovering`,
    );
    const row = writable.rows[0];
    if (row?.readonly === 'on' || row?.recovering) checks.database = 'read-only';
    const state = await migrationState(pool);
    if (state.isNewer) checks.migrations = 'newer than this build';
    else if (state.applied < state.known) checks.migrations = 'pending';
    const unsafe = await unsafeSettings(pool);
    if (unsafe.length > 0) checks.settings = `unsafe: ${unsafe.join(', ')}`;
  } catch {
    checks.database = 'unreachable';
  }
  const isReady =
    checks.database === 'ok' && checks.migrations === 'ok' && checks.shutdown === 'ok';
  return { isReady, checks };
}

/** Names of durability settings that are off; shown at start and in readiness, fatal nowhere. */
export async function unsafeSettings(pool: Pick<pg.Pool, 'query'>): Promise<string[]> {
  const names = Object.keys(SAFE_SETTINGS);
  const { rows } = await pool.query<{ name: string; setting: string }>(
    'select name, setting from pg_settings where name = any($1)',
    [names],
  );
  return rows
    .filter((row) => row.setting === 'off' || row.setting === 'local')
    .map((row) => row.name)
    .sort();
}
