import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/** The database's clock, to the millisecond in which row times are kept. */
export async function databaseNow({ db }: { db: Db }): Promise<Date> {
  const { rows } = await db.execute<{ now: Date }>(
    sql`select clock_timestamp()::timestamptz(3) as now`,
  );
  const [row] = rows;
  if (!row) throw new Error('The database told no time.');
  return new Date(row.now);
}
