/* Takes the place of cmocka's function that runs a group: tests are run one by one, so that each is reported. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proof.h"

int __real__cmocka_run_group_tests(const char *group, const struct CMUnitTest *const tests, const size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown);

int __wrap__cmocka_run_group_tests(const char *group, const struct CMUnitTest *const tests, const size_t count,
                                   CMFixtureFunction setup, CMFixtureFunction teardown) {
  const int apart = setup == NULL && teardown == NULL;
  const size_t each = apart ? 1 : count;
  int failed = 0;
  for (size_t at = 0; at < count; at += each) {
    const int failures = __real__cmocka_run_group_tests(group, tests + at, each, setup, teardown);
    for (size_t i = at; i < at + each; i++) {
      seedmill_tested(failures == 0 ? "passed" : "failed", tests[i].name, "see the output of the test");
    }
    failed += failures;
  }
  return failed;
}
