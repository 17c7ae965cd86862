import type { Page, PageRequest } from '../client';

/** A list to its end, page by page. Throws where one is longer than was asked for, or leaves something out. */
export async function everything<T>(
  list: (page: PageRequest) => Promise<Page<T>>,
  limit: number,
): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await list({ cursor, limit });
    const { length } = page.items;
    if (length > limit) throw new Error(`A page of at most ${limit} has ${length} items.`);
    if (page.droppedCount !== 0) throw new Error(`A page leaves out ${page.droppedCount} items.`);
    items.push(...page.items);
    cursor = page.cursor;
  } while (cursor);
  return items;
}
