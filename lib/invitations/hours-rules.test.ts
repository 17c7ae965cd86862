import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/time';
import { isOpen, nextOpening } from './hours-rules';

const hours = (zone: string, from: string, to: string, days = [1, 2, 3, 4, 5]) => {
  const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { zone, days, fromMinute: minuteOf(from), toMinute: minuteOf(to) };
};

const openingOf = (of: ReturnType<typeof hours>, at: string) => {
  const opening = nextOpening(of, Date.parse(at));
  return opening && new Date(opening.atMs).toISOString();
};

describe('working hours', () => {
  const berlin = hours('Europe/Berlin', '09:00', '17:00');

  it('begin at their first minute and end before their last', () => {
    const isOpenAt = (at: string) => isOpen(berlin, Date.parse(at));
    expect(isOpenAt('2026-11-20T07:59:59.999Z')).toBe(false);
    expect(isOpenAt('2026-11-20T08:00:00Z')).toBe(true);
    expect(isOpenAt('2026-11-20T15:59:59.999Z')).toBe(true);
    expect(isOpenAt('2026-11-20T16:00:00Z')).toBe(false);
    expect(isOpenAt('2026-11-21T10:00:00Z')).toBe(false);
  });

  it('open now, later today, tomorrow, or after days off', () => {
    const at = Date.parse('2026-11-19T09:00:00Z');
    expect(nextOpening(berlin, at)).toEqual({ atMs: at, isAfterDayOff: false });
    const opening = (text: string) => nextOpening(berlin, Date.parse(text));
    const thursday = Date.parse('2026-11-19T08:00:00Z');
    expect(opening('2026-11-19T03:00:00Z')).toEqual({ atMs: thursday, isAfterDayOff: false });
    const friday = thursday + DAY_MS;
    expect(opening('2026-11-19T20:00:00Z')).toEqual({ atMs: friday, isAfterDayOff: false });
    const monday = friday + 3 * DAY_MS;
    expect(opening('2026-11-20T16:00:00Z')).toEqual({ atMs: monday, isAfterDayOff: true });
    expect(opening('2026-11-22T16:00:00Z')).toEqual({ atMs: monday, isAfterDayOff: true });
  });

  it('never open without days, and never from later to earlier', () => {
    expect(nextOpening({ ...berlin, days: [] }, 0)).toBeNull();
    expect(nextOpening({ ...berlin, days: [7, -1, 0.5] }, 0)).toBeNull();
    expect(nextOpening(hours('Europe/Berlin', '17:00', '09:00'), 0)).toBeNull();
  });

  it.each([
    ['clocks go forward', 'Europe/Berlin', '2026-03-27T20:00:00Z', '2026-03-30T07:00:00.000Z'],
    ['clocks go back', 'Europe/Berlin', '2026-10-23T20:00:00Z', '2026-10-26T08:00:00.000Z'],
    ['by half an hour', 'Australia/Lord_Howe', '2026-10-02T10:00:00Z', '2026-10-04T22:00:00.000Z'],
    ['odd minutes', 'Asia/Kathmandu', '2026-11-20T18:00:00Z', '2026-11-23T03:15:00.000Z'],
  ])('keep to the clock on the wall: %s', (_, zone, at, opening) => {
    expect(openingOf(hours(zone, '09:00', '17:00'), at)).toBe(opening);
  });

  it('begin with the jump where the clock jumps over their beginning', () => {
    const night = hours('Europe/Berlin', '02:30', '04:00', [0]);
    expect(openingOf(night, '2026-03-29T00:10:00Z')).toBe('2026-03-29T01:00:00.000Z');
    const midnight = hours('America/Sao_Paulo', '00:00', '06:00', [0]);
    expect(openingOf(midnight, '2018-11-04T02:00:00Z')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('leave out a night that the clock jumps over, and a day that a zone never had', () => {
    const night = hours('Europe/Berlin', '02:15', '02:45', [0]);
    expect(openingOf(night, '2026-03-29T00:10:00Z')).toBe('2026-04-05T00:15:00.000Z');
    // Samoa went from 29 to 31 December 2011, which was a Saturday.
    const fridays = hours('Pacific/Apia', '09:00', '17:00', [5]);
    expect(openingOf(fridays, '2011-12-30T06:00:00Z')).toBe('2012-01-05T19:00:00.000Z');
  });
});
