#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../program/channel.h"
#include "runner.h"

/* What a program has said of itself so far. */
struct words {
  bool ended;
  int outcome;
  bool asserted;
  bool failed;
  char assertion[LONGEST_TEXT + 1];
};

static void take_test(char *text, struct words *words) {
  char *rest = text;
  const char *outcome = strsep(&rest, "\n");
  const char *name = strsep(&rest, "\n");
  if (name == NULL || rest == NULL) return;
  if (strcmp(outcome, "passed") == 0 || strcmp(outcome, "skipped") == 0) {
    report_test(name, NULL, outcome, NULL, NULL);
    return;
  }
  words->failed = true;
  report_test(name, NULL, "failed", strcmp(outcome, "failed") == 0 ? "assertion" : "error", rest);
}

/* Takes every message that waits on the channel. False when there will be no more. */
static bool listen_to(int channel, const char *key, const struct program *program, struct words *words) {
  char message[TEXT_AT + LONGEST_TEXT + 1];
  for (;;) {
    const ssize_t n = recv(channel, message, sizeof message - 1, MSG_DONTWAIT);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n < 0 && errno == EAGAIN;
    if (n < TEXT_AT || memcmp(message, key, KEY_LENGTH) != 0) continue;
    message[n] = '\0';
    char *text = message + TEXT_AT;
    /* After its end nothing that a program says counts. */
    if (words->ended) continue;
    if (message[KEY_LENGTH] == SAYS_END) {
      words->ended = true;
      words->outcome = atoi(text);
    } else if (message[KEY_LENGTH] == SAYS_ASSERTION && !words->asserted) {
      words->asserted = true;
      strcpy(words->assertion, text);
    } else if (message[KEY_LENGTH] == SAYS_TEST && !program->script) {
      take_test(text, words);
    }
  }
}

static pid_t start(const char *path, int channel) {
  const pid_t child = vfork();
  if (child != 0) return child;
  dup2(channel, CHANNEL_FD);
  execl(path, path, (char *)NULL);
  _exit(127);
}

static int wait_for(pid_t child, int channel, const char *key, const struct program *program, struct words *words) {
  const int exited = (int)syscall(SYS_pidfd_open, child, 0);
  struct pollfd events[2] = {{.fd = exited, .events = POLLIN}, {.fd = channel, .events = POLLIN}};
  while (poll(events, 2, -1) >= 0 || errno == EINTR) {
    if (events[1].revents != 0 && !listen_to(channel, key, program, words)) events[1].fd = -1;
    if (events[0].revents != 0) break;
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  listen_to(channel, key, program, words);
  close(exited);
  return status;
}

bool run_program(const struct program *program) {
  char key[KEY_LENGTH];
  int ends[2];
  if (getrandom(key, sizeof key, 0) != sizeof key) return false;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return false;
  if (send(ends[0], key, sizeof key, 0) != sizeof key) return false;
  /* Where the channel already lies at the number it is to have, dup2 would leave it to be closed. */
  const int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, 100);
  close(ends[1]);

  struct words words = {0};
  const pid_t child = start(program->path, theirs);
  if (child < 0) return false;
  close(theirs);
  const int status = wait_for(child, ends[0], key, program, &words);
  close(ends[0]);

  const char *const scope = program->script ? NULL : "file";
  char message[64];
  if (words.asserted) {
    report_test(program->name, scope, "failed", "assertion", words.assertion);
  } else if (WIFSIGNALED(status)) {
    snprintf(message, sizeof message, "ended by SIG%s", sigabbrev_np(WTERMSIG(status)));
    const char *const kind = WTERMSIG(status) == SIGABRT ? program->kind_of_abort : "error";
    report_test(program->name, scope, "failed", kind, message);
  } else if (words.ended && words.outcome == 0 && WEXITSTATUS(status) == 0) {
    if (program->script) report_test(program->name, NULL, "passed", NULL, NULL);
  } else if (words.ended && words.outcome != 0) {
    snprintf(message, sizeof message, "main returned %d", words.outcome);
    if (program->script || !words.failed) report_test(program->name, scope, "failed", "assertion", message);
  } else if (WEXITSTATUS(status) != 0) {
    snprintf(message, sizeof message, "left with exit code %d", WEXITSTATUS(status));
    report_test(program->name, scope, "failed", program->kind, message);
  } else {
    return false;
  }
  return true;
}
