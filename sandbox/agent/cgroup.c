#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define ROOT "/sys/fs/cgroup"

static int open_folder(int at, const char *path) { return openat(at, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

static bool write_text(int folder, const char *file, const char *text) {
  const int fd = openat(folder, file, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool written = write(fd, text, strlen(text)) == (ssize_t)strlen(text);
  const int error = errno;
  close(fd);
  errno = error;
  return written;
}

static bool write_number(int folder, const char *file, uint64_t number) {
  char text[24];
  snprintf(text, sizeof text, "%llu", (unsigned long long)number);
  return write_text(folder, file, text);
}

/* The number behind `key` at the start of a line; 0 where the kernel does not count it. */
static uint64_t counter(int folder, const char *file, const char *key) {
  const int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  char text[1024] = "\n";
  const ssize_t n = read(fd, text + 1, sizeof text - 2);
  close(fd);
  if (n <= 0) return 0;
  text[n + 1] = '\0';
  const char *line = strstr(text, key);
  return line == NULL ? 0 : strtoull(line + strlen(key), NULL, 10);
}

/* Docker mounts them read-only; this changes the agent's view alone. */
static bool make_writable(const char *place) {
  const unsigned long flags = MS_REMOUNT | MS_BIND | MS_NOSUID | MS_NODEV | MS_NOEXEC;
  return mount(NULL, place, NULL, flags, NULL) == 0;
}

/* On v2 a group that has groups inside may hold no process of its own: the agent moves into one, too. */
static bool make_room(int container) {
  return (mkdirat(container, "agent", 0755) == 0 || errno == EEXIST) &&
         write_text(container, "agent/cgroup.procs", "0") &&
         write_text(container, "cgroup.subtree_control", "+memory +pids");
}

struct cgroup open_cgroup(void) {
  const bool apart = unshare(CLONE_NEWNS) == 0 && mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  if (access(ROOT "/cgroup.controllers", F_OK) == 0) {
    const bool writable = apart && make_writable(ROOT);
    const int folder = open_folder(AT_FDCWD, ROOT);
    return (struct cgroup){folder, folder, folder, true, writable && make_room(folder)};
  }
  const bool writable = apart && make_writable(ROOT "/memory") && make_writable(ROOT "/pids") &&
                        make_writable(ROOT "/cpuacct");
  return (struct cgroup){
      .memory = open_folder(AT_FDCWD, ROOT "/memory"),
      .processes = open_folder(AT_FDCWD, ROOT "/pids"),
      .cpu = open_folder(AT_FDCWD, ROOT "/cpuacct"),
      .writable = writable,
  };
}

static int make_folder(int parent, const char *name) {
  if (mkdirat(parent, name, 0755) != 0 && errno != EEXIST) return -1;
  return open_folder(parent, name);
}

struct cgroup make_cgroup(const struct cgroup *container, const char *name) {
  if (!container->writable) return *container;
  struct cgroup made = {.v2 = container->v2, .writable = true};
  made.memory = make_folder(container->memory, name);
  made.processes = container->v2 ? made.memory : make_folder(container->processes, name);
  made.cpu = container->v2 ? made.memory : make_folder(container->cpu, name);
  return made.memory < 0 || made.processes < 0 || made.cpu < 0 ? *container : made;
}

static void remove_folder(int parent, const char *name) {
  /* The last of a dead process may leave a moment after it was reaped. */
  for (int tries = 0; tries < 1000; tries++) {
    if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno != EBUSY) return;
    usleep(1000);
  }
  fail("remove a cgroup");
}

void close_cgroup(const struct cgroup *cgroup) {
  if (!cgroup->writable) return;
  close(cgroup->memory);
  if (cgroup->v2) return;
  close(cgroup->processes);
  close(cgroup->cpu);
}

void remove_cgroup(const struct cgroup *container, const char *name) {
  if (!container->writable) return;
  remove_folder(container->memory, name);
  if (container->v2) return;
  remove_folder(container->processes, name);
  remove_folder(container->cpu, name);
}

void join_cgroup(const struct cgroup *cgroup) {
  if (!cgroup->writable) return;
  if (!write_text(cgroup->memory, "cgroup.procs", "0")) fail("join the job's cgroup");
  if (cgroup->v2) return;
  if (!write_text(cgroup->processes, "cgroup.procs", "0") || !write_text(cgroup->cpu, "cgroup.procs", "0"))
    fail("join the job's cgroup");
}

bool limit_cgroup(const struct cgroup *cgroup, uint64_t memory_bytes, uint64_t processes) {
  if (!cgroup->writable) return true;
  if (!write_number(cgroup->processes, "pids.max", processes)) fail("limit the processes");
  if (cgroup->v2) {
    /* There is no such file where nothing is swapped. */
    if (!write_text(cgroup->memory, "memory.swap.max", "0") && errno != ENOENT) fail("limit the swap");
    if (!write_number(cgroup->memory, "memory.max", memory_bytes)) fail("limit the memory");
    return true;
  }
  /* With swap it may never be less than without: so one of the two comes first, or the other. */
  const bool lowered = write_number(cgroup->memory, "memory.limit_in_bytes", memory_bytes);
  write_number(cgroup->memory, "memory.memsw.limit_in_bytes", memory_bytes);
  if (lowered || write_number(cgroup->memory, "memory.limit_in_bytes", memory_bytes)) return true;
  if (errno != EBUSY) fail("limit the memory");
  return false;
}

uint64_t memory_kills(const struct cgroup *cgroup) {
  return counter(cgroup->memory, cgroup->v2 ? "memory.events" : "memory.oom_control", "\noom_kill ");
}

uint64_t refused_forks(const struct cgroup *cgroup) { return counter(cgroup->processes, "pids.events", "\nmax "); }

uint64_t cpu_time_us(const struct cgroup *cgroup) {
  return cgroup->v2 ? counter(cgroup->cpu, "cpu.stat", "\nusage_usec ")
                    : counter(cgroup->cpu, "cpuacct.usage", "\n") / 1000;
}

int watch_peak(const struct cgroup *cgroup) {
  if (!cgroup->writable) return -1;
  const char *file = cgroup->v2 ? "memory.peak" : "memory.max_usage_in_bytes";
  const int fd = openat(cgroup->memory, file, O_RDWR | O_CLOEXEC);
  if (fd >= 0 && write(fd, "0", 1) == 1) return fd;
  /* Before Linux 6.12, v2 cannot forget: then it is the peak since the job began. */
  if (fd >= 0) close(fd);
  return openat(cgroup->memory, file, O_RDONLY | O_CLOEXEC);
}

uint64_t read_peak(int fd) {
  char text[24] = "";
  if (fd < 0 || pread(fd, text, sizeof text - 1, 0) <= 0) return 0;
  return strtoull(text, NULL, 10);
}
