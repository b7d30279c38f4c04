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

static bool is_about_any(const char *line, char *const files[], int count) {
  for (int i = 0; i < count; i++) {
    if (is_about(line, files[i])) return true;
  }
  return false;
}

static const char *after(const char *line) {
  line += strcspn(line, "\n");
  return *line == '\n' ? line + 1 : line;
}

bool has_promoted_warning(const char *words, char *const files[], int count) {
  for (const char *line = words; *line != '\0'; line = after(line)) {
    const size_t length = strcspn(line, "\n");
    if (memmem(line, length, "warning: ", 9) == NULL || !is_mistake(line, length)) continue;
    if (is_about_any(line, files, count)) return true;
  }
  return false;
}

bool suite_misses_file(const char *words, char *const files[], int count) {
  static const char error[] = "fatal error: ", missing[] = ": No such file or directory";
  for (const char *line = words; *line != '\0'; line = after(line)) {
    const size_t length = strcspn(line, "\n");
    if (memmem(line, length, error, sizeof error - 1) == NULL) continue;
    if (memmem(line, length, missing, sizeof missing - 1) == NULL) continue;
    if (!is_about_any(line, files, count)) return true;
  }
  return false;
}
