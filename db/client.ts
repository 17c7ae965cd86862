import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import * as schema from '@/db/schema';
import { env } from '@/lib/core/env';
import { errorFields, log } from '@/lib/core/log';

export type Schema = typeof schema;
/** A pool or a transaction: queries and mutations do not care which. */
export type Db = NodePgDatabase<Schema>;

// int8 counts fit a double for every table that we have; as text they would sort and add wrongly.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool that gives up instead of hanging, so that a dead database is an answer within 3 s. */
export function createPool(connectionString: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 2_500,
    idle_in_transaction_session_timeout: 30_000,
    statement_timeout: 15_000,
    query_timeout: 20_000,
    application_name: 'switchboard',
  });
  const report = (error: Error) => log().warn(errorFields(error), 'database.connection_lost');
  pool.on('error', report);
  // While it is checked out a client reports its own loss; unheard, that would end the process.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

export function createDb(pool: pg.Pool): Db {
  return drizzle(pool, { schema });
}

// One pool per process, kept on globalThis because a dev reload evaluates this module again.
const shared = globalThis as typeof globalThis & { switchboardPool?: pg.Pool; switchboardDb?: Db };

export function pool(): pg.Pool {
  shared.switchboardPool ??= createPool(env().DATABASE_URL, env().DATABASE_POOL_MAX);
  return shared.switchboardPool;
}

export function db(): Db {
  shared.switchboardDb ??= createDb(pool());
  return shared.switchboardDb;
}
