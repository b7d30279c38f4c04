import type { Attempt, Suite, SuiteCheck, Verdict } from './records.ts';
import type { SuiteDraft } from './teacher.ts';

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
