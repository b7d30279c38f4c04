#include "agent.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Relative, every part named and none of them a step upwards. */
static bool is_safe(const char *path) {
  const size_t length = strlen(path);
  if (length == 0 || length > MAX_PATH) return false;
  for (const char *part = path;;) {
    const size_t n = strcspn(part, "/");
    if (n == 0 || (n == 1 && part[0] == '.') || (n == 2 && part[0] == '.' && part[1] == '.')) return false;
    if (part[n] == '\0') return true;
    part += n + 1;
  }
}

/* Anybody may add to a folder; sticky, so that only its owner takes away. */
static bool make_parents(char *path, const struct jail *jail) {
  for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    const bool made = mkdir(path, 01777) == 0, there = made || errno == EEXIST;
    if (made) pin_folder(jail, path);
    *slash = '/';
    if (!there) return false;
  }
  return true;
}

static bool is_program(struct bytes content) { return content.length >= 2 && memcmp(content.data, "#!", 2) == 0; }

static bool write_file(char *path, struct bytes content, const struct jail *jail) {
  if (!make_parents(path, jail)) return false;
  const mode_t mode = is_program(content) ? 0755 : 0644;
  const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
  if (fd < 0) return false;
  size_t written = 0;
  while (written < content.length) {
    const ssize_t n = write(fd, content.data + written, content.length - written);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) break;
    written += (size_t)n;
  }
  const int error = errno;
  close(fd);
  if (written == content.length) pin_file(jail, path);
  errno = error;
  return written == content.length;
}

bool write_files(struct request *request, const struct jail *jail) {
  bool good = true;
  int error = 0;
  become_owner(jail);
  const mode_t mask = umask(0);
  const size_t count = read_count(request, MAX_FILES, "too many files");
  for (size_t i = 0; i < count; i++) {
    char *path = read_text(request);
    const struct bytes content = read_bytes(request);
    if (!is_safe(path)) refuse("the path of a file leads out of the job's folder");
    if (good && !write_file(path, content, jail)) {
      good = false;
      error = errno;
    }
    free(path);
  }
  umask(mask);
  become_root();
  errno = error;
  return good;
}
