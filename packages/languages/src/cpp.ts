import type { Language } from '@seedmill/contracts';
import { nativeAlterations } from './native/alterations.ts';
import { diagnoseNative } from './native/diagnosis.ts';
import { NATIVE_SCRIPT, planNative } from './native/plan.ts';

/** Unless the suite defines the macro itself: then its tests are its own affair. */
const notDefined = (tests: string): string =>
  String.raw`^[ \t]*(${tests})\s*\((?<!#[ \t]*define[ \t]+\1\b[\s\S]*)`;
const TEST_CASES =
  '(?:TEMPLATE_)?(?:DOCTEST_|CATCH_)?TEST_CASE(?:_FIXTURE|_METHOD|_TEMPLATE)?|SCENARIO|TEST_[FP]|TYPED_TEST';

export const cpp: Language = {
  id: 'cpp',
  name: 'C++',
  grammar: 'cpp',
  extensions: ['.cpp', '.cc', '.cxx', '.hpp', '.hh', '.hxx'],
  definitions: `
    (translation_unit (function_definition declarator: (function_declarator declarator: (identifier) @name)) @function)
    (translation_unit (template_declaration
      (function_definition declarator: (function_declarator declarator: (identifier) @name))) @function)
    (translation_unit (class_specifier name: (type_identifier) @name body: (_)) @class)
    (translation_unit (struct_specifier name: (type_identifier) @name body: (_)) @class)
  `,
  layout: { solution: 'solution.hpp', suite: 'test_solution.cpp', support: {} },
  suite: {
    files: /(^|\/)(test_[^/]*|[^/]*_tests?|tests?|[^/]*Tests?)\.(cpp|cc|cxx)$/,
    tests: new RegExp(
      [
        notDefined(TEST_CASES),
        String.raw`^[ \t]*TEST\s*\((?<=#[ \t]*include[ \t]*["<]g(?:test|mock)\/[\s\S]*)`,
      ].join('|'),
      'gm',
    ),
    script: NATIVE_SCRIPT,
    alterations: nativeAlterations,
  },
  linters: [],
  plan: (program, suite) => planNative({ id: 'cpp', sources: /\.(?:cpp|cc|cxx|c|C)$/ }, program, suite),
  diagnose: (phase, step) => (phase === 'compile' ? diagnoseNative(step) : { failure: null, warnings: [] }),
  teaching: {
    fence: 'cpp',
    version:
      'C++20 with GNU extensions, compiled by GCC 14 with -O0 -Wall -Wextra; the standard library only',
    interface:
      'Declare everything in one header with `#pragma once` and all includes it needs; every body is `throw std::logic_error("not implemented");`.',
    suite:
      'Use doctest: `#include <doctest/doctest.h>`, `#include "solution.hpp"`, then `TEST_CASE("…") { CHECK(f(x) == …); }`; write no `main`. Write what is expected as literals.',
    solution:
      'Write one header with `#pragma once` that defines exactly the names of the interface with the same signatures, functions `inline`, includes every header it needs, and has no `main`.',
  },
};
