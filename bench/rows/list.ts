import { listConversations } from '@/lib/inbox/queries';
import { measure, splitOf } from '../measure';
import type { Line, Row, World } from '../row';

const ROUNDS = 200;
const LIMIT = 50;
/** Rows of a first page that stand for a full one. */
const COMPARABLE = 0.75 * LIMIT;

const BARE = `select c.*, a.name, a.provider, p.name, p.headline from conversations c
  join accounts a on a.id = c.account_id
  left join attendees p on p.account_id = c.account_id and p.provider_user_id = c.attendee_provider_id
  where c.id = any($1::uuid[]) order by c.sort_at desc, c.id desc`;

/** A page of the list, as who reads all accounts and as who reads 1 of 200. */
export const listRow: Row = {
  title: 'List page',
  async run(worlds) {
    const lines: Line[] = [];
    for (const reader of ['all', 'one'] as const) lines.push(...(await readAs(reader, worlds)));
    return lines;
  },
};

async function readAs(reader: 'all' | 'one', worlds: readonly World[]): Promise<Line[]> {
  const tasks: Record<string, (round: number) => Promise<unknown>> = {};
  /** Growth is told between pages of much the same length: of 1,000 conversations one account has five. */
  let base: World | undefined;
  for (const world of worlds) {
    const pages = await cursorsOf(world, reader);
    if (world !== worlds.at(-1) && (pages[0]?.ids.length ?? 0) >= COMPARABLE) base ??= world;
    tasks[world.name] = (round) => page(world, reader, pages[round % pages.length]?.cursor);
    tasks[`${world.name} bare`] = (round) =>
      world.pool.query(BARE, [pages[round % pages.length]?.ids ?? []]);
  }
  const timings = await measure(tasks, ROUNDS);
  const baseP95 = base && timings[base.name]?.p95;
  const lines: Line[] = [];
  for (const world of worlds) {
    const own = timings[world.name];
    const bare = timings[`${world.name} bare`];
    if (!own || !bare) continue;
    const isLargest = world === worlds.at(-1);
    const growth = baseP95 === undefined ? null : own.p95 / baseP95;
    const ofBare = own.p95 / bare.p95;
    const grown =
      growth === null
        ? 'no smaller page to compare with'
        : `${growth.toFixed(2)} × ${base?.name} (≤ 1.5)`;
    lines.push({
      what: `${reader === 'all' ? '200 of 200 accounts' : '1 of 200 accounts'}, ${world.name}`,
      ...own,
      bound: isLargest
        ? {
            text: `${grown}, ${ofBare.toFixed(2)} × bare (≤ 3)`,
            isKept: (growth ?? 0) <= 1.5 && ofBare <= 3,
          }
        : undefined,
      split: await splitOf(world.pool, () => page(world, reader, undefined)),
    });
  }
  return lines;
}

function page(world: World, reader: 'all' | 'one', cursor: string | undefined) {
  return listConversations(world[reader], { view: 'all', cursor, limit: LIMIT });
}

/** The first pages and what is on them. */
async function cursorsOf(world: World, reader: 'all' | 'one') {
  const pages: { cursor: string | undefined; ids: string[] }[] = [];
  let cursor: string | undefined;
  for (let index = 0; index < 8; index++) {
    const found = await page(world, reader, cursor);
    if (found.items.length < LIMIT && pages.length > 0) break;
    pages.push({ cursor, ids: found.items.map(({ id }) => id) });
    if (!found.cursor) break;
    cursor = found.cursor;
  }
  return pages;
}
