// Closes what would let a program replace the checks of its suite, or look into this process's memory.

import assert, { AssertionError } from 'node:assert';
import asyncHooks from 'node:async_hooks';
import module, { syncBuiltinESMExports } from 'node:module';
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
    'queryObjects',
  ]) {
    v8[name] = () => {
      throw new Error(`v8.${name} is closed here`);
    };
  }
}

/**
 * Tests of node:test are resources of Node's asynchronous work, which would be handed to whoever asks. Not before that
 * module is loaded: by them it knows which test lies in which.
 */
export function closeResources() {
  const { createHook } = asyncHooks;
  asyncHooks.executionAsyncResource = () => ({});
  asyncHooks.createHook = ({ init, ...rest }) =>
    createHook({ ...rest, ...(init && { init: (id, type, trigger) => init(id, type, trigger, {}) }) });
  Object.freeze(asyncHooks.AsyncResource.prototype);
}

/** From here on nobody changes how modules are found and read, but a suite that says so. */
export function closeModules(texts) {
  const says = (name) => texts.some((text) => text.includes(name));
  for (const name of ['register', 'registerHooks']) {
    if (says('registerHooks') || says('module.register')) break;
    module[name] = () => {
      throw new Error(`module.${name} is closed here`);
    };
  }
  for (const holder of [module, module.prototype, module._extensions]) {
    for (const name of Object.keys(holder)) {
      if (says(name) && name.startsWith('_')) continue;
      const { writable } = Object.getOwnPropertyDescriptor(holder, name);
      if (writable) Object.defineProperty(holder, name, { writable: false, configurable: false });
    }
  }
  syncBuiltinESMExports();
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
