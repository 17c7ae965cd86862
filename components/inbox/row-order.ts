/** What the order of rows depends on. */
type Ordered = { id: string; lastMessageAt: string };

/** The order that was on screen when the list had to stop moving. */
export type HeldOrder = ReadonlyMap<string, string>;

export function holdOrder(rows: readonly Ordered[]): HeldOrder {
  return new Map(rows.map((row) => [row.id, row.lastMessageAt]));
}

/**
 * Rows in the order to draw, and how many wait above. While an order is held nothing moves under the
 * pointer: known rows keep their place with their new content, older pages join at the end, and what
 * belongs further up is only counted.
 */
export function arrangeRows<T extends Ordered>(
  fresh: readonly T[],
  held: HeldOrder | null,
): { rows: readonly T[]; newCount: number } {
  if (!held) return { rows: fresh, newCount: 0 };
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const kept = [...held.keys()].flatMap((id) => byId.get(id) ?? []);
  const lastKept = kept.at(-1);
  if (!lastKept) return { rows: fresh, newCount: 0 };
  // By look-up: ten thousand rows are arranged again with every hint.
  const places = new Map(fresh.map((row, place) => [row.id, place]));
  const placeOf = (row: T) => places.get(row.id) ?? -1;
  const end = kept.reduce((last, row) => Math.max(last, placeOf(row)), -1);
  const older = fresh.slice(end + 1).filter((row) => !held.has(row.id));
  const arrived = fresh.slice(0, end).filter((row) => !held.has(row.id));
  const moved = kept.filter(
    (row, index) => row.lastMessageAt !== held.get(row.id) && placeOf(row) < index,
  );
  return { rows: [...kept, ...older], newCount: arrived.length + moved.length };
}
