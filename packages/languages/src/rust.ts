import type {
  Diagnosis,
  Language,
  Phase,
  PlannedStep,
  Program,
  StepResult,
  SuiteShape,
} from '@seedmill/contracts';
import { rustAlterations } from './rust/alterations.ts';
import { type Layout, layoutOf, type Root } from './rust/layout.ts';
import { scriptOf, withoutSteps } from './rust/script.ts';
import { shielded } from './rust/shielded.ts';

const TOOLCHAIN = '/opt/seedmill/rust';
const LIBRARY = '/tmp/library.rlib';
/** Characters of file names that fit into the runner's stdin with everything else. */
const LONGEST_LIST = 3000;

const program = (at: number): string => `/tmp/program${at}`;
const binary = (name: string): string => `/tmp/${name}`;

/** One rustc for the library, where it is used, and one for each program. */
function compileSteps(
  { manifest, library, roots, binaries }: Layout,
  style: 'framework' | 'script',
): PlannedStep[] {
  const rustc = ['/usr/bin/rustc', '--edition', manifest.edition, `@${TOOLCHAIN}/link.args`];
  const crate = manifest.crate ?? library?.names[0] ?? 'solution';
  const env = {
    CARGO_PKG_NAME: crate,
    CARGO_PKG_VERSION: '0.1.0',
    CARGO_MANIFEST_DIR: '/work',
    ...Object.fromEntries(binaries.map(({ name }) => [`CARGO_BIN_EXE_${name}`, binary(name)])),
  };
  const uses = ({ library: used }: Root) =>
    used ? (library?.names ?? []).flatMap((name) => ['--extern', `${name}=${LIBRARY}`]) : [];
  const own =
    style === 'script'
      ? ['--crate-name', 'main', '--crate-type', 'bin', `@${TOOLCHAIN}/script.args`]
      : ['--test'];
  const compile = (args: readonly string[]): PlannedStep => ({
    phase: 'compile',
    command: [...rustc, ...args],
    env,
  });
  return [
    ...(library === null
      ? []
      : [compile(['--crate-type', 'rlib', '--crate-name', crate, library.file, '-o', LIBRARY])]),
    ...binaries.map((root) =>
      compile([
        '--crate-name',
        'binary',
        '--crate-type',
        'bin',
        root.file,
        ...uses(root),
        '-o',
        binary(root.name),
      ]),
    ),
    ...roots.map((root, at) => compile([...own, root.file, ...uses(root), '-o', program(at)])),
  ];
}

const UNKNOWN_NAMES = /^error(\[E(0425|0433|0432|0412|0405|0404|0531|0532|0423|0463|0583)\]|: cannot find)/;
const WRONG_TYPES =
  /^error\[E(0308|0277|0369|0599|0061|0106|0107|0282|0283|0271|0618|0614|0604|0605|0606|0607|0609|0610|0560|0600|0608|0620|0023|0026|0027|0029|0040|0046|0050|0053|0054|0069|0070|0195|0220|0038|0191)\]/;
const SYNTAX =
  /^error(\[E07(58|65|66|48|62|63)\])?: (expected|unexpected|mismatched|this file contains|unknown start|unterminated|missing|unclosed|prefix|invalid|leading|character|unmatched|incorrect|found|`|cannot parse|an inner attribute|macro expansion ignores|structs? literal|keyword|no rules expected)/;

/** The compiler's first error decides. */
function diagnose(phase: Phase, { exitCode, stderr }: StepResult): Diagnosis {
  if (phase !== 'compile') return { failure: null, warnings: [] };
  const lines = stderr.split('\n');
  const warnings = lines.flatMap((line, at) =>
    /^warning(\[|: )/.test(line) && !/\d+ warnings? emitted/.test(line)
      ? [`${(lines[at + 1] ?? '').replace(/^\s*-->\s*/, '')} ${line.replace(/^warning: /, '')}`.trim()]
      : [],
  );
  if (exitCode === 0) return { failure: null, warnings };
  const error = lines.find((line) => line.startsWith('error')) ?? '';
  if (UNKNOWN_NAMES.test(error)) return { failure: { phase: 'lint', reason: 'lint-error' }, warnings };
  if (WRONG_TYPES.test(error)) return { failure: { phase: 'compile', reason: 'type-error' }, warnings };
  if (SYNTAX.test(error)) return { failure: { phase: 'parse', reason: 'syntax-error' }, warnings };
  return { failure: { phase: 'compile', reason: 'compile-error' }, warnings };
}

export const rust: Language = {
  id: 'rust',
  name: 'Rust',
  grammar: 'rust',
  extensions: ['.rs'],
  definitions: `
    (source_file (function_item name: (identifier) @name) @function)
    (source_file (struct_item name: (type_identifier) @name) @class)
    (source_file (enum_item name: (type_identifier) @name) @class)
    (source_file (impl_item type: (_) @name) @class)
  `,
  layout: { solution: 'src/lib.rs', suite: 'tests/solution.rs', support: {} },
  suite: {
    files: /(^|\/)(tests\/([^/]+|[^/]+\/main)\.rs|tests?\.rs|test_[^/]*\.rs|[^/]*_tests?\.rs)$/,
    tests:
      '((attribute_item (attribute . [(identifier) (scoped_identifier)] @name)) @test (#match? @name "^(.*::)?test$"))',
    script: '((source_file (function_item name: (identifier) @main)) (#eq? @main "main"))',
    alterations: rustAlterations,
  },
  linters: [],
  plan(given, suite) {
    const { program: joined, helpers } = asRun(given, suite);
    const layout = layoutOf(joined, suite);
    const list = suite.files.join('\t');
    // Without a list every test counts, the program's own too.
    const known = list.length * layout.roots.length > LONGEST_LIST ? '' : list;
    const args = layout.roots.map(({ file }, at) =>
      [program(at), ...(suite.style === 'script' ? [scriptName(file, suite.files), ...helpers] : [known])]
        .join('\t')
        .trimEnd(),
    );
    return {
      files: layout.files,
      steps: [...compileSteps(layout, suite.style), { phase: 'test', command: [program(0)], args }],
    };
  },
  diagnose,
  teaching: {
    fence: 'rust',
    version: 'Rust 1.85, edition 2021, standard library only',
    interface:
      'Write the library crate `solution`: everything public, with doc comments, and the body `unimplemented!()` in every function.',
    suite:
      'Write an integration test: `use solution::…;` and functions with `#[test]` that use `assert_eq!` and `assert!`; `#[should_panic]` where a panic is asked for.',
    solution:
      'Write the whole `src/lib.rs` of the crate; it declares exactly the public names of the interface with the same signatures, and needs no other crate.',
  },
};

/** A script that was joined to the program's own root is still named by its file. */
const scriptName = (root: string, scripts: readonly string[]): string =>
  scripts.includes(root) ? root : (scripts[0] ?? root);

/** The suite's files as they are run, and the functions by which scripts may end themselves. */
function asRun({ solution, tests }: Program, { style, files }: SuiteShape) {
  const code = Object.entries(solution)
    .flatMap(([file, text]) => (file.endsWith('.rs') && !(file in tests) ? [text] : []))
    .join('\n');
  const run = files.map((file) => {
    const text = tests[file] ?? '';
    const script = style === 'script' ? scriptOf(text) : { text: withoutSteps(text), helpers: [] };
    return { file, ...script, text: shielded(script.text, code) };
  });
  const texts = Object.fromEntries(run.map(({ file, text }) => [file, text]));
  return {
    program: { solution, tests: { ...tests, ...texts } },
    helpers: run.flatMap(({ helpers }) => helpers.map((name) => `main::${name}`)),
  };
}
