import type {
  Diagnosis,
  FailureReason,
  Language,
  MissingWall,
  Phase,
  Program,
  ProgramVerdict,
  Sandbox,
  SourceFile,
  StaticAnalysis,
  TestCase,
} from '@seedmill/contracts';
import { type Control, controlOf, tooFewFailed } from './control.ts';
import { unreadable } from './errors.ts';
import { type Declared, judge } from './judge.ts';
import { verifiedByFindings, verifiedInSandbox } from './output.ts';
import { type ProgramRun, type RanStep, runProgram, type VerifyLimits } from './run-program.ts';
import { shapeOf } from './suite-shape.ts';

export interface VerifierParts {
  languages: readonly Language[];
  analysis: StaticAnalysis;
  sandbox: Sandbox;
  limits: VerifyLimits;
}

type Outcome =
  | { outcome: 'passed' }
  | { outcome: 'failed'; phase: Phase; reason: FailureReason }
  | { outcome: 'inconclusive'; cause: string };

/** Most warnings that a verdict keeps. */
const MOST_WARNINGS = 50;

const failed = (phase: Phase, reason: FailureReason): Outcome => ({ outcome: 'failed', phase, reason });

/** Everything gathered on the way to a verdict. */
type Evidence = Pick<ProgramVerdict, 'steps' | 'warnings' | 'cases' | 'image'> & {
  missingWalls: readonly MissingWall[];
};

/**
 * Judges a program: parse → lint and type-check → compile → tests in the sandbox → the control.
 *
 * @param names the tests that the suite is known to declare; left out, its text is counted
 */
export async function verifyProgram(
  parts: VerifierParts,
  language: Language,
  program: Program,
  names: readonly string[] | null,
  signal?: AbortSignal,
): Promise<ProgramVerdict> {
  const started = performance.now();
  const evidence: Evidence = { steps: [], warnings: [], cases: [], image: null, missingWalls: [] };
  let declared = names?.length ?? 0;

  const decide = async (): Promise<Outcome> => {
    const shape = await shapeOf(parts.analysis, language, program.tests);
    declared = names?.length ?? shape.declared;

    const { outcome, doubted } = await analyse(parts.analysis, language, program, evidence);
    if (outcome !== null) return outcome;

    const run = await runProgram(parts, language, program, shape, signal);
    const expected: Declared = names === null ? { atLeast: shape.declared } : { names };
    const verdict = judgeRun(language, run, expected, doubted, evidence);
    if (verdict.outcome !== 'passed') return verdict;

    const control = await controlOf(parts.analysis, language, program.tests, shape);
    if (control === null) return verdict;
    const controlRun = await runProgram(parts, language, { ...program, tests: control.tests }, shape, signal);
    return judgeControl(controlRun, expected, control, evidence);
  };

  const outcome = await decide().catch(inconclusiveIfUnreadable);
  const { cases, steps, warnings, image, missingWalls } = evidence;
  return {
    ...outcome,
    tests: { declared: Math.max(declared, cases.length), ...countCases(cases) },
    cases,
    warnings: warnings.slice(0, MOST_WARNINGS),
    steps,
    image,
    ...(missingWalls.length > 0 && { missingWalls: [...missingWalls] }),
    ms: Math.round(performance.now() - started),
  };
}

function inconclusiveIfUnreadable(error: unknown): Outcome {
  const cause = unreadable(error);
  if (cause === null) throw error;
  return { outcome: 'inconclusive', cause };
}

/** What can be said without running anything. `doubted`: the grammar takes the solution for broken. */
async function analyse(
  analysis: StaticAnalysis,
  language: Language,
  { solution }: Program,
  { steps, warnings }: Evidence,
): Promise<{ outcome: Outcome | null; doubted: boolean }> {
  const sources = Object.entries(solution).flatMap(([file, code]): SourceFile[] =>
    language.extensions.some((extension) => file.endsWith(extension)) ? [{ file, code }] : [],
  );
  const parsing = performance.now();
  const errors = (
    await Promise.all(sources.map((source) => analysis.syntaxErrors(language.id, source)))
  ).flat();
  const doubted = errors.length > 0;
  // Grammars lag behind languages: where no parser of the language itself runs here, the compiler decides.
  if (language.linters.length === 0) return { outcome: null, doubted };
  if (doubted) {
    steps.push(verifiedByFindings('parse', 'parser', errors, performance.now() - parsing));
    return { outcome: failed('parse', 'syntax-error'), doubted };
  }

  const linting = performance.now();
  const linted = await analysis.lint(language.id, sources, 'ignored');
  warnings.push(...linted.warnings.map((w) => `${w.file}:${w.line}:${w.column} ${w.rule} ${w.message}`));
  const syntax = linted.errors.filter(({ reason }) => reason === 'syntax-error');
  const decisive = syntax.length > 0 ? syntax : linted.errors;
  const [first] = decisive;
  if (first === undefined) return { outcome: null, doubted };
  const phase = syntax.length > 0 ? 'parse' : 'lint';
  steps.push(verifiedByFindings(phase, language.linters.join(', '), decisive, performance.now() - linting));
  return { outcome: failed(phase, first.reason), doubted };
}

function judgeRun(
  language: Language,
  run: ProgramRun,
  declared: Declared,
  doubted: boolean,
  evidence: Evidence,
): Outcome {
  if (run.outcome === 'lost') return { outcome: 'inconclusive', cause: run.cause };
  evidence.image = run.image;
  evidence.missingWalls = run.missingWalls;
  evidence.steps.push(...run.steps.map((step) => verifiedInSandbox(step.planned.phase, step)));
  for (const { planned, result } of run.steps) {
    evidence.warnings.push(...(language.diagnose?.(planned.phase, result).warnings ?? []));
  }
  if (run.outcome === 'unbuilt') return outcomeOfBuild(language, run.last, doubted);
  evidence.cases = run.report.cases;
  const { result } = run.test;
  const judgement = judge(result, run.report, declared);
  if (judgement.passed) return { outcome: 'passed' };
  // A runner that checks the program first may end for what it found, and then reports no tests.
  const checked =
    result.stopped === null && !run.report.complete ? language.diagnose?.('test', result) : null;
  const { phase, reason } = checked?.failure ?? { phase: 'test' as const, reason: judgement.reason };
  return failed(phase, reason);
}

/** A step before the tests ended badly. */
function outcomeOfBuild(language: Language, { planned, result }: RanStep, doubted: boolean): Outcome {
  if (result.stopped !== null) return failed(planned.phase, result.stopped);
  if (doubted) return failed('parse', 'syntax-error');
  const diagnosis: Diagnosis | undefined = language.diagnose?.(planned.phase, result);
  const { phase, reason } = diagnosis?.failure ?? {
    phase: planned.phase,
    reason: planned.phase === 'lint' ? ('lint-error' as const) : ('compile-error' as const),
  };
  return failed(phase, reason);
}

/** Passed stands only where the control does not pass. One that cannot be built proves nothing either way. */
function judgeControl(
  run: ProgramRun,
  declared: Declared,
  { altered }: Control,
  { steps, cases }: Evidence,
): Outcome {
  if (run.outcome === 'lost') return { outcome: 'inconclusive', cause: run.cause };
  const last = run.outcome === 'tested' ? run.test : run.last;
  steps.push(verifiedInSandbox('control', last));
  if (run.outcome === 'unbuilt') return { outcome: 'passed' };
  const { report, test } = run;
  // Only where all tests ran does the number of those that failed say anything.
  const tests = report.cases.filter(({ scope }) => scope === undefined);
  const whole = report.complete && tests.length === report.cases.length && tests.length >= cases.length;
  const caught =
    judge(test.result, report, declared).passed || (whole && tooFewFailed(report.cases, altered));
  return caught ? failed('test', 'tampered') : { outcome: 'passed' };
}

function countCases(cases: readonly TestCase[]) {
  const count = (outcome: TestCase['outcome']) =>
    cases.filter((each) => each.outcome === outcome && each.scope === undefined).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
