import { describe, expect, it } from 'vitest';
import { clockText, hoursText, minuteOf } from './hours-text';

describe('working hours in words', () => {
  const office = { days: [5, 1, 2, 4, 3], fromMinute: 540, toMinute: 1_020 };

  it('have a zone once one is chosen', () => {
    expect(hoursText({ ...office, zone: 'America/New_York' })).toBe(
      'Monday to Friday, 09:00 to 17:00, America/New York',
    );
    expect(hoursText({ ...office, zone: null })).toBe('Monday to Friday, 09:00 to 17:00');
  });

  it('name the days where they are no usual week', () => {
    expect(hoursText({ ...office, days: [6, 0], zone: null })).toMatch(/^Sun, Sat, /);
    expect(hoursText({ ...office, days: [0, 1, 2, 3, 4, 5, 6], zone: null })).toMatch(/^Every day/);
  });

  it('are read as they are written', () => {
    for (const minute of [0, 1, 545, 1_439, 1_440])
      expect(minuteOf(clockText(minute))).toBe(minute);
    expect(minuteOf(' 9:05 ')).toBe(545);
    for (const text of ['', '9', '24:01', '12:60', '-1:00', '9.00'])
      expect(minuteOf(text)).toBeNull();
  });
});
