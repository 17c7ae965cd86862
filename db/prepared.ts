import type { Db } from '@/db/client';

/**
 * A read that runs all the time: its text is built once for a database handle and planned once for a
 * connection, which for small answers is most of their time (bench/rows/thread.ts). Everything that
 * varies is a `sql.placeholder`, so no list of varying length may stand in it. `name` is its own among
 * all of them; Postgres refuses a second text under it.
 */
export function prepared<Q>(
  name: string,
  build: (db: Db) => { prepare(name: string): Q },
): (db: Db) => Q {
  const known = new WeakMap<Db, Q>();
  return (db) => {
    const query = known.get(db) ?? build(db).prepare(name);
    known.set(db, query);
    return query;
  };
}
