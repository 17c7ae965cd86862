import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { runMigrations } from 'graphile-worker';
import pg from 'pg';
import { migrationState } from '@/db/migration-state';

const MIGRATIONS_FOLDER = path.join(path.dirname(fileURLToPath(import.meta.url)), 'migrations');
/** Any fixed number: whoever holds this advisory lock migrates, the others wait for it. */
const MIGRATION_LOCK = 7_114_026;

/**
 * Brings a database to this build's schema. Runs in one transaction under a lock, so that a kill
 * leaves the old schema, a second run does nothing, and two processes do not collide (D1).
 * Throws when the database is newer than this build, or when a statement fails.
 */
export async function migrateDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, application_name: 'switchboard-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await refuseNewerSchema(client);
    await migrate(drizzle(client), { migrationsFolder: MIGRATIONS_FOLDER });
    await runMigrations({ connectionString });
  } finally {
    await client.end();
  }
}

async function refuseNewerSchema(client: pg.Client): Promise<void> {
  const state = await migrationState(client);
  if (state.isNewer) {
    throw new Error(
      'The database was migrated by a newer version of Switchboard. Start that version.',
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { env } = await import('@/lib/core/env');
  try {
    await migrateDatabase(env().DATABASE_URL);
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    process.stderr.write(
      `Migration failed: ${reason instanceof Error ? reason.message : reason}\n`,
    );
    process.exit(1);
  }
}
