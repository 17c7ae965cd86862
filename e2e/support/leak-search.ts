import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

/** Secrets by what they are, so that a finding says which one without showing it. */
export type Secrets = Readonly<Record<string, string>>;

/** Names of the secrets that stand in a text, as they are or encoded for an address or a header. */
export function secretsIn(text: string, secrets: Secrets): string[] {
  return Object.entries(secrets)
    .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
    .map(([name]) => name);
}

/** `file: secret` for each secret in a file or in any file below a folder. */
export function searchFiles(path: string, secrets: Secrets): string[] {
  if (!statSync(path).isDirectory()) {
    const text = readFileSync(path, 'latin1');
    return secretsIn(text, secrets).map((name) => `${path}: ${name}`);
  }
  return readdirSync(path).flatMap((name) => searchFiles(join(path, name), secrets));
}

interface Place {
  [column: string]: unknown;
  place: string;
}

/** `schema.table.column` of every row of the whole database that holds the text, also as bytes. */
export async function placesInDatabase(db: Db, text: string): Promise<string[]> {
  const tables = await db.execute<{ schema: string; name: string }>(sql`
    select n.nspname as schema, c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'm') and n.nspname not in ('pg_catalog', 'information_schema')
      and n.nspname !~ '^pg_(toast|temp)'`);
  const forms = spellings(text);
  const found = new Set<string>();
  for (const { schema, name } of tables.rows) {
    const table = sql`${sql.identifier(schema)}.${sql.identifier(name)}`;
    const isIn = (expression: ReturnType<typeof sql>) =>
      sql.join(
        forms.map((form) => sql`position(${form} in ${expression}) > 0`),
        sql` or `,
      );
    const { rows } = await db.execute<Place>(sql`
      select distinct ${`${schema}.${name}.`} || field.key as place
      from ${table} as t, jsonb_each_text(to_jsonb(t)) as field
      where (${isIn(sql`t::text`)}) and field.value is not null and (${isIn(sql`field.value`)})`);
    for (const { place } of rows) found.add(place);
  }
  return [...found].sort();
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  // Without its end, which depends on what follows.
  const base64 = bytes.toString('base64').replace(/.{4}$/, '');
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('hex'), base64])];
}
