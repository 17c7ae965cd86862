import type pg from 'pg';

export interface Timing {
  p50: number;
  p95: number;
}

/** Runs the tasks in turn, round by round, so that whatever else the machine does hits all alike. */
export async function measure<K extends string>(
  tasks: Record<K, (round: number) => Promise<unknown>>,
  rounds: number,
): Promise<Record<K, Timing>> {
  const names = Object.keys(tasks) as K[];
  const times = new Map<K, number[]>(names.map((name) => [name, []]));
  const warmUp = Math.ceil(rounds / 10);
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const start = performance.now();
      await tasks[name](round + warmUp);
      if (round >= 0) times.get(name)?.push(performance.now() - start);
    }
  }
  return Object.fromEntries(names.map((name) => [name, timingOf(times.get(name) ?? [])])) as Record<
    K,
    Timing
  >;
}

export function timingOf(times: readonly number[]): Timing {
  const sorted = times.toSorted((one, two) => one - two);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95) };
}

/** Where the time of one call goes, in ms: planning and running in Postgres, the way there, and us. */
export interface Split {
  queries: number;
  sql: number;
  driver: number;
  mapping: number;
}

type Query = { text: string; values: unknown[] };

/** Watches the queries of a call, then asks Postgres for its own share of each. */
export async function splitOf(pool: pg.Pool, call: () => Promise<unknown>): Promise<Split> {
  const seen: Query[] = [];
  const open = new Set<symbol>();
  let waitedMs = 0;
  let waitingSince = 0;
  const original = pool.query;
  pool.query = ((config: unknown, values: unknown) => {
    const text = typeof config === 'string' ? config : (config as Query).text;
    const params = Array.isArray(values) ? values : ((config as Query).values ?? []);
    seen.push({ text, values: params });
    const key = Symbol(text);
    if (open.size === 0) waitingSince = performance.now();
    open.add(key);
    const running = Reflect.apply(original, pool, [config, values]) as Promise<unknown>;
    return running.finally(() => {
      open.delete(key);
      // Queries that run side by side are waited for once.
      if (open.size === 0) waitedMs += performance.now() - waitingSince;
    });
  }) as typeof pool.query;
  const start = performance.now();
  try {
    await call();
  } finally {
    pool.query = original;
  }
  const total = performance.now() - start;
  let sql = 0;
  for (const { text, values } of seen) {
    const { rows } = await pool.query<{ 'QUERY PLAN': [Record<string, number>] }>(
      `explain (analyze, timing off, format json) ${text}`,
      values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0];
    sql += (plan?.['Planning Time'] ?? 0) + (plan?.['Execution Time'] ?? 0);
  }
  return {
    queries: seen.length,
    sql,
    driver: Math.max(0, waitedMs - sql),
    mapping: Math.max(0, total - waitedMs),
  };
}
