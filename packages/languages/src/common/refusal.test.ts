import type { StepResult } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { refusalOf } from './refusal.ts';

const ended = (exitCode: number | null, stderr: string): StepResult => ({
  name: 'test',
  exitCode,
  signal: null,
  stopped: null,
  stdout: '',
  stderr,
  report: '',
  wallMs: 1,
  cpuMs: 1,
  peakMemoryBytes: 1,
});

test.each([
  ['syntax', { phase: 'parse', reason: 'syntax-error' }],
  ['lint', { phase: 'lint', reason: 'lint-error' }],
  ['type', { phase: 'compile', reason: 'type-error' }],
])('a program is refused for %s', (why, failure) => {
  expect(refusalOf(ended(65, `line 1: a mistake\nrefused: ${why}\n`))).toEqual(failure);
});

test.each([
  ['another code', ended(1, 'refused: lint\n')],
  ['the code alone', ended(65, '')],
  ['an unknown reason', ended(65, 'refused: constructor\n')],
  ['no code', ended(null, 'refused: lint\n')],
])('%s is no refusal', (_what, step) => {
  expect(refusalOf(step)).toBeNull();
});
