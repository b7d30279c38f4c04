import type { SuiteShape } from '@seedmill/contracts';
import { describe, expect, test } from 'vitest';
import { planNative } from './plan.ts';

const C = { id: 'c', sources: /\.c$/ } as const;
const CPP = { id: 'cpp', sources: /\.cpp$/ } as const;
const script = (...files: string[]): SuiteShape => ({ style: 'script', files, declared: files.length });
const MAIN = '#include "solution.h"\nint main(void) { return 0; }\n';

/** The arguments after each of these options. */
const after = (command: readonly string[] | undefined, option: string, count: number): string[][] =>
  (command ?? []).flatMap((part, at) =>
    part === option ? [(command ?? []).slice(at + 1, at + 1 + count)] : [],
  );

describe('what is compiled and linked', () => {
  test('one program of the solution and the suite', () => {
    const plan = planNative(
      C,
      { solution: { 'solution.c': '', 'solution.h': '' }, tests: { 'test_a.c': MAIN } },
      script('test_a.c'),
    );
    expect(after(plan.steps[0]?.command, '-c', 2)).toEqual([
      ['-', 'solution.c'],
      ['-', 'test_a.c'],
    ]);
    expect(after(plan.steps[0]?.command, '-l', 3)).toEqual([['/tmp/suite-0', 'plain', '0,1']]);
    expect(plan.steps[1]?.args).toEqual(['script\ttest_a.c\t/tmp/suite-0\terror\terror']);
  });

  test('a program for each main', () => {
    const plan = planNative(
      C,
      { solution: { 'solution.c': '' }, tests: { 'test_a.c': MAIN, 'test_b.c': MAIN } },
      script('test_a.c', 'test_b.c'),
    );
    expect(after(plan.steps[0]?.command, '-l', 3).map(([, , units]) => units)).toEqual(['0,1', '0,2']);
  });

  test('a source that another includes is no source of its own', () => {
    const plan = planNative(
      C,
      { solution: { 'solution.c': '' }, tests: { 'test_a.c': '#include "solution.c"\nint main() {}' } },
      script('test_a.c'),
    );
    expect(after(plan.steps[0]?.command, '-c', 2)).toEqual([['-', 'test_a.c']]);
  });

  test('a framework has its own main where the suite brings none', () => {
    const cases = '#include <doctest/doctest.h>\nTEST_CASE("a") {}\n';
    const plan = planNative(
      CPP,
      { solution: { 'solution.hpp': '' }, tests: { 'test_a.cpp': cases } },
      { style: 'framework', files: ['test_a.cpp'], declared: 1 },
    );
    expect(after(plan.steps[0]?.command, '-l', 3)).toEqual([['/tmp/suite-0', 'doctest-main', '0']]);
  });
});

describe('what programs bring', () => {
  test('folders above a file are looked through too', () => {
    const solution = { 'include/acme/x.h': '', 'src/x.cpp': '#include <acme/x.h>\n' };
    const plan = planNative(CPP, { solution, tests: { 'test.cpp': MAIN } }, script('test.cpp'));
    expect(after(plan.steps[0]?.command, '-q', 1).flat()).toEqual(['.', 'include', 'include/acme', 'src']);
  });

  test('a main of the solution makes room for the one of the suite', () => {
    const plan = planNative(
      C,
      { solution: { 'a.c': 'int main(void) { return 0; }\n' }, tests: { 'test_a.c': MAIN } },
      script('test_a.c'),
    );
    expect(after(plan.steps[0]?.command, '-m', 3)).toEqual([['-c', '-', 'a.c']]);
  });

  test.each([
    [C, 'x.c', 'int *p = nullptr;', 'gnu23'],
    [C, 'x.c', '// nullptr\nint x;', null],
    [CPP, 'x.cpp', '#include <expected>', 'gnu++23'],
    [CPP, 'x.cpp', 'void f() throw(E);', 'gnu++14'],
    [CPP, 'x.cpp', 'int x = f() ? throw 1 : 0;', null],
  ])('the standard it needs: %o, %s', (language, file, text, standard) => {
    const plan = planNative(language, { solution: { [file]: text }, tests: {} }, script());
    expect(after(plan.steps[0]?.command, '-x', 1).flat()).toEqual(standard === null ? [] : [standard]);
  });
});

describe('what is laid out', () => {
  test('no solution brings a framework, and the one of a suite is the image’s', () => {
    const plan = planNative(
      C,
      {
        solution: { 'assert.h': 'x', 'unity.c': 'x', 'solution.c': '' },
        tests: { 'test_a.c': '#include "lib/unity.h"\nint main() {}', 'lib/unity.h': 'x' },
      },
      script('test_a.c'),
    );
    expect(plan.files).not.toHaveProperty(['assert.h']);
    expect(plan.files).not.toHaveProperty(['unity.c']);
    expect(plan.files['lib/unity.h']).toBe('#include <unity.h>\n');
  });

  test('exit as the last statement is a return', () => {
    const tests = { 'test_a.c': 'int main() {\n  if (bad) exit(1);\n  exit(0);\n}\n' };
    const plan = planNative(C, { solution: {}, tests }, script('test_a.c'));
    expect(plan.files['test_a.c']).toBe('int main() {\n  if (bad) exit(1);\n  return (0);\n}\n');
    expect(plan.steps[1]?.args).toEqual(['script\ttest_a.c\t/tmp/suite-0\tassertion\terror']);
  });

  test('a macro that a suite sees and judges by is told to the runner', () => {
    const solution = { 'solution.h': '#define assert(x) 0\n', 'other.c': '#define strcmp(a, b) 0\n' };
    const plan = planNative(C, { solution, tests: { 'test_a.c': MAIN } }, script('test_a.c'));
    expect(plan.steps[1]?.args?.[0]).toBe('tampered\tassert');
    const unseen = planNative(
      C,
      { solution: { 'other.c': solution['other.c'] }, tests: { 'test_a.c': MAIN } },
      script('test_a.c'),
    );
    expect(unseen.steps[1]?.args).toHaveLength(1);
  });
});
