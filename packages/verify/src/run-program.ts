import { randomBytes } from 'node:crypto';
import type {
  Language,
  MissingWall,
  PlannedStep,
  Program,
  Sandbox,
  StepLimits,
  StepResult,
  SuiteShape,
} from '@seedmill/contracts';
import { readReport, type TestReport } from './report.ts';

/** Limits of the steps before the tests, and of the test step. */
export interface VerifyLimits {
  compile: StepLimits;
  test: StepLimits;
}

/** A planned step and what became of it. */
export interface RanStep {
  planned: PlannedStep;
  result: StepResult;
}

/** Where a program ran. */
interface Place {
  /** Digest of the image. */
  image: string;
  missingWalls: readonly MissingWall[];
}

export type ProgramRun =
  | ({ outcome: 'tested'; steps: RanStep[]; test: RanStep; report: TestReport } & Place)
  /** A step before the tests ended badly: the last of `steps`. */
  | ({ outcome: 'unbuilt'; steps: RanStep[]; last: RanStep } & Place)
  | { outcome: 'lost'; cause: string };

/** Runs a suite against a program in the sandbox, with a fresh secret for the runner's report. */
export async function runProgram(
  { sandbox, limits }: { sandbox: Sandbox; limits: VerifyLimits },
  language: Language,
  program: Program,
  shape: SuiteShape,
  signal?: AbortSignal,
): Promise<ProgramRun> {
  const secret = randomBytes(16).toString('hex');
  const plan = language.plan(program, shape);
  const result = await sandbox.run(
    {
      language: language.id,
      files: plan.files,
      steps: plan.steps.map(({ phase, command, warm, args = [], env }) => ({
        name: phase,
        command,
        ...(warm === undefined ? {} : { warm }),
        ...(env === undefined ? {} : { env }),
        ...(phase === 'test' ? { stdin: [secret, ...args, ''].join('\n') } : {}),
        limits: phase === 'test' ? limits.test : limits.compile,
      })),
    },
    signal,
  );
  if (result.outcome === 'lost') return result;

  const steps = result.steps.flatMap((step, at): RanStep[] => {
    const planned = plan.steps[at];
    return planned === undefined ? [] : [{ planned, result: step }];
  });
  const last = steps.at(-1);
  if (last === undefined) return { outcome: 'lost', cause: 'the sandbox reported no step' };
  const { image, missingWalls = [] } = result;
  return last.planned.phase === 'test'
    ? { outcome: 'tested', steps, test: last, report: readReport(last.result, secret), image, missingWalls }
    : { outcome: 'unbuilt', steps, last, image, missingWalls };
}
