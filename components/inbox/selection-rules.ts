/** Rows that an act will be done to. `anchorId` is where a range begins. */
export type Selection = { ids: ReadonlySet<string>; anchorId: string | null };

export const NOTHING_SELECTED: Selection = { ids: new Set(), anchorId: null };

/** So many at most, since an act takes no more at once. */
export const MAX_SELECTED = 500;

export function toggleSelected({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id) && next.size < MAX_SELECTED) next.add(id);
  return { ids: next, anchorId: id };
}

/** Adds everything between the anchor (or the row that had the focus) and `toId`, both included. */
export function selectRange(
  { ids, anchorId }: Selection,
  order: readonly { id: string }[],
  fromId: string | null,
  toId: string,
): Selection {
  const start = anchorId ?? fromId ?? toId;
  const one = order.findIndex(({ id }) => id === start);
  const two = order.findIndex(({ id }) => id === toId);
  if (two < 0) return { ids, anchorId };
  const from = one < 0 ? two : Math.min(one, two);
  const range = order.slice(from, Math.max(one, two) + 1).map(({ id }) => id);
  return { ids: limited([...ids, ...range]), anchorId: one < 0 ? toId : start };
}

export function selectAllOf(order: readonly { id: string }[]): Selection {
  return { ids: limited(order.map(({ id }) => id)), anchorId: null };
}

/** Without rows that left the list: nobody acts on what they do not see. */
export function stillListed(selection: Selection, isListed: (id: string) => boolean): Selection {
  const left = [...selection.ids].filter(isListed);
  return left.length === selection.ids.size
    ? selection
    : { ids: new Set(left), anchorId: selection.anchorId };
}

/** What an act is done to: the selection, else the row with the focus, else the open conversation. */
export function targetsOf(
  selection: Selection,
  focusedId: string | null,
  openId: string | null,
): readonly string[] {
  if (selection.ids.size > 0) return [...selection.ids];
  const id = focusedId ?? openId;
  return id === null ? [] : [id];
}

function limited(ids: readonly string[]): ReadonlySet<string> {
  return new Set([...new Set(ids)].slice(0, MAX_SELECTED));
}
