'use client';

import { useClock } from '@/components/ui/clock';
import type { TimeContext } from '@/components/ui/format-time';

/**
 * The page's clock: the moment, the zone and the locale. What depends on the time must move with it,
 * or "Connected" would stay on a screen that nobody touches. Throws outside a `ClockProvider`.
 */
export function useNow(): TimeContext {
  const clock = useClock();
  if (!clock) throw new Error('A ClockProvider must stand around everything that shows a time.');
  return clock;
}
