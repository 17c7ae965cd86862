import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '@/lib/core/time';
import { DEFAULT_LIMITS, DEFAULT_SPACING } from './default-rules';
import { bindingLimit, capOf, ledgerOf, limitUses, withEntry } from './limit-rules';
import { noteExcess, noteLength } from './note-rules';
import type { Budget, RollingLimit } from './types';

const NOW_MS = Date.parse('2026-11-20T09:00:00Z');
const DAY: RollingLimit = { id: 'day', durationMs: DAY_MS, max: 3 };
const WEEK: RollingLimit = { id: 'week', durationMs: 7 * DAY_MS, max: 5 };

const budgetOf = (more: Partial<Budget> = {}): Budget => ({
  limits: { ...DEFAULT_LIMITS.free, rolling: [DAY, WEEK] },
  zone: 'Europe/Berlin',
  warmUpFromMs: null,
  signals: [],
  ...more,
});

/** Sent so many hours ago; with a note where `hasNote`. */
const ago = (hours: number, hasNote = false, isByHand = false) => ({
  atMs: NOW_MS - hours * HOUR_MS,
  hasNote,
  isByHand,
});

describe('the limits that a workspace begins with', () => {
  it.each(['free', 'paid'] as const)('say from when and whom they are: %s', (tier) => {
    const limits = DEFAULT_LIMITS[tier];
    expect(limits.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(limits.source).not.toBe('');
    expect(limits.rolling.map(({ id }) => id)).toEqual(['day', 'week']);
    for (const share of limits.warmUpShares) expect(share).toBeGreaterThan(0);
  });

  it('are those of the documents', () => {
    const figures = (tier: 'free' | 'paid') => {
      const { rolling, notesPerMonth, noteCharacters } = DEFAULT_LIMITS[tier];
      return [...rolling.map(({ max }) => max), notesPerMonth, noteCharacters];
    };
    expect(figures('free')).toEqual([30, 150, 5, 200]);
    expect(figures('paid')).toEqual([80, 200, null, 300]);
    expect(HOUR_MS / DEFAULT_SPACING.minMs).toBe(10);
  });
});

describe('what is used', () => {
  it('counts what left through us and by hand, and what is planned, in each stretch', () => {
    const sent = [ago(1), ago(2, true, true), ago(23), ago(24), ago(100), ago(169)];
    const planned = [ago(-2), ago(-30, true), ago(-300, true)];
    expect(limitUses(budgetOf(), sent, planned, NOW_MS)).toEqual([
      {
        limit: 'day',
        sent: 3,
        byHand: 1,
        unconfirmed: 0,
        planned: 1,
        cap: { max: 3, cutBy: null },
        left: 0,
        freeFromMs: NOW_MS + HOUR_MS,
      },
      {
        limit: 'week',
        sent: 5,
        byHand: 1,
        unconfirmed: 0,
        planned: 2,
        cap: { max: 5, cutBy: null },
        left: 0,
        freeFromMs: NOW_MS + 68 * HOUR_MS,
      },
      {
        limit: 'notes',
        sent: 1,
        byHand: 1,
        unconfirmed: 0,
        planned: 1,
        cap: { max: 5, cutBy: null },
        left: 4,
        freeFromMs: null,
      },
    ]);
  });

  it('says nothing of notes where they are not counted', () => {
    const limits = { ...DEFAULT_LIMITS.paid, rolling: [DAY] };
    const uses = limitUses(budgetOf({ limits }), [ago(1, true)], [], NOW_MS);
    expect(uses).toMatchObject([{ limit: 'day', sent: 1, left: 2, freeFromMs: null }]);
  });
});

describe('which limit binds, and until when', () => {
  const binding = (budget: Budget, sent: ReturnType<typeof ago>[], hasNote = false) =>
    bindingLimit(budget, ledgerOf(sent), NOW_MS, hasNote);

  it('none, while there is room', () => {
    expect(binding(budgetOf(), [ago(1), ago(2), ago(24)])).toBeNull();
  });

  it('the one that keeps it out for the longest', () => {
    const sent = [ago(1), ago(2), ago(3), ago(60), ago(70)];
    const untilMs = NOW_MS + (168 - 70) * HOUR_MS;
    expect(binding(budgetOf(), sent)).toEqual({ limit: 'week', cutBy: null, untilMs });
    const day = { limit: 'day', cutBy: null, untilMs: NOW_MS + 21 * HOUR_MS };
    expect(binding(budgetOf(), sent.slice(0, 3))).toEqual(day);
  });

  it('also one that would be too much for what leaves later', () => {
    const later = [ago(-1), ago(-2), ago(-3)];
    const block = binding(budgetOf(), later);
    // Behind the first there are three in a day until it has left the day.
    expect(block).toEqual({ limit: 'day', cutBy: null, untilMs: NOW_MS + 25 * HOUR_MS });
  });

  it('notes by the month of the zone', () => {
    const sent = Array.from({ length: 5 }, (_, index) => ago(200 + index, true));
    const block = { limit: 'notes', cutBy: null, untilMs: Date.parse('2026-11-30T23:00:00Z') };
    expect(binding(budgetOf(), sent, true)).toEqual(block);
    expect(binding(budgetOf(), sent)).toBeNull();
  });

  it('for ever, where the settings allow nothing', () => {
    const none = { ...DEFAULT_LIMITS.free, rolling: [{ ...DAY, max: 0 }], notesPerMonth: 0 };
    const never = { limit: 'day', cutBy: null, untilMs: null };
    expect(binding(budgetOf({ limits: none }), [])).toEqual(never);
    const noNotes = { ...none, rolling: [DAY] };
    expect(binding(budgetOf({ limits: noNotes }), [], true)).toMatchObject({ limit: 'notes' });
    expect(binding(budgetOf({ limits: noNotes }), [])).toBeNull();
  });
});

describe('what makes a limit smaller', () => {
  const limit = { ...DAY, max: 20 };
  const capAt = (budget: Budget, days: number) => capOf(budget, limit, NOW_MS + days * DAY_MS);

  it('the first weeks of an account', () => {
    const budget = budgetOf({ warmUpFromMs: NOW_MS });
    expect([0, 6.9, 7, 14, 21].map((days) => capAt(budget, days).max)).toEqual([6, 6, 10, 15, 20]);
    expect(capAt(budget, 0).cutBy).toBe('warm_up');
    expect(capAt(budget, 21).cutBy).toBeNull();
  });

  it('a signal of the provider, for as long as the settings say', () => {
    const at = (percent: number) => budgetOf({ signals: [{ atMs: NOW_MS, percent }] });
    expect(capAt(at(50), 0)).toEqual({ max: 20, cutBy: null });
    expect(capAt(at(75), 0)).toEqual({ max: 10, cutBy: 'provider_signal' });
    expect([0, 1, 7].map((days) => capAt(at(95), days).max)).toEqual([0, 5, 20]);
  });

  it('leaves at least one, whatever the share, unless that is none', () => {
    expect(capOf(budgetOf({ warmUpFromMs: NOW_MS }), { ...DAY, max: 2 }, NOW_MS).max).toBe(1);
  });

  it('says when there is room again: with the next week of an account', () => {
    const budget = budgetOf({ warmUpFromMs: NOW_MS - 6 * DAY_MS });
    const sent = ledgerOf([ago(30)]);
    expect(bindingLimit(budget, sent, NOW_MS, false)).toEqual({
      limit: 'week',
      cutBy: 'warm_up',
      untilMs: NOW_MS + DAY_MS,
    });
  });
});

describe('the ledger', () => {
  it('is the same entry by entry as all at once', () => {
    const entry = fc.record({ atMs: fc.integer({ min: 0, max: 99 }), hasNote: fc.boolean() });
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const one = entries.reduce(
          (ledger, { atMs, hasNote }) => withEntry(ledger, atMs, hasNote),
          ledgerOf([]),
        );
        expect(one).toEqual(ledgerOf(entries));
      }),
    );
  });
});

describe('a note', () => {
  it('is as long as the strictest of all counts makes it', () => {
    const family = '👨‍👩‍👧';
    for (const text of ['Grüße', 'e\u0301', family, '🇳🇵']) {
      const graphemes = [...new Intl.Segmenter().segment(text)].length;
      expect(noteLength(text)).toBeGreaterThanOrEqual([...text].length);
      expect(noteLength(text)).toBeGreaterThanOrEqual(graphemes);
    }
    expect(noteLength(family)).toBe(8);
  });

  it('is too long by the tier', () => {
    const note = 'x'.repeat(210);
    expect(noteExcess(note, DEFAULT_LIMITS.free)).toBe(10);
    expect(noteExcess(note, DEFAULT_LIMITS.paid)).toBe(0);
  });
});
