// The objects `jest` and `vi`.

import { timersApi } from './clock.mjs';
import { modulesApi } from './mocked.mjs';
import {
  clearAllMocks,
  fn,
  isMockFunction,
  onRestore,
  resetAllMocks,
  restoreAllMocks,
  spyOn,
} from './mocks.mjs';

const { setTimeout } = globalThis;
const stubbed = new Map();
const stubbedEnv = new Map();

/** Puts another value in the place of a property, until it is restored. */
function replaceProperty(object, key, value) {
  const before = Object.getOwnPropertyDescriptor(object, key);
  const replaceValue = (next) => {
    Object.defineProperty(object, key, { ...before, value: next });
    return replaced;
  };
  const restore = () => Object.defineProperty(object, key, before);
  const replaced = { replaceValue, restore };
  onRestore(restore);
  return replaceValue(value);
}

async function waitFor(check, { timeout = 1000, interval = 50 } = {}) {
  for (let waited = 0; ; waited += interval) {
    try {
      return await check();
    } catch (error) {
      if (waited >= timeout) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/** The object `jest`, or `vi`: they differ in little. */
export const jest = {
  ...timersApi,
  ...modulesApi(() => jest),
  fn,
  spyOn,
  isMockFunction,
  clearAllMocks,
  resetAllMocks,
  restoreAllMocks,
  mocked: (value) => value,
  replaceProperty,
  setTimeout: () => jest,
  setConfig() {},
  retryTimes: () => jest,
  hoisted: (make) => make(),
  waitFor,
  stubGlobal(name, value) {
    if (!stubbed.has(name)) stubbed.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    return jest;
  },
  unstubAllGlobals() {
    for (const [name, before] of stubbed) {
      delete globalThis[name];
      if (before !== undefined) Object.defineProperty(globalThis, name, before);
    }
    stubbed.clear();
    return jest;
  },
  stubEnv(name, value) {
    if (!stubbedEnv.has(name)) stubbedEnv.set(name, process.env[name]);
    process.env[name] = value;
    return jest;
  },
  unstubAllEnvs() {
    for (const [name, before] of stubbedEnv) {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    }
    stubbedEnv.clear();
    return jest;
  },
};
Object.freeze(jest);
