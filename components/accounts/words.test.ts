import { describe, expect, it } from 'vitest';
import { formatLag, formatSpan } from '@/components/accounts/span';
import { causeWords, pastCode, reasonWords } from '@/components/accounts/transition-words';
import { unknownWords, uptimeSegments, uptimeSummary } from '@/components/accounts/uptime-words';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';

describe('a length of time', () => {
  it('is written in its two largest units', () => {
    expect(formatSpan(40_000)).toBe('under 1 min');
    expect(formatSpan(2 * HOUR_MS + 10 * MINUTE_MS)).toBe('2 h 10 min');
    expect(formatSpan(2 * HOUR_MS)).toBe('2 h');
    expect(formatSpan(DAY_MS + 5 * MINUTE_MS)).toBe('1 day');
    expect(formatSpan(3 * DAY_MS + 4 * HOUR_MS)).toBe('3 days 4 h');
  });

  it('of an event is exact below a minute', () => {
    expect(formatLag(340.4)).toBe('340 ms');
    expect(formatLag(2140)).toBe('2.1 s');
    expect(formatLag(5 * MINUTE_MS)).toBe('5 min');
  });
});

describe('uptime in words', () => {
  const up = { day: '2026-11-19', state: 'up', upMs: DAY_MS, downMs: 0, unknownMs: 0 } as const;
  const down = {
    day: '2026-11-20',
    state: 'partial',
    upMs: 20 * HOUR_MS,
    downMs: 2 * HOUR_MS,
    unknownMs: 2 * HOUR_MS,
  } as const;
  const unknown = {
    day: '2026-11-18',
    state: 'unknown',
    upMs: 0,
    downMs: 0,
    unknownMs: DAY_MS,
  } as const;

  it('names what is not known apart from what was down, and the zone of the day', () => {
    const labels = uptimeSegments({ days: [unknown, up, down], percent: 90.9, incidents: 1 }).map(
      ({ label }) => label,
    );
    expect(labels).toEqual([
      '18 Nov (UTC): not known',
      '19 Nov (UTC): up',
      '20 Nov (UTC): down 2 h, 2 h not known',
    ]);
  });

  it('gives no figure where too little is known', () => {
    expect(uptimeSummary({ days: [unknown], percent: null, incidents: 0 })).toBe(
      'Too little known',
    );
    expect(uptimeSummary({ days: [up], percent: 100, incidents: 0 })).toBe('100 % · no incidents');
    expect(uptimeSummary({ days: [down], percent: 90.9, incidents: 1 })).toBe(
      '90.9 % · 1 incident',
    );
  });

  it('says how many days it leaves out', () => {
    expect(unknownWords({ days: [up], percent: 100, incidents: 0 })).toBeNull();
    expect(unknownWords({ days: [unknown, up], percent: 100, incidents: 0 })).toMatch(/^1 day not/);
  });
});

describe('a past status', () => {
  it('without proof reads "Not verified", never "Connected"', () => {
    expect(pastCode({ status: 'connected', rawStatus: 'NOT_VERIFIED' })).toBe('not_verified');
    expect(pastCode({ status: 'connected', rawStatus: 'OK' })).toBe('connected');
  });

  it('that we do not know shows the word of the API', () => {
    expect(reasonWords({ status: 'attention', rawStatus: 'FROZEN' }, 'LinkedIn')).toContain(
      'FROZEN',
    );
    expect(reasonWords({ status: 'connected', rawStatus: 'OK' }, 'LinkedIn')).toBeNull();
  });

  it('names the person who changed it', () => {
    expect(causeWords({ cause: 'reconnected', memberName: 'Jane Ruiz' })).toBe(
      'Signed in again by Jane Ruiz',
    );
  });
});
