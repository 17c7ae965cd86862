import { describe, expect, test } from 'vitest';
import { formatAbsoluteTime, formatAge, formatDuration, formatListTime } from './format-time';

const timeZone = 'Asia/Kathmandu';
/** Saturday 21 November 2026, 14:02 in Kathmandu. */
const nowMs = Date.parse('2026-11-21T08:17:00Z');
const list = (iso: string, zone = timeZone) =>
  formatListTime(new Date(iso), { nowMs, timeZone: zone });

describe('the time in a list', () => {
  test('becomes coarser the further it lies back', () => {
    expect(list('2026-11-21T08:17:00Z')).toBe('14:02');
    expect(list('2026-11-20T08:17:00Z')).toBe('yesterday');
    expect(list('2026-11-17T08:17:00Z')).toBe('Tue');
    expect(list('2026-11-14T08:17:00Z')).toBe('14 Nov');
    expect(list('2026-03-12T08:17:00Z')).toBe('12 Mar');
    expect(list('2025-03-12T08:17:00Z')).toBe('12/03/25');
  });

  test('changes day at midnight of the reader, not of the server', () => {
    expect(list('2026-11-20T18:14:00Z')).toBe('yesterday');
    expect(list('2026-11-20T18:15:00Z')).toBe('00:00');
    expect(list('2026-11-20T18:15:00Z', 'UTC')).toBe('yesterday');
  });

  test('counts days, not spans of 24 hours, when the clocks change', () => {
    const berlin = { nowMs: Date.parse('2026-10-26T08:00:00Z'), timeZone: 'Europe/Berlin' };
    expect(formatListTime(new Date('2026-10-24T22:30:00Z'), berlin)).toBe('yesterday');
    expect(formatListTime(new Date('2026-10-24T21:30:00Z'), berlin)).toBe('Sat');
  });

  test('names what lies ahead', () => {
    expect(list('2026-11-22T08:17:00Z')).toBe('tomorrow');
    expect(list('2026-11-24T08:17:00Z')).toBe('Tue');
    expect(list('2027-01-05T08:17:00Z')).toBe('05/01/27');
  });

  test('follows the locale', () => {
    const inFrench = { nowMs, timeZone, locale: 'fr-FR' };
    expect(formatListTime(new Date('2026-11-20T08:17:00Z'), inFrench)).toBe('hier');
    expect(formatListTime(new Date('2026-03-12T08:17:00Z'), inFrench)).toBe('12 mars');
  });
});

test('the absolute time names its zone', () => {
  expect(formatAbsoluteTime(new Date(nowMs), timeZone)).toBe('Sat, 21 Nov 2026, 14:02 GMT+5:45');
});

test('an age is its largest whole unit, and a clock that runs ahead is not negative', () => {
  const age = (secondsAgo: number) => formatAge(new Date(nowMs - secondsAgo * 1000), nowMs);
  expect([
    age(-5),
    age(59),
    age(60),
    age(3599),
    age(7300),
    age(86_400),
    age(23.5 * 86_400),
  ]).toEqual(['under 1 min', 'under 1 min', '1 min', '59 min', '2 h', '1 day', '23 days']);
  expect(formatDuration(90 * 60_000)).toBe('1 h');
});
