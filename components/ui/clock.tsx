'use client';

import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { TimeContext } from './format-time';

const TICK_MS = 30_000;

const ClockContext = createContext<TimeContext | null>(null);

type ClockProviderProps = TimeContext & { children: ReactNode };

/**
 * One clock and one zone for every time on the page. It starts at the moment the server rendered, so that
 * the browser's first render says the same, and then runs.
 */
export function ClockProvider({ nowMs, timeZone, locale, children }: ClockProviderProps) {
  const [currentMs, setCurrentMs] = useState(nowMs);
  useEffect(() => {
    // Not at once: a change while the server's page still streams in would make React draw it twice.
    const tick = () => setCurrentMs(Date.now());
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
  const clock = useMemo(
    () => ({ nowMs: currentMs, timeZone, locale }),
    [currentMs, timeZone, locale],
  );
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** Null outside a `ClockProvider`. */
export function useClock(): TimeContext | null {
  return useContext(ClockContext);
}
