/**
 * Counts of tests out of the runners' JSON reports.
 *
 * @typedef {{ passed: number; failed: number; skipped: number }} Counts
 */

/** @param {Partial<Counts>} some @returns {Counts} */
export const counts = (some = {}) => ({ passed: 0, failed: 0, skipped: 0, ...some });

/** @param {Counts[]} parts @returns {Counts} */
export function sum(parts) {
  return parts.reduce(
    (total, part) => ({
      passed: total.passed + part.passed,
      failed: total.failed + part.failed,
      skipped: total.skipped + part.skipped,
    }),
    counts(),
  );
}

/**
 * vitest's report. A file that could not be loaded has no test in it and still has failed.
 *
 * @param {{ numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number;
 *   testResults: { status: string; assertionResults: unknown[] }[] }} report
 */
export function fromVitest({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return counts({
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  });
}

/**
 * Playwright's report. `errors` are those outside any test; a test that passed at a second try has passed.
 *
 * @param {{ stats: { expected: number; unexpected: number; flaky: number; skipped: number }; errors: unknown[] }} report
 */
export function fromPlaywright({ stats, errors }) {
  return counts({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  });
}

/**
 * The tests that Playwright skipped, each with the reason it gave.
 *
 * @typedef {{ title: string; tests: { status: string; annotations: { type: string; description?: string }[] }[] }} Spec
 * @typedef {{ specs?: Spec[]; suites?: Suite[] }} Suite
 * @param {Suite} suite a suite or the whole report
 * @returns {string[]}
 */
export function skippedIn({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, tests }) =>
    tests
      .filter(({ status }) => status === 'skipped')
      .map(({ annotations }) => {
        const why = annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
        return why ? `${title}: ${why}` : title;
      }),
  );
  return [...own, ...suites.flatMap(skippedIn)];
}

/**
 * A runner's counts with its exit code: one that failed without naming a failed test (it crashed, or left no report) is
 * one failure.
 *
 * @param {Counts | null} reported
 * @param {number} code
 */
export function withExit(reported, code) {
  const known = reported ?? counts();
  return (code !== 0 || !reported) && known.failed === 0 ? { ...known, failed: 1 } : known;
}
