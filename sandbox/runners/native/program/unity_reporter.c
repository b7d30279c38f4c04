/* Unity's place where a test ends, which reports it. Unity itself is built with that place renamed. */
#include <stdio.h>
#include <string.h>

#include "proof.h"
#include "unity.h"

void seedmill_unity_conclude(void);

static char line[1024];
static size_t length;
static char last[1024];

/* Everything that Unity prints; the last line before the end of a test says what became of it. */
void seedmill_unity_print(int c) {
  putchar(c);
  if (c == '\n') {
    memcpy(last, line, length);
    last[length] = '\0';
    length = 0;
  } else if (length + 1 < sizeof line) {
    line[length++] = (char)c;
  }
}

__attribute__((weak)) void setUp(void) {}
__attribute__((weak)) void tearDown(void) {}

void UnityConcludeTest(void) {
  const char *outcome = Unity.CurrentTestIgnored ? "skipped" : Unity.CurrentTestFailed ? "failed" : "passed";
  const char *const name = Unity.CurrentTestName;
  seedmill_unity_conclude();
  seedmill_tested(outcome, name == NULL ? "?" : name, last);
}

void UnityDefaultTestRun(UnityTestFunction test, const char *name, const int number) {
  Unity.CurrentTestName = name;
  Unity.CurrentTestLineNumber = (UNITY_LINE_TYPE)number;
  Unity.NumberOfTests++;
  UNITY_CLR_DETAILS();
  if (TEST_PROTECT()) {
    setUp();
    test();
  }
  if (TEST_PROTECT()) tearDown();
  UnityConcludeTest();
}
