import { TZDate } from '@date-fns/tz';
import type { ParsedComponents, ParsedResult } from 'chrono-node';
// Of its languages the one that our presets are written in; all together are some 35 KB more.
import * as chrono from 'chrono-node/en';
import {
  addDays,
  addHours,
  isWeekend,
  nextMonday,
  nextSaturday,
  setHours,
  startOfDay,
  startOfHour,
} from 'date-fns';

const MORNING_HOUR = 9;
/** After this hour nothing of today is left for "later today". */
const LAST_HOUR = 20;
const LATER_HOURS = 3;
const MAX_YEARS = 5;

export interface SnoozePreset {
  id: 'later' | 'tomorrow' | 'weekend' | 'week' | 'month';
  label: string;
  until: Date;
}

/** The choices that make sense at `now`, by the wall clock of `timeZone`; all lie ahead. */
export function snoozePresets(now: Date, timeZone: string): SnoozePreset[] {
  const local = new TZDate(now.getTime(), timeZone);
  const presets: SnoozePreset[] = [];
  const add = (id: SnoozePreset['id'], label: string, at: Date) =>
    presets.push({ id, label, until: new Date(at.getTime()) });
  const later = startOfHour(addHours(local, LATER_HOURS));
  if (later.getDate() === local.getDate() && later.getHours() <= LAST_HOUR) {
    add('later', 'Later today', later);
  }
  add('tomorrow', 'Tomorrow', morningOf(addDays(local, 1)));
  if (!isWeekend(local)) add('weekend', 'This weekend', morningOf(nextSaturday(local)));
  add('week', 'Next week', morningOf(nextMonday(local)));
  add('month', 'In a month', morningOf(addDays(local, 30)));
  return presets;
}

export type ParsedSnooze =
  | { until: Date; problem?: undefined }
  | { until?: undefined; problem: string };

/**
 * What a person means by "tue 9am", "in 3 hours" or "next monday", at `now` on the wall clock of
 * `timeZone`. A day without an hour is meant in the morning. The past is refused with a sentence, and what lies further
 * ahead than `maxYears`.
 */
export function parseSnooze(
  text: string,
  now: Date,
  timeZone: string,
  maxYears = MAX_YEARS,
): ParsedSnooze {
  const offsetMinutes = -new TZDate(now.getTime(), timeZone).getTimezoneOffset();
  const [found] = chrono.parse(
    text,
    { instant: now, timezone: offsetMinutes },
    { forwardDate: true },
  );
  if (!found) return { problem: 'We do not know this time. Try “tue 9am” or “in 3 hours”.' };
  const until = isSpan(found) ? found.start.date() : wallTime(found.start, timeZone);
  if (until.getTime() <= now.getTime()) {
    return { problem: 'This time has passed. Choose one that lies ahead.' };
  }
  if (until.getTime() > addDays(now, 366 * maxYears).getTime()) {
    const years = maxYears === 1 ? 'a year' : `${maxYears} years`;
    return { problem: `Choose a time within ${years}.` };
  }
  return { until };
}

/** Words that mean an hour; "morning" is left to ours. */
const HOUR_WORDS = ['afternoon', 'evening', 'tonight', 'night', 'midnight'].map(
  (word) => `casualReference/${word}` as const,
);

/** "In 3 hours" is a stretch of time; what clocks do meanwhile is no matter. */
function isSpan({ start }: ParsedResult): boolean {
  return start.tags().has('result/relativeDateAndTime');
}

/**
 * The parts by the wall clock, because the library knows one offset only and a change of clocks may
 * lie between now and then. A named zone in the text counts as it is.
 */
function wallTime(start: ParsedComponents, timeZone: string): Date {
  if (start.isCertain('timezoneOffset')) return start.date();
  const part = (name: Parameters<typeof start.get>[0]) => start.get(name) ?? 0;
  const hasHour = start.isCertain('hour') || HOUR_WORDS.some((word) => start.tags().has(word));
  const at = new TZDate(
    part('year'),
    part('month') - 1,
    part('day'),
    hasHour ? part('hour') : MORNING_HOUR,
    hasHour ? part('minute') : 0,
    0,
    timeZone,
  );
  return new Date(at.getTime());
}

function morningOf(day: Date): Date {
  return setHours(startOfDay(day), MORNING_HOUR);
}
