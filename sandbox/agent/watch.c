#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { NO_STATUS = -1, SOONEST_LOOK_US = 2000, TALLY_US = 4000 };

/* A step that runs. */
struct watched {
  const struct step *step;
  const struct jail *jail;
  const struct cgroup *cgroup;
  pid_t pid;
  int status;
  uint64_t deadline_us;
  /* What the cgroup had counted before. */
  uint64_t cpu_us, kills, refusals;
  /* Without a cgroup: what the processes had at most, and when to look again. */
  struct tally most;
  uint64_t next_tally_us;
  struct outcome outcome;
};

uint64_t now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static uint64_t time_us(struct timeval time) { return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_usec; }

/* Reaps one process, if one is dead (or waits for it); true while there may be more. */
static bool reap(struct watched *watched, int options) {
  int status;
  struct rusage usage;
  const pid_t pid = wait4(-1, &status, options, &usage);
  if (pid < 0) return errno == EINTR;
  if (pid == 0) return false;
  watched->outcome.cpu_us += time_us(usage.ru_utime) + time_us(usage.ru_stime);
  const uint64_t peak = (uint64_t)usage.ru_maxrss * 1024;
  if (peak > watched->outcome.peak_bytes) watched->outcome.peak_bytes = peak;
  if (pid == watched->pid) watched->status = status;
  return true;
}

static int watch_deaths(void) {
  sigset_t chld;
  sigemptyset(&chld);
  sigaddset(&chld, SIGCHLD);
  sigprocmask(SIG_BLOCK, &chld, NULL);
  const int deaths = signalfd(-1, &chld, SFD_CLOEXEC | SFD_NONBLOCK);
  if (deaths < 0) fail("signalfd");
  return deaths;
}

static void drain_signals(int fd) {
  struct signalfd_siginfo info;
  while (read(fd, &info, sizeof info) > 0) continue;
}

/* Looks at each process, where no cgroup limits them together. */
static enum stopped check_tally(struct watched *watched, uint64_t now) {
  if (watched->cgroup->writable || now < watched->next_tally_us) return NOT_STOPPED;
  const struct step *step = watched->step;
  struct tally *most = &watched->most;
  struct tally tally = take_tally(watched->jail, false);
  if (tally.memory_bytes > step->memory_bytes) tally = take_tally(watched->jail, true);
  /* A program that has ended was one of them. */
  const uint64_t processes = tally.processes + (watched->status != NO_STATUS);
  if (tally.memory_bytes > most->memory_bytes) most->memory_bytes = tally.memory_bytes;
  if (processes > most->processes) most->processes = processes;
  /* Looking takes at most a tenth of the time, except where a limit is near that leaves no trace when it is met. */
  const uint64_t pause = 2 * processes > step->processes ? TALLY_US / 4 : TALLY_US, took = now_us() - now;
  watched->next_tally_us = now + (10 * took > pause ? 10 * took : pause);
  if (tally.memory_bytes > step->memory_bytes) return MEMORY_LIMIT;
  return watched->outcome.cpu_us + tally.cpu_us > step->cpu_ms * 1000 ? TIMEOUT : NOT_STOPPED;
}

/* When all processors together could at the soonest have used up the step's CPU time; 0 when it is used up. */
static uint64_t next_look_us(const struct watched *watched) {
  cpu_set_t processors;
  const int count = sched_getaffinity(0, sizeof processors, &processors) == 0 ? CPU_COUNT(&processors) : 1;
  const uint64_t used = cpu_time_us(watched->cgroup) - watched->cpu_us, most = watched->step->cpu_ms * 1000;
  if (used >= most) return 0;
  const uint64_t soonest = (most - used) / (uint64_t)count;
  return soonest < SOONEST_LOOK_US ? SOONEST_LOOK_US : soonest;
}

/* Until the program ends by itself or a limit is reached. */
static enum stopped watch(struct watched *watched, int deaths) {
  struct output *outputs[] = {&watched->outcome.stdout, &watched->outcome.stderr, &watched->outcome.report};
  while (watched->status == NO_STATUS) {
    const uint64_t now = now_us();
    uint64_t wait = next_look_us(watched);
    if (now >= watched->deadline_us || wait == 0) return TIMEOUT;
    const enum stopped tallied = check_tally(watched, now);
    if (tallied != NOT_STOPPED) return tallied;
    if (!watched->cgroup->writable && wait > watched->next_tally_us - now) wait = watched->next_tally_us - now;
    if (wait > watched->deadline_us - now) wait = watched->deadline_us - now;
    struct pollfd fds[4] = {{.fd = deaths, .events = POLLIN}};
    for (int i = 0; i < 3; i++) fds[i + 1] = (struct pollfd){.fd = outputs[i]->fd, .events = POLLIN};
    if (poll(fds, 4, (int)((wait + 999) / 1000)) < 0 && errno != EINTR) fail("poll");
    for (int i = 0; i < 3; i++) {
      if (fds[i + 1].revents != 0 && !pull(outputs[i])) return OUTPUT_LIMIT;
    }
    drain_signals(deaths);
    while (reap(watched, WNOHANG)) continue;
  }
  return NOT_STOPPED;
}

/* Kills and reaps all that is left: init of the namespace is everyone's parent in the end. */
static void end_all(struct watched *watched) {
  do {
    if (kill(-1, SIGKILL) != 0 && errno != ESRCH) fail("kill what is left");
  } while (reap(watched, 0));
}

static enum stopped find_cause(const struct watched *watched, const struct jail *jail) {
  const struct outcome *outcome = &watched->outcome;
  const bool failed = outcome->stopped != NOT_STOPPED || outcome->status != 0;
  const int signal = WIFSIGNALED(outcome->status) ? WTERMSIG(outcome->status) : 0;
  if (outcome->stopped == OUTPUT_LIMIT || outcome->stopped == MEMORY_LIMIT) return outcome->stopped;
  if (memory_kills(watched->cgroup) > watched->kills) return MEMORY_LIMIT;
  const bool at_limit = watched->most.processes >= watched->step->processes;
  if (failed && (at_limit || refused_forks(watched->cgroup) > watched->refusals)) return PROCESS_LIMIT;
  if (outcome->stopped == TIMEOUT || signal == SIGXCPU) return TIMEOUT;
  if (signal == SIGKILL && outcome->cpu_us >= watched->step->cpu_ms * 1000) return TIMEOUT;
  if (signal == SIGXFSZ || (failed && disk_is_full(jail))) return DISK_LIMIT;
  return NOT_STOPPED;
}

/* The warm runner, if the step asks for it and nothing of the job ran before that could have touched it. */
static struct program take_program(const struct step *step, const struct jail *jail, struct program *runner) {
  if (step->warm != RUNNER || step->has_variables || !is_waiting(runner)) {
    discard_runner(runner);
    return start_step(step, jail);
  }
  limit_runner(runner, step, jail);
  const struct program taken = *runner;
  runner->pid = 0;
  return taken;
}

struct outcome run_step(const struct step *step, const struct jail *jail, struct program *runner) {
  const struct cgroup *cgroup = &jail->cgroup;
  const int deaths = watch_deaths(), peak = watch_peak(cgroup);
  const bool fits = limit_cgroup(cgroup, step->memory_bytes, step->processes);
  const uint64_t started = now_us();
  struct watched watched = {
      .step = step,
      .jail = jail,
      .cgroup = cgroup,
      .status = NO_STATUS,
      .deadline_us = started + step->wall_ms * 1000,
      .cpu_us = cpu_time_us(cgroup),
      .kills = memory_kills(cgroup),
      .refusals = refused_forks(cgroup),
  };
  const struct program program = take_program(step, jail, runner);
  watched.pid = program.pid;
  struct outcome *outcome = &watched.outcome;
  outcome->stdout = program.stdout;
  outcome->stderr = program.stderr;
  outcome->report = program.report;
  outcome->stdout.most = outcome->stderr.most = step->output_bytes;
  outcome->report.most = MAX_REPORT;
  /* Fits into the pipe's buffer, so it cannot block. */
  send_all(program.input, step->input.data, step->input.length);
  close(program.input);

  outcome->stopped = fits ? watch(&watched, deaths) : MEMORY_LIMIT;
  if (outcome->stopped == NOT_STOPPED && watched.status != 0) {
    watched.next_tally_us = 0;
    outcome->stopped = check_tally(&watched, now_us());
  }
  end_all(&watched);
  outcome->status = watched.status;
  outcome->wall_us = now_us() - started;
  if (cgroup->writable) outcome->cpu_us = cpu_time_us(cgroup) - watched.cpu_us;
  const uint64_t most = read_peak(peak);
  if (most > 0) outcome->peak_bytes = most;
  if (watched.most.memory_bytes > outcome->peak_bytes) outcome->peak_bytes = watched.most.memory_bytes;
  if (peak >= 0) close(peak);
  close(deaths);

  struct output *outputs[] = {&outcome->stdout, &outcome->stderr, &outcome->report};
  for (int i = 0; i < 3; i++) {
    if (!pull(outputs[i])) outcome->stopped = OUTPUT_LIMIT;
    close_output(outputs[i]);
  }
  outcome->stopped = find_cause(&watched, jail);
  return watched.outcome;
}
