// Stands for `chai`.

import { assert } from './chai-assert.mjs';
import { expect } from './expect.mjs';
import { Unmet } from './show.mjs';

/** Gives every object its `should`. */
export function should() {
  Object.defineProperty(Object.prototype, 'should', {
    configurable: true,
    get() {
      return expect(this instanceof Object && 'valueOf' in this ? this.valueOf() : this);
    },
    set(value) {
      Object.defineProperty(this, 'should', { value, writable: true, configurable: true, enumerable: true });
    },
  });
}
export const use = () => {};
export const config = {};
export { assert, expect, Unmet as AssertionError };
export default { assert, expect, should, use, config, AssertionError: Unmet };
