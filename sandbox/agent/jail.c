#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* An empty folder of the image; the root file system is read-only, so mounts need places that exist. */
static const char STAGE[] = "/opt/seedmill/stage";
/* Each costs kernel memory, and clean-up time after the job. */
enum { INODES = 20000 };

/* Real and saved user stay root: so this can be undone, and the job can send no signals. */
static void become(uid_t uid) {
  if (syscall(SYS_setresgid, -1, uid, -1) != 0 || syscall(SYS_setresuid, -1, uid, -1) != 0) fail("become another user");
}

void become_job(const struct jail *jail) { become(jail->uid); }

void become_owner(const struct jail *jail) { become(jail->alone ? jail->uid : jail->uid + 1); }

void become_root(void) {
  if (syscall(SYS_setresuid, -1, 0, -1) != 0 || syscall(SYS_setresgid, -1, 0, -1) != 0) fail("become root");
}

bool is_alone(void) {
  char map[64] = "";
  const int fd = open("/proc/self/uid_map", O_RDONLY | O_CLOEXEC);
  if (fd < 0 || read(fd, map, sizeof map - 1) <= 0) fail("/proc/self/uid_map");
  close(fd);
  unsigned first, outside, count;
  return sscanf(map, "%u %u %u", &first, &outside, &count) == 3 && count == 1;
}

pid_t fork_apart(void) {
  /* glibc's wrapper wants a stack; the bare call does not. */
  const unsigned long flags = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWNET | SIGCHLD;
  const pid_t pid = (pid_t)syscall(SYS_clone, flags, 0, 0, 0, 0);
  if (pid < 0) fail("clone (does the container hold CAP_SYS_ADMIN?)");
  if (pid == 0) prctl(PR_SET_PDEATHSIG, SIGKILL);
  return pid;
}

/* Even, because the next one is the owner of the job's files. */
static uid_t choose_user(void) {
  uint32_t chosen;
  if (getrandom(&chosen, sizeof chosen, 0) != sizeof chosen) fail("getrandom");
  return MIN_UID + 2 * (chosen % 1000000000);
}

/* A mount cannot be renamed or removed, and the folder keeps its name with it. */
void pin_folder(const struct jail *jail, const char *path) {
  if (jail->alone && mount(path, path, NULL, MS_BIND, NULL) != 0) fail("pin a folder");
}

void pin_file(const struct jail *jail, const char *path) {
  if (!jail->alone) return;
  const unsigned long flags = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV;
  if (mount(path, path, NULL, MS_BIND, NULL) != 0 || mount(NULL, path, NULL, flags, NULL) != 0) fail("pin a file");
}

static void place_at(const char *name, const char *place) {
  char from[64];
  snprintf(from, sizeof from, "%s/%s", STAGE, name);
  if (mount(from, place, NULL, MS_BIND, NULL) != 0) fail(place);
}

/* One tmpfs serves all writable places, so that its size bounds them together. */
static int mount_disk(const struct jail *jail, uint64_t bytes) {
  static const char *const names[] = {"work", "tmp", "shm"};
  char options[128];
  snprintf(options, sizeof options, "mode=0777,size=%llu,nr_inodes=%d", (unsigned long long)bytes, INODES);
  if (mount("tmpfs", STAGE, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) fail("mount a tmpfs");
  if (chmod(STAGE, 0777) != 0) fail(STAGE);
  const int disk = open(STAGE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (disk < 0) fail(STAGE);

  /* Sticky and not the job's own: it may add whatever it likes, but not take away what it was given. */
  become_owner(jail);
  const mode_t mask = umask(0);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (mkdirat(disk, names[i], 01777) != 0) fail(names[i]);
  }
  umask(mask);
  become_root();

  place_at("work", "/work");
  place_at("tmp", "/tmp");
  place_at("shm", "/dev/shm");
  if (umount2(STAGE, MNT_DETACH) != 0) fail("detach the stage");
  return disk;
}

/* Shows every process to the supervisor, which counts them, and to the job only its own. */
static void mount_proc(const struct jail *jail) {
  const unsigned long flags = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC;
  char options[32] = "hidepid=2";
  if (!jail->alone) {
    const gid_t viewers = jail->uid + 1;
    if (setgroups(1, &viewers) != 0) fail("setgroups");
    snprintf(options, sizeof options, "hidepid=2,gid=%u", viewers);
  }
  if (mount("proc", "/proc", "proc", flags, options) != 0) fail("mount /proc");
}

static void hide(const char *place) {
  if (umount2(place, MNT_DETACH) != 0 && errno != EINVAL && errno != ENOENT) fail(place);
}

/* A new network namespace starts with its loopback down; tests of servers need it. */
static void raise_loopback(void) {
  struct ifreq lo = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &lo) != 0) fail("raise the loopback");
  close(fd);
}

struct jail enter_jail(uint64_t disk_bytes, struct cgroup cgroup) {
  if (mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) fail("make the mounts private");

  const bool alone = is_alone();
  struct jail jail = {
      .uid = alone ? 0 : choose_user(),
      .alone = alone,
      .outer_proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC),
      .cgroup = cgroup,
  };
  if (jail.outer_proc < 0) fail("/proc");
  jail.disk = mount_disk(&jail, disk_bytes);

  hide("/sys");
  hide("/dev/mqueue"); /* belongs to the container's IPC namespace: it would carry files to the next job */
  hide("/dev/pts");
  mount_proc(&jail);

  if (sethostname("sandbox", 7) != 0) fail("name the host");
  raise_loopback();
  return jail;
}

bool disk_is_full(const struct jail *jail) {
  struct statfs disk;
  if (fstatfs(jail->disk, &disk) != 0) fail("measure the disk");
  return disk.f_bfree < 16 || disk.f_ffree == 0;
}

static void write_own(const struct jail *jail, const char *file, const char *text) {
  const int fd = openat(jail->outer_proc, file, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) fail(file);
  close(fd);
}

void volunteer_for_oom(const struct jail *jail) {
  write_own(jail, "self/oom_score_adj", "1000");
}

/* Into a user namespace below the jail's, over which the rights of the one below give nothing. */
static void leave_root(const struct jail *jail) {
  if (unshare(CLONE_NEWUSER) != 0) fail("unshare the users");
  write_own(jail, "self/setgroups", "deny");
  write_own(jail, "self/uid_map", "1000 0 1");
  write_own(jail, "self/gid_map", "1000 0 1");
}

static void become_nobody_else(const struct jail *jail) {
  if (setgroups(0, NULL) != 0) fail("setgroups");
  if (syscall(SYS_setresgid, jail->uid, jail->uid, jail->uid) != 0) fail("setresgid");
  if (syscall(SYS_setresuid, jail->uid, jail->uid, jail->uid) != 0) fail("setresuid");
}

void drop_privileges(const struct jail *jail) {
  if (jail->alone) leave_root(jail);
  else become_nobody_else(jail);
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  const struct __user_cap_data_struct none[2] = {0};
  if (syscall(SYS_capset, &header, none) != 0) fail("capset");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("no_new_privs");
}
