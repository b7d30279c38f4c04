import process from 'node:process';

/**
 * A vitest reporter whose only words are the last ones: `N passed, N failed`, and `, N skipped` when there are any.
 * A file that cannot be loaded and an error outside any test count as failed. Nothing that ran is a failure too.
 */
export default class ClosingLineReporter {
  #counts = { passed: 0, failed: 0, skipped: 0 };

  onInit() {
    // At the very end of the process: after the other reporters, the coverage table and any warning.
    process.once('exit', () => {
      const { passed, failed, skipped } = this.#counts;
      if (passed === 0 || failed > 0) process.exitCode ||= 1;
      process.stdout.write(
        `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      );
    });
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      let failedTests = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'failed') failedTests += 1;
        if (state === 'passed') counts.passed += 1;
        if (state === 'skipped' || state === 'pending') counts.skipped += 1;
      }
      const brokenOutsideTests = failedTests === 0 && !module.ok();
      counts.failed += failedTests + (brokenOutsideTests ? 1 : 0);
    }
    this.#counts = counts;
  }
}
