import type { Ledger } from '@seedmill/contracts';
import { createLogUpdate } from 'log-update';

/** Between two looks at the ledger, in ms: on a terminal, and where lines are kept. */
const TERMINAL_MS = 500;
const LINES_MS = 5_000;

/** Shows how far a run is, on stderr: one live line on a terminal, a line now and then elsewhere. */
export class Progress {
  readonly #ledger: Ledger;
  readonly #run: string | undefined;
  readonly #started = performance.now();
  readonly #live = process.stderr.isTTY ? createLogUpdate(process.stderr) : undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(ledger: Ledger, run?: string) {
    this.#ledger = ledger;
    this.#run = run;
    this.#next();
  }

  /** Prints a line above the live one. */
  tell = (line: string): void => {
    this.#live?.clear();
    process.stderr.write(`${line}\n`);
  };

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#live?.clear();
  }

  #next(): void {
    this.#timer = setTimeout(() => void this.#look(), this.#live === undefined ? LINES_MS : TERMINAL_MS);
  }

  async #look(): Promise<void> {
    const s = await this.#ledger.statistics(this.#run).catch(() => undefined);
    if (this.#stopped) return;
    if (s !== undefined) {
      const open = Object.entries(s.open).map(([stage, n]) => `${stage} ${n}`);
      const seconds = Math.round((performance.now() - this.#started) / 1000);
      const done = `${s.snippets} snippets · ${s.problems} problems · ${s.suites} suites · ${s.attempts + s.corrected} attempts · ${s.pairs} pairs`;
      const line = `${seconds} s  ${done}${open.length === 0 ? '' : `  (to do: ${open.join(', ')})`}`;
      if (this.#live === undefined) this.tell(line);
      else this.#live(line);
    }
    this.#next();
  }
}
