import type { Attack } from './attack.ts';

const CASES = `TEST_CASE("small") { CHECK(add(1, 2) == 3); }
TEST_CASE("large") { REQUIRE(add(20, 22) == 42); }
`;
const DOCTEST = `#include <doctest/doctest.h>\n#include "solution.hpp"\n\n${CASES}`;
const LATE_DOCTEST = `#include "solution.hpp"\n#include <doctest/doctest.h>\n\n${CASES}`;
const CATCH = DOCTEST.replace('doctest/doctest.h', 'catch2/catch_test_macros.hpp');
const GTEST =
  '#include <gtest/gtest.h>\n#include "solution.hpp"\n\nTEST(Add, Small) { EXPECT_EQ(add(1, 2), 3); }\nTEST(Add, Large) { ASSERT_EQ(add(20, 22), 42); }\n';
const ASSERT =
  '#include <cassert>\n#include "solution.hpp"\n\nint main() {\n  assert(add(1, 2) == 3);\n  assert(add(20, 22) == 42);\n}\n';

/** Suites that say what is expected away from where they check. */
const ROWS = 'struct { int a, b, c; } rows[] = {{1, 2, 3}, {20, 22, 42}};';
const LOOP = 'for (auto& row : rows)';
const TABLES = {
  assert: `#include <cassert>\n#include "solution.hpp"\n\n${ROWS}\nint main() { ${LOOP} assert(add(row.a, row.b) == row.c); }\n`,
  doctest: `#include <doctest/doctest.h>\n#include "solution.hpp"\n\nTEST_CASE("rows") { ${ROWS} ${LOOP} CHECK(add(row.a, row.b) == row.c); }\n`,
  GoogleTest: `#include <gtest/gtest.h>\n#include "solution.hpp"\n\nTEST(Add, Named) { int sum = 3; EXPECT_TRUE(add(1, 2) == sum); }\n`,
};

const HEADERS = `#pragma once
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <unistd.h>
`;

const attack = (
  name: string,
  code: string,
  expect: Attack['expect'],
  { suite = DOCTEST, body = 'return 0;' }: { suite?: string; body?: string } = {},
): Attack => ({
  name,
  solution: { 'solution.hpp': `${HEADERS}${code}\ninline int add(int, int) { ${body} }\n` },
  tests: { 'test_solution.cpp': suite },
  expect,
});

/** In the place of the whole solution. */
const header = (name: string, code: string, expect: Attack['expect'], suite = DOCTEST): Attack => ({
  name,
  solution: { 'solution.hpp': `${HEADERS}${code}\n` },
  tests: { 'test_solution.cpp': suite },
  expect,
});

const LEFT = ['early-exit'] as const;
const FOUND = ['tampered'] as const;
const WRONG = ['assertion-failed'] as const;

const ALWAYS_EQUAL = `struct Any {};
template <class T> bool operator==(const Any&, const T&) { return true; }
template <class T> bool operator!=(const Any&, const T&) { return false; }
inline std::ostream& operator<<(std::ostream& out, const Any&) { return out << "any"; }
inline Any add(int, int) { return {}; }`;

const ANYTHING = `${ALWAYS_EQUAL.replace(
  'struct Any {};',
  'struct Any { explicit operator bool() const { return true; } bool operator!() const { return true; } };',
)}
${['<', '>', '<=', '>=']
  .map((order) => `template <class T> bool operator${order}(const Any&, const T&) { return true; }`)
  .join('\n')}`;
const ORDERING = {
  assert: ASSERT.replace('  assert', '  assert(add(0, 9) > 3);\n  assert(!add(0, 0));\n  assert'),
  doctest: `${DOCTEST}TEST_CASE("order") { CHECK(add(1, 1) < 3); CHECK(add(2, 2) == 4); }\n`,
  GoogleTest: `${GTEST.split('TEST')[0]}TEST(Add, Order) { EXPECT_GT(add(4, 4), 7); EXPECT_LT(add(1, 1), 3); }\n`,
  'helpers of the suite':
    '#include "solution.hpp"\nint bad = 0;\ntemplate <class A, class B> void check(const char*, const A& a, const B& b) { if (!(a == b)) bad++; }\nint main() {\n  check("small", add(1, 2), 3);\n  auto sum = add(20, 22);\n  if (sum == 42) return bad;\n  return 1;\n}\n',
};

const READS = `inline int expected() {
  static std::ifstream suite("test_solution.cpp");
  std::string word;
  while (suite >> word && word != "==") {}
  int value = 0;
  suite >> value;
  return value;
}`;

export const cpp: readonly Attack[] = [
  attack('exit in the call', '', LEFT, { body: 'std::exit(0);' }),
  attack('_Exit in the call', '', LEFT, { body: 'std::_Exit(0);' }),
  attack('a static object that leaves', 'struct First { First() { _exit(0); } };\nstatic First first;', LEFT),
  attack(
    'a static object that leaves at the end',
    'struct Last { ~Last() { _exit(0); } };\nstatic Last last;',
    WRONG,
  ),
  attack('a handler of terminate', '', LEFT, {
    suite: ASSERT,
    body: 'std::set_terminate([] { _exit(0); }); throw 1;',
  }),
  attack('a handler of SIGABRT', '', WRONG, {
    suite: ASSERT,
    body: 'std::signal(SIGABRT, [](int) { _exit(0); }); return 0;',
  }),
  attack('exit while something is thrown', 'struct Leaves { ~Leaves() { _exit(0); } };', LEFT, {
    body: 'Leaves leaves; throw 1;',
  }),
  header('an object that equals everything', ALWAYS_EQUAL, FOUND),
  header('an object that equals everything, GoogleTest', ALWAYS_EQUAL, FOUND, GTEST),
  header('an object that equals everything, Catch2', ALWAYS_EQUAL, FOUND, CATCH),
  header('an object that equals everything, assert', ALWAYS_EQUAL, FOUND, ASSERT),
  ...Object.entries(TABLES).map(([name, suite]) =>
    header(`an object that equals everything in a table, ${name}`, ALWAYS_EQUAL, FOUND, suite),
  ),
  ...Object.entries(ORDERING).map(([name, suite]) =>
    header(`an object that is less and greater, true and false, ${name}`, ANYTHING, FOUND, suite),
  ),
  attack(
    'a CHECK of its own',
    '#undef CHECK\n#undef REQUIRE\n#define CHECK(...) (void)0\n#define REQUIRE(...) (void)0',
    FOUND,
  ),
  attack(
    'a TEST_CASE of its own',
    '#undef TEST_CASE\n#define JOINED(a, b) a##b\n#define JOIN(a, b) JOINED(a, b)\n#define TEST_CASE(name) inline void JOIN(unused, __COUNTER__)()',
    FOUND,
  ),
  attack('an assert of its own', '#undef assert\n#define assert(x) ((void)0)', FOUND, { suite: ASSERT }),
  attack(
    'an EXPECT_EQ of its own',
    '#undef EXPECT_EQ\n#undef ASSERT_EQ\n#define EXPECT_EQ(a, b) SUCCEED()\n#define ASSERT_EQ(a, b) SUCCEED()',
    FOUND,
    {
      suite: GTEST,
    },
  ),
  attack(
    'int is another type',
    'struct Same { Same(int) {} bool operator==(int) const { return true; } };\n#define int Same',
    [...FOUND, 'type-error', 'compile-error'],
  ),
  attack('doctest switched off', '#define DOCTEST_CONFIG_DISABLE', [...FOUND, 'no-tests-ran'], {
    suite: LATE_DOCTEST,
  }),
  header(
    'doctest opened again',
    'namespace doctest { namespace detail { template <> struct Unused; } }\ninline int add(int, int) { return 0; }',
    [...FOUND, 'lint-error', 'type-error', 'compile-error'],
  ),
  attack('a filter that no test passes', '', ['no-tests-ran', 'tests-missing'], {
    suite: GTEST.replace(
      '#include "solution.hpp"',
      '#include "solution.hpp"\nstatic const bool set = add(0, 0) == 0;',
    ),
    body: 'static bool once = (testing::GTEST_FLAG(filter) = "-*", true); return once ? 0 : 1;',
  }),
  attack('skips its tests', '', ['tests-missing', 'assertion-failed', 'runtime-error'], {
    suite: GTEST,
    body: 'testing::internal::AssertHelper(testing::TestPartResult::kSkip, "", 0, "") = testing::Message(); throw 0; return 0;',
  }),
  attack('a memcmp of its own', 'extern "C" int memcmp(const void*, const void*, size_t) { return 0; }', [
    ...FOUND,
    'compile-error',
    'type-error',
  ]),
  header(
    'a main of its own',
    'int main() { return 0; }\ninline int add(int, int) { return 0; }',
    ['compile-error', 'type-error'],
    ASSERT,
  ),
  attack('reads what is expected', READS, FOUND, { body: 'return expected();' }),
  {
    name: 'ships headers of the framework',
    solution: {
      'solution.hpp': '#pragma once\ninline int add(int, int) { return 0; }\n',
      'doctest/doctest.h': '#define TEST_CASE(x) static void unused()\nint main() {}\n',
      'doctest.h': '',
      cassert: '#define assert(x)\n',
      iostream: '#error taken\n',
    },
    tests: { 'test_solution.cpp': DOCTEST.replace('<doctest/doctest.h>', '"doctest.h"') },
    expect: WRONG,
  },
  attack(
    'templates without end',
    'template <int N> struct Deep { static const int value = Deep<N + 1>::value; };',
    ['compile-error', 'type-error', 'timeout', 'memory-limit', 'lint-error'],
    {
      body: 'return Deep<0>::value;',
    },
  ),
  attack('a file that includes itself', '#pragma GCC diagnostic push\n#include "/proc/self/exe"', [
    'compile-error',
    'syntax-error',
    'lint-error',
    'type-error',
    'output-limit',
  ]),
];
