import type { Files, Language, Program } from '@seedmill/contracts';
import { type Returns, withoutEarlyReturns } from './common/early-returns.ts';
import { lastWords, type Notation } from './common/last-words.ts';
import { refusalOf } from './common/refusal.ts';
import { IN_CODE, perlAlterations } from './perl/alterations.ts';

/** Files of a solution that would configure perl, or take the place of a test framework. */
const CONFIGURES = /(^|\/)(sitecustomize\.pl|\.proverc|\.perl[^/]*|Test2?\.pm|(Test2?|TAP|Seedmill)\/.*)$/;

const CODE = /\.(pl|pm|t)$/;

/** What runs under a condition of its own need not run. */
const CONDITIONAL = String.raw`(?![^\n]*[)'"\w][ \t]*\n?[ \t]*\b(?:if|unless)[ \t(][^\n]*;[ \t]*(?:#[^\n]*)?$)`;
const ASSERTION = String.raw`(?:ok|is|isnt|like|unlike|is_deeply|cmp_ok|cmp_deeply|isa_ok|can_ok|new_ok|pass|subtest|eq_or_diff|lives_ok|dies_ok|throws_ok|ref_ok)\b(?=\s*[($@%&\\'"[{\w-])(?!\s*=)`;
/** After a test framework was loaded: scripts have words of their own that are called the same. */
const FRAMEWORK = String.raw`(?<=\b(?:use|require)\s+Test(?:::|2)[\s\S]*)`;
/**
 * Assertions at the very beginning of a line, which run whatever happens. Of those further in, in loops and helpers, only
 * one counts, and only where it comes first.
 */
const TESTS = new RegExp(
  `^${ASSERTION}${CONDITIONAL}${IN_CODE}${FRAMEWORK}|^[ \\t]+${ASSERTION}${IN_CODE}${FRAMEWORK}(?<!^[ \\t]*${ASSERTION}[\\s\\S]*^[ \\t]+\\w+)`,
  'gm',
);

/** A statement at the beginning of a line that does more than to declare. */
const SCRIPT = new RegExp(
  String.raw`^(?!(?:use|no|package|sub|my|our|local|require|BEGIN|plan|done_testing|__\w+__|1)\b)[A-Za-z_$&]${IN_CODE}`,
  'gm',
);

const LINES: Notation = {
  exit: /(?<![\w$@%&:>-])exit\b(?!\s*\(?\s*[1-9]|\w|\s*=>)/,
  after: /^[^;{}]*;?\s*(?:\}\s*(?:els(?:e|if)\b.*)?)*;?\s*(?:#.*)?$/,
  fails: /^(?:exit\b\s*\(?\s*[1-9]\d*\s*\)?|die\b(?!.*\b(?:if|unless)\b).*);?$/,
  closes: /^[})\]][\s})\];]*(?:#.*)?$/,
  otherwise: /^\}?\s*(?:else|elsif)\b/,
  loop: /^(?:\w+:\s*)?(?:for|foreach|while|until)\b/,
  function: /^sub\b|\bsub\s*(?:\([^)]*\)\s*)?\{$/,
  comment: /^#/,
  data: /^__(?:END|DATA)__[\s\S]*|^=[a-z][\s\S]*?(?:^=cut.*|(?![\s\S]))/gm,
};

const RETURNS: Returns = {
  return: /(?<![\w$@%&:>#-])return(?:\s*\(?\s*[01]\s*\)?)?(?=\s*;\s*(?:\}\s*)*;?\s*(?:#.*)?$)/,
  exit: 'exit 0; return',
  function: /^sub\s+(\w+)|\bsub\b/,
  call: (name) =>
    new RegExp(
      `^(?:exit\\s*\\(?\\s*)?&?${name}\\b\\s*(?:\\((?:@ARGV)?\\))?\\s*\\)?(?:\\s*unless\\s+caller.*)?;`,
    ),
  closes: /^(?:[})\]]|els(?:e|if)\b)/,
  loop: /^(?:\w+:\s*)?(?:for|foreach|while|until)\b/,
  harmless: /^(?:print|printf|say|return|exit|warn|#)(?!\w)|^die\b(?!.*\b(?:if|unless)\b)/,
  anywhere: false,
};

/** Folders that modules may be loaded from: all that lead to one, so that `use A::B` finds `src/A/B.pm`. */
function foldersOf(files: Files): string[] {
  const folders = new Set(['.', 'lib', 't/lib']);
  for (const path of Object.keys(files).filter((each) => each.endsWith('.pm'))) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) folders.add(parts.slice(0, depth).join('/'));
  }
  return [...folders].map((folder) => (folder === '.' ? '/work' : `/work/${folder}`));
}

/** The solution, where no file of the suite names any file of it. */
function loadedFirst(solution: readonly string[], tests: Files): string[] {
  const text = Object.values(tests).join('\n');
  const named = solution.some((path) => {
    const name = path.replace(/^.*\//, '').replace(CODE, '');
    return new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(text);
  });
  return named ? [] : solution.map((path) => `/work/${path}`);
}

function plan(
  { solution, tests }: Program,
  style: string,
  files: readonly string[],
): ReturnType<Language['plan']> {
  const kept = Object.fromEntries(Object.entries(solution).filter(([path]) => !CONFIGURES.test(path)));
  const runs = Object.fromEntries(
    (style === 'script' ? files : []).map((path) => [path, withoutEarlyReturns(tests[path] ?? '', RETURNS)]),
  );
  const laid = { ...kept, ...tests, ...runs };
  const code = Object.keys(kept).filter((path) => CODE.test(path) && !(path in tests));
  const folders = foldersOf(laid);
  const first = loadedFirst(code, tests);
  const isNew = Object.values(tests).some((text) => text.includes('Test2'));
  const scripts = Object.fromEntries(
    Object.entries({ ...tests, ...runs }).filter(([path]) => CODE.test(path)),
  );
  const ends =
    style === 'script' ? [...lastWords(scripts, LINES)].map(([path, lines]) => `${lines}:${path}`) : [];
  const needs = style === 'script' ? 'script' : isNew ? 'Test2::V0' : 'Test::More';
  return {
    files: laid,
    steps: [
      {
        phase: 'test',
        // Equal runs give equal results, also where they depend on the order of a hash.
        command: [
          'env',
          'PERL_HASH_SEED=0',
          'T2_RAND_SEED=1',
          'perl',
          '-I/opt/seedmill/perl',
          `-MSeedmill=${needs}`,
          '-',
        ],
        warm: 'runner',
        args: [
          needs,
          ...[code, folders, first, ends].flatMap((paths) => [`${paths.length}`, ...paths]),
          ...files,
        ],
      },
    ],
  };
}

export const perl: Language = {
  id: 'perl',
  name: 'Perl',
  grammar: null,
  extensions: ['.pl', '.pm', '.t'],
  definitions: '',
  layout: { solution: 'Solution.pm', suite: 'solution.t', support: {} },
  suite: {
    files: /(^|\/)([^/]*\.t|[^/]*[_.-]tests?\.pl|tests?([_-][^/]*)?\.pl)$/,
    tests: TESTS,
    script: SCRIPT,
    alterations: perlAlterations,
  },
  linters: [],
  plan: (program, { style, files }) => plan(program, style, files),
  diagnose: (_phase, step) => ({
    failure: refusalOf(step),
    warnings: step.stderr.split('\n').filter((line) => /^(?!\s*#).* at \S+ line \d+\.$/.test(line)),
  }),
  teaching: {
    fence: 'perl',
    version: 'Perl 5.40, core modules only',
    interface:
      'Write a module `package Solution;` with `use v5.36;`, `use Exporter \'import\';` and `our @EXPORT_OK`; document every sub in a comment above it, and give it the body `die "not implemented\\n";`; end with `1;`.',
    suite:
      "Use Test::More with one `subtest` for each behaviour, each at the beginning of a line, and `done_testing;` at the end; begin with `use lib '.'; use Solution qw(…);`.",
    solution:
      'Write one module that defines exactly the names of the interface with the same signatures, prints nothing, and ends with `1;`.',
  },
};
