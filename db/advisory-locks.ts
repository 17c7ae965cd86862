import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

type Transaction = { db: Pick<Db, 'execute'> };

/** The key of an advisory lock; the trigger of the audit's chain makes its own in the same way. */
export function lockKey(name: string): SQL {
  return sql`hashtextextended(${name}, 0)`;
}

/** Waits for the lock of this name and holds it until the transaction ends. */
export async function lockByName({ db }: Transaction, name: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(${lockKey(name)})`);
}

/** As `lockByName`, beside others who hold it shared as well. */
export async function shareByName({ db }: Transaction, name: string): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock_shared(${lockKey(name)})`);
}
