import type { Diagnosis, StepResult } from '@seedmill/contracts';

/** How a runner ends that has found a program not worth running. */
const REFUSED = 65;

const FAILURES: ReadonlyMap<string, Diagnosis['failure']> = new Map([
  ['syntax', { phase: 'parse', reason: 'syntax-error' }],
  ['lint', { phase: 'lint', reason: 'lint-error' }],
  ['type', { phase: 'compile', reason: 'type-error' }],
]);

/**
 * Reads what a runner says that checks a program before it runs it: it ends with code 65, and says why on stderr:
 * `refused: syntax`, `lint` or `type`. A program that says so by itself has only failed.
 */
export function refusalOf({ exitCode, stderr }: StepResult): Diagnosis['failure'] {
  const [, why = ''] = /^refused: (\w+)$/m.exec(exitCode === REFUSED ? stderr : '') ?? [];
  return FAILURES.get(why) ?? null;
}
