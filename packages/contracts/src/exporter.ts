import type { PairStory } from './ledger.ts';

/** One export format. Rows are made from a pair's whole story; a format keeps what it needs. */
export interface Exporter {
  format: string;
  /** Name of the file in the export's folder. */
  file: string;
  row(story: PairStory): Record<string, unknown>;
}
