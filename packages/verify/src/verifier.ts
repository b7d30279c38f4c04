import {
  type Attempt,
  type FailureReason,
  type Language,
  languageNamed,
  type Phase,
  type PhaseOutput,
  type Sandbox,
  type StaticAnalysis,
  type StepLimits,
  type Suite,
  type TestCase,
  type Verdict,
  type Verifier,
} from '@seedmill/contracts';
import { checkSuite } from './check-suite.ts';
import { judge } from './judge.ts';
import { outputOfFindings, outputOfStep } from './output.ts';
import { runSuite } from './run-suite.ts';

export interface VerifierParts {
  languages: readonly Language[];
  analysis: StaticAnalysis;
  sandbox: Sandbox;
  /** Limits of the test step. */
  limits: StepLimits;
}

/** Judges attempts and suites: parse → lint/type-check → tests in the sandbox. */
export function createVerifier(parts: VerifierParts): Verifier {
  const languageOf = (id: string): Language => languageNamed(parts.languages, id);
  return {
    verify: (run, attempt, suite, signal) =>
      verify(parts, languageOf(attempt.language), run, attempt, suite, signal),
    checkSuite: (language, draft, signal) => checkSuite(parts, languageOf(language), draft, signal),
  };
}

async function verify(
  { analysis, sandbox, limits }: VerifierParts,
  language: Language,
  run: string,
  attempt: Attempt,
  suite: Suite,
  signal?: AbortSignal,
): Promise<Verdict> {
  const started = performance.now();
  const declared = suite.check.outcome === 'accepted' ? suite.check.tests : [];
  let warnings: string[] = [];
  let image: string | null = null;
  let cases: TestCase[] = [];

  const parts = (output: PhaseOutput | null) => ({
    attemptId: attempt.id,
    run,
    tests: { declared: declared.length, ...countCases(cases) },
    cases,
    warnings,
    output,
    image,
    ms: Math.round(performance.now() - started),
  });
  const failed = (phase: Phase, reason: FailureReason, output: PhaseOutput): Verdict => ({
    outcome: 'failed',
    phase,
    reason,
    ...parts(output),
  });

  // 1 parse
  const errors = await analysis.syntaxErrors(language.id, attempt.solution);
  if (errors.length > 0) {
    return failed('parse', 'syntax-error', outputOfFindings(`parse ${attempt.solution.file}`, errors));
  }
  // 2 lint and type-check
  const linted = await analysis.lint(language.id, [attempt.solution], 'ignored');
  warnings = linted.warnings.slice(0, 50).map((w) => `${w.line}:${w.column} ${w.rule} ${w.message}`);
  const [first] = linted.errors;
  const syntax = linted.errors.filter(({ reason }) => reason === 'syntax-error');
  if (syntax.length > 0)
    return failed('parse', 'syntax-error', outputOfFindings(`parse ${attempt.solution.file}`, syntax));
  if (first !== undefined) {
    return failed(
      'lint',
      first.reason,
      outputOfFindings(`${language.linters.join(', ')} ${first.file}`, linted.errors),
    );
  }
  // 3 test
  const ran = await runSuite(
    sandbox,
    language,
    { solution: attempt.solution, tests: suite.tests },
    limits,
    signal,
  );
  if (ran.outcome === 'lost') return { outcome: 'inconclusive', cause: ran.cause, ...parts(null) };
  image = ran.image;
  cases = ran.report.cases;
  const output = outputOfStep(language.testCommand, ran.step);
  const judgement = judge(ran.step, ran.report, declared);
  return judgement.passed
    ? { outcome: 'passed', ...parts(output) }
    : failed('test', judgement.reason, output);
}

function countCases(cases: readonly TestCase[]) {
  const count = (outcome: TestCase['outcome']) => cases.filter((c) => c.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
