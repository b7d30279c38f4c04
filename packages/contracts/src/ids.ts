import { hash } from 'node:crypto';

/** The records whose ids are made here, with the prefix that tells a reader what an id names. */
const prefixes = {
  run: 'run',
  snippet: 'snip',
  problem: 'prob',
  suite: 'suite',
  attempt: 'att',
  call: 'call',
  seed: 'seed',
} as const;

/**
 * The id of a record: a hash of what made it, so that making it twice gives one record.
 *
 * `parts` are hashed as JSON with the keys of objects sorted; 20 hex digits (80 bits) keep a collision
 * unlikely (< 10⁻⁶) up to a billion records. Ids hold no `:`, which BullMQ forbids in job ids.
 */
export function contentId(kind: keyof typeof prefixes, ...parts: unknown[]): string {
  return `${prefixes[kind]}-${hash('sha256', stableJson(parts), 'hex').slice(0, 20)}`;
}

/** JSON whose object keys are sorted, so that equal values give equal text. */
export function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );
}
