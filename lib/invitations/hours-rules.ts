import { tzOffset } from '@date-fns/tz';
import { DAY_MS, MINUTE_MS } from '@/lib/core/time';
import type { WorkingHours } from './types';

const DAYS_OF_WEEK = 7;
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** Whether the wall clock of the zone shows working hours at `atMs`. */
export function isOpen(hours: WorkingHours, atMs: number): boolean {
  const { day, minute } = wallOf(hours.zone, atMs);
  return isWorkday(hours, day) && minute >= hours.fromMinute && minute < hours.toMinute;
}

/**
 * The first moment of working hours at or after `atMs`, and whether that is after a day off; null where
 * there is none, ever. Clocks that change and days that a zone skips are taken as they come; of
 * an hour that the clock shows twice, the second time may be left out.
 */
export function nextOpening(
  hours: WorkingHours,
  atMs: number,
): { atMs: number; isAfterDayOff: boolean } | null {
  if (!hasOpenings(hours)) return null;
  let openMs = atMs;
  let isAfterDayOff = false;
  while (!isOpen(hours, openMs)) {
    const { day, minute } = wallOf(hours.zone, openMs);
    let openDay = isWorkday(hours, day) && minute >= hours.fromMinute ? day + 1 : day;
    while (!isWorkday(hours, openDay)) {
      openDay += 1;
      isAfterDayOff = true;
    }
    openMs = momentOf(hours.zone, openDay * DAY_MS + hours.fromMinute * MINUTE_MS, openMs);
  }
  return { atMs: openMs, isAfterDayOff };
}

function hasOpenings({ days, fromMinute, toMinute }: WorkingHours): boolean {
  const isAnyDay = days.some((day) => Number.isInteger(day) && day >= 0 && day < DAYS_OF_WEEK);
  return isAnyDay && fromMinute < toMinute && toMinute > 0 && fromMinute < DAY_MS / MINUTE_MS;
}

function isWorkday(hours: WorkingHours, day: number): boolean {
  return hours.days.includes((day + FIRST_WEEKDAY) % DAYS_OF_WEEK);
}

/** What the clock on the wall shows: the day, counted from 1970, and the minute of the day. */
function wallOf(zone: string, atMs: number): { day: number; minute: number } {
  const wallMs = atMs + offsetMs(zone, atMs);
  const day = Math.floor(wallMs / DAY_MS);
  return { day, minute: (wallMs - day * DAY_MS) / MINUTE_MS };
}

/** When the wall clock, which shows less at `fromMs`, shows `wallMs` or, where it skips that, more. */
function momentOf(zone: string, wallMs: number, fromMs: number): number {
  const guessMs = wallMs - offsetMs(zone, fromMs);
  const offset = offsetMs(zone, guessMs);
  const moment = wallMs - offset;
  if (offsetMs(zone, moment) === offset && moment > fromMs) return moment;
  // The clock jumps over it: the moment of the jump is the answer.
  return changeBetween(zone, Math.max(fromMs, moment), guessMs);
}

/** When the offset becomes the one of `toMs`, to the millisecond. */
function changeBetween(zone: string, fromMs: number, toMs: number): number {
  const offset = offsetMs(zone, toMs);
  let beforeMs = fromMs;
  let afterMs = toMs;
  while (afterMs - beforeMs > 1) {
    const middleMs = Math.floor((beforeMs + afterMs) / 2);
    if (offsetMs(zone, middleMs) === offset) afterMs = middleMs;
    else beforeMs = middleMs;
  }
  return afterMs;
}

function offsetMs(zone: string, atMs: number): number {
  return tzOffset(zone, new Date(atMs)) * MINUTE_MS;
}
