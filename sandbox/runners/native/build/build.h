#ifndef SEEDMILL_BUILD_H
#define SEEDMILL_BUILD_H

#include <stdbool.h>
#include <sys/types.h>

enum { MOST_UNITS = 256, MOST_ARGUMENTS = 512 };

/* One source file on its way to an object. */
struct unit {
  const char *source;
  /* Name of the precompiled header that it starts with, or "-". */
  const char *header;
  /* Its main is called otherwise, because the suite has one. */
  bool moves_main;
  /* Where the compiler's words go, so that files compiled side by side do not mix theirs. */
  int words;
  char object[32];
  pid_t compiler;
  pid_t assembler;
  bool broken;
};

/* compile.c */
void begin_units(bool cpp, const char *standard, char *const folders[], int count);
void compile_units(struct unit *units, int count);
pid_t start(char *const command[], int in, int out, int err);

/* promoted.c: whether a warning about one of these files is a mistake in any program. */
bool has_promoted_warning(const char *words, char *const files[], int count);
/* Whether one that is none of these files includes what is not there. */
bool suite_misses_file(const char *words, char *const files[], int count);

#endif
