import { randomBytes } from 'node:crypto';
import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { beforeEach, describe, expect, it } from 'vitest';
import * as schema from '@/db/schema';
import { SEALED_COLUMNS } from '@/db/sealed-columns';
import { createSealedWorld } from '@/db/testing/sealed-world';
import { testDb } from '@/db/testing/test-db';
import { setTestEnv } from '@/db/testing/test-env';
import { decryptOrNull } from '@/lib/core/secrets';
import { resealAll } from './mutations';
import { getSealedState, nameOf, sealedRows, unreadableSentence } from './queries';

setTestEnv();
const test = testDb();
const v1 = { version: 'v1', key: randomBytes(32) };
const v2 = { version: 'v2', key: randomBytes(32) };
const ROWS = 3;
/** Ciphertexts in them. */
const IN_ALL = 7 * ROWS;

beforeEach(() =>
  test.db.execute(sql`truncate gateways, extension_devices, erasures, erasure_keys cascade`),
);

async function opened(ring: Parameters<typeof decryptOrNull>[0]): Promise<string[]> {
  const found: string[] = [];
  for (const column of SEALED_COLUMNS) {
    for await (const { rowId, sealed } of sealedRows(test.db, column)) {
      for (const one of sealed) found.push(decryptOrNull(ring, one, rowId) ?? 'shut');
    }
  }
  return found.sort();
}

const versions = async () => {
  const counts: Record<string, number> = {};
  for (const { byVersion } of await getSealedState(test.db, [v2, v1])) {
    for (const [version, count] of Object.entries(byVersion)) {
      counts[version] = (counts[version] ?? 0) + count;
    }
  }
  return counts;
};

describe('the sealed columns', () => {
  it('are all known: one that the schema has and the list has not is not sealed anew (K3)', () => {
    const inSchema = Object.values(schema)
      .filter((one) => is(one, PgTable))
      .flatMap((table) =>
        Object.values(getTableColumns(table)).map(
          (column) => `${getTableName(table)}.${column.name}`,
        ),
      )
      .filter((name) => /\.(.*_)?sealed(_|$)/.test(name));
    expect(inSchema.length).toBeGreaterThan(5);
    expect(SEALED_COLUMNS.map(nameOf).sort()).toEqual(inSchema.sort());
  });

  it('open in their own row only: values that change places with another row do not (K1)', async () => {
    const { secrets } = await createSealedWorld(test.db, [v1], ROWS);
    expect(await opened([v1])).toEqual(secrets.toSorted());
    for (const { table, column, rowId } of SEALED_COLUMNS) {
      // Each row gets what the row before it has, the first one that of the last.
      const [name, value, id] = [table, column, rowId].map((one) => sql.identifier(one));
      await test.db.execute(sql`
        with moved as (select ${id} as id, coalesce(lag(${value}) over (order by ${id}),
          last_value(${value}) over (order by ${id} rows between unbounded preceding and unbounded following)) as value from ${name})
        update ${name} set ${value} = moved.value from moved where moved.id = ${name}.${id}`);
    }
    expect(await opened([v1])).toEqual(Array.from({ length: IN_ALL }, () => 'shut'));
  });
});

describe('sealing anew (K3)', () => {
  it('changes every column to the newest key and no secret, and done again it changes nothing', async () => {
    const { secrets } = await createSealedWorld(test.db, [v1], ROWS);
    expect(await versions()).toEqual({ v1: IN_ALL });
    // Two signing secrets are one row.
    expect(await resealAll(test.db, [v2, v1])).toBe(IN_ALL - ROWS);
    expect(await versions()).toEqual({ v2: IN_ALL });
    expect(await opened([v2])).toEqual(secrets.toSorted());
    expect(await resealAll(test.db, [v2, v1])).toBe(0);
  });

  it('run twice at once seals each row once', async () => {
    const { secrets } = await createSealedWorld(test.db, [v1], ROWS);
    const counts = await Promise.all([1, 2].map(() => resealAll(test.db, [v2, v1])));
    expect((counts[0] ?? 0) + (counts[1] ?? 0)).toBe(IN_ALL - ROWS);
    expect(await opened([v2])).toEqual(secrets.toSorted());
  });

  it('leaves what it cannot open, and says in one sentence which key is missing or wrong', async () => {
    await createSealedWorld(test.db, [v1], 1);
    expect(await resealAll(test.db, [v2])).toBe(0);
    expect(await versions()).toEqual({ v1: 7 });
    const lost = unreadableSentence(await getSealedState(test.db, [v2]), [v2]);
    expect(lost).toContain('the key v1 is not in ENCRYPTION_KEYS');
    expect(lost).toContain('gateways.api_key_sealed (1)');
    const wrong = [{ version: 'v1', key: randomBytes(32) }];
    expect(unreadableSentence(await getSealedState(test.db, wrong), wrong)).toContain(
      'is not the one that sealed it',
    );
    expect(unreadableSentence(await getSealedState(test.db, [v1]), [v1])).toBeNull();
  });
});
