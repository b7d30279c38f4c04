/* Paths and names of this machine's compilers come from the image's build: CC1, CC1PLUS, MULTIARCH. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build.h"

/* More would not be faster, but need more memory. */
enum { AT_ONCE = 2 };
/* What a compiler may say, in bytes. It would go on without end where the disk is full. */
static const struct rlimit most_words = {4 << 20, 4 << 20};

static char *compiler[MOST_ARGUMENTS * 4];
static int fixed;

static void add(char *argument) { compiler[fixed++] = argument; }

static void add_all(char *const arguments[]) {
  for (int i = 0; arguments[i] != NULL; i++) add(arguments[i]);
}

/* The arguments that all sources share. */
void begin_units(bool cpp, const char *standard, char *const folders[], int count) {
  static char chosen[32];
  static char *const for_c[] = {CC1, "-quiet", NULL};
  static char *const for_cpp[] = {CC1PLUS, "-quiet", "-D_GNU_SOURCE", "-DEXERCISM_RUN_ALL_TESTS", NULL};
  static char *const for_both[] = {
      "-imultiarch", MULTIARCH, "-O0", "-fno-pie", "-Wall", "-Wextra", "-Wno-unknown-pragmas", "-fmessage-length=0",
      "-isystem", "/opt/seedmill/include", "-isystem", "/opt/seedmill/unity", NULL};
  add_all(cpp ? for_cpp : for_c);
  snprintf(chosen, sizeof chosen, "-std=%s", standard != NULL ? standard : cpp ? "gnu++20" : "gnu17");
  add(chosen);
  add_all(for_both);
  for (int i = 0; i < count; i++) {
    /* System headers first: no file of the job takes the place of one. */
    add("-iquote");
    add(folders[i]);
    add("-idirafter");
    add(folders[i]);
  }
}

pid_t start(char *const command[], int in, int out, int err) {
  const pid_t child = vfork();
  if (child != 0) return child;
  if (in >= 0) dup2(in, 0);
  if (out >= 0) dup2(out, 1);
  if (err >= 0) dup2(err, 2);
  execvp(command[0], command);
  _exit(127);
}

static void begin(struct unit *unit, int number) {
  static char header[128];
  int pipe_ends[2];
  unit->words = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (unit->words < 0 || pipe2(pipe_ends, O_CLOEXEC) != 0) {
    unit->broken = true;
    return;
  }
  int count = fixed;
  if (strcmp(unit->header, "-") != 0) {
    snprintf(header, sizeof header, "/opt/seedmill/headers/%s.hpp", unit->header);
    compiler[count++] = "-include";
    compiler[count++] = header;
  }
  if (unit->moves_main) {
    compiler[count++] = "-Dmain=solution_main";
    compiler[count++] = "-Wno-return-type";
  }
  compiler[count++] = (char *)unit->source;
  compiler[count++] = "-o";
  compiler[count++] = "-";
  compiler[count] = NULL;
  unit->compiler = start(compiler, -1, pipe_ends[1], unit->words);
  prlimit(unit->compiler, RLIMIT_FSIZE, &most_words, NULL);

  snprintf(unit->object, sizeof unit->object, "/tmp/%d.o", number);
  char *const assembler[] = {"as", "-o", unit->object, "--", NULL};
  unit->assembler = start(assembler, pipe_ends[0], -1, unit->words);
  close(pipe_ends[0]);
  close(pipe_ends[1]);
}

static bool is_running(const struct unit *unit) { return unit->compiler > 0 || unit->assembler > 0; }

static void note_end(struct unit *units, int count, pid_t ended, int status) {
  for (int i = 0; i < count; i++) {
    if (units[i].compiler == ended) units[i].compiler = 0;
    else if (units[i].assembler == ended) units[i].assembler = 0;
    else continue;
    if (status != 0) units[i].broken = true;
  }
}

void compile_units(struct unit *units, int count) {
  int begun = 0;
  for (;;) {
    int running = 0;
    for (int i = 0; i < begun; i++) running += is_running(&units[i]);
    if (running < AT_ONCE && begun < count) {
      begin(&units[begun], begun);
      begun++;
      continue;
    }
    int status;
    const pid_t ended = waitpid(-1, &status, 0);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) return;
    note_end(units, begun, ended, status);
  }
}
