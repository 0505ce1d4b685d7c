import { expect, it } from 'vitest';
import { counts, fromPlaywright, fromVitest, skippedIn, sum, withExit } from './counts.mjs';

it("reads vitest's report, a file that did not load being a failure", () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [] },
      { status: 'failed', assertionResults: [{}] },
      { status: 'passed', assertionResults: [] },
    ],
  };
  expect(fromVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 3 });
});

it("reads Playwright's report, errors outside tests being failures", () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 4 };
  expect(fromPlaywright({ stats, errors: [{}] })).toEqual({ passed: 4, failed: 2, skipped: 4 });
});

it('tells which specs were skipped, and why', () => {
  const annotations = [{ type: 'skip', description: 'no Electron here' }];
  const desktop = { specs: [{ title: 'the window opens', tests: [{ status: 'skipped', annotations }] }] };
  const served = {
    specs: [
      { title: 'opens', tests: [{ status: 'expected', annotations: [] }] },
      { title: 'later', tests: [{ status: 'skipped', annotations: [] }] },
    ],
  };
  expect(skippedIn({ suites: [desktop, { suites: [served] }] })).toEqual([
    'the window opens: no Electron here',
    'later',
  ]);
});

it('counts a crash without a report, or a failing exit without a failing test, as one failure', () => {
  expect(withExit(null, 0)).toEqual(counts({ failed: 1 }));
  expect(withExit(counts({ passed: 9 }), 1)).toEqual(counts({ passed: 9, failed: 1 }));
  expect(withExit(counts({ passed: 9, failed: 2 }), 1)).toEqual(counts({ passed: 9, failed: 2 }));
  expect(withExit(counts({ passed: 9 }), 0)).toEqual(counts({ passed: 9 }));
});

it('adds up', () => {
  expect(sum([counts({ passed: 1, skipped: 2 }), counts({ failed: 3 })])).toEqual({ passed: 1, failed: 3, skipped: 2 });
});
