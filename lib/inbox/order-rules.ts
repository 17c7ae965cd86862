import type { ConversationView } from './types';

/** What the place of a row depends on. Times are ISO 8601. */
export interface OrderKey {
  id: string;
  sortAt: string;
  snoozedUntil: string | null;
}

/** The snoozed ones stand by when they wake, the next one first; all others by latest activity. */
export function isOrderedByWaking(view: ConversationView): boolean {
  return view === 'snoozed';
}

/** Below zero: `one` stands further up. The same decision as the order of the query. */
export function compareRows(view: ConversationView, one: OrderKey, two: OrderKey): number {
  const isWaking = isOrderedByWaking(view);
  const [first, second] = [one, two].map((row) => (isWaking && row.snoozedUntil) || row.sortAt);
  const byTime = compareTexts(first ?? '', second ?? '') || compareTexts(one.id, two.id);
  return isWaking ? byTime : -byTime;
}

function compareTexts(one: string, two: string): number {
  if (one === two) return 0;
  return one < two ? -1 : 1;
}
