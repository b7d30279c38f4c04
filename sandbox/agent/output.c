#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void open_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
}

struct output open_output(int *writer) {
  int ends[2];
  open_pipe(ends);
  if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) fail("fcntl");
  *writer = ends[1];
  return (struct output){.fd = ends[0]};
}

bool pull(struct output *output) {
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
      close_output(output);
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

void close_output(struct output *output) {
  if (output->fd >= 0) close(output->fd);
  output->fd = -1;
}
