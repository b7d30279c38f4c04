import type {
  AlterablePlace,
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
      const places = await analysis.alterable(language.id, before);
      const after = alter(language, before, places);
      return { file, before, after, tests: new Set(places.map(({ test }) => test)).size };
    }),
  );
  if (altered.every(({ before, after }) => before === after)) return null;
  return {
    tests: { ...tests, ...Object.fromEntries(altered.map(({ file, after }) => [file, after])) },
    altered: altered.reduce((sum, file) => sum + file.tests, 0),
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

function alter({ suite }: Language, text: string, places: readonly AlterablePlace[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, alteration } of places) {
    const it = text.slice(start, end);
    result += text.slice(at, start) + (suite.alterations[alteration]?.alter(it) ?? it);
    at = end;
  }
  return result + text.slice(at);
}
