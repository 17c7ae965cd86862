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
    expect(vitestCounts(JSON.stringify(report), 1)).toMatchObject({
      passed: 7,
      failed: 2,
      skipped: 1,
    });
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
    expect(playwrightCounts(JSON.stringify({ stats }), 1)).toMatchObject(expected);
  });

  it('has above it what failed and why, in short', () => {
    const failed = {
      status: 'failed',
      fullName: 'sends once',
      failureMessages: ['twice\n\n at x'],
    };
    const results = [{ status: 'failed', name: 'send.test.ts', assertionResults: [failed] }];
    expect(vitestCounts(JSON.stringify({ testResults: results }), 1).failures).toEqual([
      'send.test.ts › sends once\n  twice\n   at x',
    ]);
    const spec = (title: string, ok: boolean) => {
      const errors = ok ? [] : [{ message: Array.from({ length: 40 }, () => 'no').join('\n') }];
      return { file: 'a.spec.ts', line: 3, title, ok, tests: [{ results: [{ errors }] }] };
    };
    const suites = [{ specs: [spec('opens', true)], suites: [{ specs: [spec('closes', false)] }] }];
    const [failure, ...others] = playwrightCounts(JSON.stringify({ suites }), 1).failures;
    expect(others).toEqual([]);
    expect(failure?.split('\n')).toHaveLength(13);
    expect(failure).toContain('a.spec.ts:3 › closes\n  no');
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
