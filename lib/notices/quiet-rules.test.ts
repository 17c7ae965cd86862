import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import { quietUntil } from '@/lib/notices/quiet-rules';

const NIGHT = { zone: 'Asia/Kathmandu', fromMinute: 22 * 60, toMinute: 7 * 60 };
const NOON = { zone: 'Europe/Berlin', fromMinute: 12 * 60, toMinute: 13 * 60 };
const until = (quiet: typeof NIGHT | null, iso: string) => {
  const atMs = quietUntil(quiet, Date.parse(iso));
  return atMs === null ? null : new Date(atMs).toISOString();
};

it.each([
  ['before the night', NIGHT, '2026-11-20T16:14:00.000Z', null],
  ['at its beginning', NIGHT, '2026-11-20T16:15:00.000Z', '2026-11-21T01:15:00.000Z'],
  ['after midnight', NIGHT, '2026-11-20T20:00:00.000Z', '2026-11-21T01:15:00.000Z'],
  ['at its end', NIGHT, '2026-11-21T01:15:00.000Z', null],
  ['at noon', NOON, '2026-11-20T11:30:00.000Z', '2026-11-20T12:00:00.000Z'],
  ['after noon', NOON, '2026-11-20T12:00:00.000Z', null],
  ['in the morning', NOON, '2026-11-20T07:00:00.000Z', null],
  ['without any', null, '2026-11-20T20:00:00.000Z', null],
] as const)('quiet hours end by the clock of their zone: %s', (_, quiet, at, end) => {
  expect(until(quiet, at)).toBe(end);
});

it('over a change of the clock they end when the clock shows it', () => {
  const night = { zone: 'Europe/Berlin', fromMinute: 22 * 60, toMinute: 7 * 60 };
  expect(until(night, '2026-10-24T21:00:00.000Z')).toBe('2026-10-25T06:00:00.000Z');
  expect(until(night, '2026-10-23T21:00:00.000Z')).toBe('2026-10-24T05:00:00.000Z');
});

it('whatever the hours, they end within a day, and are over then', () => {
  const minute = fc.integer({ min: 0, max: 1_439 });
  fc.assert(
    fc.property(minute, minute, fc.integer({ min: 0, max: 365 * 1_440 }), (from, to, at) => {
      fc.pre(from !== to);
      const quiet = { zone: 'America/New_York', fromMinute: from, toMinute: to };
      const atMs = Date.parse('2026-01-01T00:00:00.000Z') + at * MINUTE_MS;
      const endMs = quietUntil(quiet, atMs);
      if (endMs === null) return;
      expect(endMs).toBeGreaterThan(atMs);
      expect(endMs - atMs).toBeLessThanOrEqual(25 * HOUR_MS);
      expect(quietUntil(quiet, endMs)).toBeNull();
    }),
  );
});
