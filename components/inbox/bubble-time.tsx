'use client';

import { useClock } from '@/components/ui/clock';
import { formatAbsoluteTime } from '@/components/ui/format-time';
import { clockTime } from './day-label';

/** "14:02": in a conversation the day stands above. The whole of it with the zone is in the tooltip. */
export function BubbleTime({ at }: { at: string }) {
  const clock = useClock();
  if (!clock) return null;
  return (
    <time
      dateTime={at}
      title={formatAbsoluteTime(new Date(at), clock.timeZone, clock.locale)}
      suppressHydrationWarning
    >
      {clockTime(at, clock)}
    </time>
  );
}
