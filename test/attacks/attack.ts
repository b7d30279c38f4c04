import type { FailureReason, Program } from '@seedmill/contracts';

/** A hostile program. After each the sandbox must be as before, and none may pass. */
export interface Attack extends Program {
  /** What it tries, in a few words; unique within its language. */
  name: string;
  /** The reasons that are right answers to it. `harmless`: it may also pass, for its solution is right and its harm is stopped. */
  expect: readonly FailureReason[] | 'harmless';
}
