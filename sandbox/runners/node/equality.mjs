// Deep equality as Jest has it. What is compared comes from the program under test: its own methods are not asked.

import util from 'node:util';
import { isMatcher, matches } from './asymmetric.mjs';

const { is, getPrototypeOf, getOwnPropertySymbols, keys: keysOf, getOwnPropertyDescriptor } = Object;
const { isArray } = Array;
const types = { ...util.types };
const call = Function.prototype.call.bind(Function.prototype.call);
const { getTime } = Date.prototype;
const sizeOfMap = getOwnPropertyDescriptor(Map.prototype, 'size').get;
const sizeOfSet = getOwnPropertyDescriptor(Set.prototype, 'size').get;
const sourceOf = getOwnPropertyDescriptor(RegExp.prototype, 'source').get;
const flagsOf = getOwnPropertyDescriptor(RegExp.prototype, 'flags').get;
const { entries } = Map.prototype;
const { values } = Set.prototype;

/** What Node's own look at a value says it is: no program can feign these. */
const kinds = Object.entries({
  date: types.isDate,
  regexp: types.isRegExp,
  map: types.isMap,
  set: types.isSet,
  error: types.isNativeError,
  buffer: types.isAnyArrayBuffer,
  view: types.isArrayBufferView,
  boxed: types.isBoxedPrimitive,
  promise: types.isPromise,
  weak: (value) => types.isWeakMap(value) || types.isWeakSet(value),
});

function kindOf(value) {
  if (isArray(value)) return 'array';
  for (const [kind, test] of kinds) if (test(value)) return kind;
  return 'object';
}

const boxed = [Number, String, Boolean, BigInt, Symbol].map(({ prototype }) => prototype.valueOf);
function unboxed(value) {
  for (const unbox of boxed) {
    try {
      return call(unbox, value);
    } catch {
      // Boxed, but of another type.
    }
  }
}

const bytesOf = (value) =>
  types.isAnyArrayBuffer(value)
    ? new Uint8Array(value)
    : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);

/** Own enumerable keys, symbols included; loosely, those without a value do not count. */
function ownKeys(value, strict) {
  const symbols = getOwnPropertySymbols(value).filter(
    (key) => getOwnPropertyDescriptor(value, key)?.enumerable,
  );
  const all = [...keysOf(value), ...symbols];
  return strict ? all : all.filter((key) => value[key] !== undefined);
}

/**
 * Whether `actual` equals `expected`. `strict`: types and keys without a value count (`toStrictEqual`);
 * `subset`: objects may have more than is expected (`toMatchObject`). Matchers such as `expect.any` are honoured
 * among what is expected only.
 */
export function equals(actual, expected, { strict = false, subset = false } = {}) {
  const seen = new Map();

  const equal = (a, b) => {
    if (isMatcher(b)) return matches(b, a);
    if (is(a, b)) return true;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const kind = kindOf(b);
    // An error, say, may well have what a plain object says of it.
    if (kindOf(a) !== kind && !(subset && kind === 'object' && !isArray(a))) return false;
    if (strict && getPrototypeOf(a)?.constructor !== getPrototypeOf(b)?.constructor) return false;
    if (seen.get(a) === b) return true;
    seen.set(a, b);
    return sameInside(a, b, kind) && sameKeys(a, b, kind);
  };

  const sameInside = (a, b, kind) => {
    switch (kind) {
      case 'array':
        return a.length === b.length;
      case 'date':
        return is(call(getTime, a), call(getTime, b));
      case 'regexp':
        return call(sourceOf, a) === call(sourceOf, b) && call(flagsOf, a) === call(flagsOf, b);
      case 'error':
        return a.message === b.message && a.name === b.name;
      case 'map':
        return (
          call(sizeOfMap, a) === call(sizeOfMap, b) && matched([...call(entries, a)], [...call(entries, b)])
        );
      case 'set':
        return (
          call(sizeOfSet, a) === call(sizeOfSet, b) && matched([...call(values, a)], [...call(values, b)])
        );
      case 'buffer':
      case 'view':
        return getPrototypeOf(a) === getPrototypeOf(b) && Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
      case 'boxed':
        return is(unboxed(a), unboxed(b));
      case 'promise':
      case 'weak':
        return false;
      default:
        return true;
    }
  };

  const sameKeys = (a, b, kind) => {
    if (kind === 'view' || kind === 'buffer' || kind === 'error' || kind === 'boxed') return true;
    if (kind === 'array') {
      for (let at = 0; at < b.length; at += 1) {
        if (strict && at in a !== at in b) return false;
        if (!equal(a[at], b[at])) return false;
      }
    }
    const wanted = ownKeys(b, strict || subset);
    if (!subset && ownKeys(a, strict).length !== ownKeys(b, strict).length) return false;
    return wanted.every(
      (key) =>
        (subset ? key in a : Object.hasOwn(a, key) || b[key] === undefined || isMatcher(b[key])) &&
        equal(a[key], b[key]),
    );
  };

  /** Whether the entries can be paired, in whatever order: those of the same place first. */
  const matched = (as, bs) => {
    const left = [...bs];
    return as.every((a, at) => {
      const same =
        equal(a, bs[at]) && left.includes(bs[at]) ? left.indexOf(bs[at]) : left.findIndex((b) => equal(a, b));
      if (same < 0) return false;
      left.splice(same, 1);
      return true;
    });
  };

  return equal(actual, expected);
}
