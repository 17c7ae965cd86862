import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { SEALED_COLUMNS, type SealedColumn } from '@/db/sealed-columns';
import { AppError } from '@/lib/core/errors';
import { failpoint } from '@/lib/core/failpoints';
import { decryptOrNull, encrypt, type KeyRing, keyVersionOf } from '@/lib/core/secrets';
import { type SealedRow, sealedRows } from './queries';

/**
 * Seals everything anew that another key than the newest one sealed. Each row is one statement that is committed by
 * itself and applies only where nobody wrote meanwhile, so it may be killed, repeated, and run beside the product and
 * beside itself. What cannot be opened stays as it is. Returns the number of rows that were changed.
 */
export async function resealAll(db: Db, ring: KeyRing): Promise<number> {
  const newest = ring[0]?.version;
  if (newest === undefined) throw new AppError('internal', 'There is no encryption key.');
  let count = 0;
  for (const column of SEALED_COLUMNS) {
    for await (const row of sealedRows(db, column)) {
      if (row.sealed.every((one) => keyVersionOf(one) === newest)) continue;
      if (await resealRow(db, ring, column, row)) count += 1;
      await failpoint('keys.after_row');
    }
  }
  return count;
}

async function resealRow(
  db: Db,
  ring: KeyRing,
  column: SealedColumn,
  { rowId, sealed }: SealedRow,
): Promise<boolean> {
  const opened = sealed.map((one) => decryptOrNull(ring, one, rowId));
  const anew = opened.map((text) => (text === null ? null : encrypt(ring, text, rowId)));
  if (anew.includes(null)) return false;
  const asValue = (texts: readonly (string | null)[]) =>
    column.isList ? sql`${JSON.stringify(texts)}::jsonb` : sql`${texts[0] ?? null}::text`;
  const value = sql.identifier(column.column);
  const { rowCount } = await db.execute(sql`
    update ${sql.identifier(column.table)} set ${value} = ${asValue(anew)}
    where ${sql.identifier(column.rowId)} = ${rowId} and ${value} = ${asValue(sealed)}`);
  return rowCount === 1;
}
