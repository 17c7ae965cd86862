import { describe, expect, it } from 'vitest';
import { type Drop, findOutage } from '@/lib/accounts/outage-rules';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@/lib/core/time';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');

function drops(agoMinutes: readonly number[], stillDown = agoMinutes.length): Drop[] {
  return agoMinutes.map((ago, index) => ({
    accountId: `account-${index}`,
    atMs: NOW_MS - ago * MINUTE_MS,
    isStillDown: index < stillDown,
  }));
}

const find = (list: Drop[], total: number, nowMs = NOW_MS) =>
  findOutage(list, total, 'account-0', nowMs);

describe('a provider-wide outage', () => {
  it.each([
    ['five of a hundred within ten minutes', [20, 19, 18, 17, 11], 100, true],
    ['four of a hundred', [20, 19, 18, 17], 100, false],
    ['three of ten, which is 30 %', [20, 19, 18], 10, true],
    ['three of eleven', [20, 19, 18], 11, false],
    ['two of two: too few to tell', [20, 19], 2, false],
    ['five over an hour, twelve minutes apart', [60, 48, 36, 24, 12], 100, false],
    ['five that follow each other slowly', [40, 31, 22, 13, 4], 100, false],
  ])('%s', (_, agoMinutes, total, isOne) => {
    expect(find(drops(agoMinutes), total) !== null).toBe(isOne);
  });

  it('is named by its first drop and counted whole', () => {
    expect(find(drops([20, 19, 18, 17, 16, 15]), 100)).toEqual({
      fromMs: NOW_MS - 20 * MINUTE_MS,
      toMs: NOW_MS - 15 * MINUTE_MS,
      count: 6,
    });
  });

  it('is over when most are back, or after a day', () => {
    expect(find(drops([20, 19, 18, 17, 16], 2), 100)).toBeNull();
    expect(find(drops([20, 19, 18, 17, 16]), 100, NOW_MS + DAY_MS + HOUR_MS)).toBeNull();
  });

  it('does not hold an account that dropped at another time', () => {
    const list = [...drops([20, 19, 18, 17, 16])];
    list.push({ accountId: 'lonely', atMs: NOW_MS - 300 * MINUTE_MS, isStillDown: true });
    expect(findOutage(list, 100, 'lonely', NOW_MS)).toBeNull();
    expect(findOutage(list, 100, 'unknown', NOW_MS)).toBeNull();
  });
});
