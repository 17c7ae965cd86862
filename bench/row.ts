import type pg from 'pg';
import type { Ctx, MemberScope } from '@/lib/auth/scope';
import type { Split } from './measure';
import type { RunningProduct } from './product';

/** A seeded database and two people who look at it (seed.ts). */
export interface World {
  name: string;
  messages: number;
  pool: pg.Pool;
  all: Ctx<MemberScope>;
  one: Ctx<MemberScope>;
}

/** One line of the table. Without a bound it only informs. */
export interface Line {
  what: string;
  p50: number;
  p95: number;
  bound?: { text: string; isKept: boolean };
  split?: Split;
}

/** One subject of the benchmark; `worlds` are the databases from the smallest to the largest. */
export interface Row {
  title: string;
  run(worlds: readonly World[]): Promise<Line[]>;
}

/** A subject that needs the running product instead of seeded databases. */
export interface ProductRow {
  title: string;
  run(product: RunningProduct): Promise<Line[]>;
}
