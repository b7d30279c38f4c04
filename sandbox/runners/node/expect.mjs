// `expect`, with Jest's matchers and chai's chains on one object, as vitest has it.

import { asymmetric, matcherOf } from './asymmetric.mjs';
import { flagging, flags, methods, properties, words } from './chains.mjs';
import { equals } from './equality.mjs';
import { matchers } from './matchers.mjs';
import { show, Unmet } from './show.mjs';

/** Counts the checks of the test that runs, for `expect.assertions`. */
const count = { made: 0, wanted: undefined, some: false };
/** Soft checks that failed so far. */
let soft = [];

/** Gives way to the matchers of the next test. */
export function openChecks() {
  Object.assign(count, { made: 0, wanted: undefined, some: false });
  soft = [];
}

/** @throws Unmet where fewer or more checks were made than the test said, or a soft one failed */
export function closeChecks() {
  const { made, wanted, some } = count;
  if (soft.length > 0) throw soft[0];
  if (wanted !== undefined && made !== wanted)
    throw new Unmet(`expected ${wanted} checks, ${made} were made`);
  if (some && made === 0) throw new Unmet('expected at least one check, none was made');
}

/** Judges one check. What a matcher calls `[holds, phrase]` becomes an error, or nothing. */
function judge([holds, phrase], actual, state) {
  count.made += 1;
  if (Boolean(holds) !== Boolean(state.not)) return;
  const about = state.message === undefined ? '' : `${state.message}: `;
  const error = new Unmet(`${about}expected ${show(actual)} ${state.not ? 'not ' : ''}to ${phrase}`);
  if (!state.soft) throw error;
  soft.push(error);
}

/** What a promise comes to, on the side the suite asked about. */
async function settled(actual, side) {
  const promise = typeof actual === 'function' ? actual() : actual;
  let value;
  try {
    value = await promise;
  } catch (thrown) {
    if (side === 'rejects') return thrown;
    throw new Unmet(`expected the promise to resolve, it was rejected with ${show(thrown)}`);
  }
  if (side === 'resolves') return value;
  throw new Unmet(`expected the promise to be rejected, it resolved to ${show(value)}`);
}

function check(expectation, test, args, next = (value) => new Expectation(value, { __proto__: null })) {
  const { actual, state } = stateOf(expectation);
  const judged = (value) => {
    const result = test(value, state, ...args);
    // A matcher of the suite's own may take its time.
    if (result instanceof Promise) return result.then((later) => judge(later, value, state));
    judge(result, value, state);
    return result.length > 2 ? next(result[2]) : expectation;
  };
  return state.settled === undefined ? judged(actual) : settled(actual, state.settled).then(judged);
}

/** What is looked at, and how: beside the object, so that chains may be functions too. */
const states = new WeakMap();
const stateOf = (expectation) => states.get(expectation);

class Expectation {
  constructor(actual, state) {
    states.set(this, { actual, state });
  }
}

// Not to be configured: what is here stays, while a suite may add to it.
const define = (name, descriptor) => Object.defineProperty(Expectation.prototype, name, descriptor);
const derived = (expectation, change) => {
  const { actual, state } = stateOf(expectation);
  return new Expectation(actual, { __proto__: null, ...state, ...change(state) });
};
const derive = (name, change) =>
  define(name, {
    get() {
      return derived(this, change);
    },
  });

for (const word of words) derive(word, () => ({}));
for (const flag of flags) derive(flag, () => ({ [flag]: true }));
derive('not', ({ not }) => ({ not: !not }));
derive('resolves', () => ({ settled: 'resolves' }));
derive('eventually', () => ({ settled: 'resolves' }));
derive('rejects', () => ({ settled: 'rejects' }));

const method = (name, test) =>
  define(name, {
    value(...args) {
      return check(this, test, args);
    },
  });
for (const [name, test] of Object.entries({ ...methods, ...matchers })) method(name, test);
for (const [name, test] of Object.entries(properties)) {
  define(name, {
    get() {
      return check(this, test, []);
    },
  });
}
for (const [name, { check: test, flag }] of Object.entries(flagging)) {
  define(name, {
    get() {
      const call = (...args) => check(this, test, args);
      states.set(call, stateOf(derived(this, () => (flag === undefined ? {} : { [flag]: true }))));
      return Object.setPrototypeOf(call, Expectation.prototype);
    },
  });
}
const outcome = (side) => ({
  get() {
    const { actual } = stateOf(this);
    return settled(actual, side);
  },
});
define('fulfilled', outcome('resolves'));
define('rejected', outcome('rejects'));

define('withContext', {
  value(message) {
    return derived(this, () => ({ message }));
  },
});

export const expect = (actual, message) => new Expectation(actual, { __proto__: null, message });

const taken = new Set([
  ...Object.keys(methods),
  ...Object.keys(matchers),
  ...Object.keys(properties),
  ...Object.keys(flagging),
]);

/** Adds matchers of the suite's own. Those that are there already stay as they are. */
function extend(own) {
  for (const [name, matcher] of Object.entries(own)) {
    if (taken.has(name)) continue;
    const test = (actual, state, ...args) => {
      const self = {
        isNot: Boolean(state.not),
        equals,
        utils: { printReceived: show, printExpected: show, stringify: show, matcherHint: (hint) => hint },
      };
      const read = (result) => [
        result.pass,
        `pass ${name}: ${typeof result.message === 'function' ? result.message() : result.message}`,
      ];
      const result = matcher.call(self, actual, ...args);
      return result instanceof Promise ? result.then(read) : read(result);
    };
    Object.defineProperty(Expectation.prototype, name, {
      configurable: true,
      value(...args) {
        return check(this, test, args);
      },
    });
    asymmetricOf(name, matcher);
  }
}

function asymmetricOf(name, matcher) {
  expect[name] = (...args) =>
    matcherOf(name, (actual) => matcher.call({ equals, isNot: false }, actual, ...args).pass);
}

const parts = {
  ...asymmetric,
  extend,
  assertions(wanted) {
    count.wanted ??= wanted;
  },
  hasAssertions() {
    count.some = true;
  },
  soft: (actual) => new Expectation(actual, { __proto__: null, soft: true }),
  fail(message = 'expect.fail()') {
    throw new Unmet(message);
  },
  unreachable(message = 'expected not to come here') {
    throw new Unmet(message);
  },
  addSnapshotSerializer() {},
  getState: () => ({ assertionCalls: count.made }),
};
for (const [name, value] of Object.entries(parts))
  Object.defineProperty(expect, name, { value, enumerable: true });
Object.freeze(expect.not);
