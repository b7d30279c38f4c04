import type { Ledger, StageResult } from './ledger.ts';
import type { Run } from './run.ts';
import type { Seeds } from './seeds.ts';
import type { Teacher } from './teacher.ts';
import type { Verifier } from './verifier.ts';
import type { StageName } from './words.ts';

/** What stages work with. */
export interface Services {
  ledger: Ledger;
  seeds: Seeds;
  verifier: Verifier;
  /** The teacher of a run, as its settings say. */
  teacher: (run: Run) => Teacher;
}

/**
 * One stage of the pipeline. It makes its result from one subject and keeps nothing itself; run twice it gives
 * the same result. Throws only for broken machinery; `AppError.remedy` says whether trying again can help.
 */
export interface Stage {
  name: StageName;
  run(subject: string, run: Run, services: Services, signal: AbortSignal): Promise<StageResult>;
}
