#include "wire.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Noreturn void fail(const char *what) {
  dprintf(STDERR_FILENO, "agent: %s: %s\n", what, strerror(errno));
  _exit(1);
}

_Noreturn void refuse(const char *why) {
  dprintf(STDERR_FILENO, "agent: the job is refused: %s\n", why);
  _exit(1);
}

static const char *take(struct request *request, size_t length) {
  if (request->left < length) refuse("the request ends too early");
  const char *from = request->at;
  request->at += length;
  request->left -= length;
  return from;
}

unsigned char read_u8(struct request *request) { return (unsigned char)*take(request, 1); }

uint32_t read_u32(struct request *request) {
  const unsigned char *b = (const unsigned char *)take(request, 4);
  return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

uint64_t read_u64(struct request *request) {
  const uint64_t high = read_u32(request);
  return high << 32 | read_u32(request);
}

size_t read_count(struct request *request, size_t most, const char *what) {
  const size_t count = read_u32(request);
  if (count > most) refuse(what);
  return count;
}

struct bytes read_bytes(struct request *request) {
  const size_t length = read_u32(request);
  return (struct bytes){take(request, length), length};
}

char *read_text(struct request *request) {
  const struct bytes bytes = read_bytes(request);
  if (memchr(bytes.data, '\0', bytes.length) != NULL) refuse("a text holds a NUL");
  char *text = strndup(bytes.data, bytes.length);
  if (text == NULL) fail("memory");
  return text;
}

bool receive(int fd, void *to, size_t length) {
  size_t got = 0;
  while (got < length) {
    const ssize_t n = read(fd, (char *)to + got, length - got);
    if (n == 0 && got == 0) return false;
    if (n == 0) refuse("the connection closed in the middle");
    if (n < 0 && errno != EINTR) fail("read");
    if (n > 0) got += (size_t)n;
  }
  return true;
}

void send_all(int fd, const void *from, size_t length) {
  size_t sent = 0;
  while (sent < length) {
    const ssize_t n = write(fd, (const char *)from + sent, length - sent);
    if (n < 0 && errno != EINTR) fail("write");
    if (n > 0) sent += (size_t)n;
  }
}

static void add(struct message *message, const void *from, size_t length) {
  if (message->length + length > message->room) {
    message->room = 2 * (message->length + length);
    message->data = realloc(message->data, message->room);
    if (message->data == NULL) fail("memory");
  }
  memcpy(message->data + message->length, from, length);
  message->length += length;
}

void add_u8(struct message *message, unsigned char value) { add(message, &value, 1); }

void add_u32(struct message *message, uint32_t value) {
  const unsigned char b[4] = {value >> 24, value >> 16, value >> 8, value};
  add(message, b, sizeof b);
}

void add_u64(struct message *message, uint64_t value) {
  add_u32(message, (uint32_t)(value >> 32));
  add_u32(message, (uint32_t)value);
}

void add_text(struct message *message, struct bytes text) {
  if (text.length > 0) add(message, text.data, text.length);
}

void add_bytes(struct message *message, struct bytes bytes) {
  add_u32(message, (uint32_t)bytes.length);
  add_text(message, bytes);
}
