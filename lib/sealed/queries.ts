import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { SEALED_COLUMNS, type SealedColumn } from '@/db/sealed-columns';
import { decryptOrNull, type KeyRing, keyVersionOf } from '@/lib/core/secrets';

const PAGE_SIZE = 200;

/** One row's ciphertexts of a sealed column. */
export interface SealedRow {
  rowId: string;
  sealed: readonly string[];
}

/** How much of a column was sealed by which key, in ciphertexts, and in how many rows one does not open. */
export interface SealedState {
  name: string;
  byVersion: Readonly<Record<string, number>>;
  unreadableRows: readonly string[];
}

export const nameOf = ({ table, column }: SealedColumn) => `${table}.${column}`;

/** The rows of a sealed column in pages, each read anew, so that a run may last and be stopped anywhere. Over all workspaces. */
export async function* sealedRows(db: Db, column: SealedColumn): AsyncGenerator<SealedRow> {
  const [table, rowId, value] = [column.table, column.rowId, column.column].map((name) =>
    sql.identifier(name),
  );
  let after: string | null = null;
  while (true) {
    const page: { rows: { rowId: string; value: string | string[] }[] } = await db.execute(sql`
      select ${rowId} as "rowId", to_jsonb(${value}) as value from ${table}
      where ${value} is not null and (${after}::uuid is null or ${rowId} > ${after}::uuid)
      order by ${rowId} limit ${PAGE_SIZE}`);
    for (const row of page.rows) yield { rowId: row.rowId, sealed: [row.value].flat() };
    if (page.rows.length < PAGE_SIZE) return;
    after = page.rows.at(-1)?.rowId ?? null;
  }
}

/** What is sealed, column by column; opens every one and keeps none. */
export async function getSealedState(db: Db, ring: KeyRing): Promise<SealedState[]> {
  const states: SealedState[] = [];
  for (const column of SEALED_COLUMNS) {
    const byVersion: Record<string, number> = {};
    const unreadableRows: string[] = [];
    for await (const { rowId, sealed } of sealedRows(db, column)) {
      for (const one of sealed)
        byVersion[keyVersionOf(one)] = (byVersion[keyVersionOf(one)] ?? 0) + 1;
      if (sealed.some((one) => decryptOrNull(ring, one, rowId) === null))
        unreadableRows.push(rowId);
    }
    states.push({ name: nameOf(column), byVersion, unreadableRows });
  }
  return states;
}

/** One sentence for an operator where something cannot be opened with this ring; null while all can. */
export function unreadableSentence(states: readonly SealedState[], ring: KeyRing): string | null {
  const unreadable = states.filter(({ unreadableRows }) => unreadableRows.length > 0);
  if (unreadable.length === 0) return null;
  const known = new Set(ring.map(({ version }) => version));
  const missing = states
    .flatMap(({ byVersion }) => Object.keys(byVersion))
    .filter((version) => !known.has(version));
  const where = unreadable.map(({ name, unreadableRows }) => `${name} (${unreadableRows.length})`);
  const why =
    missing.length > 0
      ? `the key ${[...new Set(missing)].join(', ')} is not in ENCRYPTION_KEYS`
      : 'a key of ENCRYPTION_KEYS is not the one that sealed it';
  return `Some of what is stored cannot be opened, because ${why}: ${where.join(', ')}. Put the right key back; everything else works meanwhile.`;
}
