import { DAY_MS } from '@/lib/core/time';

/** How far ahead a message may be scheduled. */
export const MAX_SCHEDULE_YEARS = 1;
const MAX_SCHEDULE_MS = 366 * MAX_SCHEDULE_YEARS * DAY_MS;

/** What stands against sending at `at`, as a sentence; null where nothing does. */
export function scheduleProblem(at: Date, now: Date): string | null {
  if (at.getTime() <= now.getTime()) return 'This time has passed. Choose one that lies ahead.';
  if (at.getTime() > now.getTime() + MAX_SCHEDULE_MS) return 'Choose a time within a year.';
  return null;
}
