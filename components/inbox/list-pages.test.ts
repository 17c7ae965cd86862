import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { toCursor } from '@/lib/core/cursor';
import { conversationsOptions } from '@/lib/inbox/options';
import type { ConversationRow } from '@/lib/inbox/types';
import { EVERYTHING } from '@/lib/inbox/view-rules';
import { distinctRows, isWindowOld, type PageWindow, windowedPages, windowOf } from './list-pages';

const FILTER = EVERYTHING;
const PAGE = 50;
const START = Date.UTC(2026, 2, 3);

function row(number: number, minute: number): ConversationRow {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    accountId: 'a',
    accountName: 'Jane Ruiz',
    provider: 'LINKEDIN',
    kind: 'direct',
    name: `Person ${number}`,
    headline: null,
    lastMessageAt: new Date(START + minute * 60_000).toISOString(),
    sortAt: new Date(START + minute * 60_000).toISOString(),
    previewPrefix: null,
    previewText: `At ${minute}`,
    unreadCount: 0,
  } as ConversationRow;
}

/** A list as the server holds it, and a browser that has loaded `pages` pages of it. */
async function world(total: number, pages: number) {
  const rows = new Map(
    Array.from({ length: total }, (_, index) => [index, row(index, total - index)]),
  );
  let requests = 0;
  let window: PageWindow = { from: 0, to: 1 };
  const sorted = () =>
    [...rows.values()].sort(
      (one, two) => two.sortAt.localeCompare(one.sortAt) || two.id.localeCompare(one.id),
    );
  const fetchPage = async (cursor: string | undefined) => {
    requests += 1;
    const all = sorted();
    const isFirst = (one: ConversationRow) => toCursor(new Date(one.sortAt), one.id) === cursor;
    const behind = all.findIndex(isFirst);
    const key = cursor ? atob(cursor.replaceAll('-', '+').replaceAll('_', '/')).split(' ') : null;
    const from = key
      ? behind >= 0
        ? behind + 1
        : all.findIndex((one) => Date.parse(one.sortAt) < Number(key[0]))
      : 0;
    const items = from < 0 ? [] : all.slice(from, from + PAGE);
    const last = items.at(-1);
    const hasMore = last !== undefined && all.at(-1) !== last;
    return { items, cursor: hasMore && last ? toCursor(new Date(last.sortAt), last.id) : null };
  };
  const client = new QueryClient();
  const options = {
    ...conversationsOptions(FILTER),
    queryFn: windowedPages(fetchPage, () => window),
  };
  const observer = new InfiniteQueryObserver(client, options);
  const leave = observer.subscribe(() => undefined);
  await observer.refetch();
  for (let page = 1; page < pages; page += 1) await observer.fetchNextPage();
  const data = () => client.getQueryData(options.queryKey)?.pages ?? [];
  return {
    rows,
    sorted,
    data,
    leave,
    shown: () => distinctRows(data()).map(({ id }) => id),
    look(next: PageWindow) {
      window = next;
    },
    async invalidate() {
      requests = 0;
      await client.invalidateQueries({ queryKey: options.queryKey });
      return requests;
    },
  };
}

describe('a long list that became old', () => {
  it('costs a few requests, however many pages are loaded', async () => {
    const { invalidate, data, leave } = await world(10_050, 200);
    expect(data()).toHaveLength(200);
    expect(await invalidate()).toBeLessThanOrEqual(3);
    expect(data()).toHaveLength(200);
    leave();
  });

  it('shows what is new at the top and loses no row at the seams', async () => {
    const { rows, sorted, shown, invalidate, leave } = await world(1_000, 10);
    for (let number = 0; number < 7; number += 1) {
      rows.set(2_000 + number, row(2_000 + number, 1_001 + number));
    }
    // One that is far down gets a message and goes to the top.
    rows.set(440, row(440, 2_000));
    await invalidate();
    const wanted = sorted().slice(0, 507);
    expect(shown()).toEqual(wanted.map(({ id }) => id));
    leave();
  });

  it('reads on until it meets what it knew, after many messages at once', async () => {
    const { rows, sorted, shown, invalidate, leave } = await world(1_000, 4);
    for (let number = 0; number < 120; number += 1) {
      rows.set(2_000 + number, row(2_000 + number, 1_001 + number));
    }
    expect(await invalidate()).toBeLessThanOrEqual(5);
    expect(shown()).toEqual(
      sorted()
        .slice(0, 320)
        .map(({ id }) => id),
    );
    leave();
  });

  it('begins anew after too long an absence, and goes on where somebody looks', async () => {
    const { rows, sorted, shown, invalidate, look, data, leave } = await world(1_000, 4);
    for (let number = 0; number < 400; number += 1) {
      rows.set(2_000 + number, row(2_000 + number, 1_001 + number));
    }
    await invalidate();
    look({ from: 4, to: 6 });
    expect(isWindowOld(data(), { from: 0, to: 1 })).toBe(true);
    look({ from: 0, to: 1 });
    await invalidate();
    const ids = shown();
    expect(ids.length).toBeGreaterThan(PAGE);
    expect(ids).toEqual(
      sorted()
        .slice(0, ids.length)
        .map(({ id }) => id),
    );
    leave();
  });

  it('lets a row go that no longer belongs to it', async () => {
    const { rows, shown, invalidate, leave } = await world(500, 4);
    const gone = rows.get(3)?.id;
    rows.delete(3);
    await invalidate();
    expect(shown()).not.toContain(gone);
    expect(shown()).toHaveLength(199);
    leave();
  });

  it('leaves pages out of sight as they are, until they come into sight', async () => {
    const { rows, data, invalidate, look, leave } = await world(1_000, 10);
    rows.delete(420);
    expect(await invalidate()).toBe(2);
    expect(data()[8]?.items).toHaveLength(PAGE);
    const window = { from: 8, to: 9 };
    expect(isWindowOld(data(), window)).toBe(true);
    look(window);
    expect(await invalidate()).toBe(3);
    expect(data()[8]?.items).toHaveLength(PAGE - 1);
    expect(isWindowOld(data(), window)).toBe(false);
    leave();
  });

  it('ends where the list ends now', async () => {
    const { rows, shown, invalidate, leave } = await world(120, 3);
    for (let number = 30; number < 120; number += 1) rows.delete(number);
    await invalidate();
    expect(shown()).toHaveLength(30);
    leave();
  });
});

describe('the window', () => {
  it('holds the pages of the rows in sight and the one after them', () => {
    const page = (...numbers: number[]) => ({
      items: numbers.map((number) => row(number, -number)),
      cursor: null,
    });
    const pages = [page(0, 1), page(2, 3), page(4, 5)];
    expect(windowOf(pages, row(1, 0).id, row(2, 0).id)).toEqual({ from: 0, to: 2 });
    expect(windowOf(pages, row(4, 0).id, row(5, 0).id)).toEqual({ from: 2, to: 3 });
    expect(windowOf(pages, undefined, undefined)).toEqual({ from: 0, to: 1 });
  });
});
