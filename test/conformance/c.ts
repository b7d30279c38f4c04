import type { Conformance, ConformanceCase } from './conformance.ts';

const HEADER = '#ifndef SOLUTION_H\n#define SOLUTION_H\n\nint add(int a, int b);\n\n#endif\n';

const solution = (body: string, includes = ''): ConformanceCase['solution'] => ({
  'solution.h': HEADER,
  'solution.c': `${includes}#include "solution.h"\n\nint add(int a, int b) {\n  ${body}\n}\n`,
});

const adding = solution('return a + b;');
const subtracting = solution('return a - b;');

const asserting = `#include <assert.h>
#include <stdio.h>

#include "solution.h"

int main(void) {
  assert(add(1, 2) == 3);
  assert(add(0, 0) == 0);
  printf("all passed\\n");
  return 0;
}
`;

const returningEarly = `#include <stdio.h>
#include "solution.h"

int main(void) {
  if (add(1, 2) != 3) {
    puts("FAIL");
    return 0;
  }
  puts("ok");
  return 0;
}
`;

const unity = (include = '"unity.h"', ignored = ''): string => `#include ${include}
#include "solution.h"

void setUp(void) {}
void tearDown(void) {}

static void test_small(void) {
  TEST_ASSERT_EQUAL_INT(3, add(1, 2));
}

static void test_zero(void) {
  ${ignored}
  TEST_ASSERT_EQUAL(0, add(0, 0));
}

int main(void) {
  UNITY_BEGIN();
  RUN_TEST(test_small);
  RUN_TEST(test_zero);
  return UNITY_END();
}
`;

const check = `#include <check.h>
#include <stdlib.h>
#include "solution.h"

START_TEST(test_small) {
  ck_assert_int_eq(add(1, 2), 3);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("add");
  TCase *core = tcase_create("core");
  tcase_add_test(core, test_small);
  suite_add_tcase(suite, core);
  SRunner *runner = srunner_create(suite);
  srunner_run_all(runner, CK_NORMAL);
  int failed = srunner_ntests_failed(runner);
  srunner_free(runner);
  return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
`;

const cmocka = `#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "solution.h"

static void test_small(void **state) {
  (void)state;
  assert_int_equal(add(1, 2), 3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_small),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
`;

type Failure = ConformanceCase['expect'] & { outcome: 'failed' };

const failing = (
  given: ConformanceCase['solution'],
  phase: Failure['phase'],
  reason: Failure['reason'],
  tests: ConformanceCase['tests'] = { 'test_solution.c': asserting },
): ConformanceCase => ({ solution: given, tests, expect: { outcome: 'failed', phase, reason } });

const passing = (
  given: ConformanceCase['solution'],
  tests: ConformanceCase['tests'],
  count = 1,
): ConformanceCase => ({ solution: given, tests, expect: { outcome: 'passed', tests: count } });

export const c: Conformance = {
  language: 'c',
  kinds: {
    passing: passing(adding, { 'test_solution.c': asserting }),
    failing: failing(subtracting, 'test', 'assertion-failed'),
    hanging: failing(solution('volatile int always = 1; while (always) {} return a + b;'), 'test', 'timeout'),
    crashing: failing(solution('int *nowhere = 0; return *nowhere + a + b;'), 'test', 'runtime-error'),
    noTests: failing(adding, 'test', 'no-tests-ran', {
      'test_solution.c': '#include "solution.h"\n\nint main(void) {\n  return 0;\n}\n',
    }),
    fewerTests: failing(solution('exit(0); return a + b;', '#include <stdlib.h>\n'), 'test', 'early-exit', {
      'test_solution.c': unity(),
    }),
    skipped: failing(adding, 'test', 'tests-missing', {
      'test_solution.c': unity('"unity.h"', 'TEST_IGNORE();'),
    }),
    syntaxError: failing(solution('return a + b'), 'parse', 'syntax-error'),
    lintError: failing(solution('return plus(a, b);'), 'lint', 'lint-error'),
    typeError: failing(solution('struct pair { int x, y; } p = {a, b}; return p;'), 'compile', 'type-error'),
    memory: failing(
      solution(
        'for (;;) memset(malloc(1 << 24), 1, 1 << 24); return a + b;',
        '#include <stdlib.h>\n#include <string.h>\n',
      ),
      'test',
      ['memory-limit', 'runtime-error'],
    ),
    output: failing(
      solution('for (;;) puts("flood"); return a + b;', '#include <stdio.h>\n'),
      'test',
      'output-limit',
    ),
  },
  usages: {
    'assert, NDEBUG defined': failing(subtracting, 'test', 'assertion-failed', {
      'test_solution.c': `#define NDEBUG\n${asserting}`,
    }),
    'the solution itself included': passing(
      { 'solution.c': 'int add(int a, int b) { return a + b; }\n' },
      { 'test_solution.c': asserting.replace('solution.h', 'solution.c') },
    ),
    'checks by hand, and exit': passing(adding, {
      'tests.c': `#include <stdio.h>
#include <stdlib.h>
#include "solution.h"

static int failures = 0;
#define EXPECT(got, want) do { if ((got) != (want)) { printf("line %d\\n", __LINE__); failures++; } } while (0)

int main(void) {
  EXPECT(add(1, 2), 3);
  if (failures > 0) exit(1);
  exit(0);
}
`,
    }),
    'checks by hand, failing': failing(subtracting, 'test', 'assertion-failed', {
      'tests.c':
        '#include <stdlib.h>\n#include "solution.h"\n\nint main(void) {\n  if (add(1, 2) != 3) exit(1);\n  return 0;\n}\n',
    }),
    'a return under a failed check': passing(adding, { 'tests.c': returningEarly }),
    'a return under a failed check, failing': failing(subtracting, 'test', 'early-exit', {
      'tests.c': returningEarly,
    }),
    'a function after main that leaves with 0, failing': failing(subtracting, 'test', 'early-exit', {
      'tests.c':
        '#include <stdlib.h>\n#include "solution.h"\n\nint check(int got, int want);\n\nint main(void) {\n  check(add(1, 2), 3);\n  return 0;\n}\n\nint check(int got, int want) {\n  if (got == want) return 1;\n  exit(0);\n}\n',
    }),
    'exits in the last if': passing(adding, {
      'tests.c':
        '#include <stdlib.h>\n#include "solution.h"\n\nint main(void) {\n  if (add(1, 2) == 3) {\n    exit(EXIT_SUCCESS);\n  } else {\n    exit(EXIT_FAILURE);\n  }\n}\n',
    }),
    'abort by the suite, failing': failing(subtracting, 'test', 'assertion-failed', {
      'tests.c':
        '#include <stdlib.h>\n#include "solution.h"\n#define REQUIRE(c) if (!(c)) abort()\n\nint main(void) {\n  REQUIRE(add(1, 2) == 3);\n  return 0;\n}\n',
    }),
    'a header that the suite does not bring': failing(adding, 'compile', 'compile-error', {
      'tests.c': `#include <criterion/criterion.h>\n${asserting}`,
    }),
    'a main in the solution too': passing(
      {
        'add.c': 'int add(int a, int b) {\n  return a + b;\n}\n\nint main(void) {\n  return add(0, 0);\n}\n',
      },
      { 'test_add.c': asserting.replace('#include "solution.h"', 'int add(int a, int b);') },
    ),
    'a table of names and functions': passing(adding, {
      'tests.c':
        '#include "solution.h"\n\nstatic int small(void) { return add(1, 2) == 3; }\nstatic const struct { const char *name; int (*run)(void); } tests[] = {{"small", small}};\n\nint main(void) {\n  return tests[0].run() ? 0 : 1;\n}\n',
    }),
    'a helper that leaves is the last statement': passing(adding, {
      'tests.c':
        '#include <stdlib.h>\n#include "solution.h"\n\nstatic int bad;\nstatic void check(int got, int want) {\n  if (got != want) bad++;\n}\n_Noreturn static void finish(int all) {\n  if (all) exit(EXIT_FAILURE);\n  exit(EXIT_SUCCESS);\n}\n\nint main() {\n  check(add(1, 2), 3);\n  finish(bad);\n  return 0;\n}\n',
    }),
    'many values that have names': passing(adding, {
      'tests.c': `#include <assert.h>\n#include "solution.h"\n\nint main() {\n${Array.from(
        { length: 300 },
        (_, i) => `  int sum${i} = ${i + 7};\n  assert(add(${i}, 7) == sum${i});\n`,
      ).join('')}}\n`,
    }),
    'what goes in is what must come out': passing(
      {
        'solution.h': 'struct box { int held; };\nint held(const struct box *b);\n',
        'solution.c': '#include "solution.h"\nint held(const struct box *b) { return b->held; }\n',
      },
      {
        'tests.c':
          '#include <assert.h>\n#include "solution.h"\n\nint main() {\n  int one = 5;\n  struct box b = {one};\n  assert(held(&b) == one);\n}\n',
      },
    ),
    C23: passing(adding, {
      'tests.c':
        '#include <assert.h>\n#include "solution.h"\n\nint main() {\n  constexpr int sum = 3;\n  int *none = nullptr;\n  assert(none == nullptr);\n  assert(add(1, 2) == sum);\n}\n',
    }),
    'two programs': passing(
      adding,
      {
        'tests/test_a.c': asserting,
        'tests/test_b.c': asserting.replace('add(1, 2) == 3', 'add(4, 4) == 8'),
      },
      2,
    ),
    'headers and sources in folders': passing(
      { 'include/solution.h': HEADER, 'src/solution.c': adding['solution.c'] ?? '' },
      { 'test/test_solution.c': asserting },
    ),
    'strings and mathematics': passing(
      {
        'solution.h': '#include <stddef.h>\nchar *twice(const char *s);\ndouble root(double x);\n',
        'solution.c':
          '#include "solution.h"\n#include <math.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\nchar *twice(const char *s) {\n  char *r = malloc(2 * strlen(s) + 1);\n  sprintf(r, "%s%s", s, s);\n  return r;\n}\n\ndouble root(double x) {\n  return sqrt(x);\n}\n',
      },
      {
        'test_solution.c':
          '#include <assert.h>\n#include <math.h>\n#include <string.h>\n#include "solution.h"\n\nint main() {\n  assert(strcmp(twice("ab"), "abab") == 0);\n  assert(fabs(root(2.0) - 1.41421356) < 1e-6);\n}\n',
      },
    ),
    unity: passing(adding, { 'test_solution.c': unity() }, 2),
    'unity, failing': failing(subtracting, 'test', 'assertion-failed', { 'test_solution.c': unity() }),
    'unity as Exercism brings it': passing(
      adding,
      {
        'test_solution.c': unity(
          '"test-framework/unity.h"',
          'TEST_IGNORE();   // delete this line to run test',
        ),
        'test-framework/unity.c': 'broken on purpose',
      },
      2,
    ),
    check: passing(adding, { 'check_solution.c': check }),
    'check, failing': failing(subtracting, 'test', 'assertion-failed', { 'check_solution.c': check }),
    'check, a test that ends by a signal': passing(
      adding,
      {
        'check_solution.c': check
          .replace('#include <stdlib.h>', '#include <signal.h>\n#include <stdlib.h>')
          .replace(
            'int main',
            'START_TEST(test_abort) {\n  if (add(1, 1) == 2) abort();\n}\nEND_TEST\n\nint main',
          )
          .replace('  suite_add', '  tcase_add_test_raise_signal(core, test_abort, SIGABRT);\n  suite_add'),
      },
      2,
    ),
    cmocka: passing(adding, { 'test_solution.c': cmocka }),
    'cmocka, failing': failing(subtracting, 'test', 'assertion-failed', { 'test_solution.c': cmocka }),
  },
};
