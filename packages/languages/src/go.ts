import { posix } from 'node:path';
import type { Diagnosis, Language, Phase, StepResult, SuiteShape } from '@seedmill/contracts';
import { goAlterations } from './go/alterations.ts';

/** Tests that a solution brings along, and what would configure a build. */
const SETTINGS = /(^|\/)(go\.work|go\.sum|vendor\/.*|[^/]*\.(s|S|c|h|cc|cpp|syso))$/;
/** They would make a program pass for another file. */
const PLACES = /^(\/\/)(line [^\n]*:\d+\s*)$|(\/\*)(line )/gm;
const TEST_FILE = /_test\.go$/;

/** A solution all of whose files are named like tests means its names otherwise. */
function ownFiles(solution: Readonly<Record<string, string>>): [string, string][] {
  const files = Object.entries(solution)
    .filter(([path]) => !SETTINGS.test(path))
    .map(([path, text]): [string, string] => [
      path,
      path.endsWith('.go') ? text.replace(PLACES, '$1$3 $2$4') : text,
    ]);
  const code = files.filter(([path]) => path.endsWith('.go'));
  return code.every(([path]) => TEST_FILE.test(path))
    ? files
    : files.filter(([path]) => !TEST_FILE.test(path));
}

const KINDS = [
  { of: /syntax error|expected '|invalid character|not terminated/, phase: 'parse', reason: 'syntax-error' },
  {
    of: /undefined: |undefined \(|declared and not used|imported and not used|is not in std|could not import/,
    phase: 'lint',
    reason: 'lint-error',
  },
  {
    of: /cannot use|mismatched types|does not implement|cannot convert|cannot infer|arguments in call|assignment mismatch|invalid operation|no field or method|missing return|return values|not enough|too many|incompatible|is not a type|used as value/,
    phase: 'compile',
    reason: 'type-error',
  },
] as const;

/** The compiler's first complaint decides. */
function diagnose(phase: Phase, { exitCode, stderr }: StepResult): Diagnosis {
  if (phase !== 'compile' || exitCode === 0) return { failure: null, warnings: [] };
  const complaint = stderr.split('\n').find((line) => /^\S+\.go:\d+|\.go:/.test(line)) ?? stderr;
  const kind = KINDS.find(({ of }) => of.test(complaint));
  return {
    failure: kind ?? { phase: 'compile', reason: 'compile-error' },
    warnings: [],
  };
}

/** Each folder with tests is a program of its own; they follow one another. */
function laterPrograms({ style, files }: SuiteShape): string[] {
  const folders = new Set(files.map((file) => posix.dirname(file)));
  return style === 'script' ? [] : [...folders].slice(1).map((_, at) => `/tmp/program${at + 1}`);
}

export const go: Language = {
  id: 'go',
  name: 'Go',
  grammar: 'go',
  extensions: ['.go'],
  definitions: `
    (source_file (function_declaration name: (identifier) @name) @function)
    (source_file (method_declaration name: (field_identifier) @name) @function)
    (source_file (type_declaration (type_spec name: (type_identifier) @name)) @class)
  `,
  layout: {
    solution: 'solution.go',
    suite: 'solution_test.go',
    support: { 'go.mod': 'module solution\n\ngo 1.24\n' },
  },
  suite: {
    files: TEST_FILE,
    tests: `((function_declaration
        name: (identifier) @name
        parameters: (parameter_list . (parameter_declaration type: (pointer_type)) .)) @test
      (#match? @name "^Test([^a-z]|$)") (#not-eq? @name "TestMain"))`,
    script: `((function_declaration name: (identifier) @main) (#eq? @main "main"))`,
    alterations: goAlterations,
  },
  linters: [],
  plan: ({ solution, tests }, suite) => ({
    files: { ...Object.fromEntries(ownFiles(solution)), ...tests },
    steps: [
      { phase: 'compile', command: ['/opt/seedmill/go/build', suite.style, ...suite.files] },
      {
        phase: 'test',
        command: ['/tmp/program'],
        args: laterPrograms(suite),
        env: { ZONEINFO: '/opt/seedmill/go/zoneinfo.zip' },
      },
    ],
  }),
  diagnose,
  teaching: {
    fence: 'go',
    version: 'Go 1.24, standard library only, no cgo',
    interface:
      'Begin with `package solution`. Give every function, method and type a doc comment, and every function the body `panic("not implemented")`.',
    suite:
      'Use the package `testing` in a file of the same `package solution`: functions `TestXxx(t *testing.T)`, table-driven where that is shorter, with `t.Errorf` that says what was got and what was wanted.',
    solution:
      'Write one file of `package solution` that declares exactly the names of the interface with the same signatures; unused imports and variables do not compile.',
  },
};
