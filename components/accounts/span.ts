import { counted } from '@/components/ui/counted';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@/lib/core/time';

/** A length in its two largest units: `2 h 10 min`, `3 days 4 h`, `12 min`, `under 1 min`. */
export function formatSpan(durationMs: number): string {
  if (durationMs < MINUTE_MS) return 'under 1 min';
  const days = Math.floor(durationMs / DAY_MS);
  const hours = Math.floor((durationMs % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((durationMs % HOUR_MS) / MINUTE_MS);
  const parts =
    days > 0
      ? [counted(days, 'day', 'days'), hours && `${hours} h`]
      : [hours && `${hours} h`, minutes && `${minutes} min`];
  return parts.filter(Boolean).join(' ');
}

/** How long an event took: `340 ms`, `2.1 s`, then as a span. */
export function formatLag(lagMs: number): string {
  if (lagMs < SECOND_MS) return `${Math.round(lagMs)} ms`;
  if (lagMs < MINUTE_MS) return `${(lagMs / SECOND_MS).toFixed(1)} s`;
  return formatSpan(lagMs);
}
