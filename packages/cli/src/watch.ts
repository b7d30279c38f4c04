import { AppError, type StageName, stageNames, type Task } from '@seedmill/contracts';

/** What a working process sees of its own work: time per stage, failures, trouble with Redis. */
export class Watch {
  readonly #busy = new Map<StageName, { jobs: number; since: number; ms: number }>();
  /** Tasks of the watched run that will not be tried again by themselves. */
  readonly givenUp: { task: Task; error: Error }[] = [];
  readonly #started = performance.now();
  readonly #tell: (line: string) => void;
  readonly #run: string | undefined;
  readonly #settle: (() => void)[] = [];
  readonly #told = new Set<string>();

  /**
   * @param tell shows one line to the user
   * @param run the run whose failures are kept; none are kept without one
   */
  constructor(tell: (line: string) => void, run?: string) {
    this.#tell = tell;
    this.#run = run;
  }

  /** Seconds since it began to watch. */
  elapsed(): number {
    return (performance.now() - this.#started) / 1000;
  }

  /** Does the work and counts the time as the stage's; jobs of one stage that overlap count once. */
  async timed<T>(stage: StageName, work: () => Promise<T>): Promise<T> {
    const busy = this.#busy.get(stage) ?? { jobs: 0, since: 0, ms: 0 };
    this.#busy.set(stage, busy);
    if (busy.jobs === 0) busy.since = performance.now();
    busy.jobs += 1;
    try {
      return await work();
    } finally {
      busy.jobs -= 1;
      if (busy.jobs === 0) busy.ms += performance.now() - busy.since;
      if (this.#inFlight() === 0)
        this.#settle.splice(0).forEach((settle) => {
          settle();
        });
    }
  }

  /** Resolves when no job is in progress. */
  settled(): Promise<void> {
    if (this.#inFlight() === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#settle.push(resolve);
    });
  }

  #inFlight(): number {
    return [...this.#busy.values()].reduce((sum, { jobs }) => sum + jobs, 0);
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

  /** Seconds in which at least one job of a stage was in progress; stages overlap. */
  phases(): [StageName, number][] {
    return stageNames.flatMap((stage) => {
      const busy = this.#busy.get(stage);
      return busy === undefined ? [] : [[stage, busy.ms / 1000]];
    });
  }
}
