// Jest's matchers: each says whether it holds of what the program gave, and what it is about.

import { isInstance } from './asymmetric.mjs';
import { equals } from './equality.mjs';
import { recordOf } from './mocks.mjs';
import { show, Unmet } from './show.mjs';
import { isWrittenAs } from './snapshot.mjs';

const { is } = Object;
const { isArray } = Array;
const call = Function.prototype.call.bind(Function.prototype.call);
const valuesOfSet = Set.prototype.values;
const isTyped = (value) => ArrayBuffer.isView(value) && !(value instanceof DataView);
const isNumeric = (value) => typeof value === 'number' || typeof value === 'bigint';

/** The items of what has items by nature; an iterator of the program's own making is not asked. */
export function itemsOf(actual) {
  if (isArray(actual) || isTyped(actual)) return Array.from({ length: actual.length }, (_, at) => actual[at]);
  if (actual instanceof Set) return [...call(valuesOfSet, actual)];
  return [];
}

export function pathOf(path) {
  if (isArray(path)) return path;
  return String(path)
    .replace(/\[(\w+)\]/g, '.$1')
    .split('.')
    .filter((part) => part !== '');
}

/** Where a path leads, and whether it leads anywhere. */
export function follow(value, path) {
  let at = value;
  for (const key of pathOf(path)) {
    if (at === null || at === undefined || !(key in Object(at))) return { found: false };
    at = at[key];
  }
  return { found: true, value: at };
}

/** Whether what was thrown is what a suite said would be. */
export function isThrown(thrown, expected) {
  if (expected === undefined) return true;
  const message = typeof thrown === 'object' && thrown !== null ? thrown.message : thrown;
  if (typeof expected === 'string') return String(message).includes(expected);
  if (expected instanceof RegExp) return expected.test(String(message));
  if (typeof expected === 'function') return isInstance(thrown, expected);
  if (expected instanceof Error) return message === expected.message;
  return equals(thrown, expected);
}

/** What a call threw; of a promise, what it was rejected with. */
function thrownBy(actual, { settled }) {
  if (settled === 'rejects') return { threw: true, thrown: actual };
  if (typeof actual !== 'function') return { threw: false };
  try {
    actual();
    return { threw: false };
  } catch (thrown) {
    return { threw: true, thrown };
  }
}

function toThrow(actual, state, ...expected) {
  const { threw, thrown } = thrownBy(actual, state);
  // Jasmine's has a class, and then a message, all of it.
  const [first, message] = expected;
  const said =
    expected.length < 2 ||
    (message instanceof RegExp ? message.test(thrown?.message) : thrown?.message === message);
  return [threw && isThrown(thrown, first) && said, `throw ${expected.map(show).join(' ')}`];
}

/** A snapshot that is first to be recorded says nothing of what is expected. */
function unrecorded() {
  throw new Unmet('there is no snapshot to hold this against');
}

const calls = (actual) => {
  const record = recordOf(actual);
  if (record === undefined) throw new TypeError('the value is not a mock function');
  return record.calls;
};
const returned = (actual) => {
  calls(actual);
  return recordOf(actual).results.filter(({ type }) => type === 'return');
};
const compared = (holds, words) => (actual, _, expected) => [
  isNumeric(actual) && isNumeric(expected) && holds(actual, expected),
  `${words} ${show(expected)}`,
];
const simple = (holds, words) => (actual) => [holds(actual), words];

const matchers = {
  toBe: (actual, _, expected) => [is(actual, expected), `be ${show(expected)}`],
  toEqual: (actual, _, expected) => [equals(actual, expected), `equal ${show(expected)}`],
  toStrictEqual: (actual, _, expected) => [
    equals(actual, expected, { strict: true }),
    `strictly equal ${show(expected)}`,
  ],
  toMatchObject: (actual, _, expected) => [
    equals(actual, expected, { subset: true }),
    `match ${show(expected)}`,
  ],
  toBeTruthy: simple(Boolean, 'be truthy'),
  toBeFalsy: simple((actual) => !actual, 'be falsy'),
  toBeTrue: simple((actual) => actual === true, 'be true'),
  toBeFalse: simple((actual) => actual === false, 'be false'),
  toBePositiveInfinity: simple((actual) => actual === Infinity, 'be infinite'),
  toBeNegativeInfinity: simple((actual) => actual === -Infinity, 'be infinite'),
  nothing: simple(() => true, 'be anything'),
  toHaveSize: (actual, _, size) => [
    is(actual?.size ?? actual?.length ?? Object.keys(Object(actual)).length, size),
    `have size ${show(size)}`,
  ],
  toHaveBeenCalledBefore: (actual, _, other) => [
    recordOf(actual).invocationCallOrder[0] < recordOf(other).invocationCallOrder[0],
    'have been called before the other',
  ],
  toBeNull: simple((actual) => actual === null, 'be null'),
  toBeUndefined: simple((actual) => actual === undefined, 'be undefined'),
  toBeDefined: simple((actual) => actual !== undefined, 'be defined'),
  toBeNullable: simple((actual) => actual == null, 'be null or undefined'),
  toBeNaN: simple((actual) => Number.isNaN(actual), 'be NaN'),
  toBeGreaterThan: compared((a, b) => a > b, 'be greater than'),
  toBeGreaterThanOrEqual: compared((a, b) => a >= b, 'be at least'),
  toBeLessThan: compared((a, b) => a < b, 'be less than'),
  toBeLessThanOrEqual: compared((a, b) => a <= b, 'be at most'),
  toBeCloseTo: (actual, _, expected, digits = 2) => [
    typeof actual === 'number' && (actual === expected || Math.abs(actual - expected) < 10 ** -digits / 2),
    `be close to ${show(expected)}`,
  ],
  toBeInstanceOf: (actual, _, type) => [isInstance(actual, type), `be an instance of ${type?.name}`],
  toBeTypeOf: (actual, _, type) => [typeof actual === type, `be of type ${type}`],
  toBeOneOf: (actual, _, list) => [[...list].some((each) => equals(actual, each)), `be one of ${show(list)}`],
  toSatisfy: (actual, _, holds) => [Boolean(holds(actual)), 'satisfy the condition'],
  toMatch: (actual, _, pattern) => {
    if (typeof pattern !== 'string' && !(pattern instanceof RegExp))
      throw new TypeError('toMatch takes a text or a pattern');
    const holds =
      typeof pattern === 'string' ? (text) => text.includes(pattern) : (text) => pattern.test(text);
    return [typeof actual === 'string' && holds(actual), `match ${show(pattern)}`];
  },
  toContain: (actual, _, item) => [
    typeof actual === 'string' ? actual.includes(item) : itemsOf(actual).includes(item),
    `contain ${show(item)}`,
  ],
  toContainEqual: (actual, _, item) => [
    itemsOf(actual).some((each) => equals(each, item)),
    `contain ${show(item)}`,
  ],
  toHaveLength: (actual, _, length) => [is(actual?.length, length), `have length ${show(length)}`],
  toHaveProperty: (actual, _, path, ...expected) => {
    const { found, value } = follow(actual, path);
    return [found && (expected.length === 0 || equals(value, expected[0])), `have property ${show(path)}`];
  },
  toThrow,
  toThrowError: toThrow,
  toThrowErrorMatchingSnapshot: unrecorded,
  toThrowErrorMatchingInlineSnapshot: (actual, state, snapshot = unrecorded()) => {
    const { threw, thrown } = thrownBy(actual, state);
    return [threw && isWrittenAs([thrown, thrown?.message], snapshot), `throw ${snapshot}`];
  },
  toMatchSnapshot: unrecorded,
  toMatchInlineSnapshot: (actual, _, ...rest) => {
    const snapshot = rest.find((each) => typeof each === 'string') ?? unrecorded();
    const [matchers] = rest.filter((each) => typeof each === 'object');
    const shown = matchers === undefined ? actual : { ...actual, ...matchers };
    const fits = matchers === undefined || equals(actual, matchers, { subset: true });
    return [fits && isWrittenAs([shown], snapshot), `match the snapshot ${snapshot}`];
  },
  toHaveBeenCalled: (actual) => [calls(actual).length > 0, 'have been called'],
  toHaveBeenCalledTimes: (actual, _, times) => [
    calls(actual).length === times,
    `have been called ${times} times`,
  ],
  toHaveBeenCalledOnce: (actual) => [calls(actual).length === 1, 'have been called once'],
  toHaveBeenCalledWith: (actual, _, ...args) => [
    calls(actual).some((each) => equals(each, args)),
    `have been called with ${show(args)}`,
  ],
  toHaveBeenCalledExactlyOnceWith: (actual, _, ...args) => [
    calls(actual).length === 1 && equals(calls(actual)[0], args),
    `have been called once, with ${show(args)}`,
  ],
  toHaveBeenLastCalledWith: (actual, _, ...args) => [
    equals(calls(actual).at(-1), args),
    `have been last called with ${show(args)}`,
  ],
  toHaveBeenNthCalledWith: (actual, _, nth, ...args) => [
    equals(calls(actual)[nth - 1], args),
    `have been called with ${show(args)} in call ${nth}`,
  ],
  toHaveReturned: (actual) => [returned(actual).length > 0, 'have returned'],
  toHaveReturnedTimes: (actual, _, times) => [
    returned(actual).length === times,
    `have returned ${times} times`,
  ],
  toHaveReturnedWith: (actual, _, value) => [
    returned(actual).some((each) => equals(each.value, value)),
    `have returned ${show(value)}`,
  ],
  toHaveLastReturnedWith: (actual, _, value) => [
    equals(returned(actual).at(-1)?.value, value),
    `have last returned ${show(value)}`,
  ],
  toHaveNthReturnedWith: (actual, _, nth, value) => [
    equals(returned(actual)[nth - 1]?.value, value),
    `have returned ${show(value)} in call ${nth}`,
  ],
  toHaveResolvedWith: (actual, _, value) => [
    recordOf(actual)?.results.some((each) => each.settled === 'fulfilled' && equals(each.resolved, value)) ??
      false,
    `have resolved to ${show(value)}`,
  ],
};

/** The older names of the same. */
const aliases = {
  toBeCalled: 'toHaveBeenCalled',
  toBeCalledTimes: 'toHaveBeenCalledTimes',
  toBeCalledWith: 'toHaveBeenCalledWith',
  lastCalledWith: 'toHaveBeenLastCalledWith',
  nthCalledWith: 'toHaveBeenNthCalledWith',
  toHaveBeenCalledOnceWith: 'toHaveBeenCalledExactlyOnceWith',
  toReturn: 'toHaveReturned',
  toReturnTimes: 'toHaveReturnedTimes',
  toReturnWith: 'toHaveReturnedWith',
};
for (const [alias, name] of Object.entries(aliases)) matchers[alias] = matchers[name];

export { matchers };
