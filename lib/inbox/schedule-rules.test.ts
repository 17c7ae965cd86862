import { describe, expect, it } from 'vitest';
import { scheduleProblem } from './schedule-rules';

const NOW = new Date('2026-11-27T10:00:00Z');

describe('a time at which a message may leave', () => {
  it.each([
    ['2026-11-27T10:00:01Z', null],
    ['2027-11-27T10:00:00Z', null],
    ['2027-11-28T10:00:00Z', null],
    ['2027-11-28T10:00:01Z', 'Choose a time within a year.'],
    ['2026-11-27T10:00:00Z', 'This time has passed. Choose one that lies ahead.'],
    ['2026-11-27T09:59:59Z', 'This time has passed. Choose one that lies ahead.'],
  ])('%s: %s', (at, problem) => {
    expect(scheduleProblem(new Date(at), NOW)).toBe(problem);
  });
});
