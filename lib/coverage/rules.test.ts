import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '@/lib/core/time';
import {
  coverageOf,
  mergeSpans,
  readingPauseMs,
  subtractSpans,
  summaryOf,
  windowFrom,
} from './rules';
import type { CoverageEvidence, Span } from './types';

const END = 40;
const span = fc
  .tuple(fc.integer({ min: 0, max: END }), fc.integer({ min: 0, max: END }))
  .map(([fromMs, toMs]): Span => ({ fromMs, toMs }));
const spans = fc.array(span, { maxLength: 8 });

/** The slow and obvious meaning: which moments are in it. */
function moments(list: readonly Span[]): Set<number> {
  const found = new Set<number>();
  for (const { fromMs, toMs } of list) for (let at = fromMs; at < toMs; at += 1) found.add(at);
  return found;
}

const isTidy = (list: readonly Span[]) =>
  list.every(({ fromMs, toMs }, index) => fromMs < toMs && (list[index - 1]?.toMs ?? -1) < fromMs);

describe('spans of time', () => {
  it('merged hold the same moments, in order and apart', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const merged = mergeSpans(list);
        expect(moments(merged)).toEqual(moments(list));
        expect(isTidy(merged)).toBe(true);
        expect(mergeSpans(merged)).toEqual(merged);
      }),
      { numRuns: 1000 },
    );
  });

  it('merge to the same whatever order they come in', () => {
    fc.assert(
      fc.property(spans, (list) => {
        expect(mergeSpans(list.toReversed())).toEqual(mergeSpans(list));
      }),
    );
  });

  it('less others hold what only the first hold', () => {
    fc.assert(
      fc.property(spans, spans, (list, cuts) => {
        const left = subtractSpans(list, cuts);
        const cut = moments(cuts);
        expect(moments(left)).toEqual(new Set([...moments(list)].filter((at) => !cut.has(at))));
        expect(isTidy(left)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

const T0 = Date.parse('2026-11-20T09:00:00.000Z');
const FRESH_MS = 15 * MINUTE_MS;
const minute = (count: number) => T0 + count * MINUTE_MS;
const date = (count: number) => new Date(minute(count));

function evidence(fields: Partial<CoverageEvidence> = {}): CoverageEvidence {
  return {
    syncStartedAt: date(0),
    syncFinishedAt: date(2),
    syncedBackTo: date(-100),
    lastOkAt: date(30),
    status: 'connected',
    streamSince: null,
    spans: [],
    ...fields,
  };
}

const gapsOf = (fields: Partial<CoverageEvidence>, now = 31) =>
  coverageOf(evidence(fields), minute(now), FRESH_MS).gaps;

describe('the coverage of an account', () => {
  it('is whole while it is connected and nothing broke the stream', () => {
    expect(gapsOf({})).toEqual([]);
    expect(summaryOf(evidence(), minute(31), FRESH_MS)).toEqual({
      since: date(-100).toISOString(),
      gaps: [],
    });
  });

  it('has a gap from the last proof on while the account is down, and none in the future', () => {
    const open = [{ fromMs: minute(30), toMs: minute(90) }];
    expect(gapsOf({ status: 'reconnect_needed' }, 90)).toEqual(open);
    expect(gapsOf({}, 90)).toEqual(open);
    const told = summaryOf(evidence(), minute(90), FRESH_MS);
    expect(told.gaps).toEqual([{ from: date(30).toISOString(), to: null }]);
  });

  it('keeps the gap after the return until its time was read', () => {
    const back = { streamSince: date(60), lastOkAt: date(61) };
    const before = [{ fromMs: minute(0), toMs: minute(30) }];
    expect(gapsOf({ ...back, spans: before }, 62)).toEqual([
      { fromMs: minute(30), toMs: minute(60) },
    ]);
    const read = { fromMs: minute(20), toMs: minute(61) };
    expect(gapsOf({ ...back, spans: [...before, read] }, 62)).toEqual([]);
  });

  it('says nothing before the first import has begun', () => {
    expect(gapsOf({ syncStartedAt: null })).toEqual([]);
    const none = evidence({ syncStartedAt: null, syncFinishedAt: null });
    expect(summaryOf(none, minute(31), FRESH_MS)).toEqual({ since: null, gaps: [] });
  });

  it('never claims a moment that no evidence proves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -50, max: 120 }), fc.integer({ min: -50, max: 120 })), {
          maxLength: 6,
        }),
        fc.integer({ min: 0, max: 120 }),
        (pairs, since) => {
          const proven = pairs.map(([from, to]) => ({ fromMs: minute(from), toMs: minute(to) }));
          const given = { spans: proven, streamSince: date(since), status: 'reconnect_needed' };
          const gaps = gapsOf({ ...given, lastOkAt: date(40) }, 120);
          for (let at = 0; at < 120; at += 1) {
            const isIn = (list: readonly Span[]) =>
              list.some(({ fromMs, toMs }) => fromMs <= minute(at) && minute(at) < toMs);
            const isProven = isIn(proven) || (at >= since && at < 40);
            expect(isIn(gaps)).toBe(!isProven);
          }
        },
      ),
    );
  });
});

describe('a window that is read again', () => {
  it('begins before the oldest gap and before the last reading', () => {
    const whole = { originMs: T0, gaps: [] };
    expect(windowFrom(whole, minute(30))).toBe(minute(20));
    const gapped = { originMs: T0, gaps: [{ fromMs: minute(5), toMs: minute(6) }] };
    expect(windowFrom(gapped, minute(30))).toBe(minute(-5));
  });
});

describe('the pause of an account that was asked too much', () => {
  it('is what the API says, or grows from minutes to hours', () => {
    expect(readingPauseMs(3, 90_000, 0)).toBe(90_000);
    const pauses = [0, 1, 2, 3, 4, 50].map((times) => readingPauseMs(times, null, 0));
    expect(pauses).toEqual([2, 8, 32, 120, 120, 120].map((minutes) => minutes * MINUTE_MS));
    expect(readingPauseMs(9, null, 1)).toBeLessThan(3 * HOUR_MS);
  });

  it('is never shorter than asked for, and not the same for all', () => {
    expect(readingPauseMs(0, 90_000, 1)).toBeGreaterThan(readingPauseMs(0, 90_000, 0));
  });
});
