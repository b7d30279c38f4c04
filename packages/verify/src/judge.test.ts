import type { TestCase } from '@seedmill/contracts';
import { makeStep as step } from '@seedmill/testkit';
import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';

const passed = (name: string): TestCase => ({ name, outcome: 'passed' });
const failed = (name: string, kind: 'assertion' | 'error'): TestCase => ({ name, outcome: 'failed', kind });
const skipped = (name: string): TestCase => ({ name, outcome: 'skipped' });
const reasonOf = (...args: Parameters<typeof judge>) => {
  const judgement = judge(...args);
  return judgement.passed ? 'passed' : judgement.reason;
};

test('passes when exactly the declared tests ran and passed and the process ended with 0', () => {
  expect(
    reasonOf(
      step(),
      { complete: true, tampered: false, cases: [passed('b'), passed('a')] },
      { names: ['a', 'b'] },
    ),
  ).toBe('passed');
});

describe('everything else is a failure, with its reason', () => {
  test.each([
    [
      'an assertion',
      step({ exitCode: 1 }),
      true,
      [passed('a'), failed('b', 'assertion')],
      'assertion-failed',
    ],
    ['an exception', step({ exitCode: 1 }), true, [failed('a', 'error'), passed('b')], 'runtime-error'],
    [
      'a failure although the exit code is 0',
      step(),
      true,
      [passed('a'), failed('b', 'assertion')],
      'assertion-failed',
    ],
    ['no test at all', step(), true, [], 'no-tests-ran'],
    ['a test that is missing', step(), true, [passed('a')], 'tests-missing'],
    ['a test that is skipped', step(), true, [passed('a'), skipped('b')], 'tests-missing'],
    ['a test of another name', step(), true, [passed('a'), passed('c')], 'tests-missing'],
    ['one test twice instead of two', step(), true, [passed('a'), passed('a')], 'tests-missing'],
    [
      'a test that the suite does not declare',
      step(),
      true,
      [passed('a'), passed('b'), passed('c')],
      'tampered',
    ],
    ['a declared test that passes twice', step(), true, [passed('a'), passed('a'), passed('b')], 'tampered'],
    [
      'all passed, but the process failed',
      step({ exitCode: 1 }),
      true,
      [passed('a'), passed('b')],
      'runtime-error',
    ],
    [
      'all passed, but a signal ended it',
      step({ exitCode: null, signal: 'SIGSEGV' }),
      true,
      [passed('a'), passed('b')],
      'runtime-error',
    ],
    ['leaving with 0 before any test', step(), false, [], 'early-exit'],
    ['leaving with 0 after all tests', step(), false, [passed('a'), passed('b')], 'early-exit'],
    ['leaving with 3 before any test', step({ exitCode: 3 }), false, [], 'early-exit'],
    [
      'a crash before the end',
      step({ exitCode: null, signal: 'SIGSEGV' }),
      false,
      [passed('a')],
      'runtime-error',
    ],
    [
      'a file that cannot be loaded',
      step({ exitCode: 1 }),
      false,
      [failed('<collection>', 'error')],
      'runtime-error',
    ],
    [
      'a timeout after all tests passed',
      step({ exitCode: null, signal: 'SIGKILL', stopped: 'timeout' }),
      true,
      [passed('a'), passed('b')],
      'timeout',
    ],
    [
      'too much memory',
      step({ exitCode: null, signal: 'SIGKILL', stopped: 'memory-limit' }),
      false,
      [],
      'memory-limit',
    ],
  ] as const)('%s', (_name, ran, complete, cases, reason) => {
    expect(reasonOf(ran, { complete, tampered: false, cases: [...cases] }, { names: ['a', 'b'] })).toBe(
      reason,
    );
  });
});

test('a declared test may have parts, and they must pass too', () => {
  const cases = [passed('a > 1'), passed('a > 2'), passed('a')];
  expect(reasonOf(step(), { complete: true, tampered: false, cases }, { names: ['a'] })).toBe('passed');
  expect(
    reasonOf(
      step(),
      { complete: true, tampered: false, cases: [...cases, failed('a > 3', 'assertion')] },
      { names: ['a'] },
    ),
  ).toBe('assertion-failed');
  expect(
    reasonOf(
      step(),
      { complete: true, tampered: false, cases: [...cases, passed('ab > 1')] },
      { names: ['a'] },
    ),
  ).toBe('tampered');
});

test('a framework that was changed is no judge', () => {
  expect(reasonOf(step(), { complete: true, tampered: true, cases: [passed('a')] }, { names: ['a'] })).toBe(
    'tampered',
  );
});

test('a suite that declares two tests of one name needs both', () => {
  expect(
    reasonOf(
      step(),
      { complete: true, tampered: false, cases: [passed('a'), passed('a')] },
      { names: ['a', 'a'] },
    ),
  ).toBe('passed');
  expect(
    reasonOf(step(), { complete: true, tampered: false, cases: [passed('a')] }, { names: ['a', 'a'] }),
  ).toBe('tests-missing');
});
