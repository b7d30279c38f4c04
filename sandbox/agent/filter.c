#define _GNU_SOURCE
#include "agent.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter knows x86_64 and aarch64 only"
#endif

/* Docker's profile opens some of these because the container holds CAP_SYS_ADMIN; jobs never do. */
static const int forbidden[] = {
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_move_mount, SYS_fsopen, SYS_fsconfig,
    SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_unshare, SYS_setns,
    SYS_bpf, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register, SYS_perf_event_open, SYS_userfaultfd,
    SYS_keyctl, SYS_add_key, SYS_request_key,
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise, SYS_pidfd_getfd, SYS_kcmp,
    SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fanotify_init, SYS_fanotify_mark, SYS_quotactl, SYS_quotactl_fd,
    SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_syslog,
    SYS_acct, SYS_swapon, SYS_swapoff, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex, SYS_clock_adjtime,
    SYS_sethostname, SYS_setdomainname, SYS_vhangup, SYS_memfd_secret,
    SYS_migrate_pages, SYS_move_pages, SYS_ioprio_set, SYS_lookup_dcookie, SYS_nfsservctl,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS__sysctl, SYS_create_module, SYS_get_kernel_syms,
    SYS_query_module, SYS_sysfs,
#endif
};

/* Memory of the kernel that is no process's: what a tally of processes would not see. */
static const int uncharged[] = {SYS_memfd_create, SYS_shmget, SYS_semget, SYS_msgget};

/* They reach every process of the same user, and that may be the supervisor's, which is pid 1. */
static const int by_pid[] = {SYS_prlimit64, SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam,
                             SYS_sched_setattr};

enum { X32_BIT = 0x40000000, ARGUMENT = offsetof(struct seccomp_data, args), SECOND = ARGUMENT + 8 };

#define STATEMENT(code, k) \
  (struct sock_filter) { code, 0, 0, k }
#define JUMP(test, value, yes, no) \
  (struct sock_filter) { BPF_JMP | (test) | BPF_K, yes, no, value }
#define LOAD(offset) STATEMENT(BPF_LD | BPF_W | BPF_ABS, offset)
#define ANSWER(action) STATEMENT(BPF_RET | BPF_K, action)
#define ERROR(number) ANSWER(SECCOMP_RET_ERRNO | (number))

void install_filter(const struct cgroup *cgroup) {
  static const unsigned long namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |
                                          CLONE_NEWPID | CLONE_NEWNET;
  struct sock_filter program[256];
  unsigned short n = 0;
  program[n++] = LOAD(offsetof(struct seccomp_data, arch));
  program[n++] = JUMP(BPF_JEQ, ARCHITECTURE, 1, 0);
  program[n++] = ANSWER(SECCOMP_RET_KILL_PROCESS);
  program[n++] = LOAD(offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  program[n++] = JUMP(BPF_JGE, X32_BIT, 0, 1);
  program[n++] = ANSWER(SECCOMP_RET_KILL_PROCESS);
#endif
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
    program[n++] = JUMP(BPF_JEQ, (unsigned)forbidden[i], 0, 1);
    program[n++] = ERROR(EPERM);
  }

  for (size_t i = 0; !cgroup->writable && i < sizeof uncharged / sizeof *uncharged; i++) {
    program[n++] = JUMP(BPF_JEQ, (unsigned)uncharged[i], 0, 1);
    program[n++] = ERROR(ENOSYS);
  }
  for (size_t i = 0; i < sizeof by_pid / sizeof *by_pid; i++) {
    program[n++] = JUMP(BPF_JEQ, (unsigned)by_pid[i], 0, 4);
    program[n++] = LOAD(ARGUMENT);
    program[n++] = JUMP(BPF_JEQ, 1, 0, 1);
    program[n++] = ERROR(EPERM);
    program[n++] = ANSWER(SECCOMP_RET_ALLOW);
  }

  program[n++] = JUMP(BPF_JEQ, SYS_setpriority, 0, 6);
  program[n++] = LOAD(ARGUMENT);
  program[n++] = JUMP(BPF_JEQ, PRIO_PROCESS, 0, 2);
  program[n++] = LOAD(SECOND);
  program[n++] = JUMP(BPF_JEQ, 1, 0, 1);
  program[n++] = ERROR(EPERM);
  program[n++] = ANSWER(SECCOMP_RET_ALLOW);

  /* Its flags lie in memory, where a filter cannot look; libc falls back to clone. */
  program[n++] = JUMP(BPF_JEQ, SYS_clone3, 0, 1);
  program[n++] = ERROR(ENOSYS);

  program[n++] = JUMP(BPF_JEQ, SYS_clone, 0, 4);
  program[n++] = LOAD(ARGUMENT);
  program[n++] = JUMP(BPF_JSET, namespaces, 0, 1);
  program[n++] = ERROR(EPERM);
  program[n++] = ANSWER(SECCOMP_RET_ALLOW);

  /* Asking for the personality is fine; it turns off address randomisation and the like when set. */
  program[n++] = JUMP(BPF_JEQ, SYS_personality, 0, 4);
  program[n++] = LOAD(ARGUMENT);
  program[n++] = JUMP(BPF_JEQ, 0xffffffff, 1, 0);
  program[n++] = ERROR(EPERM);
  program[n++] = ANSWER(SECCOMP_RET_ALLOW);

  program[n++] = JUMP(BPF_JEQ, SYS_socket, 1, 0);
  program[n++] = JUMP(BPF_JEQ, SYS_socketpair, 0, 5);
  program[n++] = LOAD(ARGUMENT);
  program[n++] = JUMP(BPF_JEQ, AF_UNIX, 3, 0);
  program[n++] = JUMP(BPF_JEQ, AF_INET, 2, 0);
  program[n++] = JUMP(BPF_JEQ, AF_INET6, 1, 0);
  program[n++] = ERROR(EAFNOSUPPORT);
  program[n++] = ANSWER(SECCOMP_RET_ALLOW);

  const struct sock_fprog filter = {n, program};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) fail("seccomp");
}
