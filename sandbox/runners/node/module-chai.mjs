// Stands for `chai`.

import { assert } from './chai-assert.mjs';
import { expect } from './expect.mjs';
import { Unmet } from './show.mjs';

/** Gives every object its `should`. */
export function should() {
  if (Object.hasOwn(Object.prototype, 'should')) return words;
  Object.defineProperty(Object.prototype, 'should', {
    configurable: false,
    get() {
      return expect(this instanceof Object && 'valueOf' in this ? this.valueOf() : this);
    },
    set(value) {
      Object.defineProperty(this, 'should', { value, writable: true, configurable: true, enumerable: true });
    },
  });
  return words;
}
/** What `should()` gives, for values that have no properties. */
const words = {
  exist: (value, message) => void expect(value, message).to.exist,
  equal: (a, b, message) => expect(a, message).to.equal(b),
  throw: (act, ...expected) => expect(act).to.throw(...expected),
  fail: assert.fail,
  not: {
    exist: (value, message) => void expect(value, message).to.not.exist,
    equal: (a, b, message) => expect(a, message).to.not.equal(b),
    throw: (act, ...expected) => expect(act).to.not.throw(...expected),
  },
};
Object.freeze(words.not);
Object.freeze(words);
export const use = () => {};
export const config = {};
export { assert, expect, Unmet as AssertionError };
export default { assert, expect, should, use, config, AssertionError: Unmet };
