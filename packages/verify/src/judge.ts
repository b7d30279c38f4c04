import type { FailureReason, StepResult, TestCase, TestReport } from '@seedmill/contracts';

/** What the test step proves. */
export type Judgement = { passed: true } | { passed: false; reason: FailureReason };

const failed = (reason: FailureReason): Judgement => ({ passed: false, reason });

/**
 * Judges one run of a suite. Passed needs positive proof, all of it: the sandbox stopped nothing, the runner
 * reached its own end, exactly the declared tests ran and passed, none skipped, and the process ended by itself
 * with 0. Neither the exit code nor anything the program can print is proof by itself.
 *
 * @param declared names of the tests that the suite declares, as they ran against the bare interface
 */
export function judge(step: StepResult, report: TestReport, declared: readonly string[]): Judgement {
  if (step.stopped !== null) return failed(step.stopped);
  if (report.tampered) return failed('tampered');

  const failure = report.cases.find(({ outcome }) => outcome === 'failed');
  if (!report.complete) {
    if (step.signal !== null || failure !== undefined) return failed('runtime-error');
    return failed('early-exit');
  }
  if (failure !== undefined) {
    return failed(failure.kind === 'assertion' ? 'assertion-failed' : 'runtime-error');
  }
  if (report.cases.length === 0) return failed('no-tests-ran');

  const passed = namesOf(report.cases.filter(({ outcome }) => outcome === 'passed'));
  const expected = [...declared].sort();
  if (without(expected, passed).length > 0) return failed('tests-missing');
  // A declared test may have parts that show only when it works; anything else was not in the suite.
  const parts = (name: string) => declared.some((test) => name.startsWith(`${test} > `));
  if (!without(passed, expected).every(parts)) return failed('tampered');
  if (step.exitCode !== 0) return failed('runtime-error');
  return { passed: true };
}

/** Sorted names of what are tests, repeats kept: two tests of one name are two tests. */
export const namesOf = (cases: readonly TestCase[]): string[] =>
  cases.flatMap(({ name, scope }) => (scope === undefined ? [name] : [])).sort();

/** What the sorted list `of` holds more often than the sorted list `from` does. */
function without(of: readonly string[], from: readonly string[]): string[] {
  let at = 0;
  return of.filter((name) => {
    while (at < from.length && (from[at] ?? '') < name) at += 1;
    if (from[at] !== name) return true;
    at += 1;
    return false;
  });
}
