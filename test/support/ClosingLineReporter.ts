import type { AggregatedResult } from '@jest/reporters';

/** Ends jest's output with `N passed, N failed`, alone on a line, for whoever reads only that. */
export default class ClosingLineReporter {
  onRunComplete(_contexts: unknown, results: AggregatedResult): void {
    const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } = results;
    // A suite that did not even load has no failed tests, and is a failure all the same.
    const broken = testResults.filter(({ testExecError }) => testExecError !== undefined).length;
    const failed = Math.max(numFailedTests + broken, Math.min(1, numFailedTestSuites));
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    process.stderr.write('\n', () =>
      process.stdout.write(`${numPassedTests} passed, ${failed} failed${skipped}\n`),
    );
  }
}
