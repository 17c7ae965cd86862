import { calendarDay, formatter, type TimeContext } from '@/components/ui/format-time';

const DAY_MS = 86_400_000;

/** "3 March 2026" in the reader's zone and language. */
export function longDate(at: string, { timeZone, locale }: TimeContext): string {
  return formatter(locale, { dateStyle: 'long', timeZone }).format(new Date(at));
}

/** "today", "yesterday", "Tuesday, 3 March", with the year where it is not this one. */
export function dayLabel(at: string, clock: TimeContext): string {
  const { nowMs, timeZone, locale } = clock;
  const date = new Date(at);
  const day = calendarDay(date, timeZone);
  const today = calendarDay(new Date(nowMs), timeZone);
  const daysAhead = Math.round((day.startMs - today.startMs) / DAY_MS);
  if (daysAhead === 0 || daysAhead === -1) {
    const word = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(daysAhead, 'day');
    return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
  }
  return formatter(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: day.year === today.year ? undefined : 'numeric',
    timeZone,
  }).format(date);
}

/** "14:02" in the reader's zone. */
export function clockTime(at: string, { timeZone, locale }: TimeContext): string {
  return formatter(locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(at));
}
