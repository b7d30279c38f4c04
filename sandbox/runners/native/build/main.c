/*
 * Compiles and links, with the compiler proper and the linker called directly: the drivers in between cost more than
 * the compilation of a small file.
 *
 *   build c|cpp [-x <standard>] -q <folder>… -s <file of the solution>… ([-m] -c <precompiled header> <source>)…
 *         -l <program> <kind> <units>…
 *
 * -m: the main of this source has another name.
 * A kind is a file in /opt/seedmill/link, which holds the linker's arguments; <units> are numbers of sources, from 0,
 * divided by commas.
 */
#define _GNU_SOURCE
#include "build.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct unit units[MOST_UNITS];
static int unit_count;
static char *folders[MOST_ARGUMENTS];
static int folder_count;
static char *solution[MOST_ARGUMENTS];
static int solution_count;

static void refuse(const char *why) {
  fprintf(stderr, "%s\n", why);
  exit(2);
}

/* Passes the compilers' words on, in the order of the sources. True when every one did its work. */
static bool hear_units(void) {
  bool built = true;
  for (int i = 0; i < unit_count; i++) {
    struct stat found;
    fstat(units[i].words, &found);
    char *words = calloc(1, (size_t)found.st_size + 1);
    if (words == NULL || pread(units[i].words, words, (size_t)found.st_size, 0) < 0) refuse("cannot read");
    fwrite(words, 1, (size_t)found.st_size, stderr);
    if (suite_misses_file(words, solution, solution_count)) fputs("the suite misses a file\n", stderr);
    built = built && !units[i].broken && !has_promoted_warning(words, solution, solution_count);
    free(words);
  }
  fflush(stderr);
  return built;
}

static bool link_program(char *program, const char *kind, char *numbers) {
  static char arguments[64];
  char *command[MOST_UNITS + 16] = {"mold", "--no-fork", "--thread-count=1", "-o", program};
  int count = 5;
  snprintf(arguments, sizeof arguments, "@/opt/seedmill/link/%s", kind);
  command[count++] = arguments;
  for (char *number = strtok(numbers, ","); number != NULL; number = strtok(NULL, ",")) {
    const int at = atoi(number);
    if (at < 0 || at >= unit_count) refuse("no such unit");
    command[count++] = units[at].object;
  }
  int status = 1;
  waitpid(start(command, -1, -1, -1), &status, 0);
  return status == 0;
}

int main(int argc, char **argv) {
  setenv("LC_ALL", "C.UTF-8", 1);
  char **links[MOST_UNITS];
  int link_count = 0;
  const char *standard = NULL;
  bool moves_main = false;
  for (int i = 2; i < argc; i++) {
    const char *const option = argv[i];
    const int left = argc - i - 1;
    if (folder_count + 1 >= MOST_ARGUMENTS || solution_count + 1 >= MOST_ARGUMENTS) refuse("too many files");
    if (unit_count + 1 >= MOST_UNITS || link_count + 1 >= MOST_UNITS) refuse("too many sources");
    if (strcmp(option, "-q") == 0 && left >= 1) {
      folders[folder_count++] = argv[++i];
    } else if (strcmp(option, "-s") == 0 && left >= 1) {
      solution[solution_count++] = argv[++i];
    } else if (strcmp(option, "-x") == 0 && left >= 1) {
      standard = argv[++i];
    } else if (strcmp(option, "-m") == 0) {
      moves_main = true;
    } else if (strcmp(option, "-c") == 0 && left >= 2) {
      units[unit_count++] =
          (struct unit){.header = argv[i + 1], .source = argv[i + 2], .moves_main = moves_main};
      moves_main = false;
      i += 2;
    } else if (strcmp(option, "-l") == 0 && left >= 3) {
      links[link_count++] = argv + i + 1;
      i += 3;
    } else {
      refuse(option);
    }
  }
  if (argc < 2) refuse("no language");
  begin_units(strcmp(argv[1], "cpp") == 0, standard, folders, folder_count);
  compile_units(units, unit_count);
  if (!hear_units()) return 1;
  for (int i = 0; i < link_count; i++) {
    if (!link_program(links[i][0], links[i][1], links[i][2])) return 1;
  }
  return 0;
}
