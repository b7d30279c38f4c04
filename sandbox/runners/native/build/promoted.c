#define _GNU_SOURCE
#include <string.h>

#include "build.h"

/* What is wrong in any program, though compilers only warn of it. */
static const char *const mistakes[] = {
    "no return statement in function returning non-void",
    "expects a matching",
    "expects argument of type 'char *'",
    "-Wimplicit-function-declaration]",
    "-Wint-conversion]",
};

static bool is_mistake(const char *line, size_t length) {
  for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
    if (memmem(line, length, mistakes[i], strlen(mistakes[i])) != NULL) return true;
  }
  return false;
}

static bool is_about(const char *line, const char *file) {
  if (strncmp(line, "./", 2) == 0) line += 2;
  const size_t length = strlen(file);
  return strncmp(line, file, length) == 0 && line[length] == ':';
}

bool has_promoted_warning(const char *words, char *const files[], int count) {
  for (const char *line = words; *line != '\0';) {
    const size_t length = strcspn(line, "\n");
    if (memmem(line, length, "warning: ", 9) != NULL && is_mistake(line, length)) {
      for (int i = 0; i < count; i++) {
        if (is_about(line, files[i])) return true;
      }
    }
    line += length + (line[length] == '\n');
  }
  return false;
}
