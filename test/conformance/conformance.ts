import type { FailureReason, Phase, Program } from '@seedmill/contracts';

/** A program and the verdict it must get. */
export interface ConformanceCase extends Program {
  expect:
    | { outcome: 'passed'; tests?: number }
    | { outcome: 'failed'; phase: Phase; reason: FailureReason | readonly FailureReason[] };
}

/** What every language must tell apart. `null` where the kind does not exist in the language, and why. */
export interface Conformance {
  language: string;
  kinds: {
    passing: ConformanceCase;
    failing: ConformanceCase;
    /** Never ends. */
    hanging: ConformanceCase;
    /** Ends by a signal, or by an error that nothing catches. */
    crashing: ConformanceCase;
    noTests: ConformanceCase;
    /** The program ends before all declared tests ran. */
    fewerTests: ConformanceCase;
    skipped: ConformanceCase;
    syntaxError: ConformanceCase;
    lintError: ConformanceCase | { absent: string };
    /** A wrong type, or whatever the compiler rejects. */
    typeError: ConformanceCase | { absent: string };
    memory: ConformanceCase;
    output: ConformanceCase;
  };
  /** Suites as people write them, by what they show: frameworks, plain scripts, several files, sub-folders. */
  usages: Readonly<Record<string, ConformanceCase>>;
}
