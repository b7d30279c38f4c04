#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* A runner that so many jobs in a row had no use for is not started again until one asks. */
enum { PATIENCE = 4 };
/* After so long without a job, what is kept warm gives its memory back. */
enum { REST_MS = 5000 };

/* A supervisor in its jail, waiting for a job. */
struct supervisor {
  pid_t pid;
  int requests, answer;
};

/* Between the client and a supervisor; a chunk is sent together with its length, the four bytes before it. */
enum { PREFIX = 4 };
static char frame[PREFIX + (64 << 10)];
static char *const chunk = frame + PREFIX;
enum { CHUNK = sizeof frame - PREFIX };

/* False in the warm runner that the supervisor started. */
static bool prepare(const struct agent *agent, struct supervisor *next) {
  int requests[2], answer[2];
  open_pipe(requests);
  open_pipe(answer);
  *next = (struct supervisor){fork_apart(), requests[1], answer[0]};
  if (next->pid == 0) {
    /* The agent's stdin and stdout are the client's connection: nothing below may touch them. */
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0) fail("/dev/null");
    close(requests[1]);
    close(answer[0]);
    supervise(agent, requests[0], answer[1]);
    return false;
  }
  close(requests[0]);
  close(answer[1]);
  return true;
}

static void write_u32(char *to, uint32_t value) {
  for (int i = 0; i < 4; i++) to[i] = (char)(value >> (24 - 8 * i));
}

/* What passes through is wiped: the next jail, and a zygote's child in it, is a copy of this process. */
static void forget(size_t length) { explicit_bzero(chunk, length); }

/* Hands the next request to the supervisor; ends when the client is gone. */
static void forward(int requests) {
  unsigned char prefix[4];
  if (!receive(STDIN_FILENO, prefix, sizeof prefix)) _exit(0);
  struct request head = {(const char *)prefix, sizeof prefix};
  size_t left = read_count(&head, MAX_REQUEST, "the request is too long");
  /* A supervisor that is dead shows as a broken job. */
  bool taken = write(requests, prefix, sizeof prefix) == sizeof prefix;
  while (left > 0) {
    const size_t part = left < CHUNK ? left : CHUNK;
    if (!receive(STDIN_FILENO, chunk, part)) _exit(0);
    for (size_t sent = 0; taken && sent < part;) {
      const ssize_t n = write(requests, chunk + sent, part - sent);
      if (n > 0) sent += (size_t)n;
      else if (errno != EINTR) taken = false;
    }
    forget(part);
    left -= part;
  }
  close(requests);
}

/* Hands on what the supervisor writes, until it is done. Ends at once when the client is gone. */
static void relay(int answer) {
  struct pollfd fds[] = {{.fd = answer, .events = POLLIN}, {.fd = STDIN_FILENO}};
  for (;;) {
    if (poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      fail("poll");
    }
    if (fds[1].revents != 0) _exit(0);
    const ssize_t n = read(answer, chunk, CHUNK);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read the answer");
    if (n == 0) break;
    write_u32(frame, (uint32_t)n);
    send_all(STDOUT_FILENO, frame, PREFIX + (size_t)n);
    forget((size_t)n);
  }
  close(answer);
}

/* True when the client asks for nothing, so long. */
static bool client_rests(void) {
  struct pollfd client = {.fd = STDIN_FILENO, .events = POLLIN};
  return poll(&client, 1, REST_MS) == 0;
}

/* Bits of `enum ending`. */
static int wait_for(pid_t supervisor) {
  int status;
  while (waitpid(supervisor, &status, 0) < 0) {
    if (errno != EINTR) fail("wait");
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : BROKEN;
}

static void discard(const struct agent *agent, const struct supervisor *supervisor) {
  kill(supervisor->pid, SIGKILL);
  wait_for(supervisor->pid);
  close(supervisor->requests);
  close(supervisor->answer);
  remove_cgroup(&agent->cgroup, JOB);
}

static struct agent greet(struct warm_runner runner) {
  unsigned char disk[8];
  if (!receive(STDIN_FILENO, disk, sizeof disk)) _exit(0);
  struct request greeting = {(const char *)disk, sizeof disk};
  struct agent agent = {.disk_bytes = read_u64(&greeting), .cgroup = open_cgroup(), .runner = runner};
  start_compiler(&agent);
  const uint32_t walls = (is_alone() ? 0 : USER_PER_JOB) | (agent.cgroup.writable ? CGROUP_PER_JOB : 0) | (runner.wanted ? WARM_RUNNER : 0) |
                         (agent.compiler.pid != 0 ? WARM_COMPILER : 0);
  write_u32(frame, walls);
  send_all(STDOUT_FILENO, frame, PREFIX);
  return agent;
}

void serve(struct warm_runner runner) {
  /* A client that is gone shows as a failed write, not as a signal. */
  signal(SIGPIPE, SIG_IGN);
  /* A job that is the same user cannot open the memory of the agent's processes. */
  prctl(PR_SET_DUMPABLE, 0);
  struct agent agent = greet(runner);
  for (int unused = 0, ending = WHOLE;;) {
    struct supervisor supervisor;
    renew_compiler(&agent, (ending & (BROKEN | COMPILER_LOST)) != 0);
    agent.runner.wanted = runner.wanted && unused < PATIENCE;
    if (!prepare(&agent, &supervisor)) return;
    /* A zygote stays, and its fork costs next to nothing. */
    const bool started = agent.runner.wanted && runner.after_fork == NULL;
    if ((started || agent.compiler.pid != 0) && client_rests()) {
      discard(&agent, &supervisor);
      stop_compiler(&agent);
      agent.runner.wanted = runner.wanted && !started;
      if (!prepare(&agent, &supervisor)) return;
    }
    forward(supervisor.requests);
    relay(supervisor.answer);
    ending = wait_for(supervisor.pid);
    unused = ending & RUNNER_UNUSED ? unused + 1 : 0;
    write_u32(frame, 0);
    frame[PREFIX] = ending & BROKEN;
    send_all(STDOUT_FILENO, frame, PREFIX + 1);
    remove_cgroup(&agent.cgroup, JOB);
  }
}
