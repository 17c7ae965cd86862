import { describe, expect, it } from 'vitest';
import { DAY_MS } from '@/lib/core/time';
import { stepDelayMs } from '@/lib/reminders/rules';

describe('reminders', () => {
  it('come after the delay, a day, three days, then each week', () => {
    expect([0, 1, 2, 3, 4].map((step) => stepDelayMs(step, 600_000))).toEqual([
      600_000,
      DAY_MS,
      3 * DAY_MS,
      10 * DAY_MS,
      17 * DAY_MS,
    ]);
  });
});
