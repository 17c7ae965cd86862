import { describe, expect, test } from 'vitest';
import { RequestError } from '@/lib/core/fetch-json';
import { mayRetry } from './may-retry';

function tries(error: Error): number {
  let count = 0;
  while (mayRetry(count, error)) count += 1;
  return count;
}

describe('mayRetry', () => {
  test.each([
    [401, 0],
    [404, 0],
    [500, 2],
    [502, 2],
    [503, 3],
    [null, 3],
  ])('status %s is tried again %i times', (status, count) => {
    expect(tries(new RequestError('x', status, null))).toBe(count);
  });

  test('what is no answer at all is tried again', () => {
    expect(tries(new Error('x'))).toBe(2);
  });
});
