import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@seedmill/contracts';

/** How long a job waits for what starts its slots, and how often it looks, in ms. */
const PATIENCE_MS = 120_000;
const LOOK_MS = 1_000;

/** What Docker says, or does not say, while its daemon stops and starts. */
const PASSING = ['DOCKER_UNREACHABLE', 'DOCKER_REFUSED'];

/**
 * Waits for a Docker daemon that was there and went away: one that is restarted in the middle of a long run. One that
 * was never there is not waited for.
 */
export class Outage {
  readonly #tell: (line: string) => void;
  readonly #lookMs: number;
  #served = false;
  #told = false;

  /** @param tell gets a line for people, once per outage */
  constructor(tell: (line: string) => void, lookMs = LOOK_MS) {
    this.#tell = tell;
    this.#lookMs = lookMs;
  }

  /** A slot was started. */
  over(): void {
    this.#served = true;
    this.#told = false;
  }

  /**
   * Waits a little, after which it is worth trying again. Throws what it is given when it is not.
   *
   * @param sinceMs how long ago it was first seen by this job
   */
  async wait(error: unknown, sinceMs: number, signal: AbortSignal): Promise<void> {
    const passes = error instanceof AppError && PASSING.includes(error.code);
    if (!passes || !this.#served || sinceMs >= PATIENCE_MS) throw error;
    if (!this.#told) this.#tell(`${error.message} Waiting for it, for up to two minutes.`);
    this.#told = true;
    await sleep(this.#lookMs, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}
