#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner.h"

/* Functions by which suites compare, or by which programs leave and report. A program's own would stand for the C library's. */
static const char *const judged[] = {
    "memcmp", "bcmp", "strcmp", "strncmp", "strcasecmp", "strncasecmp", "wcscmp", "wmemcmp", "fabs", "fabsf", "fabsl",
    "exit", "_exit", "_Exit", "quick_exit", "abort", "raise", "kill", "signal", "sigaction", "syscall", "send",
    "sendto", "sendmsg", "recv", "recvfrom", "longjmp", "__libc_start_main", "__assert", "__assert_perror_fail",
};

static bool is_judged(const char *name) {
  for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
    if (strcmp(name, judged[i]) == 0) return true;
  }
  return false;
}

static bool search(const char *file, size_t size) {
  const Elf64_Ehdr *header = (const Elf64_Ehdr *)file;
  if (size < sizeof *header || header->e_shoff + (size_t)header->e_shnum * sizeof(Elf64_Shdr) > size) return true;
  const Elf64_Shdr *sections = (const Elf64_Shdr *)(file + header->e_shoff);
  for (size_t i = 0; i < header->e_shnum; i++) {
    if (sections[i].sh_type != SHT_SYMTAB) continue;
    const Elf64_Sym *symbols = (const Elf64_Sym *)(file + sections[i].sh_offset);
    const char *names = file + sections[sections[i].sh_link].sh_offset;
    int assertions = 0;
    for (size_t at = 0; at < sections[i].sh_size / sizeof *symbols; at++) {
      if (symbols[at].st_shndx == SHN_UNDEF) continue;
      const char *name = names + symbols[at].st_name;
      if (strcmp(name, "__assert_fail") == 0) assertions++;
      if (assertions > 1 || is_judged(name)) return true;
    }
    return false;
  }
  /* Ours keep their symbols. */
  return true;
}

bool has_shadows(const char *path) {
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  struct stat found;
  if (fd < 0 || fstat(fd, &found) != 0) return false;
  const char *file = mmap(NULL, (size_t)found.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  close(fd);
  if (file == MAP_FAILED) return false;
  const bool shadowed = search(file, (size_t)found.st_size);
  munmap((void *)file, (size_t)found.st_size);
  return shadowed;
}
