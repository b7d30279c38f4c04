/*
 * Runs the programs of a suite, one after another, and reports every test on file descriptor 3.
 *
 * stdin: the secret of the report; then one line per program or remark, its fields divided by tabs:
 *   script <name> <program> <kind> <kind of abort>   the program is one test: to return 0 from main. A program that
 *                                                    leaves with another code has failed by <kind>
 *   framework <name> <program> <kind> <kind of abort>   its tests are reported singly
 *   copies                                           Check runs every test in a copy of its own
 *   tampered <what>                                  the program's text redefines what its suite judges by
 */
#define _GNU_SOURCE
#include "runner.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { FIELDS = 5 };
static char *fields[FIELDS];

static int split(char *line) {
  int count = 0;
  for (char *part = strtok(line, "\t"); part != NULL && count < FIELDS; part = strtok(NULL, "\t")) fields[count++] = part;
  return count;
}

static char *read_all(void) {
  static char text[65536];
  size_t length = 0;
  ssize_t n;
  while (length + 1 < sizeof text && (n = read(STDIN_FILENO, text + length, sizeof text - 1 - length)) > 0) {
    length += (size_t)n;
  }
  return text;
}

int main(void) {
  /* So that no process of the job looks into this one. */
  prctl(PR_SET_DUMPABLE, 0);
  setenv("CK_FORK", "no", 1);

  char *rest = read_all();
  open_report(strsep(&rest, "\n"));
  const int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  close(null);

  for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
    const int count = split(line);
    if (count == 1 && strcmp(fields[0], "copies") == 0) unsetenv("CK_FORK");
    if (count == 2 && strcmp(fields[0], "tampered") == 0) report_tampered();
    if (count != FIELDS) continue;
    const struct program program = {
        .script = strcmp(fields[0], "script") == 0,
        .name = fields[1],
        .path = fields[2],
        .kind = fields[3],
        .kind_of_abort = fields[4]};
    if (has_shadows(program.path)) report_tampered();
    /* Left early: no end is reported. */
    if (!run_program(&program)) return 1;
  }
  report_end();
  return any_failed() ? 1 : 0;
}
