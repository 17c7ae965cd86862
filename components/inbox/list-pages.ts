import type { QueryFunctionContext } from '@tanstack/react-query';
import { fromCursor } from '@/lib/core/cursor';
import { compareRows, type OrderKey } from '@/lib/inbox/order-rules';
import type { ConversationPage, ConversationRow, ConversationView } from '@/lib/inbox/types';

/** Pages by number, from 0; both ends belong to it. */
export type PageWindow = { from: number; to: number };

type Fetch = (
  pageParam: string | undefined,
  signal: AbortSignal,
) => Promise<{ items: ConversationRow[]; cursor: string | null }>;

type PageContext = QueryFunctionContext<readonly unknown[], string | undefined>;

/** So many requests at most until what is new at the top meets what was known. */
const MAX_CATCH_UP = 5;

/**
 * Asks again only for the pages that somebody sees. An infinite query asks for all its pages, one
 * after the other, whenever a hint makes it old: with 200 loaded pages that would be 200 requests for
 * one new message. Here each page stands for a fixed stretch of the list, from its parameter to its
 * cursor, so that a page can be read again alone: the first one, which holds what is new, and those
 * in the window. The others stay as they are, marked as old, until they come into the window.
 */
export function windowedPages(
  fetchPage: Fetch,
  readWindow: () => PageWindow,
  view: ConversationView = 'all',
) {
  return async (context: PageContext): Promise<ConversationPage> => {
    const { client, queryKey, pageParam } = context;
    // Read only where a request is made: each look at the signal leaves a listener on it.
    const read = (param: string | undefined) => fetchPage(param, context.signal);
    const known = client.getQueryData<{
      pages: ConversationPage[];
      pageParams: (string | undefined)[];
    }>(queryKey);
    const isNextPage =
      client.getQueryCache().find({ queryKey })?.state.fetchMeta?.fetchMore !== undefined;
    if (!known || isNextPage) return read(pageParam);
    const index = known.pageParams.indexOf(pageParam);
    const page = known.pages[index];
    // The stretches were cut anew above this one. Reading on would read all pages again: the list
    // ends here until somebody comes near, and then goes on by itself.
    if (!page) return { items: [], cursor: null, isOld: true };
    const { from, to } = readWindow();
    if (index === 0) return catchUp(page, pageParam, read, view);
    if (index < from || index > to) return page.isOld ? page : { ...page, isOld: true };
    return mergePage(page, await read(pageParam), view);
  };
}

/** What was read again in place of what a page held; the page keeps its stretch of the list. */
export function mergePage(
  old: ConversationPage,
  fresh: { items: readonly ConversationRow[]; cursor: string | null },
  view: ConversationView = 'all',
): ConversationPage {
  const compare = (one: OrderKey, two: OrderKey) => compareRows(view, one, two);
  const last = fresh.items.at(-1);
  // Nothing follows, or nothing was known of an end: what was read says all.
  if (fresh.cursor === null || old.cursor === null || !last) {
    return { items: [...fresh.items], cursor: fresh.cursor };
  }
  const end = fromCursor(old.cursor);
  const endAt = end.at.toISOString();
  const endKey = { id: end.id, sortAt: endAt, snoozedUntil: endAt };
  const inStretch = fresh.items.filter((row) => compare(row, endKey) <= 0);
  if (compare(last, endKey) >= 0) return { items: inStretch, cursor: old.cursor };
  // The stretch holds more than one request brings; the rest of it stays as it was known.
  const freshIds = new Set(fresh.items.map(({ id }) => id));
  const rest = old.items.filter((row) => compare(row, last) > 0 && !freshIds.has(row.id));
  return { items: [...inStretch, ...rest], cursor: old.cursor };
}

/** Reads from the top until it meets the newest row that was known: between them nothing is missing. */
async function catchUp(
  old: ConversationPage,
  pageParam: string | undefined,
  read: (param: string | undefined) => ReturnType<Fetch>,
  view: ConversationView,
): Promise<ConversationPage> {
  const newestKnown = old.items[0];
  const fresh = await read(pageParam);
  for (let requests = 1; newestKnown && fresh.cursor !== null; requests += 1) {
    const last = fresh.items.at(-1);
    if (!last || compareRows(view, last, newestKnown) >= 0) break;
    // Away for so long that the list is read as if for the first time.
    if (requests === MAX_CATCH_UP) return fresh;
    const more = await read(fresh.cursor);
    fresh.items.push(...more.items);
    fresh.cursor = more.cursor;
  }
  return mergePage(old, fresh, view);
}

/** All rows once. A row that moved while pages were read may stand in two: the newer copy counts. */
export function distinctRows(pages: readonly ConversationPage[]): ConversationRow[] {
  const newer = new Set(
    pages.filter((page) => !page.isOld).flatMap((page) => page.items.map(({ id }) => id)),
  );
  const seen = new Set<string>();
  return pages.flatMap((page) =>
    page.items.filter(({ id }) => {
      if (seen.has(id) || (page.isOld && newer.has(id))) return false;
      seen.add(id);
      return true;
    }),
  );
}

/** The pages behind the rows that are in sight, and the one after them. */
export function windowOf(
  pages: readonly ConversationPage[],
  firstId: string | undefined,
  lastId: string | undefined,
): PageWindow {
  const at = (id: string | undefined) =>
    pages.findIndex((page) => page.items.some((row) => row.id === id));
  const from = Math.max(at(firstId), 0);
  return { from, to: Math.max(at(lastId), from) + 1 };
}

/** Whether something in the window was passed over when the list was last read. */
export function isWindowOld(pages: readonly ConversationPage[], { from, to }: PageWindow): boolean {
  return pages.slice(from, to + 1).some((page) => page.isOld);
}
