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

static void make_parents(char *path) {
  for (char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    if (mkdir(path, 0755) != 0 && errno != EEXIST) fail(path);
    *slash = '/';
  }
}

void write_files(struct request *request) {
  const size_t count = read_count(request, MAX_FILES, "too many files");
  for (size_t i = 0; i < count; i++) {
    char *path = read_text(request);
    const struct bytes content = read_bytes(request);
    if (!is_safe(path)) refuse("the path of a file leads out of the job's folder");
    make_parents(path);
    const int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    if (fd < 0) fail(path);
    send_all(fd, content.data, content.length);
    close(fd);
    free(path);
  }
}
