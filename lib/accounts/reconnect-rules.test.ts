import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Loss,
  lossesOf,
  reconnectSpans,
  reconnectTimes,
  TOO_FEW,
} from '@/lib/accounts/reconnect-rules';
import type { AccountStatus } from '@/lib/accounts/types';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';

const change = (hour: number, status: AccountStatus, rawStatus = 'RAW') => ({
  status,
  rawStatus,
  atMs: hour * HOUR_MS,
});

describe('a loss', () => {
  it('lasts from signed out to proven to work, whatever comes between', () => {
    const log = [
      change(0, 'connected'),
      change(1, 'interrupted'),
      change(2, 'reconnect_needed', 'CREDENTIALS'),
      change(3, 'interrupted', 'ERROR'),
      change(4, 'connecting'),
      change(5, 'reconnect_needed', 'WRONG_ACCOUNT'),
      change(9, 'connected', 'OK'),
    ];
    expect(lossesOf(log)).toEqual([{ fromMs: 2 * HOUR_MS, toMs: 9 * HOUR_MS, end: 'reconnected' }]);
  });

  it('of an account that was removed is over and was never repaired', () => {
    const losses = lossesOf([change(1, 'reconnect_needed'), change(4, 'removed')]);
    expect(losses).toEqual([{ fromMs: HOUR_MS, toMs: 4 * HOUR_MS, end: 'removed' }]);
    expect(reconnectSpans(losses, 0)).toEqual([]);
  });

  it('counts where it ended, so that one that began before the window is not lost', () => {
    const losses = lossesOf([change(1, 'reconnect_needed'), change(40, 'connected')]);
    expect(reconnectSpans(losses, 30 * HOUR_MS)).toEqual([39 * HOUR_MS]);
    expect(reconnectSpans(losses, 50 * HOUR_MS)).toEqual([]);
  });
});

describe('the figures', () => {
  it('say nothing of fewer than five', () => {
    expect(reconnectTimes([1, 2, 3, 4], 2)).toEqual({
      count: 4,
      medianMs: null,
      p95Ms: null,
      openCount: 2,
    });
  });

  it('are the middle, and a time that was taken by one in twenty', () => {
    const spans = Array.from({ length: 100 }, (_, index) => (index + 1) * MINUTE_MS).reverse();
    expect(reconnectTimes(spans, 0)).toMatchObject({
      count: 100,
      medianMs: 50.5 * MINUTE_MS,
      p95Ms: 95 * MINUTE_MS,
    });
  });
});

const STATUSES: readonly AccountStatus[] = [
  'connecting',
  'connected',
  'reconnect_needed',
  'interrupted',
  'paused',
  'restricted',
  'attention',
  'removed',
];
const logs = fc.array(
  fc.record({
    status: fc.constantFrom(...STATUSES),
    rawStatus: fc.constantFrom('RAW', 'NOT_VERIFIED'),
    minutes: fc.integer({ min: 1, max: 30 }),
  }),
  { maxLength: 40 },
);

/** What somebody with a stopwatch who looks at the log each minute would write down. */
function watched(log: { status: AccountStatus; rawStatus: string; atMs: number }[]): Loss[] {
  const endMs = (log.at(-1)?.atMs ?? 0) + MINUTE_MS;
  const seen: Loss[] = [];
  let sinceMs: number | null = null;
  for (let nowMs = 0; nowMs < endMs; nowMs += MINUTE_MS) {
    const current = log.findLast(({ atMs }) => atMs <= nowMs);
    if (!current) continue;
    const works = current.status === 'connected' && current.rawStatus !== 'NOT_VERIFIED';
    if (sinceMs === null && current.status === 'reconnect_needed') sinceMs = nowMs;
    if (sinceMs !== null && (works || current.status === 'removed')) {
      seen.push({ fromMs: sinceMs, toMs: nowMs, end: works ? 'reconnected' : 'removed' });
      sinceMs = null;
    }
  }
  return sinceMs === null ? seen : [...seen, { fromMs: sinceMs, toMs: null, end: null }];
}

it('agrees with whoever watches the log minute by minute (A8)', () => {
  fc.assert(
    fc.property(logs, (steps) => {
      let atMs = 0;
      const log = steps.map(({ status, rawStatus, minutes }) => {
        atMs += minutes * MINUTE_MS;
        return { status, rawStatus, atMs };
      });
      const expected = watched(log);
      expect(lossesOf(log)).toEqual(expected);
      const spans = reconnectSpans(lossesOf(log), 0);
      const { count, medianMs, p95Ms } = reconnectTimes(spans, 0);
      expect(count).toBe(expected.filter(({ end }) => end === 'reconnected').length);
      if (count < TOO_FEW || medianMs === null || p95Ms === null) return;
      const atMost = (limit: number) => spans.filter((span) => span <= limit).length;
      const atLeast = (limit: number) => spans.filter((span) => span >= limit).length;
      expect(atMost(medianMs)).toBeGreaterThanOrEqual(count / 2);
      expect(atLeast(medianMs)).toBeGreaterThanOrEqual(count / 2);
      expect(spans).toContain(p95Ms);
      expect(atMost(p95Ms)).toBeGreaterThanOrEqual(count * 0.95);
    }),
    { numRuns: 300 },
  );
});
