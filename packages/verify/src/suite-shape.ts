import type { Language, Program, StaticAnalysis, SuiteShape } from '@seedmill/contracts';

/** What is run of a suite, and how, as its text says. */
export async function shapeOf(
  analysis: Pick<StaticAnalysis, 'declaredTests'>,
  language: Language,
  tests: Program['tests'],
): Promise<SuiteShape> {
  const files = filesToRun(language, Object.keys(tests));
  const counts = await Promise.all(
    files.map((file) => analysis.declaredTests(language.id, tests[file] ?? '')),
  );
  const declared = counts.reduce((sum, count) => sum + count.tests, 0);
  if (declared > 0) return { style: 'framework', files, declared };
  const scripts = files.filter((_, at) => counts[at]?.script);
  if (scripts.length === 0) return { style: 'framework', files, declared: 0 };
  return { style: 'script', files: scripts, declared: scripts.length };
}

/** The files with a name that frameworks look for; else all that hold code. */
function filesToRun({ suite, extensions }: Language, paths: readonly string[]): string[] {
  const named = paths.filter((path) => suite.files.test(path));
  const code = paths.filter((path) => extensions.some((extension) => path.endsWith(extension)));
  return (named.length > 0 ? named : code).sort();
}
