/* The agent: pid 1 of a sandbox container. It takes jobs on stdin, one at a time, and answers on stdout.
 *
 * Every number is big-endian; a `bytes` is a u32 length and that many bytes.
 *
 *   request   u32 length of what follows
 *             u32 uid, u64 disk bytes
 *             u32 files, each: bytes path, bytes content
 *             u32 steps, each: u32 arguments, each: bytes
 *                              u32 variables, each: bytes "NAME=value"
 *                              bytes stdin
 *                              u64 wall ms, u64 cpu ms, u64 file bytes, u64 output bytes
 *   response  any number of chunks: u32 length (not 0), that many bytes
 *             the end: u32 0, u8 status (0 = whole, 1 = broken: throw the chunks away)
 *   chunks    together, per step that ran: i32 exit code (-1 = none), bytes signal name, u8 stopped,
 *             u64 wall µs, u64 cpu µs, u64 peak bytes, bytes stdout, bytes stderr, bytes report
 *
 * What goes wrong in the machinery is said on stderr, in words.
 */
#ifndef SEEDMILL_AGENT_H
#define SEEDMILL_AGENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
  MAX_REQUEST = 64 << 20,
  MAX_FILES = 4096,
  MAX_PATH = 512,
  MAX_STEPS = 16,
  MAX_WORDS = 256,
  MAX_STDIN = 4096,
  MAX_REPORT = 1 << 20,
  MIN_UID = 100000,
};

/* Why the sandbox ended a step; the order is the protocol's. */
enum stopped { NOT_STOPPED, TIMEOUT, MEMORY_LIMIT, OUTPUT_LIMIT, PROCESS_LIMIT, DISK_LIMIT };

struct bytes {
  const char *data;
  size_t length;
};

/* wire.c */

/* A request that is being read; whatever does not fit the format ends the process. */
struct request {
  const char *at;
  size_t left;
};

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
void send_u32(int fd, uint32_t value);
void send_u64(int fd, uint64_t value);
void send_bytes(int fd, const char *data, size_t length);

/* Says on stderr what failed, and ends the process. */
_Noreturn void fail(const char *what);
/* The same for a request that breaks the rules. */
_Noreturn void refuse(const char *why);

/* jail.c */

struct jail {
  uid_t uid;
  /* /proc of the container, which the fresh one hides: the only place where oom_score_adj can be written. */
  int outer_proc;
  /* The one tmpfs behind all places a job may write to. */
  int disk;
};

/* Gives the calling process (alone in its namespaces) the view of the world that a job gets. */
struct jail enter_jail(uid_t uid, uint64_t disk_bytes);
/* Between these two calls new files and pipes belong to the job. */
void become_job(uid_t uid);
void become_root(void);
bool disk_is_full(const struct jail *jail);
/* Gives up every privilege for ever; the last call before exec. */
void drop_privileges(const struct jail *jail);

/* files.c */

/* Lays the job's files into the working directory. */
void write_files(struct request *request);

/* filter.c */

/* The system calls that a job may not make; inherited by all its children. */
void install_filter(void);

/* counters.c */

/* The container's cgroup, opened before the job's view hides it. */
struct counters {
  int memory;
  int processes;
};

struct counters open_counters(void);
uint64_t memory_kills(const struct counters *counters);
uint64_t refused_forks(const struct counters *counters);

/* step.c */

struct step {
  char **command;
  char **environment;
  struct bytes input;
  uint64_t wall_ms, cpu_ms, file_bytes, output_bytes;
};

struct output {
  int fd;
  char *data;
  size_t length, room, most;
};

struct outcome {
  int status;
  enum stopped stopped;
  uint64_t wall_us, cpu_us, peak_bytes;
  struct output stdout, stderr, report;
};

/* Starts the program of a step in the jail; fds are its 0, 1, 2 and 3. */
pid_t start_step(const struct step *step, const struct jail *jail, const int fds[4]);

/* watch.c */

/* Runs one step to its end; nothing of it is alive afterwards. */
struct outcome run_step(const struct step *step, const struct jail *jail, const struct counters *counters);

/* supervisor.c */

/* Runs a whole job and writes the results to `answer`. */
_Noreturn void supervise(struct request request, int answer);

#endif
