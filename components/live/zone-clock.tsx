'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { whenPageReady } from '@/components/live/page-ready';
import { ClockProvider } from '@/components/ui/clock';

export const ZONE_COOKIE = 'zone';
const COOKIE_MAX_AGE_SECONDS = 31_536_000;

interface ZoneClockProps {
  nowMs: number;
  /** What the server rendered with: the zone of the last visit, or UTC on the first one. */
  serverZone: string;
  locale: string;
  children: ReactNode;
}

/**
 * The page's clock in the reader's own zone. The server cannot know the zone of a first visit, so the
 * browser corrects it after hydration and tells the server for the next time.
 */
export function ZoneClock({ nowMs, serverZone, locale, children }: ZoneClockProps) {
  const [timeZone, setTimeZone] = useState(serverZone);
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!zone || zone === serverZone) return;
    document.cookie = `${ZONE_COOKIE}=${encodeURIComponent(zone)}; path=/; max-age=${COOKIE_MAX_AGE_SECONDS}; samesite=lax`;
    // Earlier, React would throw away what the server still streams in, and draw the page twice.
    return whenPageReady(() => setTimeZone(zone));
  }, [serverZone]);
  return (
    <ClockProvider nowMs={nowMs} timeZone={timeZone} locale={locale}>
      {children}
    </ClockProvider>
  );
}
