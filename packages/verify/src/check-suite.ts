import type {
  Language,
  Sandbox,
  StaticAnalysis,
  StepLimits,
  SuiteCheck,
  SuiteDraft,
  SuiteRejection,
} from '@seedmill/contracts';
import { namesOf } from './judge.ts';
import { bounded, outputOfFindings } from './output.ts';
import { runSuite } from './run-suite.ts';

/**
 * Checks a suite before anything is solved against it: it must parse, lint and type-check together with its
 * own interface, load, run every test it declares, skip none, and the bare interface must fail it. The names
 * that ran become the suite's declared tests.
 */
export async function checkSuite(
  parts: { analysis: StaticAnalysis; sandbox: Sandbox; limits: StepLimits },
  language: Language,
  draft: SuiteDraft,
  signal?: AbortSignal,
): Promise<SuiteCheck | { outcome: 'inconclusive'; cause: string }> {
  const { analysis, sandbox, limits } = parts;
  const rejected = (reason: SuiteRejection, detail: string): SuiteCheck => ({
    outcome: 'rejected',
    reason,
    detail: bounded(detail),
  });
  const files = [draft.interface, draft.tests];

  for (const file of files) {
    const errors = await analysis.syntaxErrors(language.id, file);
    if (errors.length > 0) return rejected('broken', outputOfFindings('parse', errors).stdout);
  }
  const declared = await analysis.declaredTests(language.id, draft.tests.code);
  if (declared === 0) return rejected('no-tests', 'The suite declares no test.');
  const { errors } = await analysis.lint(language.id, files);
  if (errors.length > 0) return rejected('broken', outputOfFindings('lint', errors).stdout);

  const ran = await runSuite(
    sandbox,
    language,
    { solution: draft.interface, tests: draft.tests },
    limits,
    signal,
  );
  if (ran.outcome === 'lost') return { outcome: 'inconclusive', cause: ran.cause };
  const { step, report, image } = ran;
  const told = [step.stdout, step.stderr, ...report.cases.map((c) => c.message ?? '')].join('\n').trim();

  if (step.stopped !== null) return rejected('broken', `Against its interface: ${step.stopped}\n${told}`);
  // The runners name what is not a test, such as a file that cannot be loaded, in angle brackets.
  if (!report.complete || report.cases.some(({ name }) => name.startsWith('<'))) {
    return rejected('broken', `The suite cannot be loaded against its own interface.\n${told}`);
  }
  if (report.cases.length < declared) {
    return rejected('broken', `${report.cases.length} of ${declared} declared tests ran.\n${told}`);
  }
  if (report.cases.some(({ outcome }) => outcome === 'skipped')) {
    return rejected('broken', 'The suite skips tests.');
  }
  if (report.cases.every(({ outcome }) => outcome === 'passed')) {
    return rejected('vacuous', 'The bare interface passes every test.');
  }
  return { outcome: 'accepted', tests: namesOf(report.cases), image };
}
