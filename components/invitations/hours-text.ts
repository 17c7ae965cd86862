import type { PaceCard } from '@/lib/invitations/types';

export const DAY_NAMES = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;
const WORK_DAYS = '1,2,3,4,5';

/** "Monday to Friday, 09:00 to 17:00, Europe/Berlin"; without a zone while none is chosen. */
export function hoursText({ days, fromMinute, toMinute, zone }: PaceCard['hours']): string {
  const hours = `${daysText(days)}, ${clockText(fromMinute)} to ${clockText(toMinute)}`;
  return zone ? `${hours}, ${zone.replaceAll('_', ' ')}` : hours;
}

/** "09:00"; the end of a day is 24:00. */
export function clockText(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Minutes after midnight, or null for what is no time of a day. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const minute = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minute <= 1_440 ? minute : null;
}

function daysText(days: readonly number[]): string {
  const sorted = days.toSorted((one, other) => one - other);
  if (sorted.join(',') === WORK_DAYS) return 'Monday to Friday';
  if (sorted.length === DAY_NAMES.length) return 'Every day';
  return sorted.map((day) => DAY_NAMES[day]?.slice(0, 3)).join(', ');
}
