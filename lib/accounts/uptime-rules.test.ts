import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountStatus } from '@/lib/accounts/types';
import { incidentsOf, type StatusChange, uptimeOf, uptimeText } from '@/lib/accounts/uptime-rules';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const FRESH_MS = 15 * MINUTE_MS;

function change(agoMs: number, status: AccountStatus, rawStatus = 'RAW'): StatusChange {
  return { id: `${agoMs} ago`, status, rawStatus, atMs: NOW_MS - agoMs };
}

function input(
  changes: StatusChange[],
  fields: { lastOkAtMs?: number | null; days?: number } = {},
) {
  return { changes, lastOkAtMs: NOW_MS, freshMs: FRESH_MS, nowMs: NOW_MS, days: 30, ...fields };
}

const states = (changes: StatusChange[], fields = {}) =>
  uptimeOf(input(changes, fields)).days.map((day) => day.state);

describe('the uptime bar', () => {
  it('has one segment a day, today last', () => {
    const { days } = uptimeOf(input([]));
    expect(days).toHaveLength(30);
    expect(days[0]?.day).toBe('2026-10-22');
    expect(days.at(-1)?.day).toBe('2026-11-20');
  });

  it('draws nothing green before the first evidence', () => {
    expect(new Set(states([]))).toEqual(new Set(['unknown']));
    expect(states([change(2 * DAY_MS, 'connected')]).slice(-4)).toEqual([
      'unknown',
      'up',
      'up',
      'up',
    ]);
  });

  it('draws nothing green once the proof has run out', () => {
    const lastOkAtMs = NOW_MS - 3 * DAY_MS;
    expect(states([change(9 * DAY_MS, 'connected')], { lastOkAtMs }).slice(-4)).toEqual([
      'up',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(states([change(2 * DAY_MS, 'connected')], { lastOkAtMs: null }).at(-1)).toBe('unknown');
  });

  it('draws nothing green where the history says that nothing was proven', () => {
    const history = [
      change(9 * DAY_MS, 'connected', 'OK'),
      change(4 * DAY_MS, 'connected', 'NOT_VERIFIED'),
      change(2 * DAY_MS, 'connected', 'OK'),
    ];
    const { days } = uptimeOf(input(history));
    const unknownMs = days.slice(-6).reduce((sum, day) => sum + day.unknownMs, 0);
    expect(unknownMs).toBe(2 * DAY_MS);
  });

  it('shows a day with both as partial, a day without up as down', () => {
    const history = [
      change(5 * DAY_MS, 'connected'),
      change(2 * DAY_MS, 'reconnect_needed'),
      change(HOUR_MS, 'connected'),
    ];
    expect(states(history).slice(-3)).toEqual(['partial', 'down', 'partial']);
  });

  it('takes a sign-in of somebody else for down, an unknown status for unknown', () => {
    expect(states([change(2 * DAY_MS, 'reconnect_needed', 'WRONG_ACCOUNT')]).at(-1)).toBe('down');
    expect(states([change(2 * DAY_MS, 'attention', 'NEW_WORD')]).at(-1)).toBe('unknown');
    expect(states([change(2 * DAY_MS, 'connecting')]).at(-1)).toBe('unknown');
  });

  it('adds up: up, down and unknown are the elapsed time of each day', () => {
    const statuses: AccountStatus[] = ['connected', 'reconnect_needed', 'connecting', 'attention'];
    const history = fc.array(
      fc.record({
        agoMs: fc.integer({ min: 0, max: 40 * DAY_MS }),
        status: fc.constantFrom(...statuses),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 2 * DAY_MS }), (items, okAgoMs) => {
        const changes = items
          .sort((one, two) => two.agoMs - one.agoMs)
          .map(({ agoMs, status }) => change(agoMs, status));
        const { days } = uptimeOf(input(changes, { lastOkAtMs: NOW_MS - okAgoMs }));
        for (const [index, day] of days.entries()) {
          const elapsedMs = index === 29 ? 12 * HOUR_MS : DAY_MS;
          expect(day.upMs + day.downMs + day.unknownMs).toBe(elapsedMs);
          expect(Math.min(day.upMs, day.downMs, day.unknownMs)).toBeGreaterThanOrEqual(0);
          if (day.state === 'up') expect(day.downMs).toBe(0);
        }
      }),
    );
  });
});

describe('the uptime figure', () => {
  it('is known-up of known time, rounded down', () => {
    const history = [change(100 * HOUR_MS, 'connected'), change(MINUTE_MS, 'reconnect_needed')];
    expect(uptimeOf(input(history)).percent).toBe(99.9);
  });

  it('is not given when too little is known', () => {
    expect(uptimeOf(input([change(HOUR_MS / 2, 'connected')])).percent).toBeNull();
    expect(uptimeText(uptimeOf(input([])))).toBe('Too little known · no incident');
  });

  it('is said with its incidents', () => {
    const history = [
      change(10 * DAY_MS, 'connected'),
      change(2 * DAY_MS, 'reconnect_needed'),
      change(DAY_MS, 'connected'),
    ];
    expect(uptimeText(uptimeOf(input(history)))).toBe('90.0 % · 1 incident');
  });
});

describe('incidents', () => {
  it('are stretches of down, newest first; one status after the other is one', () => {
    const history = [
      change(9 * DAY_MS, 'connected'),
      change(8 * DAY_MS, 'reconnect_needed', 'CREDENTIALS'),
      change(7 * DAY_MS, 'interrupted', 'ERROR'),
      change(6 * DAY_MS, 'connected'),
      change(HOUR_MS, 'restricted', 'ACCOUNT_RESTRICTED'),
    ];
    const incidents = incidentsOf(input(history));
    expect(incidents.map((one) => [one.rawStatus, one.durationMs, one.to === null])).toEqual([
      ['ACCOUNT_RESTRICTED', HOUR_MS, true],
      ['CREDENTIALS', 2 * DAY_MS, false],
    ]);
  });
});
