'use client';

import { cx } from 'class-variance-authority';
import { useClock } from './clock';
import { formatAbsoluteTime, formatAge, formatListTime } from './format-time';
import { Tooltip } from './tooltip';

export type RelativeTimeProps = {
  /** A `Date`, ISO text, or ms since the epoch. */
  date: Date | string | number;
  /** `list`: 14:02, yesterday, Tue, 12 Mar, 12/03/25. `age`: 4 min. `absolute`: with date and zone. */
  format?: 'list' | 'age' | 'absolute';
  /** All three default to the `ClockProvider` around it. */
  nowMs?: number;
  timeZone?: string;
  locale?: string;
  /** Reachable by Tab, with the absolute time in a tooltip. Leave off in rows, where there would be hundreds. */
  isFocusable?: boolean;
  className?: string;
};

/** The absolute time with its zone is always in `title`. Without a clock it shows the absolute time in UTC. */
export function RelativeTime({
  date,
  format = 'list',
  isFocusable = false,
  className,
  ...over
}: RelativeTimeProps) {
  const clock = useClock();
  const moment = new Date(date);
  const nowMs = over.nowMs ?? clock?.nowMs;
  const timeZone = over.timeZone ?? clock?.timeZone ?? 'UTC';
  const locale = over.locale ?? clock?.locale;
  const absolute = formatAbsoluteTime(moment, timeZone, locale);
  const shown = show();

  function show(): string {
    if (format === 'absolute' || nowMs === undefined) return absolute;
    if (format === 'age') return formatAge(moment, nowMs);
    return formatListTime(moment, { nowMs, timeZone, locale });
  }

  const time = (
    // The browser may know newer names of months and zones than the server; the text is then put right at the next tick.
    <time
      dateTime={moment.toISOString()}
      title={isFocusable ? undefined : absolute}
      className={cx('tabular-nums', className)}
      suppressHydrationWarning
    >
      {shown}
    </time>
  );
  if (!isFocusable) return time;
  return (
    <Tooltip content={absolute}>
      <button
        type="button"
        className="inline-flex min-h-6 cursor-default items-center rounded-[4px]"
        aria-label={absolute}
      >
        {time}
      </button>
    </Tooltip>
  );
}
