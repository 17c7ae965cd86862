import { search } from '@/lib/search/queries';
import { measure, splitOf } from '../measure';
import type { Line, Row } from '../row';
import { WORDS } from '../seed';

const ROUNDS = 40;
const LIMIT_MS = 100;

const QUERIES: readonly { what: string; q: string }[] = [
  { what: 'rare word', q: `${WORDS.rare} ` },
  { what: 'medium word', q: `${WORDS.medium} ` },
  { what: 'common word', q: `${WORDS.common} ` },
  { what: 'common word, half typed', q: WORDS.common.slice(0, 4) },
  { what: 'two words', q: `${WORDS.common} ${WORDS.medium} ` },
  { what: 'two common words that never meet', q: `${WORDS.apart.join(' ')} ` },
  { what: 'a name', q: 'chloe molsen' },
  { what: 'nothing', q: 'qqqqqq ' },
];

/** Searches of the largest database; the bound is for each kind of query. */
export const searchRow: Row = {
  title: 'Search',
  async run(worlds) {
    const world = worlds.at(-1);
    if (!world) return [];
    const lines: Line[] = [];
    for (const reader of ['all', 'one'] as const) {
      const ctx = world[reader];
      const tasks = Object.fromEntries(
        QUERIES.map(({ what, q }) => [what, () => search(ctx, { q })]),
      );
      const timings = await measure(tasks, ROUNDS);
      for (const { what, q } of QUERIES) {
        const own = timings[what];
        if (!own) continue;
        lines.push({
          what: `${what}, ${reader === 'all' ? 'all accounts' : '1 of 200'}, ${world.name}`,
          ...own,
          bound: { text: `p95 ≤ ${LIMIT_MS} ms`, isKept: own.p95 <= LIMIT_MS },
          split: await splitOf(world.pool, () => search(ctx, { q })),
        });
      }
    }
    return lines;
  },
};
