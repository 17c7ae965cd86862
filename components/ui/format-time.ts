const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DEFAULT_LOCALE = 'en-GB';

export type TimeContext = {
  /** The moment that counts as now, in ms since the epoch. */
  nowMs: number;
  /** IANA name, `Asia/Kathmandu`. */
  timeZone: string;
  /** BCP 47, `en-GB` by default. */
  locale?: string;
};

/**
 * The time as lists show it, in the reader's zone: `14:02` today, `yesterday`, `Tue` within six days,
 * `12 Mar` within the year, `12/03/25` before. What lies ahead reads `tomorrow`, then the same.
 */
export function formatListTime(
  date: Date,
  { nowMs, timeZone, locale = DEFAULT_LOCALE }: TimeContext,
) {
  const day = calendarDay(date, timeZone);
  const today = calendarDay(new Date(nowMs), timeZone);
  const daysAhead = Math.round((day.startMs - today.startMs) / DAY_MS);
  const format = (options: Intl.DateTimeFormatOptions) =>
    formatter(locale, { ...options, timeZone }).format(date);
  if (daysAhead === 0) return format({ hour: '2-digit', minute: '2-digit' });
  if (Math.abs(daysAhead) === 1) {
    return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(daysAhead, 'day');
  }
  if (Math.abs(daysAhead) < 7) return format({ weekday: 'short' });
  if (day.year === today.year) return format({ day: 'numeric', month: 'short' });
  return format({ day: '2-digit', month: '2-digit', year: '2-digit' });
}

/** Everything with the zone: `Sat, 21 Nov 2026, 14:02 GMT+5:45`. */
export function formatAbsoluteTime(date: Date, timeZone: string, locale = DEFAULT_LOCALE): string {
  return formatter(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(date);
}

/** How long ago, in its largest whole unit: `under 1 min`, `4 min`, `2 h`, `23 days`. */
export function formatAge(date: Date, nowMs: number): string {
  return formatDuration(nowMs - date.getTime());
}

/** A length in its largest whole unit; below a minute `under 1 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < MINUTE_MS) return 'under 1 min';
  if (durationMs < HOUR_MS) return `${Math.floor(durationMs / MINUTE_MS)} min`;
  if (durationMs < DAY_MS) return `${Math.floor(durationMs / HOUR_MS)} h`;
  const days = Math.floor(durationMs / DAY_MS);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The date in the zone as if it were UTC, so that whole days can be subtracted across clock changes. */
export function calendarDay(date: Date, timeZone: string): { startMs: number; year: number } {
  const parts = formatter('en-US', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone,
  }).formatToParts(date);
  const read = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value);
  return { startMs: Date.UTC(read('year'), read('month') - 1, read('day')), year: read('year') };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making a formatter costs more than a hundred uses of it, and a list has hundreds of times. */
export function formatter(
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}
