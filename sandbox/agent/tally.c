#include "agent.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

/* The fields of a process's file, as text; empty when it has gone meanwhile. */
static void read_fields(int folder, const char *file, char *text, size_t room) {
  text[0] = '\0';
  const int fd = openat(folder, file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  const ssize_t n = read(fd, text, room - 1);
  close(fd);
  text[n > 0 ? n : 0] = '\0';
}

/* Memory that is no file's: programs are the machine's, and files of the job are counted as such. What a process shares
 * with those it forked counts for each of them. (proc(5), statm) */
static uint64_t memory_of(int process) {
  char text[256];
  read_fields(process, "statm", text, sizeof text);
  unsigned long long resident, shared;
  if (sscanf(text, "%*u %llu %llu", &resident, &shared) != 2 || resident < shared) return 0;
  return (resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
}

/* The same, with its part only of what it shares; dearer, and not to be had of every process. (proc(5), smaps_rollup) */
static uint64_t part_of(int process) {
  char text[2048];
  read_fields(process, "smaps_rollup", text, sizeof text);
  const char *line = strstr(text, "\nPss_Anon:");
  return line == NULL ? memory_of(process) : 1024 * strtoull(line + strlen("\nPss_Anon:"), NULL, 10);
}

/* With the time of its dead children, and its threads. (proc(5), stat) */
static void add_process(struct tally *tally, int process, bool exact) {
  char text[1024];
  read_fields(process, "stat", text, sizeof text);
  /* The name in brackets may hold anything. */
  const char *rest = strrchr(text, ')');
  unsigned long long own, kernel, threads;
  long long children, kernel_of_children;
  if (rest == NULL || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %lld %lld %*d %*d %llu",
                             &own, &kernel, &children, &kernel_of_children, &threads) != 5)
    return;
  const uint64_t ticks = own + kernel + (uint64_t)children + (uint64_t)kernel_of_children;
  tally->cpu_us += ticks * 1000000 / (uint64_t)sysconf(_SC_CLK_TCK);
  tally->processes += threads;
  tally->memory_bytes += exact ? part_of(process) : memory_of(process);
}

static uint64_t bytes_in_files(const struct jail *jail) {
  struct statfs disk;
  if (fstatfs(jail->disk, &disk) != 0) fail("measure the disk");
  return (uint64_t)(disk.f_blocks - disk.f_bfree) * (uint64_t)disk.f_bsize;
}

struct tally take_tally(const struct jail *jail, bool exact) {
  struct tally tally = {.memory_bytes = bytes_in_files(jail)};
  DIR *processes = opendir("/proc");
  if (processes == NULL) fail("/proc");
  /* A user may look into his own processes. */
  become_job(jail);
  for (const struct dirent *entry; (entry = readdir(processes)) != NULL;) {
    /* Pid 1 is the supervisor. */
    if (!isdigit((unsigned char)entry->d_name[0]) || strcmp(entry->d_name, "1") == 0) continue;
    const int process = openat(dirfd(processes), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (process < 0) continue;
    add_process(&tally, process, exact);
    close(process);
  }
  become_root();
  closedir(processes);
  return tally;
}
