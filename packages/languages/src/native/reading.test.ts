import type { StepResult } from '@seedmill/contracts';
import { describe, expect, test } from 'vitest';
import { anotherRow, anotherValue } from './alterations.ts';
import { diagnoseNative } from './diagnosis.ts';
import { preambleOf, precompiledFor } from './preamble.ts';
import { redefinedIn } from './tampering.ts';

test.each([
  ['3', '2'],
  ['0', '1'],
  ['-1', '-0'],
  ['0x10', '0x11'],
  ['20000', '10000'],
  ['0.25', '0.15'],
  ['0.0', '1.0'],
  ["'a'", "'x'"],
  ['"abc"', '"abcx"'],
  ['true', 'false'],
  ['std::vector<int>{1, 2}', 'std::vector<int>{1, 1}'],
  ['10UL', '11UL'],
  ['expected1', 'expected1'],
])('another value than %s is %s', (text, other) => {
  expect(anotherValue(text)).toBe(other);
});

test.each([
  ['{1, 2, 3}', '{1, 2, 2}'],
  ['{"first", 3}', '{"firstxyz", 2}'],
  ['{"eps", 2.5, 1e-9}', '{"epsxyz", 1.5, 1e-9}'],
  ['{{1, 2}, true}', '{{1, 1}, false}'],
])('another row than %s is %s', (text, other) => {
  expect(anotherRow(text)).toBe(other);
});

describe('preamble', () => {
  const headers = (files: Record<string, string>) => preambleOf(files, 'a.cpp');

  test('goes through the files of the program', () => {
    const files = {
      'a.cpp': '// first\n#include <cassert>\n#include "b.hpp"\n#include <map>\nint x;\n#include <set>\n',
      'b.hpp': '#ifndef B\n#define B\n#include <vector>\nusing namespace std;\n#include <string>\n#endif\n',
    };
    expect(headers(files)).toEqual(['cassert', 'vector', 'string', 'map']);
  });

  test('ends where the program says something', () => {
    expect(headers({ 'a.cpp': '#include "b.hpp"\n#include <map>\n', 'b.hpp': 'int x;\n' })).toEqual([]);
    expect(headers({ 'a.cpp': '#define int long\n#include <map>\n' })).toEqual([]);
  });

  test('the precompiled header holds nothing that is not included', () => {
    expect(precompiledFor(['string', 'vector'])).toBe('text-vector');
    expect(precompiledFor(['map', 'iostream', 'algorithm'])).toBe('streams');
    expect(precompiledFor(['map'])).toBeNull();
  });
});

test.each([
  ['#define assert(x)', ['assert']],
  ['# un\\\ndef /* really */ CHECK', ['CHECK']],
  ['%:define EXPECT_EQ(a, b)', ['EXPECT_EQ']],
  ['_Pragma("push_macro(\\"assert\\")")', ['assert']],
  ['namespace Catch { }', ['Catch']],
  ['#define int long long', []],
  ['#define int Any', ['int']],
  ['#define EXIT_FAILURE 0', ['EXIT_FAILURE']],
  ['#define EXIT_FAILURE 1', []],
  ['// #define assert(x)\n#define MAX(a, b) a', []],
])('of what suites judge by, %j redefines %j', (text, names) => {
  expect(redefinedIn(text)).toEqual(names);
});

test.each([
  ['a.c:1:2: error: expected ‘;’ before ‘}’ token', 'parse', 'syntax-error'],
  [
    'a.c:1:2: error: implicit declaration of function ‘f’ [-Wimplicit-function-declaration]',
    'lint',
    'lint-error',
  ],
  ['a.cpp:1:2: error: ‘f’ was not declared in this scope', 'lint', 'lint-error'],
  ['a.cpp:1:2: fatal error: x.h: No such file or directory', 'lint', 'lint-error'],
  ['a.cpp:1:2: error: cannot convert ‘int’ to ‘A’ in return', 'compile', 'type-error'],
  [
    'a.c:1:2: error: incompatible types when returning type ‘A’ but ‘int’ was expected',
    'compile',
    'type-error',
  ],
  ['mold: error: undefined symbol: add', 'compile', 'compile-error'],
  [
    'a.cpp:1:2: warning: no return statement in function returning non-void [-Wreturn-type]',
    'lint',
    'lint-error',
  ],
])('%s', (stderr, phase, reason) => {
  const step: StepResult = {
    name: 'compile',
    exitCode: 1,
    signal: null,
    stopped: null,
    stdout: '',
    stderr,
    report: '',
    wallMs: 0,
    cpuMs: 0,
    peakMemoryBytes: 0,
  };
  expect(diagnoseNative(step).failure).toEqual({ phase, reason });
});
