#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

extern char **environ;

static void limit(int resource, uint64_t soft, uint64_t hard) {
  struct rlimit now;
  if (getrlimit(resource, &now) != 0) fail("getrlimit");
  /* Only the hard limit of the container is above these, and it can only be lowered. */
  if (hard > now.rlim_max) hard = now.rlim_max;
  if (soft > hard) soft = hard;
  const struct rlimit wanted = {soft, hard};
  if (setrlimit(resource, &wanted) != 0) fail("setrlimit");
}

static void set_limits(const struct step *step) {
  const uint64_t seconds = (step->cpu_ms + 999) / 1000;
  /* SIGXCPU first, which tells the cause; a process that ignores it gets SIGKILL a second later. */
  limit(RLIMIT_CPU, seconds, seconds + 1);
  limit(RLIMIT_FSIZE, step->file_bytes, step->file_bytes);
  limit(RLIMIT_CORE, 0, 0);
  limit(RLIMIT_NOFILE, 1024, 4096);
}

/* So that the kernel, short of memory, never takes the agent instead. */
static void volunteer_for_oom(const struct jail *jail) {
  const int fd = openat(jail->outer_proc, "self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, "1000", 4) != 4) fail("oom_score_adj");
  close(fd);
}

static void take_fds(const int fds[4]) {
  /* First out of the way of 0–3, then into place: a source may itself be one of the four. */
  int moved[4];
  for (int i = 0; i < 4; i++) {
    moved[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, 64);
    if (moved[i] < 0) fail("dup");
  }
  for (int i = 0; i < 4; i++) {
    if (dup2(moved[i], i) < 0) fail("dup2");
  }
  syscall(SYS_close_range, 4u, ~0u, 0u);
}

static _Noreturn void become_step(const struct step *step, const struct jail *jail, const int fds[4]) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  if (setsid() < 0) fail("setsid");
  volunteer_for_oom(jail);
  set_limits(step);
  drop_privileges(jail);
  install_filter();
  take_fds(fds);
  environ = step->environment;
  execvp(step->command[0], step->command);
  dprintf(STDERR_FILENO, "cannot run %s: %s\n", step->command[0], strerror(errno));
  _exit(127);
}

pid_t start_step(const struct step *step, const struct jail *jail, const int fds[4]) {
  /* Closed by exec or by the failure message of the child, whichever comes first. */
  int ready[2];
  if (pipe2(ready, O_CLOEXEC) != 0) fail("pipe");
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    /* Until the step's own stderr is in place, words of failure go to the supervisor. */
    if (dup2(ready[1], STDERR_FILENO) < 0) fail("dup2");
    close(ready[0]);
    become_step(step, jail, fds);
  }
  close(ready[1]);
  char why[256];
  const ssize_t n = read(ready[0], why, sizeof why);
  close(ready[0]);
  if (n > 0) {
    send_all(STDERR_FILENO, why, (size_t)n);
    refuse("its step cannot be set up");
  }
  return child;
}
