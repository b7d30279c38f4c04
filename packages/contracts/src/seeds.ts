import type { Snippet } from './records.ts';
import type { Run } from './run.ts';

/** Why a file or a piece of it was left out. */
export type SkipReason =
  | 'other-language'
  | 'test'
  | 'too-large'
  | 'binary'
  | 'not-utf-8'
  | 'syntax-errors'
  | 'no-definitions'
  | 'too-short'
  | 'too-long'
  | 'duplicate';

export interface SeedReport {
  /** In a stable order. */
  snippets: Snippet[];
  /** How much was left out, by reason. */
  skipped: Partial<Record<SkipReason, number>>;
}

/** Takes snippets from seed repositories. */
export interface Seeds {
  /** Throws `AppError` (fix-input) when the folder is none or nothing in it can be taken. Writes nothing. */
  check(folder: string, languages: readonly string[]): Promise<void>;
  snippets(run: Run): Promise<SeedReport>;
}
