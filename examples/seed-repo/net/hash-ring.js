/**
 * Consistent hashing: keys are spread over nodes, and when a node comes or goes only the keys on
 * its share of the ring move.
 */

/**
 * FNV-1a over the UTF-8 bytes, stirred at the end because FNV alone leaves the high bits of short
 * strings badly mixed.
 *
 * @param {string} text
 * @returns {number} an unsigned 32-bit integer
 */
export function hash32(text) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * First index whose point is at or after `target`; the length of the array when there is none.
 *
 * @param {readonly {point: number}[]} ring sorted by point
 * @param {number} target
 */
export function lowerBound(ring, target) {
  let low = 0;
  let high = ring.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ring[middle].point < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

export class HashRing {
  #pointsPerWeight;
  /** @type {Map<string, number>} */
  #weights = new Map();
  /** @type {{point: number, node: string}[]} */
  #ring = [];

  /** @param {{pointsPerWeight?: number}} [options] more points spread keys more evenly */
  constructor({ pointsPerWeight = 128 } = {}) {
    this.#pointsPerWeight = pointsPerWeight;
  }

  get nodes() {
    return [...this.#weights.keys()];
  }

  /**
   * Adds a node, or gives one a new weight. Twice the weight gets about twice the keys.
   * @param {string} node
   * @param {number} [weight]
   */
  add(node, weight = 1) {
    if (!(weight > 0)) throw new RangeError(`weight of ${node} must be positive`);
    this.remove(node);
    this.#weights.set(node, weight);
    const count = Math.max(1, Math.round(weight * this.#pointsPerWeight));
    for (let i = 0; i < count; i += 1) {
      this.#ring.push({ point: hash32(`${node}#${i}`), node });
    }
    // Equal points are ordered by name, so that the ring does not depend on the order of adding.
    this.#ring.sort((a, b) => a.point - b.point || (a.node < b.node ? -1 : 1));
  }

  /**
   * @param {string} node
   * @returns {boolean} whether the node was there
   */
  remove(node) {
    if (!this.#weights.delete(node)) return false;
    this.#ring = this.#ring.filter((entry) => entry.node !== node);
    return true;
  }

  /**
   * The distinct nodes that hold a key, the owner first, then its replicas clockwise.
   *
   * @param {string} key
   * @param {number} [copies]
   * @returns {string[]} fewer than `copies` when there are not enough nodes
   */
  nodesFor(key, copies = 1) {
    const wanted = Math.min(copies, this.#weights.size);
    const start = lowerBound(this.#ring, hash32(key));
    const found = new Set();
    for (let step = 0; found.size < wanted; step += 1) {
      found.add(this.#ring[(start + step) % this.#ring.length].node);
    }
    return [...found];
  }
}

/**
 * Lists the keys that change their owner between two rings, grouped as `from -> to`.
 *
 * @param {HashRing} before
 * @param {HashRing} after
 * @param {Iterable<string>} keys
 * @returns {Map<string, string[]>}
 */
export function planMoves(before, after, keys) {
  const moves = new Map();
  for (const key of keys) {
    const [from = 'nowhere'] = before.nodesFor(key);
    const [to = 'nowhere'] = after.nodesFor(key);
    if (from === to) continue;
    const route = `${from} -> ${to}`;
    const group = moves.get(route);
    if (group) group.push(key);
    else moves.set(route, [key]);
  }
  return moves;
}
