import { describe, expect, it } from 'vitest';
import { parseSnooze, snoozePresets } from './snooze-rules';

const BERLIN = 'Europe/Berlin';
const KATHMANDU = 'Asia/Kathmandu';
/** A Thursday, 19:00 in Berlin. */
const NOW = new Date('2026-11-26T18:00:00Z');

const until = (text: string, now = NOW, timeZone = BERLIN) =>
  parseSnooze(text, now, timeZone).until?.toISOString();

describe('times in words', () => {
  it.each([
    ['tue 9am', '2026-12-01T08:00:00.000Z'],
    ['in 3 hours', '2026-11-26T21:00:00.000Z'],
    ['next monday', '2026-11-30T08:00:00.000Z'],
    ['tomorrow', '2026-11-27T08:00:00.000Z'],
    ['tomorrow evening', '2026-11-27T19:00:00.000Z'],
    ['tomorrow morning', '2026-11-27T08:00:00.000Z'],
    ['in 2 days', '2026-11-28T08:00:00.000Z'],
    ['2026-12-01 10:30', '2026-12-01T09:30:00.000Z'],
    ['friday at 5pm EST', '2026-11-27T22:00:00.000Z'],
  ])('%s', (text, expected) => {
    expect(until(text)).toBe(expected);
  });

  it('are meant in the zone of the member', () => {
    expect(until('tue 9am', NOW, KATHMANDU)).toBe('2026-12-01T03:15:00.000Z');
  });

  it.each(['yesterday', '3 days ago', '2020-01-01'])('%s is refused as past', (text) => {
    expect(parseSnooze(text, NOW, BERLIN)).toEqual({
      problem: 'This time has passed. Choose one that lies ahead.',
    });
  });

  it('says what to try when it does not understand', () => {
    expect(parseSnooze('soonish', NOW, BERLIN).problem).toMatch(/^We do not know this time/);
    expect(parseSnooze('in 40 years', NOW, BERLIN).problem).toBe('Choose a time within 5 years.');
  });
});

describe('over a change of clocks', () => {
  // Berlin leaves summer time on 25 October 2026 at 03:00.
  const beforeAutumn = new Date('2026-10-23T10:00:00Z');
  // And enters it on 28 March 2027 at 02:00.
  const beforeSpring = new Date('2027-03-27T10:00:00Z');

  it('nine in the morning stays nine by the wall clock', () => {
    expect(until('monday 9am', beforeAutumn)).toBe('2026-10-26T08:00:00.000Z');
    expect(until('monday 9am', beforeSpring)).toBe('2027-03-29T07:00:00.000Z');
    const week = snoozePresets(beforeAutumn, BERLIN).find(({ id }) => id === 'week');
    expect(week?.until.toISOString()).toBe('2026-10-26T08:00:00.000Z');
    const tomorrow = snoozePresets(beforeSpring, BERLIN).find(({ id }) => id === 'tomorrow');
    expect(tomorrow?.until.toISOString()).toBe('2027-03-28T07:00:00.000Z');
  });

  it('three hours stay three hours', () => {
    const night = new Date('2026-10-24T23:30:00Z');
    expect(until('in 3 hours', night)).toBe('2026-10-25T02:30:00.000Z');
  });
});

describe('the choices', () => {
  it('all lie ahead, whatever the hour of the year', () => {
    const start = Date.parse('2026-01-01T00:30:00Z');
    for (let hour = 0; hour < 366 * 24; hour += 29) {
      const now = new Date(start + hour * 3_600_000);
      const times = snoozePresets(now, BERLIN).map((preset) => preset.until.getTime());
      expect(Math.min(...times)).toBeGreaterThan(now.getTime());
    }
  });

  it('leave out what makes no sense now', () => {
    const ids = (now: string) => snoozePresets(new Date(now), BERLIN).map(({ id }) => id);
    expect(ids('2026-11-26T09:00:00Z')).toEqual(['later', 'tomorrow', 'weekend', 'week', 'month']);
    expect(ids('2026-11-26T21:00:00Z')).toEqual(['tomorrow', 'weekend', 'week', 'month']);
    expect(ids('2026-11-28T09:00:00Z')).toEqual(['later', 'tomorrow', 'week', 'month']);
  });
});
