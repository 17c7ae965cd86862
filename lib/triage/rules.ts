import { SECOND_MS } from '@/lib/core/time';
import type { TriageChange, TriageState } from './types';

/** For so long the toast offers to take an act back (components/ui/toast): the provider hears of it later. */
export const TAKE_BACK_MS = 10 * SECOND_MS;

/** So many conversations can be acted on at once. */
export const MAX_BULK = 500;

/**
 * What `wanted` changes of `current`, or null when it is so already. `current` knows every key that
 * `wanted` has.
 */
export function changeOf(
  conversationId: string,
  current: TriageState,
  wanted: TriageState,
): TriageChange | null {
  const before: TriageState = {};
  const after: TriageState = {};
  for (const key of Object.keys(wanted) as (keyof TriageState)[]) {
    if (key === 'labels') continue;
    Object.assign(before, { [key]: current[key] });
    Object.assign(after, { [key]: wanted[key] });
  }
  for (const [labelId, isOn] of Object.entries(wanted.labels ?? {})) {
    before.labels = { ...before.labels, [labelId]: current.labels?.[labelId] ?? false };
    after.labels = { ...after.labels, [labelId]: isOn };
  }
  return isSameState(before, after) ? null : { conversationId, before, after };
}

/** Whether `current` still is what an act made of it; keys that the act did not set do not matter. */
export function isStillMade(current: TriageState, made: TriageState): boolean {
  const part: TriageState = {};
  for (const key of Object.keys(made) as (keyof TriageState)[]) {
    Object.assign(part, { [key]: current[key] });
  }
  if (made.labels) {
    part.labels = Object.fromEntries(
      Object.keys(made.labels).map((id) => [id, current.labels?.[id] ?? false]),
    );
  }
  return isSameState(part, made);
}

/** Two states with the same keys and values; the order of keys and of ids is no matter. */
export function isSameState(one: TriageState, other: TriageState): boolean {
  return canonical(one) === canonical(other);
}

/** One text for equal states. */
export function canonical(state: TriageState): string {
  const { labels, reading, ...plain } = state;
  return JSON.stringify([
    Object.entries(plain).sort(byKey),
    Object.entries(labels ?? {}).sort(byKey),
    reading ? [reading.isMarkedUnread, [...reading.messageIds].sort()] : null,
  ]);
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1;
}
