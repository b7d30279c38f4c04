/*
 * Linked into every program, together with the code that starts it. Takes the channel to the runner before any
 * code of the job runs, calls main, and says when main has returned: nothing else proves that a program reached
 * its end. Its symbols are local once it is linked, so no other code can name them.
 */
#define _GNU_SOURCE
#include "proof.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "channel.h"

int main(int argc, char **argv, char **environment);

static int channel = -1;
static char key[KEY_LENGTH];
static pid_t owner;

static void open_channel(void) {
  /* What a program that starts itself again finds there is its own. */
  if (syscall(SYS_recvfrom, CHANNEL_FD, key, sizeof key, MSG_DONTWAIT, NULL, NULL) != sizeof key) return;
  const int fd = (int)syscall(SYS_fcntl, CHANNEL_FD, F_DUPFD_CLOEXEC, 512);
  syscall(SYS_close, CHANNEL_FD);
  owner = (pid_t)syscall(SYS_getpid);
  channel = fd;
}

/* Before the constructors of anything else in the program. */
__attribute__((section(".preinit_array"), used)) static void (*const first)(void) = open_channel;

static void say(char kind, const char *text) {
  /* A copy that forked off does not speak for the program. */
  if (channel < 0 || (pid_t)syscall(SYS_getpid) != owner) return;
  char message[TEXT_AT + LONGEST_TEXT];
  memcpy(message, key, KEY_LENGTH);
  message[KEY_LENGTH] = kind;
  const size_t length = strnlen(text, LONGEST_TEXT);
  memcpy(message + TEXT_AT, text, length);
  syscall(SYS_sendto, channel, message, TEXT_AT + length, MSG_NOSIGNAL, NULL, 0);
}

void seedmill_tested(const char *outcome, const char *name, const char *message) {
  char text[LONGEST_TEXT];
  char flat[512];
  snprintf(flat, sizeof flat, "%s", name);
  for (char *c = flat; *c != '\0'; c++) {
    if (*c == '\n') *c = ' ';
  }
  snprintf(text, sizeof text, "%s\n%s\n%s", outcome, flat, message);
  say(SAYS_TEST, text);
}

/* In the place of the C library's. */
void __assert_fail(const char *assertion, const char *file, unsigned line, const char *function) {
  char text[LONGEST_TEXT];
  snprintf(text, sizeof text, "%s:%u: %s: Assertion `%s' failed.", file, line, function == NULL ? "?" : function,
           assertion);
  say(SAYS_ASSERTION, text);
  fflush(stdout);
  fprintf(stderr, "%s\n", text);
  abort();
}

/* What the C library takes for main. */
int seedmill_main(int argc, char **argv, char **environment) {
  const int outcome = main(argc, argv, environment);
  char text[16];
  snprintf(text, sizeof text, "%d", outcome);
  say(SAYS_END, text);
  return outcome;
}
