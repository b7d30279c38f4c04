import type { StageName } from './words.ts';

/** Counts over attempts; the words are those of docs/architecture.md. */
export interface LanguageStatistics {
  /** Suites that were accepted. */
  suites: number;
  /** Suites that were not, by reason. */
  suitesRejected: Record<string, number>;
  /** Attempts at try 0. */
  attempts: number;
  /** Of those, how many have a conclusive verdict. */
  judged: number;
  /** Passed at try 0. */
  firstPassed: number;
  /** Attempts corrected (try 1 written). */
  corrected: number;
  /** Of those, how many have a conclusive verdict. */
  correctionsJudged: number;
  /** Passed at try 1. */
  fixed: number;
  pairs: number;
  /** Attempts whose last try failed, by reason. */
  rejected: Record<string, number>;
  /** Verdicts that say nothing about the solution; in no rate. */
  inconclusive: number;
  /** `firstPassed` ÷ `judged`; null when nothing is judged. */
  firstPassRate: number | null;
  /** `fixed` ÷ `correctionsJudged`; null when no correction is judged. */
  fixRate: number | null;
  /** `fixed` ÷ `attempts`: wrong at first and right in the end (about 20 % in the Llama 3 paper, §4.3.1). */
  correctedShare: number | null;
}

export interface Statistics extends LanguageStatistics {
  snippets: number;
  problems: number;
  byLanguage: Record<string, LanguageStatistics>;
  teacher: {
    /** Finished calls in the ledger. */
    calls: number;
    inputTokens: number;
    outputTokens: number;
    /** Tasks that ended because the teacher gave no readable answer, by stage. */
    failed: Partial<Record<StageName, number>>;
  };
  /** Tasks still to be done, by stage. */
  open: Partial<Record<StageName, number>>;
}
