import type { Conformance, ConformanceCase } from './conformance.ts';

const header = (body: string, includes = ''): ConformanceCase['solution'] => ({
  'solution.hpp': `#pragma once\n#include <algorithm>\n#include <vector>\n${includes}\ninline std::vector<int> sorted(std::vector<int> values) {\n  ${body}\n  return values;\n}\n`,
});

const sorting = header('std::sort(values.begin(), values.end());');
const idle = header('');

const CASES = `TEST_CASE("sorts") {
  CHECK(sorted({3, 1, 2}) == std::vector<int>{1, 2, 3});
}

TEST_CASE("keeps what is sorted") {
  CHECK(sorted({1, 2}) == std::vector<int>{1, 2});
  REQUIRE(sorted({}).empty());
}
`;
const suite = (include: string, cases = CASES): string =>
  `#include ${include}\n#include "solution.hpp"\n\n${cases}`;
const doctest = suite('<doctest/doctest.h>');
const catch3 = suite('<catch2/catch_test_macros.hpp>');

const GTEST = `TEST(Sorted, Sorts) {
  EXPECT_EQ(sorted({3, 1, 2}), (std::vector<int>{1, 2, 3}));
}

TEST(Sorted, Empty) {
  EXPECT_TRUE(sorted({}).empty());
}
`;
const gtest = suite('<gtest/gtest.h>', GTEST);
const asserting = suite(
  '<cassert>',
  'int main() {\n  assert((sorted({3, 1, 2}) == std::vector<int>{1, 2, 3}));\n  return 0;\n}\n',
);

type Failure = ConformanceCase['expect'] & { outcome: 'failed' };

const failing = (
  solution: ConformanceCase['solution'],
  phase: Failure['phase'],
  reason: Failure['reason'],
  test = doctest,
): ConformanceCase => ({
  solution,
  tests: { 'test_solution.cpp': test },
  expect: { outcome: 'failed', phase, reason },
});

const passing = (
  solution: ConformanceCase['solution'],
  tests: ConformanceCase['tests'],
  count: number,
): ConformanceCase => ({ solution, tests, expect: { outcome: 'passed', tests: count } });

export const cpp: Conformance = {
  language: 'cpp',
  kinds: {
    passing: passing(sorting, { 'test_solution.cpp': doctest }, 2),
    failing: failing(idle, 'test', 'assertion-failed'),
    hanging: failing(header('volatile bool always = true; while (always) {}'), 'test', 'timeout'),
    crashing: failing(header('throw 1;'), 'test', 'runtime-error'),
    noTests: failing(sorting, 'test', 'no-tests-ran', suite('<doctest/doctest.h>', '')),
    fewerTests: failing(header('std::exit(0);', '#include <cstdlib>\n'), 'test', 'early-exit'),
    skipped: failing(
      sorting,
      'test',
      'tests-missing',
      `${doctest}\nTEST_CASE("later" * doctest::skip()) {\n  CHECK(sorted({}).empty());\n}\n`,
    ),
    syntaxError: failing(header('std::sort(values.begin(), values.end()'), 'parse', 'syntax-error'),
    lintError: failing(header('order(values);'), 'lint', 'lint-error'),
    typeError: failing(header('values = 3.5;'), 'compile', 'type-error'),
    memory: failing(header('for (;;) values.resize(2 * values.size() + 1024, 7);'), 'test', [
      'memory-limit',
      'runtime-error',
    ]),
    output: failing(
      header('for (;;) std::cout << "flood\\n";', '#include <iostream>\n'),
      'test',
      'output-limit',
    ),
  },
  usages: {
    'doctest, a main asked for': passing(
      sorting,
      { 'test_solution.cpp': `#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n${suite('"doctest.h"')}` },
      2,
    ),
    'doctest, a main brought': passing(
      sorting,
      {
        'test_solution.cpp': `#define DOCTEST_CONFIG_IMPLEMENT\n${doctest}\nint main(int argc, char** argv) {\n  doctest::Context context(argc, argv);\n  return context.run();\n}\n`,
      },
      2,
    ),
    'doctest, several files': passing(
      {
        'src/solution.h': '#pragma once\n#include <string>\nstd::string reversed(const std::string& text);\n',
        'src/solution.cpp':
          '#include "solution.h"\n\nstd::string reversed(const std::string& text) {\n  return {text.rbegin(), text.rend()};\n}\n',
      },
      {
        'tests/main.cpp': '#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN\n#include <doctest/doctest.h>\n',
        'tests/test_a.cpp':
          '#include <doctest/doctest.h>\n#include "../src/solution.h"\n\nTEST_CASE("word") { CHECK(reversed("abc") == "cba"); }\n',
        'tests/test_b.cpp':
          '#include <doctest/doctest.h>\n#include "solution.h"\n\nTEST_SUITE("edge") {\n  TEST_CASE("empty") { CHECK_EQ(reversed(""), ""); }\n}\n',
      },
      2,
    ),
    'doctest, subcases and exceptions': passing(
      {
        'solution.hpp':
          '#pragma once\n#include <stdexcept>\n\ninline double half(double x) {\n  if (x < 0) throw std::invalid_argument("negative");\n  return x / 2;\n}\n',
      },
      {
        'test_solution.cpp': suite(
          '<doctest/doctest.h>',
          'TEST_CASE("half") {\n  SUBCASE("of one") { CHECK(half(1) == doctest::Approx(0.5)); }\n  SUBCASE("of less") { CHECK_THROWS_AS(half(-1), std::invalid_argument); }\n}\n',
        ),
      },
      1,
    ),
    'Catch2 3': passing(sorting, { 'test_solution.cpp': catch3 }, 2),
    'Catch2 3, failing': failing(idle, 'test', 'assertion-failed', catch3),
    'Catch2 2, as Exercism brings it': passing(
      sorting,
      {
        'sorted_test.cpp': suite(
          '"test/catch.hpp"',
          `${CASES.replace('\n\n', '\n#if defined(EXERCISM_RUN_ALL_TESTS)\n')}#endif\n`,
        ),
        'test/tests-main.cpp': '#define CATCH_CONFIG_MAIN\n#include "catch.hpp"\n',
      },
      2,
    ),
    'Catch2 2, in one file': passing(
      sorting,
      { 'test_solution.cpp': `#define CATCH_CONFIG_MAIN\n${suite('<catch2/catch.hpp>')}` },
      2,
    ),
    GoogleTest: passing(sorting, { 'test_solution.cpp': gtest }, 2),
    'GoogleTest, failing': failing(idle, 'test', 'assertion-failed', gtest),
    'GoogleTest, a main brought': passing(
      sorting,
      {
        'solution_test.cc': `${gtest}\nint main(int argc, char** argv) {\n  testing::InitGoogleTest(&argc, argv);\n  return RUN_ALL_TESTS();\n}\n`,
      },
      2,
    ),
    'GoogleMock matchers': passing(
      sorting,
      {
        'test_solution.cpp': suite(
          '<gmock/gmock.h>\n#include <gtest/gtest.h>',
          'TEST(Sorted, Matches) {\n  EXPECT_THAT(sorted({2, 1}), testing::ElementsAre(1, 2));\n}\n',
        ),
      },
      1,
    ),
    'assert in main': passing(sorting, { 'test_solution.cpp': asserting }, 1),
    'assert in main, failing': failing(idle, 'test', 'assertion-failed', asserting),
    'a suite that includes the source': passing(
      { 'solution.cpp': sorting['solution.hpp']?.replace('#pragma once\n', '') ?? '' },
      { 'test_solution.cpp': asserting.replace('solution.hpp', 'solution.cpp') },
      1,
    ),
    'everything of the library': passing(
      {
        'solution.hpp':
          '#include <bits/stdc++.h>\nusing namespace std;\n\nmap<string, int> counted(const vector<string>& words) {\n  map<string, int> counts;\n  for (const auto& word : words) counts[word]++;\n  return counts;\n}\n',
      },
      {
        'test_solution.cpp': suite(
          '<assert.h>',
          'int main() {\n  auto candidate = counted;\n  assert(candidate({"a", "b", "a"}) == (map<string, int>({{"a", 2}, {"b", 1}})));\n}\n',
        ),
      },
      1,
    ),
    'a folder of headers': passing(
      {
        'include/acme/half.h': '#pragma once\nint half(int x);\n',
        'src/half.cpp': '#include <acme/half.h>\n\nint half(int x) { return x / 2; }\n',
      },
      {
        'tests/half_test.cpp':
          '#include <acme/half.h>\n#include <cassert>\n\nint main() { assert(half(8) == 4); }\n',
      },
      1,
    ),
    'tests that a class runs': passing(
      sorting,
      {
        'main.cpp':
          '#include "solution.hpp"\n#include <functional>\n#include <vector>\n\nstruct Runner {\n  std::vector<std::function<bool()>> tests;\n  int run() const { for (const auto& test : tests) if (!test()) return 1; return 0; }\n};\n\nauto main() -> int {\n  return Runner{{[] { return sorted({2, 1}) == std::vector<int>{1, 2}; }}}.run();\n}\n',
      },
      1,
    ),
    'C++23': passing(
      {
        'solution.hpp':
          "#pragma once\n#include <expected>\n#include <string>\n\ninline std::expected<int, std::string> digit(char c) {\n  if (c < '0' || c > '9') return std::unexpected(\"no digit\");\n  return c - '0';\n}\n",
      },
      {
        'test_solution.cpp': suite(
          '<doctest/doctest.h>',
          'TEST_CASE("digit") {\n  CHECK(digit(\'7\').value() == 7);\n  CHECK(digit(\'x\').error() == "no digit");\n}\n',
        ),
      },
      1,
    ),
    'GoogleTest, a death in a program of its own': passing(
      {
        'solution.hpp':
          '#pragma once\n#include <cstdlib>\ninline void must(bool ok) { if (!ok) std::exit(3); }\n',
      },
      {
        'test_solution.cpp': suite(
          '<gtest/gtest.h>',
          'TEST(MustDeathTest, Leaves) {\n  GTEST_FLAG_SET(death_test_style, "threadsafe");\n  EXPECT_EXIT(must(false), testing::ExitedWithCode(3), "");\n}\n',
        ),
      },
      1,
    ),
    'what goes in is what must come out': passing(
      {
        'solution.hpp':
          '#pragma once\n#include <algorithm>\n#include <string>\n\ninline std::string turned(std::string s) {\n  std::reverse(s.begin(), s.end());\n  return s;\n}\n',
      },
      {
        'test_solution.cpp': suite(
          '<cassert>',
          "int main() {\n  std::string text = \"\";\n  for (char c = 'a'; c < 'k'; c++) text += c;\n  std::string back = turned(text);\n  assert(turned(back) == text);\n}\n",
        ),
      },
      1,
    ),
    'a header that is not included': failing(
      {
        'solution.hpp':
          sorting['solution.hpp']?.replace('#include <algorithm>\n', '').replace('#include <vector>\n', '') ??
          '',
      },
      'lint',
      'lint-error',
    ),
    'a missing return': failing(
      { 'solution.hpp': `${sorting['solution.hpp']}inline int zero() {}\n` },
      'lint',
      'lint-error',
    ),
  },
};
