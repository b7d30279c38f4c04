#define _GNU_SOURCE
#include "agent.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char **read_words(struct request *request, const char *const *given, size_t number_given) {
  const size_t count = read_count(request, MAX_WORDS, "too many arguments or variables");
  char **words = calloc(number_given + count + 1, sizeof *words);
  if (words == NULL) fail("memory");
  for (size_t i = 0; i < number_given; i++) words[i] = (char *)given[i];
  for (size_t i = 0; i < count; i++) words[number_given + i] = read_text(request);
  return words;
}

static struct step read_step(struct request *request) {
  static const char *const clean[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "TMPDIR=/tmp", "LANG=C.UTF-8"};
  struct step step = {0};
  step.command = read_words(request, NULL, 0);
  if (step.command[0] == NULL) refuse("a step has no command");
  step.environment = read_words(request, clean, sizeof clean / sizeof *clean);
  step.input = read_bytes(request);
  if (step.input.length > MAX_STDIN) refuse("the stdin of a step is too long");
  step.wall_ms = read_u64(request);
  step.cpu_ms = read_u64(request);
  step.file_bytes = read_u64(request);
  step.output_bytes = read_u64(request);
  return step;
}

static void send_signal_name(int answer, int status) {
  char name[32] = "";
  if (WIFSIGNALED(status)) {
    const char *abbreviation = sigabbrev_np(WTERMSIG(status));
    if (abbreviation != NULL) snprintf(name, sizeof name, "SIG%s", abbreviation);
    else snprintf(name, sizeof name, "SIG%d", WTERMSIG(status));
  }
  send_bytes(answer, name, strlen(name));
}

static void send_output(int answer, struct output *output) {
  send_bytes(answer, output->data, output->length);
  free(output->data);
}

static void send_outcome(int answer, struct outcome *outcome) {
  send_u32(answer, WIFEXITED(outcome->status) ? (uint32_t)WEXITSTATUS(outcome->status) : UINT32_MAX);
  send_signal_name(answer, outcome->status);
  const unsigned char stopped = outcome->stopped;
  send_all(answer, &stopped, 1);
  send_u64(answer, outcome->wall_us);
  send_u64(answer, outcome->cpu_us);
  send_u64(answer, outcome->peak_bytes);
  send_output(answer, &outcome->stdout);
  send_output(answer, &outcome->stderr);
  send_output(answer, &outcome->report);
}

_Noreturn void supervise(struct request request, int answer) {
  const struct counters counters = open_counters();
  const uid_t uid = read_u32(&request);
  const uint64_t disk_bytes = read_u64(&request);
  const struct jail jail = enter_jail(uid, disk_bytes);

  umask(022);
  become_job(uid);
  if (chdir("/work") != 0) fail("/work");
  write_files(&request);
  become_root();

  const size_t steps = read_count(&request, MAX_STEPS, "too many steps");
  for (size_t i = 0; i < steps; i++) {
    const struct step step = read_step(&request);
    struct outcome outcome = run_step(&step, &jail, &counters);
    send_outcome(answer, &outcome);
    if (outcome.stopped != NOT_STOPPED || outcome.status != 0) break;
  }
  _exit(0);
}
