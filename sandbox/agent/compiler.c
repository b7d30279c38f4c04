#define _GNU_SOURCE
#include "agent.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define COMPILER_PATH "/opt/seedmill/compiler"
#define GROUP "compiler"

/* The service gets a jail like a job's, and nobody else is in it: so nothing of a job can reach it, and it can reach
 * nothing but the pipes to the agent. */
static _Noreturn void become_compiler(const struct agent *agent, const struct cgroup *cgroup, int in, int out) {
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  if (null < 0) fail("/dev/null");
  const struct jail jail = enter_jail(agent->disk_bytes, *cgroup);
  umask(022);
  if (chdir("/work") != 0) fail("/work");
  join_cgroup(cgroup);
  const int fds[4] = {in, out, null, null};
  enter_job(&jail, fds);
  char *command[] = {COMPILER_PATH, NULL};
  become_command(command);
}

void start_compiler(struct agent *agent) {
  agent->compiler.pid = 0;
  if (access(COMPILER_PATH, X_OK) != 0) return;
  int to[2], from[2];
  open_pipe(to);
  open_pipe(from);
  if (fcntl(to[1], F_SETFL, O_NONBLOCK) != 0 || fcntl(from[0], F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
  const struct cgroup cgroup = make_cgroup(&agent->cgroup, GROUP);
  agent->compiler = (struct compiler){fork_apart(), to[1], from[0], cgroup};
  if (agent->compiler.pid == 0) become_compiler(agent, &cgroup, to[0], from[1]);
  close(to[0]);
  close(from[1]);
}

void stop_compiler(struct agent *agent) {
  const struct compiler *compiler = &agent->compiler;
  if (compiler->pid == 0) return;
  kill(compiler->pid, SIGKILL);
  waitpid(compiler->pid, NULL, 0);
  close(compiler->to);
  close(compiler->from);
  close_cgroup(&compiler->cgroup);
  remove_cgroup(&agent->cgroup, GROUP);
  agent->compiler.pid = 0;
}

void renew_compiler(struct agent *agent, bool lost) {
  const pid_t pid = agent->compiler.pid;
  if (pid != 0 && !lost && waitpid(pid, NULL, WNOHANG) == 0) return;
  stop_compiler(agent);
  start_compiler(agent);
}

bool compiler_waits(const struct compiler *compiler) {
  /* What it says unasked belongs to no job; a pipe that ended says so here, too. */
  struct pollfd from = {.fd = compiler->from, .events = POLLIN};
  return compiler->pid != 0 && poll(&from, 1, 0) == 0;
}
