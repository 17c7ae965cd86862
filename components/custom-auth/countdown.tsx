'use client';

import { useEffect, useState } from 'react';
import { useNow } from '@/components/accounts/use-now';
import { VisuallyHidden } from '@/components/ui/visually-hidden';
import { MINUTE_MS, SECOND_MS } from '@/lib/core/time';
import { ATTEMPT_LIFE_MS, countdownText } from '@/lib/custom-auth/form-rules';

/** What is left of the five minutes. Readers are told once, when the last minute begins. */
export function Countdown({ expiresAt }: { expiresAt: string }) {
  const { nowMs } = useNow();
  const [currentMs, setCurrentMs] = useState(nowMs);
  useEffect(() => {
    const tick = () => setCurrentMs(Date.now());
    tick();
    const timer = setInterval(tick, SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  // A browser whose clock is wrong is not told more than there is.
  const leftMs = Math.min(ATTEMPT_LIFE_MS, Date.parse(expiresAt) - currentMs);
  const isLast = leftMs <= MINUTE_MS;
  return (
    <p className={isLast ? 'text-meta text-warn' : 'text-meta text-fg-2'}>
      <span role="timer" aria-live="off">
        <span className="tabular-nums">{countdownText(leftMs)}</span> left to sign in
      </span>
      <VisuallyHidden>
        <span role="status">{isLast ? 'Less than a minute is left.' : ''}</span>
      </VisuallyHidden>
    </p>
  );
}
