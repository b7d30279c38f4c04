import { sandboxClosed } from './errors.ts';

/** Something warm that serves one language, one user at a time. */
export interface Slot<Resource> {
  readonly language: string;
  readonly resource: Resource;
  /** How many jobs it has served. */
  served: number;
}

export interface PoolSettings<Resource> {
  /** The most slots at once. */
  slots: number;
  /** Jobs after which a slot is replaced. */
  recycleAfter: number;
  /** Milliseconds after which a slot that nobody used is closed. */
  idleMs: number;
  open(language: string): Promise<Resource>;
  close(resource: Resource): Promise<void>;
}

/**
 * How often others may be served before the one who waits longest, because a slot of their language is warm.
 * Changing a slot's language costs about as much as running a small job.
 */
const MOST_OVERTAKEN = 16;

interface Waiting<Resource> {
  language: string;
  /** Whether it was aborted; what is being opened for it is then for others. */
  left: boolean;
  /** How often somebody who came later was served first. */
  overtaken: number;
  resolve: (slot: Slot<Resource>) => void;
  reject: (error: unknown) => void;
}

/**
 * Hands out slots in the order in which they are asked for.
 *
 *     (none) ── acquire ──► opening ──► busy ── release ──► idle ── acquire ──► busy
 *                              │          │                   │
 *                         open fails    discard,         idleMs, wanted for
 *                              │        recycleAfter   another language, close
 *                              ▼          ▼                   ▼
 *                           (none) ◄── closing ◄──────────── closing
 *
 * A slot counts against `slots` from opening until it is closed. Those who wait are served in the order in which
 * they came, except that a warm slot serves its own language first, a bounded number of times.
 */
export class Pool<Resource> {
  readonly #settings: PoolSettings<Resource>;
  readonly #queue: Waiting<Resource>[] = [];
  /** Longest unused first. */
  readonly #idle: { slot: Slot<Resource>; timer: NodeJS.Timeout }[] = [];
  readonly #empty = Promise.withResolvers<undefined>();
  /** Opening, busy, idle and closing together. */
  #count = 0;
  #closed = false;

  constructor(settings: PoolSettings<Resource>) {
    this.#settings = settings;
  }

  /** Waits for a slot of this language. Rejects with the signal's reason, or with what opening throws. */
  async acquire(language: string, signal?: AbortSignal): Promise<Slot<Resource>> {
    signal?.throwIfAborted();
    if (this.#closed) throw sandboxClosed();
    const { promise, resolve, reject } = Promise.withResolvers<Slot<Resource>>();
    const waiting = { language, left: false, overtaken: 0, resolve, reject };
    const leave = () => {
      const at = this.#queue.indexOf(waiting);
      if (at >= 0) this.#queue.splice(at, 1);
      waiting.left = true;
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    this.#queue.push(waiting);
    this.#serve();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Gives a healthy slot back. */
  release(slot: Slot<Resource>): void {
    slot.served += 1;
    this.#keep(slot);
  }

  #keep(slot: Slot<Resource>): void {
    if (this.#closed || slot.served >= this.#settings.recycleAfter) {
      this.discard(slot);
      return;
    }
    const timer = setTimeout(() => {
      this.discard(this.#take(slot));
    }, this.#settings.idleMs);
    this.#idle.push({ slot, timer });
    this.#serve();
  }

  /** Gives a slot back that must not be used again. */
  discard(slot: Slot<Resource>): void {
    this.#settings.close(slot.resource).then(
      () => {
        this.#forget();
      },
      // What cannot be closed now is removed as a left-over later.
      () => {
        this.#forget();
      },
    );
  }

  /** Closes idle slots, rejects all who wait, and ends when the last busy slot was given back and closed. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#queue.splice(0)) reject(sandboxClosed());
    for (const { slot } of [...this.#idle]) this.discard(this.#take(slot));
    if (this.#count > 0) await this.#empty.promise;
  }

  #forget(): void {
    this.#count -= 1;
    if (this.#closed && this.#count === 0) this.#empty.resolve(undefined);
    this.#serve();
  }

  #serve(): void {
    for (;;) {
      const [first] = this.#queue;
      if (first === undefined) return;
      // The one that was used last: the others may close.
      const warm = this.#idle.findLast(({ slot }) => slot.language === first.language);
      if (warm !== undefined) {
        this.#queue.shift();
        first.resolve(this.#take(warm.slot));
      } else if (this.#count < this.#settings.slots) {
        this.#queue.shift();
        void this.#open(first);
      } else if (!this.#overtake(first)) {
        // Makes room; when it is closed, we are called again.
        const [unused] = this.#idle;
        if (unused !== undefined) this.discard(this.#take(unused.slot));
        return;
      }
    }
  }

  /** Serves somebody behind `first` with a warm slot, if there is one and `first` has not waited too long. */
  #overtake(first: Waiting<Resource>): boolean {
    if (first.overtaken >= MOST_OVERTAKEN) return false;
    for (const { slot } of this.#idle) {
      const next = this.#queue.find(({ language }) => language === slot.language);
      if (next === undefined) continue;
      this.#queue.splice(this.#queue.indexOf(next), 1);
      first.overtaken += 1;
      next.resolve(this.#take(slot));
      return true;
    }
    return false;
  }

  /** Takes a slot from the idle ones. */
  #take(slot: Slot<Resource>): Slot<Resource> {
    const at = this.#idle.findIndex((idle) => idle.slot === slot);
    clearTimeout(this.#idle[at]?.timer);
    this.#idle.splice(at, 1);
    return slot;
  }

  async #open(waiting: Waiting<Resource>): Promise<void> {
    const { language } = waiting;
    this.#count += 1;
    try {
      const slot = { language, resource: await this.#settings.open(language), served: 0 };
      if (waiting.left) this.#keep(slot);
      else waiting.resolve(slot);
    } catch (error) {
      waiting.reject(error);
      this.#forget();
    }
  }
}
