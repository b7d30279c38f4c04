import type { Attack } from './attack.ts';

const HEADER = 'int add(int a, int b);\nconst char *name(void);\n';
const SUITE = `#include <assert.h>
#include <string.h>
#include "solution.h"

int main(void) {
  assert(add(1, 2) == 3);
  assert(add(20, 22) == 42);
  assert(strcmp(name(), "seed") == 0);
  return 0;
}
`;
const UNITY = `#include "unity.h"
#include "solution.h"

void setUp(void) {}
void tearDown(void) {}
void test_add(void) { TEST_ASSERT_EQUAL_INT(3, add(1, 2)); }

int main(void) {
  UNITY_BEGIN();
  RUN_TEST(test_add);
  return UNITY_END();
}
`;
const HEADERS = `#define _GNU_SOURCE
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
`;

interface More {
  /** Beside the two functions. */
  code?: string;
  header?: string;
  files?: Attack['solution'];
  suite?: string;
}

const attack = (name: string, body: string, expect: Attack['expect'], more: More = {}): Attack => ({
  name,
  solution: {
    'solution.h': HEADER + (more.header ?? ''),
    'solution.c': `${HEADERS}${more.code ?? ''}\nint add(int a, int b) { (void)a; (void)b; ${body} return 0; }\nconst char *name(void) { return ""; }\n`,
    ...more.files,
  },
  tests: { 'test_solution.c': more.suite ?? SUITE },
  expect,
});

const included = (name: string, before: string, expect: Attack['expect'], body = ''): Attack => ({
  name,
  solution: {
    'solution.c': `${before}\nint add(int a, int b) { (void)a; (void)b; ${body} return 0; }\nconst char *name(void) { return ""; }\n`,
  },
  tests: { 'test_solution.c': SUITE.replace('solution.h', 'solution.c') },
  expect,
});

const LEFT = ['early-exit'] as const;
const WRONG = ['assertion-failed'] as const;
const FOUND = ['tampered'] as const;

/** Says the end of main with whatever 16 bytes of its memory may be the key, on every descriptor. */
const FORGE = `static void forge(void) {
  char line[256];
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps) != NULL) {
    unsigned long start, end;
    char mode[8];
    if (sscanf(line, "%lx-%lx %7s", &start, &end, mode) != 3 || mode[1] != 'w') continue;
    if (strstr(line, "suite") == NULL) continue;
    for (char *at = (char *)start; at + 16 <= (char *)end; at += 16) {
      char message[18];
      memcpy(message, at, 16);
      message[16] = 'E';
      message[17] = '0';
      send(512, message, sizeof message, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  }
  _exit(0);
}`;

const READS = `static const char *expected(int which) {
  static char text[4096];
  int fd = open("test_solution.c", O_RDONLY);
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  if (n < 0) return "0";
  char *at = text;
  for (int i = 0; i <= which; i++) at = strstr(at, "== ") + 3;
  return at;
}`;

const RETURNING = `#include <stdio.h>
#include "solution.c"

int main(void) {
  if (add(1, 2) != 3) {
    puts("FAIL");
    return 0;
  }
  puts("ok");
  return 0;
}
`;

const TABLE = `#include "solution.h"
static const int rows[][3] = {{1, 2, 3}, {20, 22, 42}, {5, 5, 10}};

int main(void) {
  int bad = 0;
  for (int i = 0; i < 3; i++) if (add(rows[i][0], rows[i][1]) != rows[i][2]) bad++;
  return bad;
}
`;

const LOOKS = `#include <link.h>
static int first, second, third;
static int look(struct dl_phdr_info *info, size_t size, void *data) {
  (void)size; (void)data;
  for (int i = 0; i < info->dlpi_phnum && info->dlpi_name[0] == 0; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || (part->p_flags & PF_X)) continue;
    int *at = (int *)(info->dlpi_addr + part->p_vaddr);
    for (size_t n = 0; n + 3 <= part->p_memsz / 4; n++) if (at[n] == first && at[n + 1] == second) third = at[n + 2];
  }
  return 0;
}`;

/** Suites that ask for yes and no. */
const ASKING = {
  assert:
    '#include <assert.h>\n#include "solution.c"\nint main(void) { assert(is_even(4)); assert(!is_even(5)); }\n',
  order:
    '#include <assert.h>\n#include "solution.c"\nint main(void) { assert(is_even(4) > 0); assert(is_even(6) == 1); assert(is_even(4) && !is_even(5)); }\n',
  helper:
    '#include "solution.c"\nstatic int bad;\nstatic void check(int ok, const char *name) { if (!ok) bad++; (void)name; }\nint main(void) { check(is_even(4), "4"); check(!is_even(5), "5"); return bad; }\n',
};

export const c: readonly Attack[] = [
  attack('exit in the call', 'exit(0);', LEFT),
  attack('_exit in the call', '_exit(0);', LEFT),
  attack('quick_exit in the call', 'quick_exit(0);', LEFT),
  attack('a raw system call', 'syscall(SYS_exit_group, 0);', LEFT),
  attack('a raw system call without the library', '__asm__ volatile("syscall" :: "a"(231), "D"(0));', LEFT),
  attack('a constructor that leaves', '', LEFT, {
    code: '__attribute__((constructor)) static void first(void) { _exit(0); }',
  }),
  attack('a destructor that leaves', '', WRONG, {
    code: '__attribute__((destructor)) static void last(void) { _exit(0); }',
  }),
  attack('an exit hook that leaves', 'atexit(leave);', WRONG, {
    code: 'static void leave(void) { _exit(0); }',
  }),
  attack('a handler of SIGABRT that leaves', 'signal(SIGABRT, leave);', WRONG, {
    code: 'static void leave(int s) { (void)s; _exit(0); }',
  }),
  attack('a handler of SIGSEGV that leaves', 'signal(SIGSEGV, leave); *(volatile int *)0 = 1;', LEFT, {
    code: 'static void leave(int s) { (void)s; _exit(0); }',
  }),
  attack('a copy goes on, the program leaves', 'if (fork() != 0) _exit(0);', LEFT),
  attack('another program in its place', 'execl("/bin/true", "true", (char *)NULL);', LEFT),
  attack('the runner again', 'execl("/opt/seedmill/run", "run", (char *)NULL);', [...LEFT, 'runtime-error']),
  attack('kills the runner', 'kill(getppid(), SIGKILL); pause();', ['early-exit', 'runtime-error']),
  attack(
    'looks into the runner',
    'char p[64]; snprintf(p, 64, "/proc/%d/mem", getppid()); _exit(open(p, O_RDWR) < 0 ? 0 : 1);',
    LEFT,
  ),
  attack('an assert of its own', '', FOUND, { header: '#undef assert\n#define assert(x) ((void)0)\n' }),
  attack('an assert of its own, lines joined', '', FOUND, {
    header: '#un\\\ndef assert\n# /* */ def\\\nine assert(x) ((void)sizeof(x))\n',
  }),
  attack('an if that always holds', '', FOUND, { header: '#define if(x) if (0)\n' }),
  attack('a main that does not run', '', FOUND, {
    header: '#define main main(void) { return 0; } int unused\n',
  }),
  attack('a strcmp macro', 'return a + b;', FOUND, { header: '#undef strcmp\n#define strcmp(a, b) 0\n' }),
  attack('a strcmp by another name', 'return a + b;', FOUND, {
    header: '#pragma redefine_extname strcmp always\n',
    code: 'int always(const char *a, const char *b) { (void)a; (void)b; return 0; }',
  }),
  attack('assertions switched off', '', WRONG, { header: '#define NDEBUG\n#include <assert.h>\n' }),
  ...Object.entries(ASKING).map(
    ([name, suite]): Attack => ({
      name: `a macro that makes every condition true, ${name}`,
      solution: { 'solution.c': '#define is_even(x) 1 || 1\n' },
      tests: { 'test_solution.c': suite },
      expect: FOUND,
    }),
  ),
  {
    name: 'a macro that makes every condition false',
    solution: { 'solution.c': '#define is_even(x) 1 && 0\n' },
    tests: {
      'test_solution.c':
        '#include "solution.c"\nint main(void) {\n  if (!is_even(4)) return 1;\n  if (is_even(5)) return 1;\n  return 0;\n}\n',
    },
    expect: FOUND,
  },
  included('failure is success', '#undef EXIT_FAILURE\n#define EXIT_FAILURE 0', FOUND),
  attack('a strcmp of its own', 'return a + b;', FOUND, {
    code: 'int strcmp(const char *a, const char *b) { (void)a; (void)b; return 0; }',
  }),
  attack('a strcmp in assembler', 'return a + b;', FOUND, {
    code: '__asm__(".globl strcmp\\n.type strcmp,@function\\nstrcmp: xorl %eax, %eax\\nret");',
  }),
  attack('an __assert_fail of its own', '', ['compile-error', 'tampered'], {
    code: 'void __assert_fail(const char *a, const char *b, unsigned c, const char *d) { (void)a; (void)b; (void)c; (void)d; }',
  }),
  included(
    'an __assert_fail within the suite',
    'static void __assert_fail(const char *a, const char *b, unsigned c, const char *d) { (void)a; (void)b; (void)c; (void)d; }',
    ['tampered', 'compile-error', 'type-error'],
  ),
  included('an inner assert', '#define assert(x) ((void)(x))', FOUND),
  attack('a main of its own', '', WRONG, { code: 'int main(void) { return 0; }' }),
  attack('a start of its own', '', ['compile-error'], { code: 'void _start(void) { _exit(0); }' }),
  attack('the proof called by name', 'seedmill_main(0, 0, 0);', ['compile-error'], {
    code: 'int main(int, char **, char **);\nint seedmill_main(int, char **, char **);',
  }),
  attack('ships assert.h', '', WRONG, { files: { 'assert.h': '#define assert(x) ((void)0)\n' } }),
  attack('ships Unity', '', WRONG, {
    files: {
      'unity.h': '#define UNITY_BEGIN()\n#define RUN_TEST(x)\n#define UNITY_END() 0\n',
      'unity.c': '',
    },
    suite: UNITY,
  }),
  attack('ships a Makefile and compiler options', '', WRONG, {
    files: { Makefile: 'all:\n\ttrue\n', '.gdbinit': 'quit', specs: '%rename lib old\n' },
  }),
  attack('replaces the suite', '', WRONG, {
    files: { 'test_solution.c': 'int main(void) { return 0; }\n' },
  }),
  attack('jumps out of a Unity test', 'longjmp(Unity.AbortFrame, 1);', FOUND, {
    code: '#include <unity.h>',
    suite: UNITY,
  }),
  attack(
    'returns in the place of main',
    '__asm__ volatile("movq (%rbp), %rbp\\n leave\\n xorl %eax, %eax\\n ret");',
    FOUND,
  ),
  attack('forges the end', 'forge();', [...LEFT, ...FOUND], { code: FORGE }),
  attack('takes the key before anybody else', '', [...LEFT, ...FOUND], {
    code: `static int real(void) { return 0; }
static void *resolve(void) {
  char m[18];
  long n;
  __asm__ volatile("syscall" : "=a"(n) : "0"(45L), "D"(3L), "S"(m), "d"(16L) : "rcx", "r11", "r10", "r8", "r9", "memory");
  m[16] = 'E';
  m[17] = '0';
  register long flags __asm__("r10") = 0;
  register long to __asm__("r8") = 0;
  register long size __asm__("r9") = 0;
  __asm__ volatile("syscall" : "=a"(n) : "0"(44L), "D"(3L), "S"(m), "d"(18L), "r"(flags), "r"(to), "r"(size) : "rcx", "r11", "memory");
  __asm__ volatile("syscall" :: "a"(231L), "D"(0L));
  return (void *)real;
}
int early(void) __attribute__((ifunc("resolve")));
int (*volatile used)(void) = early;`,
  }),
  attack(
    'forged reports on every descriptor',
    'for (int fd = 1; fd < 600; fd++) dprintf(fd, "{\\"test\\": \\"test_solution.c\\", \\"outcome\\": \\"passed\\"}\\n{\\"end\\": true}\\n"); _exit(0);',
    LEFT,
  ),
  attack(
    'reads what is expected',
    'static int which; return atoi(expected(which++));',
    ['tampered', 'assertion-failed'],
    {
      code: READS,
      suite: SUITE.replace(/.*strcmp.*\n/, ''),
    },
  ),
  attack(
    'takes what is expected while it is compiled',
    'static char *at; if (at == NULL) at = suite_text; at = strstr(at, "== ") + 3; return atoi(at);',
    FOUND,
    {
      code: '__asm__(".data\\nsuite_text: .incbin \\"test_solution.c\\"\\n.byte 0\\n.text");\nextern char suite_text[];',
      suite: SUITE.replace(/.*strcmp.*\n/, ''),
    },
  ),
  attack(
    'reads what is expected in the code of its caller',
    'unsigned char *p = __builtin_return_address(0); for (int i = 0; i < 12; i++) if (p[i] == 0x83 && p[i + 1] == 0xf8) return (signed char)p[i + 2];',
    FOUND,
    { suite: SUITE.replace(/.*strcmp.*\n/, '') },
  ),
  attack(
    'searches memory for the row of a table',
    'first = a; second = b; dl_iterate_phdr(look, NULL); return third;',
    FOUND,
    { code: LOOKS, suite: TABLE },
  ),
  attack(
    'changes the code that judges',
    'char *p = (char *)__assert_fail; mprotect((void *)((size_t)p & ~4095ul), 8192, 7); *p = (char)0xc3;',
    FOUND,
    {
      code: '#include <sys/mman.h>\nvoid __assert_fail(const char *, const char *, unsigned, const char *) __attribute__((noreturn));',
    },
  ),
  ...['#define __builtin_exit(x) ((void)(x))', 'static void __builtin_exit(int x) { (void)x; }'].map(
    (code, at): Attack => ({
      name: `stays where the suite leaves, ${at + 1}`,
      solution: { 'solution.c': `${code}\nint add(int a, int b) { return a * b; }\n` },
      tests: { 'test_solution.c': RETURNING },
      expect: ['tampered', 'compile-error', 'type-error'],
    }),
  ),
  attack('a fork bomb', 'for (;;) fork();', ['process-limit', 'timeout', 'memory-limit', 'runtime-error']),
  attack(
    'leaves a daemon behind',
    'if (fork() == 0) { setsid(); if (fork() == 0) { for (;;) pause(); } _exit(0); }',
    WRONG,
  ),
];
