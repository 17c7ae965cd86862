/** The items of all pages. What moved from one page to the next while both were read stands once. */
export function itemsOf<Item extends { id: string }>(
  pages: readonly { items: readonly Item[] }[] = [],
): Item[] {
  const items = pages.flatMap((page) => page.items);
  return [...new Map(items.map((item) => [item.id, item])).values()];
}
