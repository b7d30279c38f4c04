/* Runs a Lua suite and reports every test on file descriptor 3.
 *
 * The first line on stdin is a secret that every line of the report carries; each further line is a kind and a path:
 * `check` – a file of the solution; `framework` or `script` – a file to run, and how; `suite` – another file of the
 * suite; `ends` – the lines of a file of the suite, `3-5,9:path`, where an exit leaves nothing out. A solution in which lint.lua finds a mistake is refused: nothing of it runs. The secret stays in this
 * program's memory, where no Lua code reaches it, and nobody else: the process cannot be looked into. Each file runs
 * in a fork; only the parent, which runs no code of the job, says that the report is complete.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define HOME "/opt/seedmill/lua/"
enum { REFUSED = 65, MESSAGE = 2000, LINE = 32 << 10, REQUEST = 1 << 20, FILES = 1 << 14 };

static char request[REQUEST + 1];
static const char *secret = request;
static int report = -1;
/* Takes one byte from a fork that came to its end. */
static int finished[2];
static bool failed;

static void quote(FILE *to, const char *text) {
  fputc('"', to);
  for (int n = 0; *text != '\0' && n < MESSAGE; text++, n++) {
    const unsigned char c = (unsigned char)*text;
    if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f) fprintf(to, "\\u%04x", c);
    else fputc(c, to);
  }
  fputc('"', to);
}

/* Writes one line in one piece; `fields` are names and values, the name of a flag is followed by NULL. */
static void say(const char *const *fields, size_t count) {
  static char line[LINE];
  FILE *to = fmemopen(line, sizeof line, "w");
  if (to == NULL) abort();
  fputs("{\"secret\": ", to);
  quote(to, secret);
  for (size_t i = 0; i + 1 < count; i += 2) {
    if (fields[i] == NULL) continue;
    fputs(", ", to);
    quote(to, fields[i]);
    fputs(": ", to);
    if (fields[i + 1] == NULL) fputs("true", to);
    else quote(to, fields[i + 1]);
  }
  fputs("}\n", to);
  const long length = ftell(to);
  fclose(to);
  if (write(report, line, (size_t)length) != length) _exit(2);
}

#define SAY(...) say((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void say_failed(const char *test, const char *kind, const char *message, const char *scope) {
  failed = true;
  SAY("test", test, "outcome", "failed", "kind", kind, "message", message, scope == NULL ? NULL : "scope", scope);
}

/* The functions that suite.lua is given. */

static int lua_passed(lua_State *L) {
  SAY("test", luaL_checkstring(L, 1), "outcome", "passed");
  return 0;
}

static int lua_skipped(lua_State *L) {
  SAY("test", luaL_checkstring(L, 1), "outcome", "skipped");
  return 0;
}

static int lua_failed(lua_State *L) {
  say_failed(luaL_checkstring(L, 1), luaL_checkstring(L, 2), luaL_checkstring(L, 3), luaL_optstring(L, 4, NULL));
  return 0;
}

static int lua_tampered(lua_State *L) {
  (void)L;
  failed = true;
  SAY("tampered", NULL);
  return 0;
}

static int lua_finish(lua_State *L) {
  (void)L;
  fflush(NULL);
  if (write(finished[1], "", 1) != 1) _exit(2);
  _exit(failed ? 1 : 0);
}

static void load_chunk(lua_State *L, const char *path) {
  if (luaL_loadfilex(L, path, "b") != LUA_OK) {
    fprintf(stderr, "run_lua: %s\n", lua_tostring(L, -1));
    exit(2);
  }
}

static void call(lua_State *L, int arguments, int results) {
  if (lua_pcall(L, arguments, results, 0) != LUA_OK) {
    fprintf(stderr, "run_lua: %s\n", luaL_tolstring(L, -1, NULL));
    exit(2);
  }
}

/* Leaves the function on the stack that runs one file. */
static void prepare(lua_State *L) {
  static const luaL_Reg functions[] = {{"passed", lua_passed},     {"skipped", lua_skipped}, {"failed", lua_failed},
                                       {"tampered", lua_tampered}, {"finish", lua_finish},   {NULL, NULL}};
  load_chunk(L, HOME "suite.luac");
  luaL_newlib(L, functions);
  call(L, 1, 1);
}

static void read_request(void) {
  size_t length = 0;
  for (ssize_t n; length < REQUEST && (n = read(STDIN_FILENO, request + length, REQUEST - length)) != 0;) {
    if (n > 0) length += (size_t)n;
    else if (errno != EINTR) exit(2);
  }
  const int null = open("/dev/null", O_RDONLY);
  if (null < 0 || dup2(null, STDIN_FILENO) < 0) exit(2);
  close(null);
}

/* The fork's part: ends the process. */
static _Noreturn void run(lua_State *L, const char *style, const char *path, char *const *suite, char *const *ends) {
  lua_pushstring(L, style);
  lua_pushstring(L, path);
  lua_newtable(L);
  for (; *suite != NULL; suite++) {
    lua_pushboolean(L, true);
    lua_setfield(L, -2, *suite);
  }
  for (; *ends != NULL; ends++) {
    char *path = strchr(*ends, ':');
    if (path == NULL) continue;
    lua_pushlstring(L, *ends, (size_t)(path - *ends));
    lua_setfield(L, -2, path + 1);
  }
  call(L, 3, 0);
  _exit(2);
}

/* Whether the fork came to its end, one way or the other; if not, it left with 0. */
static bool wait_for(pid_t child, const char *path) {
  int status;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) exit(2);
  }
  char byte, why[64];
  const bool complete = read(finished[0], &byte, 1) == 1;
  if (WIFSIGNALED(status)) snprintf(why, sizeof why, "killed by SIG%s", sigabbrev_np(WTERMSIG(status)));
  else if (!complete && WEXITSTATUS(status) != 0)
    snprintf(why, sizeof why, "ended with exit code %d", WEXITSTATUS(status));
  else {
    failed = failed || WEXITSTATUS(status) != 0;
    return complete;
  }
  say_failed(path, "error", why, "file");
  return true;
}

/* A state of its own: what is linted is not run. */
static lua_State *prepare_lint(void) {
  lua_State *L = luaL_newstate();
  if (L == NULL) exit(2);
  luaL_openlibs(L);
  load_chunk(L, HOME "lint.luac");
  return L;
}

static int push_all(lua_State *L, char *const *words) {
  int count = 0;
  for (; words[count] != NULL; count++) lua_pushstring(L, words[count]);
  return count;
}

static void refuse_mistakes(lua_State *L, char *const *solution, char *const *suite) {
  int count = push_all(L, solution);
  lua_pushstring(L, "--");
  count += 1 + push_all(L, suite);
  call(L, count, 1);
  if (!lua_isnil(L, -1)) {
    fprintf(stderr, "refused: %s\n", luaL_tolstring(L, -1, NULL));
    exit(REFUSED);
  }
  lua_close(L);
}

int main(void) {
  lua_State *L = luaL_newstate();
  if (L == NULL) return 2;
  luaL_openlibs(L);
  prepare(L);
  lua_State *linter = prepare_lint();
  read_request();
  report = fcntl(3, F_DUPFD_CLOEXEC, 64);
  close(3);
  if (report < 0 || prctl(PR_SET_DUMPABLE, 0) != 0) return 2;

  static char *styles[FILES], *paths[FILES], *suite[FILES], *solution[FILES], *ends[FILES];
  size_t runs = 0, files = 0, checks = 0, ended = 0;
  strtok(request, "\n");
  for (char *kind; files + checks + ended < FILES - 1 && (kind = strtok(NULL, "\n")) != NULL;) {
    char *path = strchr(kind, ' ');
    if (path == NULL) continue;
    *path++ = '\0';
    if (strcmp(kind, "check") == 0) {
      solution[checks++] = path;
      continue;
    }
    if (strcmp(kind, "ends") == 0) {
      ends[ended++] = path;
      continue;
    }
    suite[files++] = path;
    if (strcmp(kind, "suite") == 0) continue;
    styles[runs] = kind;
    paths[runs++] = path;
  }
  refuse_mistakes(linter, solution, suite);

  bool complete = true;
  for (size_t i = 0; i < runs; i++) {
    if (pipe2(finished, O_CLOEXEC | O_NONBLOCK) != 0) return 2;
    const pid_t child = fork();
    if (child < 0) return 2;
    if (child == 0) run(L, styles[i], paths[i], suite, ends);
    complete = wait_for(child, paths[i]) && complete;
    close(finished[0]);
    close(finished[1]);
  }
  if (complete) SAY("end", NULL);
  return failed || !complete ? 1 : 0;
}
