import type {
  Alterable,
  Files,
  Language,
  Program,
  StaticAnalysis,
  SuiteShape,
  TestCase,
} from '@seedmill/contracts';

export interface Control {
  tests: Files;
  /** How many of the declared tests were altered. */
  altered: number;
}

/**
 * The control of a suite: the same suite, altered where it says what is expected, so that an honest program must
 * fail it. Whatever passes a suite by making everything equal, by changing the framework, by forging its report or
 * by reading what is expected passes the control too, and is found out. Null where nothing can be altered.
 */
export async function controlOf(
  analysis: Pick<StaticAnalysis, 'alterable'>,
  language: Language,
  tests: Program['tests'],
  { files }: SuiteShape,
): Promise<Control | null> {
  const altered = await Promise.all(
    files.map(async (file) => {
      const before = tests[file] ?? '';
      return { file, before, ...alter(language, before, await analysis.alterable(language.id, before)) };
    }),
  );
  if (altered.every(({ before, after }) => before === after)) return null;
  return {
    tests: { ...tests, ...Object.fromEntries(altered.map(({ file, after }) => [file, after])) },
    altered: altered.reduce((sum, file) => sum + file.tests.size, 0),
  };
}

/**
 * Whether so few tests of a control failed that the program cannot have been honest: less than half of those that
 * were altered. Not each must fail: an alteration may stand where an honest program never comes.
 */
export function tooFewFailed(cases: readonly TestCase[], altered: number): boolean {
  const failed = cases.filter(({ outcome }) => outcome === 'failed').length;
  return 2 * failed < altered;
}

/** The altered text, and which tests have something altered: by how many begin before it. */
function alter({ suite }: Language, before: string, { places, tests: starts }: Alterable) {
  const tests = new Set<number>();
  let after = '';
  let at = 0;
  for (const { start, end, alteration } of places) {
    const it = before.slice(start, end);
    const other = suite.alterations[alteration]?.alter(it) ?? it;
    for (const change of changesBetween(it, other)) {
      tests.add(starts.filter((begin) => begin <= start + change).length);
    }
    after += before.slice(at, start) + other;
    at = end;
  }
  return { after: after + before.slice(at), tests };
}

/** Where two texts differ: the first place of each line that does, or of all where lines were added or taken away. */
function changesBetween(one: string, other: string): number[] {
  const [lines, others] = [one.split('\n'), other.split('\n')];
  if (lines.length !== others.length) return [differsAt(one, other)];
  const changes: number[] = [];
  let at = 0;
  for (const [n, line] of lines.entries()) {
    if (line !== others[n]) changes.push(at + differsAt(line, others[n] ?? ''));
    at += line.length + 1;
  }
  return changes;
}

function differsAt(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
