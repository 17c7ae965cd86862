import { formatSpan } from '@/components/accounts/span';
import { counted } from '@/components/ui/counted';
import { formatter } from '@/components/ui/format-time';
import type { UptimeSegment } from '@/components/ui/uptime-bar';
import type { UptimeDay, UptimeSummary } from '@/lib/accounts/types';

/** One bar a day with the minutes in its label. Days are UTC days, and the label says so. */
export function uptimeSegments(uptime: UptimeSummary, locale?: string): UptimeSegment[] {
  return uptime.days.map((day) => ({ state: day.state, label: dayLabel(day, locale) }));
}

/** "99.2 % · 2 incidents"; what is not known is never counted as up and is told apart. */
export function uptimeSummary({ percent, incidents }: UptimeSummary): string {
  if (percent === null) return 'Too little known';
  const figure = percent === 100 ? '100' : percent.toFixed(1);
  return `${figure} % · ${incidents === 0 ? 'no' : incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
}

/** The share of days without evidence, in words; null when all of them are known. */
export function unknownWords({ days }: UptimeSummary): string | null {
  const count = days.filter((day) => day.state === 'unknown').length;
  if (count === 0) return null;
  return `${counted(count, 'day', 'days')} not known, shown striped and not counted`;
}

function dayLabel({ day, state, downMs, unknownMs }: UptimeDay, locale = 'en-GB'): string {
  const date = formatter(locale, {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
  if (state === 'unknown') return `${date} (UTC): not known`;
  const down = downMs > 0 ? `down ${formatSpan(downMs)}` : 'up';
  const unknown = unknownMs > 0 ? `, ${formatSpan(unknownMs)} not known` : '';
  return `${date} (UTC): ${down}${unknown}`;
}
