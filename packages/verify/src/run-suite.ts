import { randomBytes } from 'node:crypto';
import type {
  JobResult,
  Language,
  Sandbox,
  SourceFile,
  StepLimits,
  StepResult,
  TestReport,
} from '@seedmill/contracts';

export type SuiteRun =
  | { outcome: 'ran'; step: StepResult; report: TestReport; image: string }
  | { outcome: 'lost'; cause: string };

/** Runs a suite against one program in the sandbox, with a fresh secret for the runner's report. */
export async function runSuite(
  sandbox: Sandbox,
  language: Language,
  files: { solution: SourceFile; tests: SourceFile },
  limits: StepLimits,
  signal?: AbortSignal,
): Promise<SuiteRun> {
  const secret = randomBytes(16).toString('hex');
  const result: JobResult = await sandbox.run(
    {
      language: language.id,
      files: {
        ...language.layout.support,
        [language.layout.solution]: files.solution.code,
        [language.layout.suite]: files.tests.code,
      },
      steps: [{ name: 'test', command: language.testCommand, stdin: `${secret}\n`, limits }],
    },
    signal,
  );
  if (result.outcome === 'lost') return result;
  const step = result.steps[0];
  if (step === undefined) return { outcome: 'lost', cause: 'the sandbox reported no step' };
  return { outcome: 'ran', step, report: language.readReport(step, secret), image: result.image };
}
