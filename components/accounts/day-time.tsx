'use client';

import { useNow } from '@/components/accounts/use-now';
import { calendarDay, formatAbsoluteTime, formatter } from '@/components/ui/format-time';

/** A calendar day in the reader's zone: "3 Mar", in another year "3 Mar 2025", with time "3 Mar, 09:12". */
export function DayTime({ date, hasTime = false }: { date: string; hasTime?: boolean }) {
  const { nowMs, timeZone, locale } = useNow();
  const moment = new Date(date);
  const yearOf = (value: Date) => calendarDay(value, timeZone).year;
  const text = formatter(locale, {
    day: 'numeric',
    month: 'short',
    year: yearOf(moment) === yearOf(new Date(nowMs)) ? undefined : 'numeric',
    ...(hasTime ? { hour: '2-digit', minute: '2-digit' } : {}),
    timeZone,
  }).format(moment);
  return (
    <time
      dateTime={moment.toISOString()}
      title={formatAbsoluteTime(moment, timeZone, locale)}
      suppressHydrationWarning
    >
      {text}
    </time>
  );
}
