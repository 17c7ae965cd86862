import { describe, expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from './test-results.mjs';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((one) => ({ status: one })),
});

describe('the last line of npm test', () => {
  it('sums what vitest ran', () => {
    const report = {
      numPassedTests: 7,
      numFailedTests: 2,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [file('failed', 'failed', 'failed'), file('passed', 'passed')],
    };
    expect(vitestCounts(JSON.stringify(report), 1)).toEqual({ passed: 7, failed: 2, skipped: 1 });
  });

  it('counts a file that could not be loaded and a hook that failed', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 0,
      testResults: [file('failed'), file('failed', 'skipped'), file('passed', 'passed')],
    };
    expect(vitestCounts(JSON.stringify(report), 1)).toMatchObject({ passed: 3, failed: 2 });
  });

  it('counts what Playwright ran, a second try as a failure', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 1, skipped: 2 };
    const expected = { passed: 5, failed: 2, skipped: 2 };
    expect(playwrightCounts(JSON.stringify({ stats }), 1)).toEqual(expected);
  });

  it.each([
    ['no report', '', 0],
    ['a report without tests', JSON.stringify({ numPassedTests: 0, testResults: [] }), 0],
    ['an error outside of the tests', JSON.stringify({ numPassedTests: 4, testResults: [] }), 1],
  ])('never takes %s for success', (_title, text, code) => {
    expect(vitestCounts(text, code).failed).toBe(1);
    expect(playwrightCounts(text, code).failed).toBe(1);
  });
});
