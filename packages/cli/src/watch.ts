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
  readonly givenUp: { task: Task; error: Error }[] = [];
  /** The first failure that the user must mend before anything can go on. */
  fatal: AppError | undefined;
  readonly #tell: (line: string) => void;
  #told = new Set<string>();

  /** @param tell shows one line to the user */
  constructor(tell: (line: string) => void) {
    this.#tell = tell;
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
    if (final) this.givenUp.push({ task, error });
    if (error instanceof AppError && error.remedy !== 'retry') this.fatal ??= error;
    else this.#once(`${task.stage}: ${error.message}${final ? ' (given up)' : '; trying again'}`);
  }

  trouble(error: Error): void {
    this.#once(`Redis: ${error.message}; waiting for it`);
  }

  /** A trouble that repeats a thousand times is told once. */
  #once(line: string): void {
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.#tell(line);
  }

  /** Seconds per stage, those that did nothing left out. */
  phases(): [StageName, number][] {
    return stageNames.flatMap((stage) => (this.seconds[stage] > 0 ? [[stage, this.seconds[stage]]] : []));
  }
}
