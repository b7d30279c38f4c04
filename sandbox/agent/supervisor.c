#define _GNU_SOURCE
#include "agent.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char **read_words(struct request *request, const char *const *given, size_t number_given, size_t *count) {
  *count = read_count(request, MAX_WORDS, "too many arguments or variables");
  char **words = calloc(number_given + *count + 1, sizeof *words);
  if (words == NULL) fail("memory");
  for (size_t i = 0; i < number_given; i++) words[i] = (char *)given[i];
  for (size_t i = 0; i < *count; i++) words[number_given + i] = read_text(request);
  return words;
}

static struct step read_step(struct request *request) {
  struct step step = {0};
  size_t words, variables;
  step.words.data = request->at;
  step.command = read_words(request, NULL, 0, &words);
  step.words.length = (size_t)(request->at - step.words.data);
  if (words == 0) refuse("a step has no command");
  step.environment = read_words(request, clean_environment, CLEAN_VARIABLES, &variables);
  step.has_variables = variables > 0;
  step.input = read_bytes(request);
  if (step.input.length > MAX_STDIN) refuse("the stdin of a step is too long");
  step.warm = read_u8(request);
  step.wall_ms = read_u64(request);
  step.cpu_ms = read_u64(request);
  step.memory_bytes = read_u64(request);
  step.processes = read_u64(request);
  step.file_bytes = read_u64(request);
  step.output_bytes = read_u64(request);
  return step;
}

static void add_signal_name(struct message *message, int status) {
  char name[32] = "";
  if (WIFSIGNALED(status)) {
    const char *abbreviation = sigabbrev_np(WTERMSIG(status));
    if (abbreviation != NULL) snprintf(name, sizeof name, "SIG%s", abbreviation);
    else snprintf(name, sizeof name, "SIG%d", WTERMSIG(status));
  }
  add_bytes(message, (struct bytes){name, strlen(name)});
}

static void send_outcome(int answer, const struct outcome *outcome) {
  struct message message = {0};
  add_u32(&message, WIFEXITED(outcome->status) ? (uint32_t)WEXITSTATUS(outcome->status) : UINT32_MAX);
  add_signal_name(&message, outcome->status);
  add_u8(&message, outcome->stopped);
  add_u64(&message, outcome->wall_us);
  add_u64(&message, outcome->cpu_us);
  add_u64(&message, outcome->peak_bytes);
  const struct output *outputs[] = {&outcome->stdout, &outcome->stderr, &outcome->report};
  for (int i = 0; i < 3; i++) {
    add_bytes(&message, (struct bytes){outputs[i]->data, outputs[i]->length});
    free(outputs[i]->data);
  }
  send_all(answer, message.data, message.length);
  free(message.data);
}

static struct request receive_request(int requests) {
  unsigned char prefix[4];
  if (!receive(requests, prefix, sizeof prefix)) _exit(0);
  struct request head = {(const char *)prefix, sizeof prefix};
  const size_t length = read_count(&head, MAX_REQUEST, "the request is too long");
  char *payload = malloc(length + 1);
  if (payload == NULL) fail("memory");
  if (length > 0 && !receive(requests, payload, length)) refuse("the request is missing");
  return (struct request){payload, length};
}

void supervise(const struct agent *agent, int requests, int answer) {
  const struct jail jail = enter_jail(agent->disk_bytes, make_cgroup(&agent->cgroup, JOB));
  umask(022);
  if (chdir("/work") != 0) fail("/work");
  struct program runner = {0};
  if (agent->runner.wanted && !start_runner(&agent->runner, &jail, &runner)) return;

  struct request request = receive_request(requests);
  struct bytes files = {request.at, 0};
  if (!write_files(&request, &jail)) fail("write the job's files");
  files.length = (size_t)(request.at - files.data);

  int ending = WHOLE | RUNNER_UNUSED;
  const size_t steps = read_count(&request, MAX_STEPS, "too many steps");
  for (size_t i = 0; i < steps; i++) {
    const struct step step = read_step(&request);
    if (step.warm == RUNNER) ending &= ~RUNNER_UNUSED;
    const bool compiles = step.warm == COMPILER && compiler_waits(&agent->compiler);
    bool lost = step.warm == COMPILER && !compiles;
    struct outcome outcome = compiles ? compile_step(&step, &jail, &agent->compiler, files, &lost)
                                      : run_step(&step, &jail, &runner);
    if (lost) ending |= COMPILER_LOST;
    /* A service that died for no limit of the step says nothing of the program: its command does. */
    const bool unsaid = compiles && lost && outcome.stopped == NOT_STOPPED && WIFSIGNALED(outcome.status);
    if (unsaid) outcome = run_step(&step, &jail, &runner);
    send_outcome(answer, &outcome);
    if (outcome.stopped != NOT_STOPPED || outcome.status != 0) break;
  }
  _exit(ending);
}
