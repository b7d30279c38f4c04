#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Waits until the pipe can be used; false at the deadline. */
static bool await(int fd, short events, uint64_t deadline_us) {
  for (;;) {
    const uint64_t now = now_us();
    if (now >= deadline_us) return false;
    struct pollfd pipe = {.fd = fd, .events = events};
    const int ready = poll(&pipe, 1, (int)((deadline_us - now + 999) / 1000));
    if (ready < 0 && errno != EINTR) fail("poll");
    if (ready > 0) return true;
  }
}

static bool ask(int fd, const struct message *message, uint64_t deadline_us) {
  for (size_t sent = 0; sent < message->length;) {
    if (!await(fd, POLLOUT, deadline_us)) return false;
    const ssize_t n = write(fd, message->data + sent, message->length - sent);
    if (n < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (n > 0) sent += (size_t)n;
  }
  return true;
}

static bool hear(int fd, char *to, size_t length, uint64_t deadline_us) {
  for (size_t got = 0; got < length;) {
    if (!await(fd, POLLIN, deadline_us)) return false;
    const ssize_t n = read(fd, to + got, length - got);
    if (n == 0 || (n < 0 && errno != EINTR && errno != EAGAIN)) return false;
    if (n > 0) got += (size_t)n;
  }
  return true;
}

/* The answer without its length; false when none comes in time. */
static bool converse(const struct step *step, const struct compiler *compiler, struct bytes files, uint64_t deadline_us,
                     struct request *answer) {
  struct message message = {0};
  add_u32(&message, (uint32_t)(step->words.length + files.length));
  add_text(&message, step->words);
  add_text(&message, files);
  const bool asked = ask(compiler->to, &message, deadline_us);
  free(message.data);

  char prefix[4];
  if (!asked || !hear(compiler->from, prefix, sizeof prefix, deadline_us)) return false;
  struct request head = {prefix, sizeof prefix};
  const size_t length = read_count(&head, MAX_REQUEST, "the compiler's answer is too long");
  char *payload = malloc(length + 1);
  if (payload == NULL) fail("memory");
  *answer = (struct request){payload, length};
  return hear(compiler->from, payload, length, deadline_us);
}

static void say(struct outcome *outcome, struct bytes words, uint64_t most) {
  if (words.length > most) outcome->stopped = OUTPUT_LIMIT;
  const size_t length = words.length > most ? most : words.length;
  char *copy = malloc(length + 1);
  if (copy == NULL) fail("memory");
  memcpy(copy, words.data, length);
  outcome->stderr = (struct output){.fd = -1, .data = copy, .length = length};
}

static void take_answer(struct outcome *outcome, struct request *answer, const struct step *step,
                        const struct jail *jail) {
  outcome->status = (int)(read_u32(answer) & 0xff) << 8;
  const struct bytes diagnostics = read_bytes(answer);
  outcome->cpu_us = read_u64(answer);
  say(outcome, diagnostics, step->output_bytes);
  if (write_files(answer, jail)) return;
  /* A program of the job may have taken its place, or all the room. */
  outcome->status = 1 << 8;
  if (disk_is_full(jail)) outcome->stopped = DISK_LIMIT;
}

struct outcome compile_step(const struct step *step, const struct jail *jail, const struct compiler *compiler,
                            struct bytes files, bool *lost) {
  struct outcome outcome = {0};
  struct request answer = {0};
  const struct cgroup *cgroup = &compiler->cgroup;
  const uint64_t started = now_us(), kills = memory_kills(cgroup);
  const int peak = watch_peak(cgroup);
  const bool fits = limit_cgroup(cgroup, step->memory_bytes, step->processes);
  if (fits && converse(step, compiler, files, started + step->wall_ms * 1000, &answer)) {
    take_answer(&outcome, &answer, step, jail);
    *lost = answer.left > 0 || !compiler_waits(compiler);
  } else {
    *lost = true;
    outcome.status = SIGKILL;
    const bool late = now_us() >= started + step->wall_ms * 1000;
    outcome.stopped = !fits || memory_kills(cgroup) > kills ? MEMORY_LIMIT : late ? TIMEOUT : NOT_STOPPED;
  }
  outcome.peak_bytes = read_peak(peak);
  if (peak >= 0) close(peak);
  outcome.wall_us = now_us() - started;
  return outcome;
}
