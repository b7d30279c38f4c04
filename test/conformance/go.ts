import type { Conformance, ConformanceCase } from './conformance.ts';

const solution = (body: string, imports = ''): string => `package solution

${imports}

// Add adds.
func Add(a, b int) int {
${body}
}
`;

const suite = `package solution

import "testing"

func TestSmall(t *testing.T) {
	if got := Add(1, 2); got != 3 {
		t.Errorf("got %d, want 3", got)
	}
}

func TestZero(t *testing.T) {
	if got := Add(0, 0); got != 0 {
		t.Errorf("got %d, want 0", got)
	}
}
`;

const adding = solution('\treturn a + b');
const passed = (tests: number) => ({ outcome: 'passed', tests }) as const;

/** Of the usual files, with another body of Add. */
const withBody = (
  body: string,
  phase: 'parse' | 'lint' | 'compile' | 'test',
  reason: (ConformanceCase['expect'] & { outcome: 'failed' })['reason'],
  imports = '',
): ConformanceCase => ({
  solution: { 'solution.go': solution(body, imports) },
  tests: { 'solution_test.go': suite },
  expect: { outcome: 'failed', phase, reason },
});

const usage = (
  solution: ConformanceCase['solution'],
  tests: ConformanceCase['tests'],
  count: number,
): ConformanceCase => ({
  solution,
  tests,
  expect: passed(count),
});

const testify = (want: number): string => `package solution

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAdd(t *testing.T) {
	require.NotZero(t, Add(1, 2))
	assert := assert.New(t)
	assert.Equal(${want}, Add(1, 2))
	assert.True(Add(1, 2) > 2, "more")
}
`;

const table = (want: number): string => `package solution_test

import (
	"os"
	"testing"

	"example.com/adding"
	"example.com/adding/words"
)

func TestMain(m *testing.M) {
	os.Exit(m.Run())
}

func TestAdd(t *testing.T) {
	tests := []struct {
		name       string
		a, b, want int
	}{{"small", 1, 2, 3}, {"with zero", 0, 5, ${want}}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := solution.Add(tt.a, tt.b); got != tt.want {
				t.Errorf("Add(%d, %d) = %d, want %d", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func TestWord(t *testing.T) {
	if words.Of(1) != "one" {
		t.Fatal("no word")
	}
}
`;

const words =
  'package words\n\n// Of says a number.\nfunc Of(n int) string {\n\treturn map[int]string{1: "one"}[n]\n}\n';
const wordsTest = `package words

import "testing"

func TestOf(t *testing.T) {
	if got := Of(1); got != "one" {
		t.Error(got)
	}
}
`;

const example = (output: string): string => `package solution

import "fmt"

func ExampleAdd() {
	fmt.Println(Add(1, 2))
	// Output: ${output}
}
`;

const early = `package main

import (
	"fmt"
	"os"
)

func bail() {
	os.Exit(0)
}

func main() {
	first := func() int {
		if Add(0, 0) == 0 {
			return 1
		}
		return 0
	}
	if Add(first(), 2) != 3 {
		bail()
	}
	if Add(3, 1) != 4 {
		fmt.Println("FAIL")
		return
	}
	fmt.Println("ok")
}
`;

const ending = `package main

import "os"

var wrong int

func finish() {
	if wrong == 0 {
		os.Exit(0)
	}
	println(wrong, "wrong")
	os.Exit(1)
}

func main() {
	if Add(3, 1) != 4 {
		wrong++
	}
	finish()
}
`;

const script = (want: number, end = ''): string => `package main

import (
	"fmt"
	"os"
)

func main() {
	if got := Add(1, 2); got != ${want} {
		fmt.Println("got", got)
		os.Exit(1)
	}
	if Add(2, 2) != 4 {
		panic("wrong")
	}
	${end}
}
`;
const inMain = adding.replace('package solution', 'package main');

/** Files of two packages. */
const each = (file: (name: string, other: string) => Record<string, string>) => ({
  ...file('a', 'b'),
  ...file('b', 'a'),
});

const packageOf = (name: string) => ({
  [`${name}/name.go`]: `package ${name}\n\nimport "example.com/adding/count"\n\n// Name counts.\nfunc Name() (string, int) { return "${name}", count.Next() }\n`,
  'count/count.go':
    'package count\n\nvar n int\n\n// Next counts.\nfunc Next() int {\n\tn++\n\treturn n\n}\n',
});

/** With a flag, a file that is read early, a count and the other package: what two tests of one program quarrel about. */
const packageTest = (name: string, other: string) => ({
  [`${name}/name_test.go`]: `package ${name}

import (
	"flag"
	"os"
	"testing"

	"example.com/adding/${other}"
)

var update = flag.Bool("update", false, "write the golden file")

var golden, _ = os.ReadFile("testdata/${name}.txt")

func TestName(t *testing.T) {
	if name, n := Name(); name != string(golden) || n != 1 || *update {
		t.Error(name, n)
	}
}

func TestOther(t *testing.T) {
	if name, _ := ${other}.Name(); name == string(golden) {
		t.Error(name)
	}
}
`,
});

const methods = (want: number): string => `package solution

import (
	"testing"

	"github.com/stretchr/testify/suite"
)

type AddSuite struct {
	suite.Suite
	one int
}

func (s *AddSuite) SetupTest() { s.one = 1 }

func (s *AddSuite) TestSmall() { s.Equal(${want}, Add(s.one, 2)) }

func (s *AddSuite) TestZero() { s.Require().Equal(0, Add(0, 0)) }

func TestAddSuite(t *testing.T) { suite.Run(t, new(AddSuite)) }
`;

const failing = (
  tests: ConformanceCase['tests'],
  solution: ConformanceCase['solution'] = { 'solution.go': adding },
) => ({
  solution,
  tests,
  expect: { outcome: 'failed', phase: 'test', reason: 'assertion-failed' } as const,
});

export const go: Conformance = {
  language: 'go',
  kinds: {
    passing: usage({ 'solution.go': adding }, { 'solution_test.go': suite }, 2),
    failing: withBody('\treturn a - b', 'test', 'assertion-failed'),
    hanging: withBody('\tfor {\n\t}', 'test', 'timeout'),
    crashing: withBody('\tvar numbers []int\n\treturn numbers[a]', 'test', 'runtime-error'),
    noTests: {
      solution: { 'solution.go': adding },
      tests: { 'solution_test.go': 'package solution\n\nimport "testing"\n\nfunc helper(t *testing.T) {}\n' },
      expect: { outcome: 'failed', phase: 'test', reason: 'no-tests-ran' },
    },
    fewerTests: withBody(
      '\tif a == 0 {\n\t\tos.Exit(0)\n\t}\n\treturn a + b',
      'test',
      'early-exit',
      'import "os"',
    ),
    skipped: {
      solution: { 'solution.go': adding },
      tests: {
        'solution_test.go': suite.replace('\tif got := Add(0', '\tt.Skip("later")\n\tif got := Add(0'),
      },
      expect: { outcome: 'failed', phase: 'test', reason: 'tests-missing' },
    },
    syntaxError: withBody('\treturn a +', 'parse', 'syntax-error'),
    lintError: withBody('\treturn a + c', 'lint', 'lint-error'),
    typeError: withBody('\treturn "a"', 'compile', 'type-error'),
    memory: withBody(
      '\tvar all [][]byte\n\tfor {\n\t\tpage := make([]byte, 16<<20)\n\t\tfor i := range page {\n\t\t\tpage[i] = 1\n\t\t}\n\t\tall = append(all, page)\n\t}',
      'test',
      ['memory-limit', 'runtime-error'],
    ),
    output: withBody(
      '\tfor {\n\t\tfmt.Println("more and more")\n\t}',
      'test',
      'output-limit',
      'import "fmt"',
    ),
  },
  usages: {
    'testify, passing': usage({ 'solution.go': adding }, { 'solution_test.go': testify(3) }, 1),
    'testify, failing': failing({ 'solution_test.go': testify(4) }),
    'a testify suite, passing': usage({ 'solution.go': adding }, { 'solution_test.go': methods(3) }, 3),
    'a testify suite, failing': failing({ 'solution_test.go': methods(4) }),
    'tables, TestMain and a package beside it, passing': usage(
      { 'adding.go': adding, 'words/words.go': words, 'go.mod': 'module example.com/adding\n\ngo 1.21\n' },
      { 'adding_test.go': table(5), 'words/words_test.go': wordsTest },
      5,
    ),
    'tables, failing': failing(
      { 'adding_test.go': table(6) },
      { 'adding.go': adding, 'words/words.go': words, 'go.mod': 'module example.com/adding\n' },
    ),
    'an import of the package without a go.mod': usage(
      { 'adding.go': adding, 'words/words.go': words },
      { 'adding_test.go': table(5) },
      4,
    ),
    'an example, passing': usage({ 'solution.go': adding }, { 'example_test.go': example('3') }, 1),
    'an example, failing': failing({ 'example_test.go': example('4') }),
    'a script, passing': usage({ 'add.go': inMain }, { 'main.go': script(3) }, 1),
    'a script that says that it is over': usage(
      { 'add.go': inMain },
      { 'main.go': script(3, 'os.Exit(0)') },
      1,
    ),
    'a script that leaves early, where it does not': usage({ 'add.go': inMain }, { 'main.go': early }, 1),
    'a script that leaves early': {
      solution: { 'add.go': inMain.replace('a + b', 'a | b') },
      tests: { 'main.go': early },
      expect: { outcome: 'failed', phase: 'test', reason: 'early-exit' },
    },
    'a script that ends by a function and a condition': usage({ 'add.go': inMain }, { 'main.go': ending }, 1),
    'a script that ends by a function and a condition, failing': failing(
      { 'main.go': ending },
      { 'add.go': inMain.replace('a + b', 'a | b') },
    ),
    'a script, failing': failing({ 'main.go': script(4) }, { 'add.go': inMain }),
    'package main, with tests inside': usage(
      { 'main.go': `${inMain}\nfunc main() {}\n`, 'go.mod': 'module main\n\ngo 1.18\n' },
      { 'main_test.go': suite.replace('package solution', 'package main') },
      2,
    ),
    'a package that is named like tests': usage(
      { 'adding.go': adding.replace('package solution', 'package adding_test') },
      { 'adding_test.go': suite.replace('package solution', 'package adding_test') },
      2,
    ),
    'files of the suite: data, embedded and read': usage(
      { 'solution.go': adding },
      {
        'solution_test.go': `package solution

import (
	_ "embed"
	"os"
	"strings"
	"testing"
)

//go:embed testdata/three.txt
var three string

func TestFiles(t *testing.T) {
	read, err := os.ReadFile("testdata/three.txt")
	if err != nil || string(read) != three {
		t.Fatal(err)
	}
	if len(strings.TrimSpace(three)) != Add(1, 4) {
		t.Fatal(three)
	}
}
`,
        'testdata/three.txt': 'three\n',
      },
      1,
    ),
    'packages that are tested each for itself': usage(
      { 'go.mod': 'module example.com/adding\n', ...each(packageOf) },
      { ...each(packageTest), 'a/testdata/a.txt': 'a', 'b/testdata/b.txt': 'b' },
      4,
    ),
    'packages that are tested each for itself, failing in the last': failing(
      { ...each(packageTest), 'a/testdata/a.txt': 'a', 'b/testdata/b.txt': 'c' },
      { 'go.mod': 'module example.com/adding\n', ...each(packageOf) },
    ),
    'settings of the solution have no effect': usage(
      {
        'solution.go': adding,
        'go.mod': 'module solution\n\ngo 1.99\n\nreplace testing => ./evil\n',
        'evil_test.go': 'package solution\n\nimport "os"\n\nfunc init() { os.Exit(1) }\n',
        'go.work': 'nonsense',
      },
      { 'solution_test.go': suite },
      2,
    ),
  },
};
