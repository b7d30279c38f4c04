#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static uint64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint64_t time_us(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

static void open_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
}

/* A pipe whose reading end never blocks. */
static struct output open_output(int *writer, uint64_t most) {
  int ends[2];
  open_pipe(ends);
  if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
  *writer = ends[1];
  return (struct output){.fd = ends[0], .most = most};
}

/* Takes what there is; false when it is more than allowed. */
static bool pull(struct output *output) {
  while (output->fd >= 0) {
    if (output->length == output->room) {
      output->room = output->room == 0 ? 4096 : output->room * 2;
      output->data = realloc(output->data, output->room);
      if (output->data == NULL) fail("memory");
    }
    const ssize_t n = read(output->fd, output->data + output->length, output->room - output->length);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0 && errno == EAGAIN) return true;
    if (n < 0) fail("read output");
    if (n == 0) {
      close(output->fd);
      output->fd = -1;
      return true;
    }
    output->length += (size_t)n;
    if (output->length > output->most) {
      output->length = output->most;
      return false;
    }
  }
  return true;
}

/* Reaps one process, if one is dead (or waits for it); true while there may be more. */
static bool reap(struct outcome *outcome, pid_t child, bool *ended, int options) {
  int status;
  struct rusage usage;
  const pid_t pid = wait4(-1, &status, options, &usage);
  if (pid < 0) return errno == EINTR;
  if (pid == 0) return false;
  outcome->cpu_us += time_us(usage.ru_utime) + time_us(usage.ru_stime);
  const uint64_t peak = (uint64_t)usage.ru_maxrss * 1024;
  if (peak > outcome->peak_bytes) outcome->peak_bytes = peak;
  if (pid == child) {
    outcome->status = status;
    *ended = true;
  }
  return true;
}

static void drain_signals(int fd) {
  struct signalfd_siginfo info;
  while (read(fd, &info, sizeof info) > 0) continue;
}

/* Until the program ends by itself or a limit is reached. */
static void watch(struct outcome *outcome, pid_t child, bool *ended, int deaths, uint64_t deadline) {
  struct output *outputs[] = {&outcome->stdout, &outcome->stderr, &outcome->report};
  while (!*ended) {
    const uint64_t now = now_us();
    if (now >= deadline) {
      outcome->stopped = TIMEOUT;
      return;
    }
    struct pollfd fds[4] = {{.fd = deaths, .events = POLLIN}};
    for (int i = 0; i < 3; i++) fds[i + 1] = (struct pollfd){.fd = outputs[i]->fd, .events = POLLIN};
    if (poll(fds, 4, (int)((deadline - now + 999) / 1000)) < 0 && errno != EINTR) fail("poll");
    for (int i = 0; i < 3; i++) {
      if (fds[i + 1].revents != 0 && !pull(outputs[i])) {
        outcome->stopped = OUTPUT_LIMIT;
        return;
      }
    }
    drain_signals(deaths);
    while (reap(outcome, child, ended, WNOHANG)) continue;
  }
}

/* Kills and reaps all that is left: init of the namespace is everyone's parent in the end. */
static void end_all(struct outcome *outcome, pid_t child, bool *ended) {
  do {
    if (kill(-1, SIGKILL) != 0 && errno != ESRCH) fail("kill what is left");
  } while (reap(outcome, child, ended, 0));
}

static enum stopped find_cause(const struct outcome *outcome, const struct step *step, const struct jail *jail,
                               bool killed_for_memory, bool refused_fork) {
  const bool failed = outcome->stopped != NOT_STOPPED || outcome->status != 0;
  const int signal = WIFSIGNALED(outcome->status) ? WTERMSIG(outcome->status) : 0;
  if (outcome->stopped == OUTPUT_LIMIT) return OUTPUT_LIMIT;
  if (killed_for_memory) return MEMORY_LIMIT;
  if (refused_fork && failed) return PROCESS_LIMIT;
  if (outcome->stopped == TIMEOUT || signal == SIGXCPU) return TIMEOUT;
  if (signal == SIGKILL && outcome->cpu_us >= step->cpu_ms * 1000) return TIMEOUT;
  if (signal == SIGXFSZ || (failed && disk_is_full(jail))) return DISK_LIMIT;
  return NOT_STOPPED;
}

struct outcome run_step(const struct step *step, const struct jail *jail, const struct counters *counters) {
  struct outcome outcome = {0};
  int fds[4], input[2];
  /* Pipes of the job's user: only so can a program open /dev/stdout, or its report, by name. */
  become_job(jail->uid);
  open_pipe(input);
  fds[0] = input[0];
  outcome.stdout = open_output(&fds[1], step->output_bytes);
  outcome.stderr = open_output(&fds[2], step->output_bytes);
  outcome.report = open_output(&fds[3], MAX_REPORT);
  become_root();
  /* Fits into the pipe's buffer, so it cannot block. */
  send_all(input[1], step->input.data, step->input.length);
  close(input[1]);

  sigset_t chld;
  sigemptyset(&chld);
  sigaddset(&chld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &chld, NULL);
  const int deaths = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
  if (deaths < 0) fail("signalfd");

  const uint64_t kills = memory_kills(counters), forks = refused_forks(counters), started = now_us();
  bool ended = false;
  const pid_t child = start_step(step, jail, fds);
  for (int i = 0; i < 4; i++) close(fds[i]);
  watch(&outcome, child, &ended, deaths, started + step->wall_ms * 1000);
  end_all(&outcome, child, &ended);
  outcome.wall_us = now_us() - started;
  close(deaths);

  struct output *outputs[] = {&outcome.stdout, &outcome.stderr, &outcome.report};
  for (int i = 0; i < 3; i++) {
    if (!pull(outputs[i])) outcome.stopped = OUTPUT_LIMIT;
    if (outputs[i]->fd >= 0) close(outputs[i]->fd);
  }
  const bool killed = memory_kills(counters) > kills, refused = refused_forks(counters) > forks;
  outcome.stopped = find_cause(&outcome, step, jail, killed, refused);
  return outcome;
}
