import type { Language } from '@seedmill/contracts';
import { nativeAlterations } from './native/alterations.ts';
import { diagnoseNative } from './native/diagnosis.ts';
import { NATIVE_SCRIPT, planNative } from './native/plan.ts';

/** Tests are counted where the framework that has them is included. */
const including = (header: string, tests: string): string =>
  String.raw`(?:^|[;{}])[ \t]*(?:${tests})\s*\((?<=#[ \t]*include[ \t]*["<][^">\n]*${header}[">][\s\S]*)`;

export const c: Language = {
  id: 'c',
  name: 'C',
  grammar: 'cpp',
  extensions: ['.c', '.h'],
  definitions: `
    (translation_unit (function_definition
      declarator: [
        (function_declarator declarator: (identifier) @name)
        (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
      ]) @function)
    (translation_unit (struct_specifier name: (type_identifier) @name body: (_)) @class)
  `,
  layout: { solution: 'solution.c', suite: 'test_solution.c', support: {} },
  suite: {
    files: /(^|\/)(test_[^/]*|[^/]*_tests?|tests?)\.c$/,
    tests: new RegExp(
      [
        including('unity\\.h', 'RUN_TEST'),
        including('check\\.h', 'tcase_add_test(?:_raise_signal|_exit)?'),
        including('cmocka\\.h', 'cmocka_unit_test\\w*'),
      ].join('|'),
      'gm',
    ),
    script: NATIVE_SCRIPT,
    alterations: nativeAlterations,
  },
  linters: [],
  plan: (program, suite) => planNative({ id: 'c', sources: /\.c$/ }, program, suite),
  diagnose: (phase, step) => (phase === 'compile' ? diagnoseNative(step) : { failure: null, warnings: [] }),
  teaching: {
    fence: 'c',
    version: 'C17 with GNU extensions, compiled by GCC 14 with -O0 -Wall -Wextra; the C library only',
    interface:
      'Declare every function and type in a comment-documented way in `solution.c`; each body is `abort();`. There is no header: the suite includes the file itself.',
    suite:
      'Write one `main` that checks with `assert` from <assert.h> and returns 0; start with `#include "solution.c"`. Write what is expected as literals.',
    solution:
      'Write one file that defines exactly the functions and types of the interface with the same signatures, includes every header it needs, and has no `main`.',
  },
};
