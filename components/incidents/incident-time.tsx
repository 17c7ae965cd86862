'use client';

import { DayTime } from '@/components/accounts/day-time';
import { formatSpan } from '@/components/accounts/span';
import { useNow } from '@/components/accounts/use-now';

/** "15 Nov, 08:03 – 16 Nov, 02:03 · 18 h". */
export function IncidentTime({ from, to }: { from: string; to: string | null }) {
  const { nowMs } = useNow();
  const endMs = to ? Date.parse(to) : nowMs;
  return (
    <span className="text-meta text-fg-2 tabular-nums">
      <DayTime date={from} hasTime /> – {to ? <DayTime date={to} hasTime /> : 'now'} ·{' '}
      {formatSpan(endMs - Date.parse(from))}
    </span>
  );
}
