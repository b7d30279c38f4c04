import type { Files, Plan, Program, SuiteShape } from '@seedmill/contracts';
import { bridgesOf, frameworkOf, isFrameworks } from './frameworks.ts';
import { foldersOf, reachableFrom, withoutComments } from './includes.ts';
import { preambleOf, precompiledFor } from './preamble.ts';
import { tamperingOf } from './tampering.ts';

export interface NativeLanguage {
  id: 'c' | 'cpp';
  /** Names of files that are compiled by themselves, unless another includes them. */
  sources: RegExp;
}

const MAIN = /(?:^|[\s;}])(?:int|void|auto|signed)\s+main\s*\(/;
const LEAVES = /\b(?:exit|_exit|_Exit|abort)\s*\(/;
/** `exit(…)` as the last statement of the last function, which is what its return would be. */
const LAST_EXIT = /\b(?:std\s*::\s*)?exit\s*(\([^;{}]*\)\s*;)(?=\s*\}\s*$)/;

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
  const tests = Object.fromEntries(
    Object.entries(without(program.tests, isFrameworks)).map(([path, text]) => [
      path,
      text.replace(LAST_EXIT, 'return $1').replaceAll(LATER, ''),
    ]),
  );
  const solution = without(program.solution, (path) => isFrameworks(path) || path in program.tests);
  const files: Files = { ...solution, ...tests, ...bridgesOf(program.tests) };

  const paths = Object.keys(files)
    .filter((path) => isSource.test(path))
    .sort();
  const nested = reachableFrom(files, paths);
  const sources = paths.filter((path) => !nested.has(path));
  const ofSuite = sources.filter((path) => path in tests);
  const mains = ofSuite.filter((path) => MAIN.test(withoutComments(files[path] ?? '')));
  const linked = programsOf(sources, mains, suite);

  const seen = reachableFrom(files, ofSuite);
  const redefined = tamperingOf(solution, seen);
  const leaving = Object.values(tests).some((text) => LEAVES.test(withoutComments(text)))
    ? 'assertion'
    : 'error';
  const texts = [...ofSuite, ...seen].flatMap((path) => (path in tests ? [files[path] ?? ''] : []));
  const framework = frameworkOf(texts);
  const kind = `${framework}${mains.length === 0 ? '-main' : ''}`;
  // A framework tells its tests by itself, also where the text did not.
  const style = framework === 'plain' ? suite.style : 'framework';

  return {
    files,
    steps: [
      {
        phase: 'compile',
        command: [
          '/opt/seedmill/build',
          id,
          ...foldersOf(files).flatMap((folder) => ['-q', folder]),
          ...Object.keys(solution).flatMap((path) => ['-s', path]),
          ...sources.flatMap((path) => [
            '-c',
            (id === 'cpp' ? precompiledFor(preambleOf(files, path)) : null) ?? '-',
            path,
          ]),
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
          ...linked.map(({ name }, at) => [style, name, `/tmp/suite-${at}`, leaving].join('\t')),
        ],
      },
    ],
  };
}
