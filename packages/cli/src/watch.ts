import { AppError, type StageName, stageNames, type Task } from '@seedmill/contracts';

/** What a working process sees of its own work: time per stage, failures, trouble with Redis. */
export class Watch {
  /** Seconds that jobs of a stage took, added up over all of them. */
  readonly seconds: Record<StageName, number> = {
    snippet: 0,
    problem: 0,
    suite: 0,
    solution: 0,
    verify: 0,
    correct: 0,
  };
  /** Tasks of the watched run that will not be tried again by themselves. */
  readonly givenUp: { task: Task; error: Error }[] = [];
  readonly #tell: (line: string) => void;
  readonly #run: string | undefined;
  readonly #told = new Set<string>();

  /**
   * @param tell shows one line to the user
   * @param run the run whose failures are kept; none are kept without one
   */
  constructor(tell: (line: string) => void, run?: string) {
    this.#tell = tell;
    this.#run = run;
  }

  async timed<T>(stage: StageName, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.seconds[stage] += (performance.now() - started) / 1000;
    }
  }

  failed(task: Task, error: Error, final: boolean): void {
    if (final && task.run === this.#run) this.givenUp.push({ task, error });
    const kind = error instanceof AppError ? error.code : error.name;
    const hint = error instanceof AppError ? ` → ${error.hint}` : '';
    this.#once(
      `${task.stage} ${kind} ${final}`,
      `${task.stage}: ${error.message} (${final ? 'given up' : 'trying again'})${hint}`,
    );
  }

  trouble(error: Error): void {
    this.#once(`redis ${error.name}`, `Redis: ${error.message}; waiting for it`);
  }

  /** Of a kind of trouble that repeats a thousand times the first is told. */
  #once(kind: string, line: string): void {
    if (this.#told.has(kind)) return;
    this.#told.add(kind);
    this.#tell(line);
  }

  /** Seconds per stage, those that did nothing left out. */
  phases(): [StageName, number][] {
    return stageNames.flatMap((stage) => (this.seconds[stage] > 0 ? [[stage, this.seconds[stage]]] : []));
  }
}
