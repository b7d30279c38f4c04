/**
 * Rate limiters with an injected clock, so that tests never wait.
 * A clock is a function that returns milliseconds and never runs backwards.
 */

/**
 * @typedef {object} Decision
 * @property {boolean} allowed
 * @property {number} retryAfterMs 0 when allowed, Infinity when it can never be
 */

/** Allows bursts up to `capacity` and `ratePerSecond` on average. */
export class TokenBucket {
  #capacity;
  #ratePerMs;
  #now;
  #tokens;
  #updatedAt;

  /** @param {{capacity: number, ratePerSecond: number, now?: () => number}} options */
  constructor({ capacity, ratePerSecond, now = () => performance.now() }) {
    if (!(capacity > 0) || !(ratePerSecond > 0)) {
      throw new RangeError('capacity and ratePerSecond must be positive');
    }
    this.#capacity = capacity;
    this.#ratePerMs = ratePerSecond / 1000;
    this.#now = now;
    this.#tokens = capacity;
    this.#updatedAt = now();
  }

  /** Tokens there are at this moment; a fraction is a token on its way. */
  get available() {
    const now = this.#now();
    const gained = (now - this.#updatedAt) * this.#ratePerMs;
    this.#tokens = Math.min(this.#capacity, this.#tokens + gained);
    this.#updatedAt = now;
    return this.#tokens;
  }

  /**
   * Takes `cost` tokens if they are there, and none otherwise.
   * @param {number} [cost]
   * @returns {Decision}
   */
  take(cost = 1) {
    if (cost > this.#capacity) return { allowed: false, retryAfterMs: Infinity };
    const missing = cost - this.available;
    if (missing > 0) return { allowed: false, retryAfterMs: Math.ceil(missing / this.#ratePerMs) };
    this.#tokens -= cost;
    return { allowed: true, retryAfterMs: 0 };
  }
}

/** Allows `limit` calls within any `windowMs`; remembers the time of each, in a ring. */
export class SlidingWindowLog {
  #times;
  #oldest = 0;
  #size = 0;
  #windowMs;
  #now;

  /** @param {{limit: number, windowMs: number, now?: () => number}} options */
  constructor({ limit, windowMs, now = () => performance.now() }) {
    if (!Number.isInteger(limit) || limit < 1) throw new RangeError('limit must be a positive integer');
    this.#times = new Float64Array(limit);
    this.#windowMs = windowMs;
    this.#now = now;
  }

  /** @returns {Decision} */
  take() {
    const now = this.#now();
    const limit = this.#times.length;
    while (this.#size > 0 && this.#times[this.#oldest] <= now - this.#windowMs) {
      this.#oldest = (this.#oldest + 1) % limit;
      this.#size -= 1;
    }
    if (this.#size === limit) {
      return { allowed: false, retryAfterMs: Math.ceil(this.#times[this.#oldest] + this.#windowMs - now) };
    }
    this.#times[(this.#oldest + this.#size) % limit] = now;
    this.#size += 1;
    return { allowed: true, retryAfterMs: 0 };
  }
}

/**
 * One limiter per key, such as a client's name. A limiter not asked for `idleMs` is dropped, which
 * is safe once a fresh one would answer the same.
 *
 * @param {() => {take: (cost?: number) => Decision}} createLimiter
 * @param {{idleMs: number, now: () => number}} options
 * @returns {(key: string, cost?: number) => Decision}
 */
export function limitPerKey(createLimiter, { idleMs, now }) {
  /** @type {Map<string, {limiter: ReturnType<typeof createLimiter>, usedAt: number}>} */
  const entries = new Map();
  return (key, cost = 1) => {
    const time = now();
    // Re-inserting on use keeps the map in order of last use, so that the idle ones come first.
    for (const [name, entry] of entries) {
      if (time - entry.usedAt < idleMs) break;
      entries.delete(name);
    }
    const limiter = entries.get(key)?.limiter ?? createLimiter();
    entries.delete(key);
    entries.set(key, { limiter, usedAt: time });
    return limiter.take(cost);
  };
}
