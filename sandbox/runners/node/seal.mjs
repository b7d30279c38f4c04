// Closes what would let a program replace the checks of its suite, or look into this process's memory.

import assert, { AssertionError } from 'node:assert';
import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';

/** Makes what suites judge by unchangeable, so that no program replaces a check with one that always holds. */
export function freezeFrameworks(...frameworks) {
  for (const each of frameworks) {
    for (const inner of [each.prototype, ...Object.values(each)]) {
      if (typeof inner === 'function' || typeof inner === 'object') Object.freeze(inner);
    }
    Object.freeze(each);
  }
}

/** Pictures of the heap would show the report's secret; Node's permissions close the inspector and native code. */
function closeHeap() {
  for (const name of [
    'getHeapSnapshot',
    'writeHeapSnapshot',
    'setHeapSnapshotNearHeapLimit',
    'setFlagsFromString',
  ]) {
    v8[name] = () => {
      throw new Error(`v8.${name} is closed here`);
    };
  }
}

export function seal() {
  freezeFrameworks(assert, assert.strict, AssertionError);
  closeHeap();
  syncBuiltinESMExports();
}

/** Puts words into the global scope that can be shadowed, and not replaced: an assignment has no effect. */
export function declareGlobals(words) {
  for (const [name, value] of Object.entries(words)) {
    Object.defineProperty(globalThis, name, {
      get: () => value,
      set() {},
      enumerable: false,
      configurable: false,
    });
  }
}
