import { describe, expect, it } from 'vitest';
import { clockTime, dayLabel, longDate } from './day-label';

// 2026-11-21 00:05 in Kathmandu, still the 20th in UTC.
const clock = {
  nowMs: Date.parse('2026-11-20T18:20:00.000Z'),
  timeZone: 'Asia/Kathmandu',
  locale: 'en-GB',
};

describe('the name of a day', () => {
  it('follows the calendar of the reader', () => {
    expect(dayLabel('2026-11-20T18:16:00.000Z', clock)).toBe('Today');
    expect(dayLabel('2026-11-20T18:14:00.000Z', clock)).toBe('Yesterday');
    expect(dayLabel('2026-11-20T18:14:00.000Z', { ...clock, timeZone: 'UTC' })).toBe('Today');
  });

  it('names the year only where it is another one', () => {
    expect(dayLabel('2026-03-03T10:00:00.000Z', clock)).toBe('Tuesday 3 March');
    expect(dayLabel('2025-03-03T10:00:00.000Z', clock)).toContain('2025');
  });

  it('speaks the language of the reader', () => {
    expect(dayLabel('2026-11-20T18:16:00.000Z', { ...clock, locale: 'fr' })).toBe('Aujourd’hui');
    expect(longDate('2026-03-03T10:00:00.000Z', { ...clock, locale: 'de' })).toBe('3. März 2026');
  });

  it('leaves the hour to the zone of the reader', () => {
    expect(clockTime('2026-11-20T18:16:00.000Z', clock)).toBe('00:01');
  });
});
