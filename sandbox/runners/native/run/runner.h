#ifndef SEEDMILL_RUNNER_H
#define SEEDMILL_RUNNER_H

#include <stdbool.h>

struct program {
  /* The program is one test; else its framework reports several. */
  bool script;
  const char *name;
  const char *path;
  /* Why it failed when it leaves with another code than 0: `assertion` or `error`. */
  const char *kind;
  /* The same where it ends by SIGABRT. */
  const char *kind_of_abort;
};

/* report.c */
void open_report(const char *secret);
/* `kind` and `message` are null for a test that passed or was skipped; `scope` where it is no test of its own. */
void report_test(const char *name, const char *scope, const char *outcome, const char *kind, const char *message);
void report_tampered(void);
void report_end(void);
bool any_failed(void);

/* program.c: false when the program left with 0 before its end. */
bool run_program(const struct program *program);

/* shadows.c: whether a program brings its own version of what suites judge by. */
bool has_shadows(const char *path);

#endif
