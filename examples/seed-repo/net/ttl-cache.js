/**
 * A least-recently-used cache whose entries also expire.
 * A `Map` keeps insertion order, so moving an entry to the end on use makes the first the stalest.
 *
 * @template K, V
 */
export class TtlCache {
  /** @type {Map<K, {value: V, expiresAt: number}>} */
  #entries = new Map();
  /** @type {Map<K, Promise<V>>} */
  #loading = new Map();
  #capacity;
  #ttlMs;
  #now;
  #onEvict;
  #counts = { hits: 0, misses: 0, evictions: 0 };

  /**
   * @param {object} options
   * @param {number} options.capacity most entries held at once
   * @param {number} [options.ttlMs] life of an entry in milliseconds
   * @param {() => number} [options.now]
   * @param {(key: K, value: V, why: 'capacity' | 'expired') => void} [options.onEvict]
   */
  constructor({ capacity, ttlMs = Infinity, now = Date.now, onEvict = () => {} }) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity must be a positive integer, not ${capacity}`);
    }
    this.#capacity = capacity;
    this.#ttlMs = ttlMs;
    this.#now = now;
    this.#onEvict = onEvict;
  }

  get size() {
    return this.#entries.size;
  }

  get counts() {
    return { ...this.#counts };
  }

  /**
   * Whether a live entry exists. Unlike `get` it does not count as a use.
   * @param {K} key
   */
  has(key) {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expiresAt > this.#now();
  }

  /**
   * @param {K} key
   * @returns {V | undefined}
   */
  get(key) {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresAt > this.#now()) {
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#counts.hits += 1;
      return entry.value;
    }
    if (entry) this.#evict(key, entry.value, 'expired');
    this.#counts.misses += 1;
    return undefined;
  }

  /**
   * Stores a value; when the cache is full, expired entries go first, then the least recently used.
   * @param {K} key
   * @param {V} value
   * @param {number} [ttlMs] overrides the life of this entry
   */
  set(key, value, ttlMs = this.#ttlMs) {
    this.#entries.delete(key);
    if (this.#entries.size >= this.#capacity) this.prune();
    if (this.#entries.size >= this.#capacity) {
      const [oldest, entry] = this.#entries.entries().next().value;
      this.#evict(oldest, entry.value, 'capacity');
    }
    this.#entries.set(key, { value, expiresAt: this.#now() + ttlMs });
  }

  /**
   * @param {K} key
   * @returns {boolean} whether there was something to delete
   */
  delete(key) {
    return this.#entries.delete(key);
  }

  /** Drops every expired entry. */
  prune() {
    const now = this.#now();
    for (const [key, entry] of this.#entries) {
      if (entry.expiresAt <= now) this.#evict(key, entry.value, 'expired');
    }
  }

  /**
   * Returns the cached value or loads it. Callers that ask for one key at the same time share one
   * load; a failed load is not remembered.
   *
   * @param {K} key
   * @param {(key: K) => Promise<V>} load
   * @returns {Promise<V>}
   */
  async getOrLoad(key, load) {
    if (this.has(key)) return this.get(key);
    const underWay = this.#loading.get(key);
    if (underWay) return underWay;
    this.#counts.misses += 1;
    // `load` runs in a later turn, so that even one that throws at once is cleaned up after the
    // promise has been filed.
    const promise = Promise.resolve(key)
      .then(load)
      .then((value) => {
        this.set(key, value);
        return value;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, promise);
    return promise;
  }

  #evict(key, value, why) {
    this.#entries.delete(key);
    this.#counts.evictions += 1;
    this.#onEvict(key, value, why);
  }
}
