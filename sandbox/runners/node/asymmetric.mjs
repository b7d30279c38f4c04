// Matchers that stand in for an expected value: `expect.any(Number)` and its kin.

import { equals } from './equality.mjs';

const { isArray } = Array;
const isOf = Object.prototype.isPrototypeOf;
const call = Function.prototype.call.bind(Function.prototype.call);

/** Made here or not a matcher: nothing that merely looks like one is believed. */
class Matcher {
  #name;
  #holds;
  constructor(name, holds) {
    this.#name = name;
    this.#holds = holds;
    Object.freeze(this);
  }
  static is = (value) => typeof value === 'object' && value !== null && #holds in value;
  static holds = (matcher, actual) => Boolean(matcher.#holds(actual));
  static nameOf = (matcher) => matcher.#name;
  asymmetricMatch(actual) {
    return Matcher.holds(this, actual);
  }
  [Symbol.for('nodejs.util.inspect.custom')]() {
    return this.#name;
  }
}
Object.freeze(Matcher.prototype);

const { is, holds, nameOf } = Matcher;
export const isMatcher = is;
export const matches = holds;
export const nameOfMatcher = nameOf;

/** The prototype chain decides; what a class says of its own instances is not asked. */
export const isInstance = (value, type) =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
  call(isOf, type.prototype, value);

const primitives = new Map([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [BigInt, 'bigint'],
  [Symbol, 'symbol'],
  [Function, 'function'],
]);

const hasAll = (actual, wanted) =>
  isArray(actual) && wanted.every((each) => actual.some((item) => equals(item, each)));

const makers = {
  any: (type) => (actual) =>
    typeof actual === primitives.get(type) ||
    (type === Object ? typeof actual === 'object' && actual !== null : isInstance(actual, type)),
  arrayContaining: (wanted) => (actual) => hasAll(actual, wanted),
  objectContaining: (wanted) => (actual) =>
    typeof actual === 'object' &&
    actual !== null &&
    Object.keys(wanted).every((key) => key in actual && equals(actual[key], wanted[key])),
  stringContaining: (part) => (actual) => typeof actual === 'string' && actual.includes(part),
  stringMatching: (pattern) => (actual) => typeof actual === 'string' && new RegExp(pattern).test(actual),
  closeTo:
    (wanted, digits = 2) =>
    (actual) =>
      typeof actual === 'number' && (actual === wanted || Math.abs(actual - wanted) < 10 ** -digits / 2),
};

/** A matcher of a test of one's own, for `expect.extend`. */
export const matcherOf = (name, test) => new Matcher(name, test);

export const asymmetric = { anything: () => new Matcher('Anything', (actual) => actual != null), not: {} };
for (const [name, maker] of Object.entries(makers)) {
  asymmetric[name] = (...args) =>
    new Matcher(name === 'any' ? `Any<${args[0]?.name}>` : name, maker(...args));
  asymmetric.not[name] = (...args) => {
    const test = maker(...args);
    return new Matcher(`not.${name}`, (actual) => !test(actual));
  };
}
