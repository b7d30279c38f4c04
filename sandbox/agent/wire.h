/* Numbers and bytes as they go over pipes: everything big-endian, a `bytes` is a u32 length and that many bytes. */
#ifndef SEEDMILL_WIRE_H
#define SEEDMILL_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
  const char *data;
  size_t length;
};

/* A request that is being read; whatever does not fit the format ends the process. */
struct request {
  const char *at;
  size_t left;
};

unsigned char read_u8(struct request *request);
uint32_t read_u32(struct request *request);
uint64_t read_u64(struct request *request);
/* A count that must not exceed `most`. */
size_t read_count(struct request *request, size_t most, const char *what);
struct bytes read_bytes(struct request *request);
/* A copy that ends in NUL and holds no other. */
char *read_text(struct request *request);

/* False at the end of the file before the first byte. */
bool receive(int fd, void *to, size_t length);
void send_all(int fd, const void *from, size_t length);

/* Bytes to be sent together. */
struct message {
  char *data;
  size_t length, room;
};

void add_u8(struct message *message, unsigned char value);
void add_u32(struct message *message, uint32_t value);
void add_u64(struct message *message, uint64_t value);
/* With and without its length before it. */
void add_bytes(struct message *message, struct bytes bytes);
void add_text(struct message *message, struct bytes text);

/* Says on stderr what failed, and ends the process. */
_Noreturn void fail(const char *what);
/* The same for a request that breaks the rules. */
_Noreturn void refuse(const char *why);

#endif
