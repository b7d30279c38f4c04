import type { Files, Plan, Program, SuiteShape } from '@seedmill/contracts';
import { withEndings } from './endings.ts';
import { bridgesOf, frameworkOf, isFrameworks } from './frameworks.ts';
import { foldersOf, reachableFrom, withoutComments } from './includes.ts';
import { preambleOf, precompiledFor } from './preamble.ts';
import { standardOf } from './standards.ts';
import { tamperingOf } from './tampering.ts';

export interface NativeLanguage {
  id: 'c' | 'cpp';
  /** Names of files that are compiled by themselves, unless another includes them. */
  sources: RegExp;
}

const MAIN = /(?:^|[\s;}])(?:int|void|auto|signed)\s+main\s*\(/;
const BLANKS = String.raw`(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*`;
/** A main that does something: more than to return a value. */
export const NATIVE_SCRIPT = new RegExp(
  String.raw`\bmain\s*\([^)]*\)\s*(?:noexcept\s*)?(?:->\s*int\s*)?(?:try\s*)?\{(?!${BLANKS}(?:return\s*\(?[^;()]*\)?\s*;${BLANKS})?\})`,
);
const LEAVES = /\b(?:__builtin_exit|exit|_exit|_Exit|quick_exit|errx?)\s*\(/;
/** Tests of Check that end as no other test may run after. */
const NEEDS_COPIES = /\btcase_add_(?:loop_)?(?:test_raise_signal|exit_test)\b/;
const ABORTS = /\b(?:abort|raise|__builtin_trap)\s*\(/;

/** What stands before the tests that Exercism's learners meet later. */
const LATER = /^[ \t]*TEST_IGNORE\(\);[ \t]*\/\/[ \t]*delete this line to run test[ \t]*$/gm;

const without = (files: Files, isUnwanted: (path: string) => boolean): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !isUnwanted(path)));

/** A program to link: its sources, and the test file it is named by. */
interface Linked {
  name: string;
  sources: readonly string[];
}

/** One program for all that has one main or none; else one for each main. */
function programsOf(
  sources: readonly string[],
  mains: readonly string[],
  { files, style }: SuiteShape,
): Linked[] {
  if (mains.length <= 1) return [{ name: mains[0] ?? files[0] ?? 'suite', sources }];
  const shared = sources.filter((path) => !mains.includes(path));
  return mains
    .filter((path) => style === 'framework' || files.includes(path))
    .map((path) => ({ name: path, sources: [...shared, path] }));
}

/** How programs in C and in C++ are laid out, compiled, linked and run. */
export function planNative(
  { id, sources: isSource }: NativeLanguage,
  program: Program,
  suite: SuiteShape,
): Plan {
  const given = Object.fromEntries(
    Object.entries(without(program.tests, isFrameworks)).map(([path, text]) => [
      path,
      text.replaceAll(LATER, ''),
    ]),
  );
  const solution = without(program.solution, (path) => isFrameworks(path) || path in program.tests);
  const read: Files = { ...solution, ...given, ...bridgesOf(program.tests) };

  const paths = Object.keys(read)
    .filter((path) => isSource.test(path))
    .sort();
  const nested = reachableFrom(read, paths);
  const sources = paths.filter((path) => !nested.has(path));
  const ofSuite = sources.filter((path) => path in given);
  const withMain = sources.filter((path) => MAIN.test(withoutComments(read[path] ?? '')));
  const mains = withMain.filter((path) => path in given);
  const linked = programsOf(sources, mains, suite);

  const seen = reachableFrom(read, ofSuite);
  const redefined = tamperingOf(solution, seen);
  const judging = [...ofSuite, ...seen].filter((path) => path in given);
  const framework = frameworkOf(judging.map((path) => read[path] ?? ''));
  const kind = `${framework}${mains.length === 0 ? '-main' : ''}`;
  // A framework tells its tests by itself, also where the text did not.
  const style = framework === 'plain' ? suite.style : 'framework';
  const standard = standardOf(id, Object.values(read));

  const tests = Object.fromEntries(
    Object.entries(given).map(([path, text]) => [path, withEndings(text, style === 'script')]),
  );
  const files: Files = { ...solution, ...tests, ...bridgesOf(program.tests) };
  const says = (words: RegExp) => judging.some((path) => words.test(withoutComments(files[path] ?? '')));
  const leaving = says(LEAVES) ? 'assertion' : 'error';
  const aborting = says(ABORTS) ? 'assertion' : 'error';

  return {
    files,
    steps: [
      {
        phase: 'compile',
        command: [
          '/opt/seedmill/build',
          id,
          ...(standard === null ? [] : ['-x', standard]),
          ...foldersOf(files).flatMap((folder) => ['-q', folder]),
          ...Object.keys(solution).flatMap((path) => ['-s', path]),
          ...sources.flatMap((path) => {
            // The main of a solution makes room for the suite's.
            const moved = withMain.includes(path) && path in solution;
            const plain = id === 'c' || standard !== null || moved;
            return [
              ...(moved ? ['-m'] : []),
              '-c',
              (plain ? null : precompiledFor(preambleOf(files, path))) ?? '-',
              path,
            ];
          }),
          ...linked.flatMap(({ sources: own }, at) => [
            '-l',
            `/tmp/suite-${at}`,
            kind,
            own.map((path) => sources.indexOf(path)).join(','),
          ]),
        ],
      },
      {
        phase: 'test',
        command: ['/opt/seedmill/run'],
        warm: 'runner',
        args: [
          ...(redefined === null ? [] : [`tampered\t${redefined}`]),
          ...(says(NEEDS_COPIES) ? ['copies'] : []),
          ...linked.map(({ name }, at) => [style, name, `/tmp/suite-${at}`, leaving, aborting].join('\t')),
        ],
      },
    ],
  };
}
