import type { StepResult } from '@seedmill/contracts';
import { expect, test } from 'vitest';
import { diagnoseJava } from './java/diagnostics.ts';
import { otherOf } from './java/literals.ts';
import { java } from './java.ts';

const shape = { style: 'framework', files: ['SolutionTest.java'], declared: 1 } as const;

test('settings of a solution are left out; support of a suite stays', () => {
  const settings = {
    'module-info.java': '',
    'META-INF/services/x': '',
    'junit-platform.properties': '',
    'a/B.class': '',
  };
  const { files } = java.plan(
    {
      solution: {
        ...settings,
        'Solution.java': 'mine',
        'SolutionTest.java': 'mine',
        '.seedmill/program': 'mine',
      },
      tests: { 'SolutionTest.java': 'theirs', 'data/junit-platform.properties': 'theirs' },
    },
    shape,
  );
  expect(files).toEqual({
    'Solution.java': 'mine',
    'SolutionTest.java': 'theirs',
    'data/junit-platform.properties': 'theirs',
  });
});

test('the compiler is told which files are the suite’s, the runner which to run, and how', () => {
  const { steps } = java.plan(
    { solution: {}, tests: { 'SolutionTest.java': '', 'Help.java': '', 'data.txt': '' } },
    shape,
  );
  expect(steps.map(({ command }) => command.slice(2))).toEqual([['SolutionTest.java', 'Help.java'], []]);
  expect(steps.at(-1)?.args).toEqual(['framework', 'SolutionTest.java']);
});

test.each([
  ['SolutionTest.java', true],
  ['src/test/java/a/TestShapes.java', true],
  ['Tests.java', true],
  ['Main.java', false],
  ['Latest.java', false],
  ['Testing.java', false],
])('%s is a file of tests: %s', (path, expected) => {
  expect(java.suite.files.test(path)).toBe(expected);
});

test.each([
  ['5', '4'],
  ['-10L', '-11L'],
  ['"a\\"b"', '"a\\"b."'],
  ['true', 'false'],
  ['new Point(3, 4)', 'new Point(3, 3)'],
  ['List.of(1, 20)', 'List.of(1, 21)'],
  ['new ArrayList<>(Arrays.asList("a"))', 'new ArrayList<>(Arrays.asList("a."))'],
])('%s becomes %s', (text, other) => {
  expect(otherOf(text)).toBe(other);
});

test.each([
  'expected',
  '1.5',
  'Solution.twice(4)',
  'List.of(twice(4))',
  'List.of()',
  '"a".length()',
  '"a" + 1',
  '"""\n  a"""',
])('the text of %s does not say its value', (text) => {
  expect(otherOf(text)).toBeNull();
});

const step = (exitCode: number, stderr: string): StepResult => ({
  name: 'compile',
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
  [2, "';' expected [compiler.err.expected]", 'parse', 'syntax-error'],
  [1, 'cannot find symbol [compiler.err.cant.resolve.location]', 'lint', 'lint-error'],
  [
    1,
    'incompatible types: int cannot be converted to String [compiler.err.prob.found.req]',
    'compile',
    'type-error',
  ],
  [1, 'missing return statement [compiler.err.missing.ret.stmt]', 'compile', 'compile-error'],
])('exit code %i and "%s" are %s/%s', (exitCode, message, phase, reason) => {
  const stderr = `A.java:1: warning: [rawtypes] found raw type: List [compiler.warn.raw.class.use]\nA.java:3: error: ${message}\n  x\n  ^\n`;
  expect(diagnoseJava('compile', step(exitCode, stderr))).toEqual({
    failure: { phase, reason },
    warnings: ['A.java:1: warning: [rawtypes] found raw type: List [compiler.warn.raw.class.use]'],
  });
});
