import pg from 'pg';

type Database = Pick<pg.Pool | pg.Client, 'query'>;

/**
 * What no copy of a database has in common with it: the cluster, its timeline (a restore to a point in time begins a new
 * one, and so does a standby that takes over), and the numbers of database and table, which a dump does not keep. Files
 * that are put back as they were are not told apart.
 */
const IDENTITY = `select concat_ws('/',
  (select system_identifier from pg_control_system()),
  left(pg_walfile_name(pg_current_wal_lsn()), 8),
  (select oid from pg_database where datname = current_database()),
  'database_identities'::regclass::oid) as identity`;

/** Answers of a server that keeps these functions to itself: not allowed, not supported, not now. */
const NOT_TOLD: ReadonlySet<string | undefined> = new Set(['42501', '0A000', '55000']);

/**
 * Whether this database is another one than the product last ran on, so that what waits in it may have left since. Null:
 * the server does not tell. A database without a mark is new, or from before there were marks.
 */
export async function isRestored(database: Database): Promise<boolean | null> {
  const identity = await readIdentity(database);
  if (identity === null) return null;
  const { rows } = await database.query<{ identity: string }>(
    'select identity from database_identities',
  );
  return rows[0] !== undefined && rows[0].identity !== identity;
}

/** Marks the database as the one that the product runs on. */
export async function markDatabase(database: Database): Promise<void> {
  const identity = await readIdentity(database);
  if (identity === null) return;
  await database.query(
    `insert into database_identities (identity) values ($1)
     on conflict (id) do update set identity = excluded.identity
       where database_identities.identity <> excluded.identity`,
    [identity],
  );
}

async function readIdentity(database: Database): Promise<string | null> {
  try {
    const { rows } = await database.query<{ identity: string }>(IDENTITY);
    return rows[0]?.identity ?? null;
  } catch (error) {
    if (error instanceof pg.DatabaseError && NOT_TOLD.has(error.code)) return null;
    throw error;
  }
}
