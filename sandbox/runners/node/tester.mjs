// The assertions of tape, AVA and uvu.

import util from 'node:util';
import { isThrown } from './matchers.mjs';
import { show, Unmet } from './show.mjs';

const { isDeepStrictEqual } = util;
const { is } = Object;
const isFunction = (value) => typeof value === 'function';

/** @throws Unmet where it does not hold */
function must(holds, message, phrase) {
  if (!holds) throw new Unmet(typeof message === 'string' ? `${message}: ${phrase}` : phrase);
}
const differ = (actual, expected) => `expected ${show(actual)} to be ${show(expected)}`;

/** Whether an error is what AVA's and tape's suites say of it: a class, a text, a pattern, or several of these. */
function fits(thrown, wanted) {
  if (wanted === undefined || wanted === null || typeof wanted !== 'object' || wanted instanceof RegExp)
    return typeof wanted === 'string' ? true : isThrown(thrown, wanted ?? undefined);
  const { instanceOf, is: same, name, code, message } = wanted;
  const said =
    message === undefined ||
    (isFunction(message)
      ? message(thrown.message)
      : typeof message === 'string'
        ? thrown.message === message
        : message.test(thrown.message));
  return (
    said &&
    (instanceOf === undefined || isThrown(thrown, instanceOf)) &&
    (same === undefined || is(thrown, same)) &&
    (name === undefined || thrown.name === name) &&
    (code === undefined || thrown.code === code)
  );
}

const phraseOf = (wanted) => `expected it to throw ${wanted === undefined ? '' : show(wanted)}`;

function throws(act, wanted, message) {
  let thrown;
  try {
    act();
  } catch (error) {
    thrown = { error };
  }
  must(thrown !== undefined && fits(thrown.error, wanted), message, phraseOf(wanted));
  return thrown.error;
}

async function throwsAsync(act, wanted, message) {
  let thrown;
  try {
    await (isFunction(act) ? act() : act);
  } catch (error) {
    thrown = { error };
  }
  must(thrown !== undefined && fits(thrown.error, wanted), message, phraseOf(wanted));
  return thrown.error;
}

const equal = (a, b, message) => must(is(a, b), message, differ(a, b));
const notEqual = (a, b, message) => must(!is(a, b), message, `expected another value than ${show(b)}`);
const deepEqual = (a, b, message) => must(isDeepStrictEqual(a, b), message, differ(a, b));
const notDeepEqual = (a, b, message) =>
  must(!isDeepStrictEqual(a, b), message, `expected another value than ${show(b)}`);
const truthy = (a, message) => must(Boolean(a), message, `expected ${show(a)} to be truthy`);
const falsy = (a, message) => must(!a, message, `expected ${show(a)} to be falsy`);
const regex = (a, pattern, message) =>
  must(typeof a === 'string' && pattern.test(a), message, `expected ${show(a)} to match ${pattern}`);
const notRegex = (a, pattern, message) =>
  must(!pattern.test(a), message, `expected ${show(a)} not to match ${pattern}`);
const fail = (message = 'fail()') => must(false, undefined, message);
const pass = () => {};
const doesNotThrow = (act) => act();

/** The assertions that hang on `t`, of tape and of AVA. */
const assertions = {
  pass,
  fail,
  ok: truthy,
  true: (a, message) => equal(a, true, message),
  false: (a, message) => equal(a, false, message),
  assert: truthy,
  truthy,
  notOk: falsy,
  falsy,
  error: falsy,
  ifError: falsy,
  is: equal,
  equal,
  equals: equal,
  isEqual: equal,
  strictEqual: equal,
  not: notEqual,
  isNot: notEqual,
  notEqual,
  notEquals: notEqual,
  notStrictEqual: notEqual,
  deepEqual,
  deepEquals: deepEqual,
  isDeep: deepEqual,
  same: deepEqual,
  notDeepEqual,
  notSame: notDeepEqual,
  like: (a, part, message) => must(isLike(a, part), message, differ(a, part)),
  regex,
  notRegex,
  match: regex,
  doesNotMatch: notRegex,
  throws,
  throwsAsync,
  doesNotThrow,
  notThrows: doesNotThrow,
  notThrowsAsync: async (act) => void (await (isFunction(act) ? act() : act)),
};
const isLike = (a, part) =>
  typeof part !== 'object' || part === null
    ? is(a, part)
    : Object(a) === a && Object.keys(part).every((key) => isLike(a[key], part[key]));

/** The `t` of one test, with a count of what was asserted. */
export function testerOf(more) {
  const state = { made: 0, wanted: undefined };
  const counted = Object.entries(assertions).map(([name, check]) => [
    name,
    (...args) => {
      state.made += 1;
      const result = check(...args);
      more.after?.(state);
      return result;
    },
  ]);
  const t = {
    ...Object.fromEntries(counted),
    plan: (wanted) => {
      state.wanted = wanted;
    },
    comment() {},
    log() {},
    timeout() {},
    timeoutAfter() {},
  };
  return { t, state };
}
export const held = ({ made, wanted }) =>
  must(wanted === undefined || made === wanted, undefined, `expected ${wanted} checks, ${made} were made`);

/** `uvu/assert`. */
export const uvuAssert = {
  ok: truthy,
  is: Object.assign((a, b, message) => equal(a, b, message), { not: notEqual }),
  equal: deepEqual,
  type: (a, type, message) => equal(typeof a, type, message),
  instance: (a, type, message) => must(isThrown(a, type), message, `expected an instance of ${type.name}`),
  match: (a, pattern, message) =>
    must(
      typeof pattern === 'string' ? a.includes(pattern) : pattern.test(a),
      message,
      `expected ${show(a)} to match ${pattern}`,
    ),
  throws: (act, wanted, message) =>
    throws(act, typeof wanted === 'string' ? undefined : wanted, message) &&
    (typeof wanted !== 'string' || throws(act, new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))),
  unreachable: fail,
  fixture: deepEqual,
  snapshot: deepEqual,
  not: Object.assign(falsy, {
    ok: falsy,
    equal: notDeepEqual,
    throws: doesNotThrow,
    match: notRegex,
    type: (a, type) => notEqual(typeof a, type),
  }),
};
