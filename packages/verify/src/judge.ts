import type { FailureReason, StepResult, TestCase } from '@seedmill/contracts';
import type { TestReport } from './report.ts';

/** What the test step proves. */
export type Judgement = { passed: true } | { passed: false; reason: FailureReason };

const failed = (reason: FailureReason): Judgement => ({ passed: false, reason });

/**
 * What a suite declares: the names of its tests, as they ran against the bare interface, or how many its text
 * holds at least.
 */
export type Declared = { names: readonly string[] } | { atLeast: number };

/**
 * Judges one run of a suite. Passed needs positive proof, all of it: the sandbox stopped nothing, the runner
 * reached its own end, the declared tests ran and passed, none skipped, and the process ended by itself with 0.
 * Neither the exit code nor anything the program can print is proof by itself.
 */
export function judge(step: StepResult, report: TestReport, declared: Declared): Judgement {
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
  const problem =
    'names' in declared
      ? compareNames(passed, declared.names)
      : passed.length < Math.max(declared.atLeast, 1) ||
          report.cases.some(({ outcome }) => outcome === 'skipped')
        ? 'tests-missing'
        : null;
  if (problem !== null) return failed(problem);
  if (step.exitCode !== 0) return failed('runtime-error');
  return { passed: true };
}

function compareNames(passed: readonly string[], declared: readonly string[]): FailureReason | null {
  const expected = [...declared].sort();
  if (without(expected, passed).length > 0) return 'tests-missing';
  // A declared test may have parts that show only when it works; anything else was not in the suite.
  const parts = (name: string) => declared.some((test) => name.startsWith(`${test} > `));
  return without(passed, expected).every(parts) ? null : 'tampered';
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
