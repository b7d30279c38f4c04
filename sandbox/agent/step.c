#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

const char *const clean_environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=/tmp", "TMPDIR=/tmp",
                                         "LANG=C.UTF-8"};

static void reset_signals(void) {
  for (int signal_number = 1; signal_number < SIGRTMIN; signal_number++) signal(signal_number, SIG_DFL);
}

static void limit(pid_t pid, int resource, uint64_t soft, uint64_t hard) {
  struct rlimit now;
  if (prlimit(pid, resource, NULL, &now) != 0) fail("read a limit");
  /* Only the hard limit of the container is above these, and it can only be lowered. */
  if (hard > now.rlim_max) hard = now.rlim_max;
  if (soft > hard) soft = hard;
  const struct rlimit wanted = {soft, hard};
  if (prlimit(pid, resource, &wanted, NULL) != 0) fail("set a limit");
}

static void limit_all(const struct jail *jail) {
  /* What sockets and pipes hold in the kernel is charged to the cgroup only. */
  const uint64_t files = jail->cgroup.writable ? 4096 : 1024;
  limit(0, RLIMIT_CORE, 0, 0);
  limit(0, RLIMIT_NOFILE, 1024, files);
  limit(0, RLIMIT_MSGQUEUE, 1 << 20, 1 << 20);
}

static void limit_step(pid_t pid, const struct step *step, const struct jail *jail, uint64_t spent_us) {
  uint64_t seconds = (step->cpu_ms + spent_us / 1000 + 999) / 1000;
  /* It counts in ticks, and on a busy machine too many: where the cgroup counts, this is for the worst case only. */
  if (jail->cgroup.cpu >= 0) seconds = 2 * seconds + 1;
  /* SIGXCPU first, which tells the cause; a process that ignores it gets SIGKILL a second later. */
  limit(pid, RLIMIT_CPU, seconds, seconds + 1);
  limit(pid, RLIMIT_FSIZE, step->file_bytes, step->file_bytes);
  /* Counted per user, and so per job. */
  if (!jail->cgroup.writable) limit(pid, RLIMIT_NPROC, step->processes, step->processes);
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

void enter_job(const struct jail *jail, const int fds[4]) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (setsid() < 0) fail("setsid");
  volunteer_for_oom(jail);
  limit_all(jail);
  drop_privileges(jail);
  install_filter(&jail->cgroup);
  take_fds(fds);
}

_Noreturn void become_command(char **command) {
  char **environment = calloc(CLEAN_VARIABLES + 1, sizeof *environment);
  if (environment == NULL) fail("memory");
  for (int i = 0; i < CLEAN_VARIABLES; i++) environment[i] = (char *)clean_environment[i];
  environ = environment;
  reset_signals();
  execvp(command[0], command);
  fail(command[0]);
}

static struct program open_program(const struct jail *jail, int fds[4]) {
  struct program program = {0};
  int input[2];
  /* Pipes of the job's user: only so can a program open /dev/stdout, or its report, by name. */
  become_job(jail);
  open_pipe(input);
  fds[0] = input[0];
  program.input = input[1];
  program.stdout = open_output(&fds[1]);
  program.stderr = open_output(&fds[2]);
  program.report = open_output(&fds[3]);
  become_root();
  return program;
}

/* On v2, joining later would make all processes of the machine wait; on v1 it costs next to nothing. */
static pid_t fork_into(const struct cgroup *cgroup) {
  if (cgroup->v2 && cgroup->writable) {
    const struct clone_args how = {.flags = CLONE_INTO_CGROUP, .exit_signal = SIGCHLD, .cgroup = (uint64_t)cgroup->memory};
    const pid_t pid = (pid_t)syscall(SYS_clone3, &how, sizeof how);
    if (pid >= 0) return pid;
  }
  const pid_t pid = fork();
  if (pid == 0) join_cgroup(cgroup);
  return pid;
}

/* Waits until the child has its own stderr; what it said before is a failure of the machinery. */
static size_t hear_failure(int ready, char *why, size_t most) {
  const ssize_t n = read(ready, why, most);
  close(ready);
  return n > 0 ? (size_t)n : 0;
}

struct program start_step(const struct step *step, const struct jail *jail) {
  int fds[4], ready[2];
  struct program program = open_program(jail, fds);
  open_pipe(ready);
  program.pid = fork_into(&jail->cgroup);
  if (program.pid < 0) fail("fork");
  if (program.pid == 0) {
    /* Until the step's own stderr is in place, words of failure go to the supervisor. */
    if (dup2(ready[1], STDERR_FILENO) < 0) fail("dup2");
    enter_job(jail, fds);
    /* Last, as a limit of processes that a new user namespace remembers would count the supervisor's. */
    limit_step(0, step, jail, 0);
    reset_signals();
    environ = step->environment;
    execvp(step->command[0], step->command);
    dprintf(STDERR_FILENO, "cannot run %s: %s\n", step->command[0], strerror(errno));
    _exit(127);
  }
  close(ready[1]);
  for (int i = 0; i < 4; i++) close(fds[i]);
  char why[256];
  const size_t length = hear_failure(ready[0], why, sizeof why);
  if (length > 0) {
    send_all(STDERR_FILENO, why, length);
    refuse("its step cannot be set up");
  }
  return program;
}

bool start_runner(const struct warm_runner *how, const struct jail *jail, struct program *runner) {
  int fds[4], ready[2];
  *runner = open_program(jail, fds);
  open_pipe(ready);
  if (how->before_fork != NULL) how->before_fork();
  /* glibc's, because an interpreter goes on in the child. */
  runner->pid = fork();
  if (runner->pid < 0) fail("fork");
  if (runner->pid == 0) {
    if (dup2(ready[1], STDERR_FILENO) < 0) fail("dup2");
    join_cgroup(&jail->cgroup);
    enter_job(jail, fds);
    if (how->after_fork != NULL) how->after_fork();
    return false;
  }
  close(ready[1]);
  for (int i = 0; i < 4; i++) close(fds[i]);
  char why[256];
  const size_t length = hear_failure(ready[0], why, sizeof why);
  if (length > 0) {
    send_all(STDERR_FILENO, why, length);
    /* Its steps start their commands instead. */
    discard_runner(runner);
  }
  return true;
}

bool is_waiting(const struct program *runner) {
  return runner->pid > 0 && waitpid(runner->pid, NULL, WNOHANG) == 0;
}

void limit_runner(const struct program *runner, const struct step *step, const struct jail *jail) {
  clockid_t clock;
  struct timespec spent = {0};
  if (clock_getcpuclockid(runner->pid, &clock) == 0) clock_gettime(clock, &spent);
  /* Only a user's own processes can be limited, unless by somebody with a capability more. */
  if (syscall(SYS_setresgid, jail->uid, -1, -1) != 0 || syscall(SYS_setresuid, jail->uid, -1, -1) != 0)
    fail("become the runner's user");
  limit_step(runner->pid, step, jail, (uint64_t)spent.tv_sec * 1000000 + (uint64_t)spent.tv_nsec / 1000);
  if (syscall(SYS_setresuid, 0, -1, -1) != 0 || syscall(SYS_setresgid, 0, -1, -1) != 0) fail("become root");
}

void discard_runner(struct program *runner) {
  if (runner->pid == 0) return;
  kill(runner->pid, SIGKILL);
  waitpid(runner->pid, NULL, 0);
  close(runner->input);
  struct output *outputs[] = {&runner->stdout, &runner->stderr, &runner->report};
  for (int i = 0; i < 3; i++) close_output(outputs[i]);
  runner->pid = 0;
}
