import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/**
 * Every column of every table, the queue's too, in which one of these words stands, whatever its case; bytes are read as
 * text. `table.column` each.
 */
export async function scanTables(db: Db, words: readonly string[]): Promise<string[]> {
  const { rows: columns } = await db.execute<{
    schema: string;
    table: string;
    column: string;
    type: string;
  }>(sql`
    select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type
    from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
      join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`);
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const name = sql.identifier(column);
    const text = type === 'bytea' ? sql`encode(${name}, 'escape')` : sql`${name}::text`;
    const { rows } = await db.execute(sql`
      select 1 from ${sql.identifier(schema)}.${sql.identifier(table)}
      where exists (select 1 from unnest(${sql.param([...words])}::text[]) word
        where position(lower(word) in lower(${text})) > 0) limit 1`);
    if (rows.length > 0) found.push(`${table}.${column}`);
  }
  return found.toSorted();
}
