import type { Program } from './language.ts';
import type { Attempt, PhaseOutput, Suite, SuiteCheck, TestCase, Verdict } from './records.ts';
import type { MissingWall, StepResult } from './sandbox.ts';
import type { SuiteDraft } from './teacher.ts';
import type { FailureReason, Phase } from './words.ts';

/** One thing that was done to judge a program: a parser or linter of this process, or a step in the sandbox. */
export interface VerifiedStep extends PhaseOutput {
  /** `control`: the run of the altered suite, which an honest program fails. */
  name: Phase | 'control';
  stopped: StepResult['stopped'];
  wallMs: number;
  cpuMs: number;
  peakMemoryBytes: number;
}

/** What verification found of a program. `inconclusive` is never the program's fault. */
export type ProgramVerdict = (
  | { outcome: 'passed' }
  | { outcome: 'failed'; phase: Phase; reason: FailureReason }
  | { outcome: 'inconclusive'; cause: string }
) & {
  tests: Verdict['tests'];
  cases: TestCase[];
  warnings: string[];
  /** All that was done, in order; texts are bounded. */
  steps: VerifiedStep[];
  /** Digest of the sandbox image; null where the sandbox was not reached. */
  image: string | null;
  /** Walls that did not stand when it ran; left out where all did. */
  missingWalls?: MissingWall[];
  /** Wall time of the whole verification. */
  ms: number;
};

/** Judges programs and suites. A failing program is a verdict; an exception is broken machinery. */
export interface Verifier {
  verify(run: string, attempt: Attempt, suite: Suite, signal?: AbortSignal): Promise<Verdict>;
  /** Checks a suite against its own bare interface, which must fail it. */
  checkSuite(
    language: string,
    draft: SuiteDraft,
    signal?: AbortSignal,
  ): Promise<SuiteCheck | { outcome: 'inconclusive'; cause: string }>;
}

/** Judges programs from anywhere, against suites that nobody has checked beforehand. */
export interface ProgramVerifier {
  verifyProgram(language: string, program: Program, signal?: AbortSignal): Promise<ProgramVerdict>;
}
