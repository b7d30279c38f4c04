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
  const { errors } = await analysis.lint(language.id, files, 'obeyed');
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
  if (!report.complete || report.cases.some(({ scope }) => scope === 'file')) {
    return rejected('broken', `The suite cannot be loaded against its own interface.\n${told}`);
  }
  // A group's hooks may well fail against the bare interface; only its tests are declared.
  const tests = report.cases.filter(({ scope }) => scope === undefined);
  if (tests.length < declared) {
    return rejected('broken', `${tests.length} of ${declared} declared tests ran.\n${told}`);
  }
  if (tests.some(({ outcome }) => outcome === 'skipped')) {
    return rejected('broken', 'The suite skips tests.');
  }
  if (tests.every(({ outcome }) => outcome === 'passed')) {
    return rejected('vacuous', 'The bare interface passes every test.');
  }
  return { outcome: 'accepted', tests: namesOf(tests), image };
}
