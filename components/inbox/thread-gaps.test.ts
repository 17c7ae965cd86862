import { describe, expect, it } from 'vitest';
import { gapsOf, gapText, placeGaps } from './thread-gaps';

const at = (time: string) => `2026-03-03T${time}:00.000Z`;
const items = ['09:00', '09:30', '11:00'].map((time) => ({ at: at(time) }));
const gap = (from: string, to: string | null, isReading = true) => ({
  from: at(from),
  to: to && at(to),
  isReading,
});
const placesOf = (gaps: ReturnType<typeof gap>[], isEndKnown = true) => [
  ...placeGaps(items, gaps, isEndKnown).keys(),
];

describe('where a gap stands in a conversation', () => {
  it.each([
    ['between two messages', gap('09:40', '10:05'), [2]],
    ['round a message that is known', gap('09:10', '10:05'), [1]],
    ['behind the last one', gap('11:30', '12:00'), [3]],
    ['behind the last one, and goes on', gap('11:30', null), [3]],
    ['from before the first message into the conversation', gap('08:00', '09:20'), [1]],
    ['before the first message, which says nothing about it', gap('08:00', '09:00'), []],
  ])('%s', (_, one, places) => {
    expect(placesOf([one])).toEqual(places);
  });

  it('not behind the last message that is loaded where newer ones are not', () => {
    expect(placesOf([gap('11:30', '12:00')], false)).toEqual([]);
    expect(placesOf([gap('09:40', '10:05')], false)).toEqual([2]);
  });

  it('is one where there are several', () => {
    const all = placeGaps(items, [gap('09:40', '09:50'), gap('10:10', '10:20', false)], true);
    expect([...all.values()]).toEqual([gap('09:40', '10:20', false)]);
  });

  it('nowhere in an empty conversation', () => {
    expect(placeGaps([], [gap('09:40', null)], true).size).toBe(0);
  });
});

describe('the gaps of an account', () => {
  const gaps = [
    { from: at('09:12'), to: at('10:05') },
    { from: at('11:00'), to: null },
  ];
  const reading = (status: 'connected' | 'reconnect_needed') =>
    gapsOf({ gaps, status, syncFinishedAt: at('08:00') }).map(({ isReading }) => isReading);

  it('are read again once they have ended and the account works', () => {
    expect(reading('connected')).toEqual([true, false]);
    expect(reading('reconnect_needed')).toEqual([false, false]);
  });

  it('are not told during the first import, nor of an account that is not known', () => {
    expect(gapsOf({ gaps, status: 'connected', syncFinishedAt: null })).toEqual([]);
    expect(gapsOf(undefined)).toEqual([]);
  });
});

describe('the words', () => {
  const clock = { nowMs: Date.parse(at('12:00')), timeZone: 'UTC', locale: 'en-GB' };

  it.each([
    [gap('09:12', '10:05', false), 'Messages from 09:12 to 10:05 may be missing.'],
    [
      gap('09:12', '10:05'),
      'Messages from 09:12 to 10:05 may be missing. We are reading them again.',
    ],
    [gap('09:12', null, false), 'Messages since 09:12 may be missing.'],
  ])('of today', (one, text) => {
    expect(gapText(one, clock)).toBe(text);
  });

  it('of another day', () => {
    const later = { ...clock, nowMs: clock.nowMs + 2 * 86_400_000 };
    expect(gapText(gap('09:12', '10:05', false), later)).toBe(
      'Messages from 3 Mar, 09:12 to 10:05 may be missing.',
    );
    const long = { from: at('09:12'), to: '2026-03-04T10:05:00.000Z', isReading: false };
    expect(gapText(long, later)).toBe('Messages from 3 Mar, 09:12 to 4 Mar, 10:05 may be missing.');
  });
});
