/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures: string[] }} Counts
 */

/** Of each failure so much that a reader of the end of the output knows what to look for. */
const MOST_LINES = 12;

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
  const failures = (report?.testResults ?? []).flatMap(({ name, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0) return message ? [told(name, message)] : [];
    return tests.map((test) =>
      told(`${name} › ${test.fullName}`, test.failureMessages?.join('\n')),
    );
  });
  return settle({ passed, failed, skipped, failures }, exitCode);
}

/**
 * Counts of Playwright's JSON report; a test that passed only on a second try counts as failed.
 * @param {string} text
 * @param {number} exitCode
 * @returns {Counts}
 */
export function playwrightCounts(text, exitCode) {
  const { stats = {}, suites = [] } = parse(text) ?? {};
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  const failures = suites.flatMap(playwrightFailures);
  return settle({ passed: expected, failed: unexpected + flaky, skipped, failures }, exitCode);
}

function playwrightFailures({ specs = [], suites = [] }) {
  const own = specs
    .filter((spec) => !spec.ok)
    .map(({ file, line, title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap((result) => result.errors));
      return told(`${file}:${line} › ${title}`, errors.map(({ message }) => message).join('\n'));
    });
  return [...own, ...suites.flatMap(playwrightFailures)];
}

function told(what, why = '') {
  const lines = why.split('\n').filter((line) => line.trim() !== '');
  return [what, ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`)].join('\n');
}

/** A runner that failed, or ran nothing, must never look like success. */
function settle({ passed, failed, skipped, failures }, exitCode) {
  const isHollow = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isHollow ? 1 : failed, skipped, failures };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
