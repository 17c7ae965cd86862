import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

interface Place {
  [column: string]: unknown;
  place: string;
}

/**
 * `schema.table.column` of every row of the whole database, the queue's too, that holds one of the texts: whatever its
 * case, as bytes, and encoded for an address or a header.
 */
export async function placesInDatabase(db: Db, ...texts: string[]): Promise<string[]> {
  const tables = await db.execute<{ schema: string; name: string }>(sql`
    select n.nspname as schema, c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname !~ '^pg_(toast|temp)'`);
  const forms = texts.flatMap(spellings).map((form) => form.toLowerCase());
  const isIn = (expression: SQL) =>
    sql.join(
      forms.map((form) => sql`position(${form} in lower(${expression})) > 0`),
      sql` or `,
    );
  const found = new Set<string>();
  for (const { schema, name } of tables.rows) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const { rows } = await db.execute<Place>(sql`
      select distinct ${`${schema}.${name}.`} || field.key as place
      from ${table} as t, jsonb_each_text(to_jsonb(t)) as field
      where (${isIn(sql`t::text`)}) and field.value is not null and (${isIn(sql`field.value`)})`);
    for (const { place } of rows) found.add(place);
  }
  return [...found].sort();
}

/** A text as it is, and encoded for an address, as bytes and for a header. */
export function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  // Without its end, which depends on what follows.
  const base64 = bytes.toString('base64').replace(/.{4}$/, '');
  return [...new Set([text, encodeURIComponent(text), bytes.toString('hex'), base64])];
}
