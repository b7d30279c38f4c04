// Chai's language chains: words that say nothing, flags, and assertions beside Jest's matchers.

import { isInstance } from './asymmetric.mjs';
import { equals } from './equality.mjs';
import { follow, isThrown, itemsOf } from './matchers.mjs';
import { show } from './show.mjs';

export const words = [
  'to',
  'be',
  'been',
  'is',
  'that',
  'which',
  'and',
  'has',
  'have',
  'with',
  'at',
  'of',
  'same',
  'but',
  'does',
  'still',
  'also',
];
export const flags = ['deep', 'nested', 'own', 'ordered', 'any', 'all'];

const isNumeric = (value) => typeof value === 'number' || typeof value === 'bigint' || value instanceof Date;
const plain = (value) => (value instanceof Date ? value.getTime() : value);
const typeOf = (value) => Object.prototype.toString.call(value).slice(8, -1).toLowerCase();

/** What is compared: the value, or its length after `.length` and `.lengthOf`. */
const measured = (actual, state) => (state.length ? (actual?.length ?? actual?.size) : actual);
const compared = (holds, phrase) => (actual, state, expected) => {
  const value = measured(actual, state);
  return [isNumeric(value) && holds(plain(value), plain(expected)), `be ${phrase} ${show(expected)}`];
};
const same = (state) => (state.deep ? (a, b) => equals(a, b, { strict: true }) : Object.is);

function include(actual, state, expected) {
  const equal = same(state);
  const phrase = `include ${show(expected)}`;
  if (typeof actual === 'string') return [actual.includes(expected), phrase];
  if (Array.isArray(actual) || actual instanceof Set || ArrayBuffer.isView(actual)) {
    return [itemsOf(actual).some((item) => equal(item, expected)), phrase];
  }
  if (actual instanceof Map) return [[...actual.values()].some((item) => equal(item, expected)), phrase];
  const has = (key) => {
    const { found, value } = state.nested ? follow(actual, key) : follow(actual, [key]);
    return found && equal(value, expected[key]);
  };
  return [typeof expected === 'object' && expected !== null && Object.keys(expected).every(has), phrase];
}

function keys(actual, state, ...names) {
  const wanted = (
    names.length === 1 && typeof names[0] === 'object'
      ? Object.values(Array.isArray(names[0]) ? names[0] : Object.keys(names[0]))
      : names
  ).map(String);
  const found = (
    actual instanceof Map || actual instanceof Set ? [...actual.keys()] : Object.keys(actual)
  ).map(String);
  const has = (key) => found.includes(key);
  const holds = state.any
    ? wanted.some(has)
    : wanted.every(has) && (state.contains || found.length === wanted.length);
  return [holds, `have the keys ${show(wanted)}`];
}

function members(actual, state, wanted) {
  const equal = same(state);
  const left = itemsOf(actual);
  const enough = state.contains || left.length === wanted.length;
  const taken = wanted.every((each, place) => {
    const at = state.ordered
      ? equal(left[place], each)
        ? place
        : -1
      : left.findIndex((item) => equal(item, each));
    if (at >= 0 && !state.ordered) left.splice(at, 1);
    return at >= 0;
  });
  return [Array.isArray(actual) && enough && taken, `have the members ${show(wanted)}`];
}

function throws(actual, state, expected, message) {
  const phrase = `throw ${expected === undefined ? '' : show(expected)}`;
  let thrown = actual;
  if (state.settled !== 'rejects') {
    if (typeof actual !== 'function') return [false, phrase];
    try {
      actual();
      return [false, phrase];
    } catch (error) {
      thrown = error;
    }
  }
  const exact = expected instanceof Error ? thrown === expected : isThrown(thrown, expected);
  return [exact && (message === undefined || isThrown(thrown, message)), phrase, thrown];
}

/** What changes by a call: what a function gives, or a property. */
function changes(holds, phrase) {
  return (actual, _, subject, name) => {
    const now = () => (typeof subject === 'function' ? subject() : subject[name]);
    const before = now();
    actual();
    const after = now();
    return [holds(before, after), phrase, after - before];
  };
}

function property(actual, state, name, ...expected) {
  const { found, value } = state.nested ? follow(actual, name) : follow(actual, [name]);
  const own = !state.own || Object.hasOwn(Object(actual), name);
  const holds = found && own && (expected.length === 0 || same(state)(value, expected[0]));
  return [holds, `have property ${show(name)}`, value];
}

const a = (actual, _, type) => [typeOf(actual) === String(type).toLowerCase(), `be a ${type}`];
const equal = (actual, state, expected) => [
  same(state)(actual, expected) || actual === expected,
  `equal ${show(expected)}`,
];
const eql = (actual, _, expected) => [
  equals(actual, expected, { strict: true }),
  `deeply equal ${show(expected)}`,
];
const above = compared((x, y) => x > y, 'above');
const least = compared((x, y) => x >= y, 'at least');
const below = compared((x, y) => x < y, 'below');
const most = compared((x, y) => x <= y, 'at most');
const lengthOf = (actual, _, length) => [
  (actual?.length ?? actual?.size) === length,
  `have length ${length}`,
];
const instance = (actual, _, type) => [isInstance(actual, type), `be an instance of ${type?.name}`];
const own = (actual, state, ...rest) => property(actual, { ...state, own: true }, ...rest);
const match = (actual, _, pattern) => [
  typeof actual === 'string' && pattern.test(actual),
  `match ${show(pattern)}`,
];
const satisfy = (actual, _, holds) => [Boolean(holds(actual)), 'satisfy the condition'];
const closeTo = (actual, _, expected, delta) => [
  typeof actual === 'number' && Math.abs(actual - expected) <= delta,
  `be within ${delta} of ${show(expected)}`,
];
const within = (actual, state, low, high) => {
  const value = measured(actual, state);
  return [
    isNumeric(value) && plain(value) >= plain(low) && plain(value) <= plain(high),
    `be within ${low} and ${high}`,
  ];
};

/** Assertions that are called. Those of `flagging` may also be passed over, as in `to.include.keys(…)`. */
export const methods = {
  equal,
  equals: equal,
  eq: equal,
  eql,
  eqls: eql,
  above,
  gt: above,
  greaterThan: above,
  least,
  gte: least,
  greaterThanOrEqual: least,
  below,
  lt: below,
  lessThan: below,
  most,
  lte: most,
  lessThanOrEqual: most,
  within,
  closeTo,
  approximately: closeTo,
  instanceof: instance,
  instanceOf: instance,
  property,
  ownProperty: own,
  haveOwnProperty: own,
  match,
  matches: match,
  satisfy,
  satisfies: satisfy,
  string: (actual, _, part) => [typeof actual === 'string' && actual.includes(part), `contain ${show(part)}`],
  keys,
  key: keys,
  members,
  throw: throws,
  throws,
  Throw: throws,
  rejectedWith: throws,
  change: changes((a, b) => a !== b, 'change it'),
  changes: changes((a, b) => a !== b, 'change it'),
  increase: changes((a, b) => b > a, 'increase it'),
  increases: changes((a, b) => b > a, 'increase it'),
  decrease: changes((a, b) => b < a, 'decrease it'),
  decreases: changes((a, b) => b < a, 'decrease it'),
  by: (delta, _, expected) => [Math.abs(delta) === Math.abs(expected), `be by ${expected}`],
  oneOf: (actual, state, list) => [list.some((each) => same(state)(actual, each)), `be one of ${show(list)}`],
  respondTo: (actual, _, name) => [
    typeof (typeof actual === 'function' ? actual.prototype?.[name] : actual?.[name]) === 'function',
    `respond to ${name}`,
  ],
};
export const flagging = {
  a: { check: a },
  an: { check: a },
  include: { check: include, flag: 'contains' },
  includes: { check: include, flag: 'contains' },
  contain: { check: include, flag: 'contains' },
  contains: { check: include, flag: 'contains' },
  length: { check: lengthOf, flag: 'length' },
  lengthOf: { check: lengthOf, flag: 'length' },
};

const exists = (actual) => [actual !== null && actual !== undefined, 'exist'];
const size = (actual) =>
  typeof actual === 'string' || Array.isArray(actual)
    ? actual.length
    : (actual?.size ?? Object.keys(actual).length);

/** Assertions that are only named. */
export const properties = {
  ok: (actual) => [Boolean(actual), 'be truthy'],
  true: (actual) => [actual === true, 'be true'],
  false: (actual) => [actual === false, 'be false'],
  null: (actual) => [actual === null, 'be null'],
  undefined: (actual) => [actual === undefined, 'be undefined'],
  NaN: (actual) => [Number.isNaN(actual), 'be NaN'],
  exist: exists,
  exists,
  empty: (actual) => [size(actual) === 0, 'be empty'],
  finite: (actual) => [Number.isFinite(actual), 'be finite'],
  frozen: (actual) => [Object.isFrozen(actual), 'be frozen'],
  sealed: (actual) => [Object.isSealed(actual), 'be sealed'],
  iterable: (actual) => [typeof actual?.[Symbol.iterator] === 'function', 'be iterable'],
};
