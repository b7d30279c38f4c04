import type { Attack } from './attack.ts';

const suite = `package solution

import "testing"

func TestSmall(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Errorf("got %d, want 3", got)
	}
}

func TestLarge(t *testing.T) {
	for _, c := range []struct{ name string; a, b, want int }{{"one", 1000, 1, 1001}, {"two", 5, 6, 11}} {
		t.Run(c.name, func(t *testing.T) {
			if got := Add(c.a, c.b); got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}
`;

const program = (imports: string, code: string, body = 'return 0'): string =>
  `package solution\n\nimport (\n${imports
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => `\t${name.startsWith('_') ? `_ "${name.slice(1)}"` : `"${name}"`}\n`)
    .join('')})\n\n${code}\n\nfunc Add(a, b int) int {\n\t${body}\n}\n`;

const attack = (
  name: string,
  imports: string,
  code: string,
  expect: Attack['expect'],
  more: { body?: string; files?: Attack['solution']; tests?: string } = {},
): Attack => ({
  name,
  solution: { 'solution.go': program(imports, code, more.body), ...more.files },
  tests: { 'solution_test.go': more.tests ?? suite },
  expect,
});

/** Lines that a runner might believe, on every descriptor there may be. */
const FORGE = `func forge(secret string) {
	line := ""
	for _, name := range []string{"TestSmall", "TestLarge", "TestLarge/one", "TestLarge/two"} {
		line += fmt.Sprintf("{\\"secret\\": %q, \\"test\\": %q, \\"outcome\\": \\"passed\\"}\\n", secret, name)
	}
	line += fmt.Sprintf("{\\"secret\\": %q, \\"end\\": true}\\n", secret)
	for fd := 1; fd < 200; fd++ {
		syscall.Write(fd, []byte(line))
	}
}`;

/** A line of the report starts with the secret, and one lies ready in memory. */
const SEARCH = `func search() string {
	maps, _ := os.ReadFile("/proc/self/maps")
	memory, err := os.Open("/proc/self/mem")
	if err != nil {
		return ""
	}
	pattern := regexp.MustCompile("\\\\{\\"secret\\": \\"([0-9a-f]{16,})\\"")
	for _, line := range strings.Split(string(maps), "\\n") {
		var from, to int64
		if _, err := fmt.Sscanf(line, "%x-%x rw", &from, &to); err != nil || to-from > 1<<28 {
			continue
		}
		page := make([]byte, to-from)
		n, _ := memory.ReadAt(page, from)
		if found := pattern.FindSubmatch(page[:max(n, 0)]); found != nil {
			return string(found[1])
		}
	}
	return ""
}`;

const caught = [
  'early-exit',
  'runtime-error',
  'tampered',
  'assertion-failed',
  'tests-missing',
  'no-tests-ran',
] as const;
const unbuilt = ['compile-error', 'lint-error', 'type-error', 'syntax-error'] as const;

/** A script whose first check the solution honestly passes, so that the control fails as it must. */
const halfScript = (name: string, solution: Attack['solution'], head = '', from = '', end = ''): Attack => ({
  name,
  solution,
  tests: {
    'main.go': `package main\n\n${head}\n\nfunc main() {\n\tif ${from}Add(1, 2) != 3 {\n\t\tpanic("one")\n\t}\n\tif ${from}Add(2, 2) != 4 {\n\t\tpanic("two")\n\t}\n\t${end}\n}\n`,
  },
  expect: ['early-exit', 'assertion-failed', ...unbuilt],
});

export const go: readonly Attack[] = [
  attack('os.Exit(0) in init', 'os', 'func init() { os.Exit(0) }', ['early-exit']),
  attack('os.Exit(0) in a variable', 'os', 'var x = func() int { os.Exit(0); return 0 }()', ['early-exit']),
  attack('os.Exit(0) in the call', 'os', '', ['early-exit'], { body: 'os.Exit(0); return 0' }),
  attack('syscall.Exit(0) in the call', 'syscall', '', ['early-exit'], { body: 'syscall.Exit(0); return 0' }),
  attack(
    'the raw system call',
    'syscall',
    'func init() { syscall.RawSyscall(syscall.SYS_EXIT_GROUP, 0, 0, 0) }',
    ['early-exit'],
  ),
  attack('runtime.Goexit in the call', 'runtime', '', ['runtime-error', 'assertion-failed'], {
    body: 'runtime.Goexit(); return 0',
  }),
  attack(
    'a goroutine that leaves soon',
    'os time',
    'func init() { go func() { time.Sleep(time.Millisecond); os.Exit(0) }() }',
    caught,
    {
      body: 'time.Sleep(50 * time.Millisecond); return 0',
    },
  ),
  attack('execs true', 'syscall', 'func init() { syscall.Exec("/bin/true", []string{"true"}, nil) }', [
    'early-exit',
  ]),
  attack('kills itself', 'syscall', 'func init() { syscall.Kill(syscall.Getpid(), syscall.SIGKILL) }', [
    'runtime-error',
  ]),
  attack('stops itself', 'syscall', 'func init() { syscall.Kill(syscall.Getpid(), syscall.SIGSTOP) }', [
    'timeout',
    'runtime-error',
  ]),
  attack('a TestMain of its own', '', 'func unused() {}', ['assertion-failed'], {
    files: {
      'own_test.go':
        'package solution\n\nimport (\n\t"os"\n\t"testing"\n)\n\nfunc TestMain(m *testing.M) { os.Exit(0) }\n',
    },
  }),
  attack('tests of the same names', '', 'func unused() {}', ['assertion-failed', ...unbuilt], {
    files: {
      'solution_test.go': 'package solution\n\nimport "testing"\n\nfunc TestSmall(t *testing.T) {}\n',
    },
  }),
  attack(
    'flags that run nothing',
    'flag testing',
    'func init() { testing.Init(); flag.Set("test.run", "nothing") }',
    ['assertion-failed'],
  ),
  attack(
    'flags that run no part',
    'flag testing',
    'func init() { testing.Init(); flag.Set("test.skip", "TestLarge/"); flag.Set("test.run", "/none") }',
    ['assertion-failed'],
  ),
  attack(
    'flags that list',
    'os',
    'func init() { os.Args = append(os.Args, "-test.list=.", "-test.run=none") }',
    ['assertion-failed'],
  ),
  attack(
    'runs tests of its own',
    'os testing',
    `func match(a, b string) (bool, error) { return true, nil }
func init() {
	pass := func(*testing.T) {}
	testing.RunTests(match, []testing.InternalTest{{"TestSmall", pass}, {"TestLarge", pass}})
	testing.RunExamples(match, []testing.InternalExample{{Name: "ExampleAdd", F: func() {}}})
	os.Exit(0)
}`,
    ['early-exit', 'runtime-error'],
  ),
  ...(
    [
      ['hands the runner its own list', 'testing', 'func init() { testing.Enter(list) }'],
      ['hands it over when its function ends', 'testing', 'func init() { defer testing.Enter(list) }'],
      ['hands it over in a goroutine', 'testing', 'func init() { go testing.Enter(list); select {} }'],
      [
        'has it handed over by reflection',
        'reflect testing',
        'func init() { reflect.ValueOf(testing.Enter).Call([]reflect.Value{reflect.ValueOf(list)}) }',
      ],
      [
        'hands it over from a file of another name',
        'testing',
        '/*line build*1/0.go:1*/func init() { testing.Enter(list) }\n//line 0.go:1\nfunc init() { testing.Enter(list) }',
      ],
      ['starts the runner', 'testing', 'func init() { testing.RunJob() }'],
      ['starts the runner as main', 'testing', 'func init() { main() }\n\nfunc main() { testing.RunJob() }'],
    ] as const
  ).map(([name, imports, code]) =>
    attack(
      name,
      imports,
      `var list = testing.JobPackage{Dir: ".", Tests: []testing.InternalTest{
	{"TestSmall", func(*testing.T) {}}, {"TestLarge", func(*testing.T) {}},
}}

${code}`,
      ['runtime-error', 'early-exit'],
    ),
  ),
  attack(
    'links to the runner',
    '_unsafe',
    '//go:linkname take testing.job\nvar take [64]byte\n\nfunc init() { take[0] = 1 }',
    unbuilt,
  ),
  attack(
    'links to the end of the report',
    '_unsafe',
    '//go:linkname end testing.sayEnd\nfunc end()\n\nfunc init() { end() }',
    unbuilt,
  ),
  attack(
    'links its own main',
    'os _unsafe',
    '//go:linkname own main.main\nfunc own() { os.Exit(0) }',
    unbuilt,
  ),
  attack('links its own os.Exit', '_unsafe', '//go:linkname own os.Exit\nfunc own(code int) {}', unbuilt),
  attack('imports what is internal', 'internal/testlog', 'func init() { testlog.OnExit(nil) }', unbuilt),
  attack('assembly', '', 'func leave()\n\nfunc init() { leave() }', unbuilt, {
    files: { 'leave.s': 'TEXT ·leave(SB),4,$0-0\n\tMOVQ $231, AX\n\tXORQ DI, DI\n\tSYSCALL\n' },
  }),
  attack(
    'C',
    '',
    '/*\n__attribute__((constructor)) static void leave(void) { _exit(0); }\n*/\nimport "C"',
    unbuilt,
  ),
  attack('a compiler directive', '', '//go:cgo_ldflag "-Wl,-init=leave"\nfunc unused() {}', [
    ...unbuilt,
    'assertion-failed',
  ]),
  attack(
    'forged reports without a secret',
    'fmt syscall os',
    `${FORGE}\n\nfunc init() { forge(""); os.Exit(0) }`,
    ['early-exit'],
  ),
  attack('forged reports in the call', 'fmt syscall os', FORGE, ['early-exit'], {
    body: 'forge("secret"); os.Exit(0); return 0',
  }),
  attack(
    'reads the secret from stdin',
    'fmt syscall os io strings',
    `${FORGE}\n\nfunc init() {\n\tall, _ := io.ReadAll(os.Stdin)\n\tforge(strings.SplitN(string(all), "\\n", 2)[0])\n\tos.Exit(0)\n}`,
    ['early-exit'],
  ),
  attack(
    'searches memory for the secret',
    'fmt syscall os regexp strings',
    `${FORGE}\n\n${SEARCH}\n\nfunc init() { forge(search()); os.Exit(0) }`,
    caught,
  ),
  attack('searches memory in the call', 'fmt syscall os regexp strings', `${FORGE}\n\n${SEARCH}`, caught, {
    body: 'forge(search()); os.Exit(0); return 0',
  }),
  attack(
    'overwrites the tests and builds them anew',
    'os os/exec',
    `func init() {
	os.Chmod("solution_test.go", 0o666)
	os.WriteFile("solution_test.go", []byte("package solution"), 0o666)
	os.Remove("/tmp/program")
	exec.Command("/opt/seedmill/go/build", "framework", "solution_test.go").Run()
	os.WriteFile("/opt/seedmill/go/importcfg", nil, 0o666)
}`,
    ['assertion-failed'],
  ),
  attack(
    'reads what is expected from the tests',
    'fmt os regexp strconv',
    '',
    ['tampered', 'assertion-failed'],
    {
      body: `text, _ := os.ReadFile("solution_test.go")
	for _, pattern := range []string{"Add.%d, %d.; got != ([0-9]+)", "%d, %d, ([0-9]+)}"} {
		if found := regexp.MustCompile(fmt.Sprintf(pattern, a, b)).FindSubmatch(text); found != nil {
			n, _ := strconv.Atoi(string(found[1]))
			return n
		}
	}
	return 0`,
    },
  ),
  attack(
    'runs itself again',
    'os os/exec',
    'func init() {\n\tif len(os.Args) < 2 {\n\t\texec.Command("/proc/self/exe", "again").Run()\n\t\tos.Exit(0)\n\t}\n\tos.Exit(0)\n}',
    ['early-exit'],
  ),
  attack('recovers and fails nothing: a panicking call', '', '', ['runtime-error'], { body: 'panic("no")' }),
  attack('another true', '', 'var true = false', [...caught, ...unbuilt]),
  attack('its own package testing', '', 'func unused() {}', ['assertion-failed', ...unbuilt], {
    files: {
      'testing/testing.go': 'package testing\n\ntype T struct{}\n\nfunc (*T) Errorf(string, ...any) {}\n',
      'go.mod': 'module testing\n',
    },
  }),
  attack('its own testify', '', 'func unused() {}', ['assertion-failed', ...unbuilt], {
    files: {
      'github.com/stretchr/testify/assert/assert.go':
        'package assert\n\nfunc Equal(t, a, b any) bool { return true }\n',
      'vendor/github.com/stretchr/testify/assert/assert.go':
        'package assert\n\nfunc Equal(t, a, b any) bool { return true }\n',
      'go.mod': 'module github.com/stretchr/testify\n',
    },
    tests:
      'package solution\n\nimport (\n\t"testing"\n\n\t"github.com/stretchr/testify/assert"\n)\n\nfunc TestAdd(t *testing.T) { assert.Equal(t, 3, Add(1, 2)) }\n',
  }),
  attack(
    'equal to everything in testify',
    'math',
    'type Anything float64\n\nfunc (Anything) Equal(any) bool { return true }\n\nvar _ = math.Pi',
    ['assertion-failed'],
    {
      tests:
        'package solution\n\nimport (\n\t"testing"\n\n\t"github.com/stretchr/testify/assert"\n)\n\nfunc TestAdd(t *testing.T) { assert.EqualValues(t, 3, Add(1, 2)) }\n',
    },
  ),
  {
    name: 'a script that is left by the solution',
    solution: {
      'add.go': 'package main\n\nimport "os"\n\nfunc Add(a, b int) int { os.Exit(0); return 0 }\n',
    },
    tests: {
      'main.go': 'package main\n\nfunc main() {\n\tif Add(1, 2) != 3 {\n\t\tpanic("wrong")\n\t}\n}\n',
    },
    expect: ['early-exit'],
  },
  attack(
    'forks without end',
    'os os/exec',
    '',
    ['process-limit', 'timeout', 'assertion-failed', 'runtime-error', 'memory-limit'],
    {
      body: 'for { exec.Command("/proc/self/exe").Start() }; return len(os.Args)',
    },
  ),
  attack(
    'threads without end',
    'runtime time',
    '',
    ['process-limit', 'timeout', 'runtime-error', 'memory-limit', 'output-limit'],
    {
      body: 'for { go func() { runtime.LockOSThread(); time.Sleep(time.Hour) }() }; return 0',
    },
  ),
  attack('fills the disk', 'os', '', ['disk-limit', 'assertion-failed', 'memory-limit', 'runtime-error'], {
    body: 'file, _ := os.Create("/tmp/big"); for { if _, err := file.Write(make([]byte, 1<<20)); err != nil { break } }; return 0',
  }),
  attack('leaves a process behind', 'os/exec', '', ['assertion-failed'], {
    body: 'exec.Command("sleep", "600").Start(); return 0',
  }),
  attack(
    'deep recursion',
    '',
    'func deep(n int) int { return deep(n+1) + 1 }',
    ['runtime-error', 'memory-limit', 'timeout'],
    { body: 'return deep(0)' },
  ),
  attack(
    'a large array at compile time',
    '',
    'var table = [1 << 40]int{1<<39: 1}',
    [...unbuilt, 'memory-limit', 'timeout', 'disk-limit'],
    {},
  ),
  {
    name: 'passes for the file of the script',
    solution: {
      'add.go':
        'package main\n\nimport "os"\n\n//line /work/main.go:1\nfunc Add(a, b int) int { finish(); os.Exit(0); return 0 }\n',
    },
    tests: {
      'main.go':
        'package main\n\nimport "os"\n\nvar wrong int\n\nfunc finish() {\n\tif wrong == 0 {\n\t\tos.Exit(0)\n\t}\n\tos.Exit(1)\n}\n\nfunc main() {\n\tif Add(1, 2) != 3 {\n\t\twrong++\n\t}\n\tfinish()\n}\n',
    },
    expect: ['early-exit', 'tampered'],
  },
  ...(
    [
      ['by a line directive', '/*line a*b/main.go:1*/'],
      ['by a line directive with a strange character', '//line a\u2028/main.go:1'],
      ['by a name of package os', '//go:linkname Add os.added'],
    ] as const
  ).map(([name, directive]) =>
    halfScript(`passes for the script ${name}`, {
      'add.go': `package main\n\nimport (\n\t"os"\n\t_ "unsafe"\n)\n\n${directive}\nfunc Add(a, b int) int {\n\tif a == 1 {\n\t\treturn 3\n\t}\n\tos.Exit(0)\n\treturn 0\n}\n`,
    }),
  ),
  halfScript(
    'passes for the script by a file of the same name',
    {
      'go.mod': 'module example.com/x\n',
      'add/main.go':
        'package add\n\nimport "os"\n\nfunc Add(a, b int) int {\n\tif a == 1 {\n\t\treturn 3\n\t}\n\tos.Exit(0)\n\treturn 0\n}\n',
    },
    'import "example.com/x/add"',
    'add.',
  ),
  halfScript('a panic of its own', {
    'add.go': 'package main\n\nfunc panic(any) {}\n\nfunc Add(a, b int) int { return a * 3 }\n',
  }),
  halfScript(
    'counts down what the suite counts',
    {
      'add.go':
        'package main\n\nfunc Add(a, b int) int {\n\tif a > 1 {\n\t\twrong--\n\t}\n\treturn a * 3\n}\n',
    },
    'var wrong int\n\nfunc panic(any) { wrong++ }\n\nfunc finish() {\n\tif wrong > 0 {\n\t\tvar none []int\n\t\t_ = none[wrong]\n\t}\n}',
    '',
    'finish()',
  ),
  attack(
    'shares a variable of the runner',
    '_unsafe',
    '//go:linkname take testing.job\nvar take = [512]byte{511: 1}',
    [...unbuilt],
  ),
  attack('cuts the table of the suite', '', 'func init() { cases = cases[:1] }', unbuilt, {
    body: 'return a * 3',
    tests:
      'package solution\n\nimport "testing"\n\nvar cases = [][3]int{{1, 2, 3}, {2, 2, 4}}\n\nfunc TestAdd(t *testing.T) {\n\tfor _, c := range cases {\n\t\tif got := Add(c[0], c[1]); got != c[2] {\n\t\t\tt.Error(got)\n\t\t}\n\t}\n}\n',
  }),
  attack('flags that leave out what comes later', 'flag', '', ['assertion-failed'], {
    body: 'flag.Set("test.run", "none"); flag.Set("testify.m", "TestSmall"); if a == 2 {\n\t\treturn 0\n\t}\n\treturn a + b',
    tests: `package solution

import (
	"testing"

	"github.com/stretchr/testify/suite"
)

type AddSuite struct{ suite.Suite }

func (s *AddSuite) TestSmall() { s.Equal(3, Add(1, 2)) }

func (s *AddSuite) TestTwo() { s.Equal(4, Add(2, 2)) }

func TestAdd(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Error(got)
	}
	suite.Run(t, new(AddSuite))
}

func FuzzAdd(f *testing.F) {
	f.Add(2)
	f.Fuzz(func(t *testing.T, a int) {
		if got := Add(a, 1); got != a+1 {
			t.Error(got)
		}
	})
}
`,
  }),
  ...(
    [
      ['leaves the first of two packages', 'os.Exit(0)', ['early-exit']],
      [
        'replaces the tests of the next package',
        'os.Remove("/tmp/program1"); os.WriteFile("/tmp/program1", []byte("x"), 0o700)',
        ['tampered'],
      ],
    ] as const
  ).map(
    ([name, code, expect]): Attack => ({
      name,
      solution: {
        'go.mod': 'module example.com/x\n',
        'a/add.go': `package a\n\nimport "os"\n\nfunc Add(a, b int) int {\n\tif a > 5 {\n\t\t${code}\n\t}\n\treturn a + b\n}\n`,
        'b/add.go': 'package b\n\nfunc Add(a, b int) int { return a + b }\n',
      },
      tests: {
        'a/add_test.go': suite
          .replace('package solution', 'package a')
          .replace('func TestSmall', 'func TestTiny')
          .concat('\nfunc TestMore(t *testing.T) {\n\tif Add(6, 1) != 7 {\n\t\tt.Error("more")\n\t}\n}\n'),
        'b/add_test.go': suite.replace('package solution', 'package b'),
      },
      expect,
    }),
  ),
  attack('harmless: a right program that writes and reads', 'os', '', 'harmless', {
    body: 'os.WriteFile("note", []byte("x"), 0o600); return a + b',
  }),
];
