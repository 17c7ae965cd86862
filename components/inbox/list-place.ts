import type { ConversationFilter } from '@/lib/inbox/types';

type Place = { scrollTop: number; focusedId: string | null };

/** Where each list was left, for as long as the page lives. Only the browser writes it. */
const places = new Map<string, Place>();

export function placeOf(filter: ConversationFilter): Place {
  return places.get(JSON.stringify(filter)) ?? { scrollTop: 0, focusedId: null };
}

export function keepPlace(filter: ConversationFilter, place: Partial<Place>): void {
  places.set(JSON.stringify(filter), { ...placeOf(filter), ...place });
}
