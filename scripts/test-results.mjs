/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Counts of vitest's JSON report. A file that could not be loaded, a hook that failed and an error
 * outside of any test count as one failure each: none of them is in the runner's own number.
 * @param {string} text the report, empty when there is none
 * @param {number} exitCode of the runner
 * @returns {Counts}
 */
export function vitestCounts(text, exitCode) {
  const report = parse(text);
  const passed = report?.numPassedTests ?? 0;
  const silent = (report?.testResults ?? []).filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = (report?.numFailedTests ?? 0) + silent;
  const skipped = (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0);
  return settle({ passed, failed, skipped }, exitCode);
}

/**
 * Counts of Playwright's JSON report; a test that passed only on a second try counts as failed.
 * @param {string} text
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(text, exitCode) {
  const stats = parse(text)?.stats ?? {};
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return settle({ passed: expected, failed: unexpected + flaky, skipped }, exitCode);
}

/** A runner that failed, or ran nothing, must never look like success. */
function settle({ passed, failed, skipped }, exitCode) {
  const isHollow = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isHollow ? 1 : failed, skipped };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
