/* The agent: pid 1 of a sandbox container. It takes jobs on stdin, one at a time, and answers on stdout.
 *
 * Every number is big-endian; a `bytes` is a u32 length and that many bytes.
 *
 *   greeting  from the client: u64 disk bytes of every job; from the agent: u32 walls (see `enum walls`)
 *   request   u32 length of what follows
 *             files
 *             u32 steps, each: words (the command)
 *                              words ("NAME=value", its variables)
 *                              bytes stdin
 *                              u8 warm (see `enum warm`)
 *                              u64 wall ms, u64 cpu ms, u64 memory bytes, u64 processes, u64 file bytes,
 *                              u64 output bytes
 *   files     u32 count, each: bytes path, bytes content
 *   words     u32 count, each: bytes
 *   response  any number of chunks: u32 length (not 0), that many bytes
 *             the end: u32 0, u8 status (0 = whole, 1 = broken: throw the chunks away)
 *   chunks    together, per step that ran: i32 exit code (-1 = none), bytes signal name, u8 stopped,
 *             u64 wall µs, u64 cpu µs, u64 peak bytes, bytes stdout, bytes stderr, bytes report
 *
 * The compile service is a program of the image, /opt/seedmill/compiler, that serves for ever on stdin and stdout:
 *
 *   question  u32 length of what follows, words (the step's command), files (the job's)
 *   answer    u32 length of what follows, i32 exit code, bytes diagnostics, u64 cpu µs, files (for the job)
 *
 * What goes wrong in the machinery is said on stderr, in words.
 *
 *   agent ──── clone into new namespaces ──── supervisor ──── fork ──── the step's program
 *   serve.c    one jail ahead of the jobs     supervisor.c    step.c    watched by watch.c
 */
#ifndef SEEDMILL_AGENT_H
#define SEEDMILL_AGENT_H

#include <sys/types.h>

#include "wire.h"

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

/* What stands beside the walls that always do; the bits are the protocol's. */
enum walls { CGROUP_PER_JOB = 1, WARM_RUNNER = 2, WARM_COMPILER = 4, USER_PER_JOB = 8 };

/* What may serve a step instead of starting its command; the order is the protocol's. */
enum warm { COLD, RUNNER, COMPILER };

/* Why the sandbox ended a step; the order is the protocol's. */
enum stopped { NOT_STOPPED, TIMEOUT, MEMORY_LIMIT, OUTPUT_LIMIT, PROCESS_LIMIT, DISK_LIMIT };

/* cgroup.c */

/* Processes that the kernel counts and limits together: on v1 a folder in three hierarchies, on v2 one folder. */
struct cgroup {
  int memory, processes, cpu;
  bool v2;
  /* Whether it can be limited and joined. Else it is the container's, which only counts. */
  bool writable;
};

/* The container's, after the agent made room in it for others where it may. */
struct cgroup open_cgroup(void);
/* A new one inside; where that cannot be, the container's again. */
struct cgroup make_cgroup(const struct cgroup *container, const char *name);
/* Its processes must be dead. */
void close_cgroup(const struct cgroup *cgroup);
void remove_cgroup(const struct cgroup *container, const char *name);
void join_cgroup(const struct cgroup *cgroup);
/* False when it holds more memory already. */
bool limit_cgroup(const struct cgroup *cgroup, uint64_t memory_bytes, uint64_t processes);
uint64_t memory_kills(const struct cgroup *cgroup);
uint64_t refused_forks(const struct cgroup *cgroup);
uint64_t cpu_time_us(const struct cgroup *cgroup);
/* A descriptor that knows the peak from now on; -1 where the kernel does not count it. */
int watch_peak(const struct cgroup *cgroup);
uint64_t read_peak(int fd);

/* jail.c */

struct jail {
  /* The job's user, which nobody ever was or will be again; the one above it owns the files the job is given. */
  uid_t uid;
  /* There is no other user than the agent's: the job is that one, in a user namespace of its own and without rights. */
  bool alone;
  /* /proc of the container, which the fresh one hides: the only place where oom_score_adj can be written. */
  int outer_proc;
  /* The one tmpfs behind all places a job may write to. */
  int disk;
  struct cgroup cgroup;
};

/* Whether the user namespace knows one user only, as one that was made without privileges does. */
bool is_alone(void);
/* Forks the calling process into namespaces of its own. */
pid_t fork_apart(void);
/* Gives the calling process (alone in its namespaces) the view of the world that a job gets. */
struct jail enter_jail(uint64_t disk_bytes, struct cgroup cgroup);
/* Between one of the first two calls and the third, new files and pipes belong to the job, or to the user that owns
 * what the job must not change. */
void become_job(const struct jail *jail);
void become_owner(const struct jail *jail);
void become_root(void);
bool disk_is_full(const struct jail *jail);
/* So that the kernel, short of memory, never takes the agent instead. */
void volunteer_for_oom(const struct jail *jail);
/* Where files have no other owner than the job: keeps this folder, or this file and its content, where and as it is. */
void pin_folder(const struct jail *jail, const char *path);
void pin_file(const struct jail *jail, const char *path);
/* Gives up every privilege for ever. */
void drop_privileges(const struct jail *jail);

/* files.c */

/* Lays files into the working directory, as files that the job can read but not change; those that begin with `#!` it
 * can also start. False when one cannot be written; errno says why. */
bool write_files(struct request *request, const struct jail *jail);

/* filter.c */

/* The system calls that a job may not make; inherited by all its children. Where the cgroup does not charge a job with
 * it, kernel memory that belongs to no process can be had by none. */
void install_filter(const struct cgroup *cgroup);

/* output.c */

struct output {
  int fd;
  char *data;
  size_t length, room, most;
};

void open_pipe(int ends[2]);
/* A pipe whose reading end never blocks. */
struct output open_output(int *writer);
/* Takes what there is; false when it is more than allowed. */
bool pull(struct output *output);
void close_output(struct output *output);

/* step.c */

struct step {
  char **command;
  char **environment;
  /* As they came, for the compile service. */
  struct bytes words;
  bool has_variables;
  struct bytes input;
  enum warm warm;
  uint64_t wall_ms, cpu_ms, memory_bytes, processes, file_bytes, output_bytes;
};

/* A program that runs in the jail, and our ends of its pipes. */
struct program {
  /* 0: there is none. */
  pid_t pid;
  int input;
  struct output stdout, stderr, report;
};

/* How a process that is to serve as warm runner is made. */
struct warm_runner {
  bool wanted;
  /* Called around the fork, where the language has such a thing; may be null. */
  void (*before_fork)(void);
  void (*after_fork)(void);
};

/* The variables that every program gets. */
extern const char *const clean_environment[];
enum { CLEAN_VARIABLES = 4 };

/* Makes the calling process one of the job's, with these as its 0–3; it has no way back. */
void enter_job(const struct jail *jail, const int fds[4]);
/* Becomes a program with the variables and signals that every program gets. */
_Noreturn void become_command(char **command);
/* Starts the command of a step in the jail. */
struct program start_step(const struct step *step, const struct jail *jail);
/* Makes the warm runner; returns false in that process itself, with fds 0–3 in place and no rights left. */
bool start_runner(const struct warm_runner *how, const struct jail *jail, struct program *runner);
/* Whether it still waits for its step. */
bool is_waiting(const struct program *runner);
/* Gives the limits of its step to a runner that has waited. */
void limit_runner(const struct program *runner, const struct step *step, const struct jail *jail);
/* Ends a runner that nobody needs. */
void discard_runner(struct program *runner);

/* tally.c */

/* What all processes of a job have, where no cgroup counts it. */
struct tally {
  uint64_t memory_bytes, processes, cpu_us;
};

/* Looks at each of them, in the /proc of the supervisor that calls it. Where it is not exact, it may say too much memory. */
struct tally take_tally(const struct jail *jail, bool exact);

/* watch.c */

struct outcome {
  int status;
  enum stopped stopped;
  uint64_t wall_us, cpu_us, peak_bytes;
  struct output stdout, stderr, report;
};

uint64_t now_us(void);
/* Runs one step to its end, in the warm runner if it asks for it; nothing of it is alive afterwards. */
struct outcome run_step(const struct step *step, const struct jail *jail, struct program *runner);

/* compiler.c, compile.c */

/* The image's compile service, in a jail of its own. */
struct compiler {
  /* 0: there is none. */
  pid_t pid;
  int to, from;
  struct cgroup cgroup;
};

struct agent;
void start_compiler(struct agent *agent);
void stop_compiler(struct agent *agent);
/* Starts it again if it was lost, stopped or is dead. */
void renew_compiler(struct agent *agent, bool lost);
/* Whether it is there and has nothing left to say. */
bool compiler_waits(const struct compiler *compiler);
/* Has it do a step with these files, and lays what it makes into the working directory. */
struct outcome compile_step(const struct step *step, const struct jail *jail, const struct compiler *compiler,
                            struct bytes files, bool *lost);

/* supervisor.c */

/* The cgroup of whichever job is running. */
#define JOB "job"

/* What all jobs of a container share. */
struct agent {
  uint64_t disk_bytes;
  struct cgroup cgroup;
  struct warm_runner runner;
  struct compiler compiler;
};

/* How a supervisor ends; the bits of its exit code. BROKEN is also what `fail` leaves. */
enum ending { WHOLE = 0, BROKEN = 1, RUNNER_UNUSED = 2, COMPILER_LOST = 4 };

/* Prepares a jail, waits for one request, runs that job in it and writes the results to `answer`. Returns in the warm
 * runner only. */
void supervise(const struct agent *agent, int requests, int answer);

/* serve.c */

/* Serves the client at stdin and stdout until it is gone. Returns in warm runners only. */
void serve(struct warm_runner runner);

/* library.c */

void seedmill_serve(void (*before_fork)(void), void (*after_fork)(void));

#endif
