#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WHOLE = 0, BROKEN = 1 };

/* A fork into namespaces of its own. glibc's wrapper wants a stack; the bare call does not. */
static pid_t fork_supervisor(void) {
  const unsigned long flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET | SIGCHLD;
  return (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
}

static int start(struct request request, pid_t *pid) {
  int answer[2];
  if (pipe2(answer, O_CLOEXEC) != 0) fail("pipe");
  *pid = fork_supervisor();
  if (*pid < 0) fail("clone (does the container hold CAP_SYS_ADMIN?)");
  if (*pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    close(answer[0]);
    /* The agent's stdin and stdout are the client's connection: nothing below may touch them. */
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(null, STDOUT_FILENO) < 0) fail("/dev/null");
    supervise(request, answer[1]);
  }
  close(answer[1]);
  return answer[0];
}

/* Hands on what the supervisor writes, until it is done. Ends at once when the client is gone. */
static void relay(int answer) {
  static char chunk[64 << 10];
  struct pollfd fds[] = {{.fd = answer, .events = POLLIN}, {.fd = STDIN_FILENO}};
  for (;;) {
    if (poll(fds, 2, -1) < 0) {
      if (errno == EINTR) continue;
      fail("poll");
    }
    if (fds[1].revents != 0) _exit(0);
    const ssize_t n = read(answer, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read the answer");
    if (n == 0) break;
    send_bytes(STDOUT_FILENO, chunk, (size_t)n);
  }
  close(answer);
}

static unsigned char wait_for(pid_t supervisor) {
  int status;
  while (waitpid(supervisor, &status, 0) < 0) {
    if (errno != EINTR) fail("wait");
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? WHOLE : BROKEN;
}

int main(void) {
  /* A client that is gone shows as a failed write, not as a signal. */
  signal(SIGPIPE, SIG_IGN);
  unsigned char prefix[4];
  while (receive(STDIN_FILENO, prefix, sizeof prefix)) {
    struct request head = {(const char *)prefix, sizeof prefix};
    const size_t length = read_count(&head, MAX_REQUEST, "the request is too long");
    char *payload = malloc(length + 1);
    if (payload == NULL) fail("memory");
    if (length > 0 && !receive(STDIN_FILENO, payload, length)) return 0;

    pid_t supervisor;
    relay(start((struct request){payload, length}, &supervisor));
    free(payload);
    const unsigned char status = wait_for(supervisor);
    send_u32(STDOUT_FILENO, 0);
    send_all(STDOUT_FILENO, &status, 1);
  }
  return 0;
}
