/* Takes the place of libcheck's functions that run a suite, and reports the results of the real ones. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "proof.h"

void __real_srunner_run(SRunner *runner, const char *suite, const char *group, enum print_output mode);

static void report(SRunner *runner) {
  const int count = srunner_ntests_run(runner);
  TestResult **results = srunner_results(runner);
  for (int i = 0; i < count; i++) {
    char name[256];
    snprintf(name, sizeof name, "%s > %d", tr_tcname(results[i]), i + 1);
    const int kind = tr_rtype(results[i]);
    const char *outcome = kind == CK_PASS ? "passed" : kind == CK_FAILURE ? "failed" : "broken";
    seedmill_tested(outcome, name, tr_msg(results[i]) == NULL ? "" : tr_msg(results[i]));
  }
  free(results);
}

void __wrap_srunner_run(SRunner *runner, const char *suite, const char *group, enum print_output mode) {
  __real_srunner_run(runner, suite, group, mode);
  report(runner);
}

void __wrap_srunner_run_all(SRunner *runner, enum print_output mode) {
  __wrap_srunner_run(runner, NULL, NULL, mode);
}
