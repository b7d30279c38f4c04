/** Runs events in order of time, then priority, on a clock of its own: for simulations and tests. */

/** A binary heap; `before(a, b)` says that `a` must leave first. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #before: (a: T, b: T) => boolean;

  constructor(before: (a: T, b: T) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let index = items.length;
    items.push(item);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = items[parentIndex];
      if (parent === undefined || !this.#before(item, parent)) break;
      items[index] = parent;
      index = parentIndex;
    }
    items[index] = item;
  }

  pop(): T | undefined {
    const items = this.#items;
    const top = items[0];
    const item = items.pop();
    if (item === undefined || items.length === 0) return top;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = items[childIndex];
      if (child === undefined) break;
      const sibling = items[childIndex + 1];
      if (sibling !== undefined && this.#before(sibling, child)) {
        child = sibling;
        childIndex += 1;
      }
      if (!this.#before(child, item)) break;
      items[index] = child;
      index = childIndex;
    }
    items[index] = item;
    return top;
  }
}

interface Event {
  readonly time: number;
  readonly priority: number;
  readonly serial: number;
  readonly run: () => void;
  cancelled: boolean;
}

export interface EventOptions {
  /** At the same time, higher runs first; equal priorities run in the order of scheduling. */
  readonly priority?: number;
}

/** Cancels what it was returned for; more than once does no harm. */
export type Cancel = () => void;

export class EventScheduler {
  readonly #queue = new Heap<Event>(
    (a, b) => (a.time - b.time || b.priority - a.priority || a.serial - b.serial) < 0,
  );
  #now: number;
  #serial = 0;
  #pending = 0;

  constructor(startTime = 0) {
    this.#now = startTime;
  }

  get now(): number {
    return this.#now;
  }

  /** Events that are still to run. */
  get pending(): number {
    return this.#pending;
  }

  /** Schedules `run` for a point in time, which must not have passed. */
  at(time: number, run: () => void, { priority = 0 }: EventOptions = {}): Cancel {
    if (!(time >= this.#now)) throw new RangeError(`cannot schedule for ${time}: it is ${this.#now} already`);
    const event: Event = { time, priority, serial: this.#serial, run, cancelled: false };
    this.#serial += 1;
    this.#pending += 1;
    this.#queue.push(event);
    return () => {
      // Taking an event out of the middle of a heap is dear, so it stays and is skipped later.
      if (!event.cancelled) this.#pending -= 1;
      event.cancelled = true;
    };
  }

  after(delay: number, run: () => void, options?: EventOptions): Cancel {
    return this.at(this.#now + delay, run, options);
  }

  /** Runs at every multiple of `interval` from now on until cancelled. */
  every(interval: number, run: (tick: number) => void, options?: EventOptions): Cancel {
    if (!(interval > 0)) throw new RangeError('the interval must be positive');
    const origin = this.#now;
    let tick = 0;
    let stopped = false;
    let cancelNext: Cancel = () => undefined;
    const scheduleNext = (): void => {
      // Multiplying from the origin, where adding would heap up rounding errors.
      cancelNext = this.at(
        origin + (tick + 1) * interval,
        () => {
          tick += 1;
          run(tick);
          if (!stopped) scheduleNext();
        },
        options,
      );
    };
    scheduleNext();
    return () => {
      stopped = true;
      cancelNext();
    };
  }

  /** Runs the next event; false when there is none. */
  step(): boolean {
    for (let event = this.#queue.pop(); event; event = this.#queue.pop()) {
      if (event.cancelled) continue;
      // From here on cancelling it must not count it again.
      event.cancelled = true;
      this.#pending -= 1;
      this.#now = event.time;
      event.run();
      return true;
    }
    return false;
  }

  /** Runs everything due up to `time`, then sets the clock to it; returns how many events ran. */
  runUntil(time: number): number {
    let count = 0;
    for (let next = this.#queue.peek(); next && next.time <= time; next = this.#queue.peek()) {
      if (next.cancelled) this.#queue.pop();
      else if (this.step()) count += 1;
    }
    this.#now = Math.max(this.#now, time);
    return count;
  }
}
