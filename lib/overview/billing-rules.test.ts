import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '@/lib/core/time';
import { type LinkChange, linkedSpans, monthStartMs, peakOf } from '@/lib/overview/billing-rules';

const linked = (...hours: number[]): LinkChange[] =>
  hours.map((hour, index) => ({ isLinked: index % 2 === 0, atMs: hour * HOUR_MS }));

describe('the peak of a month (A10)', () => {
  it('is of accounts that were linked at once, not of all that ever were', () => {
    const spans = [linked(0, 10), linked(5, 12), linked(10, 20), linked(15)].flatMap(linkedSpans);
    expect(peakOf(spans, 0, 30 * HOUR_MS)).toEqual({ count: 2, atMs: 5 * HOUR_MS });
    expect(peakOf(spans, 21 * HOUR_MS, 30 * HOUR_MS)).toEqual({ count: 1, atMs: 21 * HOUR_MS });
  });

  it('counts one that came back anew, and nothing that is still to come', () => {
    const spans = [linked(0, 10, 20), linked(40)].flatMap(linkedSpans);
    expect(peakOf(spans, 12 * HOUR_MS, 30 * HOUR_MS)).toEqual({ count: 1, atMs: 20 * HOUR_MS });
  });

  it('begins with the month of UTC', () => {
    const at = Date.parse('2026-11-30T23:59:59.999Z');
    expect(new Date(monthStartMs(at)).toISOString()).toBe('2026-11-01T00:00:00.000Z');
    expect(new Date(monthStartMs(at + 1)).toISOString()).toBe('2026-12-01T00:00:00.000Z');
  });

  it('agrees with whoever counts each hour', () => {
    const changes = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 6 })
      .map((hours) => linked(...hours.sort((one, two) => one - two)));
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 8 }), fc.nat(60), (all, from) => {
        const spans = all.flatMap(linkedSpans);
        const counts = Array.from({ length: 61 - from }, (_, index) => {
          const atMs = (from + index) * HOUR_MS;
          return all.filter((log) => log.findLast((one) => one.atMs <= atMs)?.isLinked).length;
        });
        const peak = peakOf(spans, from * HOUR_MS, 60 * HOUR_MS);
        expect(peak.count).toBe(Math.max(...counts));
        expect(peak.atMs).toBe((from + counts.indexOf(peak.count)) * HOUR_MS);
      }),
    );
  });
});
