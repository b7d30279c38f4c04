// The objects `jest` and `vi`.

import { timersApi } from './clock.mjs';
import { clearAllMocks, fn, isMockFunction, resetAllMocks, restoreAllMocks, spyOn } from './mocks.mjs';

const { setTimeout } = globalThis;
const stubbed = new Map();
const stubbedEnv = new Map();
const missing = (what) => () => {
  throw new Error(`${what} is not supported here`);
};

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
  fn,
  spyOn,
  isMockFunction,
  clearAllMocks,
  resetAllMocks,
  restoreAllMocks,
  mocked: (value) => value,
  setTimeout: () => jest,
  setConfig() {},
  retryTimes: () => jest,
  resetModules: () => jest,
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
  mock: missing('mocking a module'),
  doMock: missing('mocking a module'),
  unmock: () => jest,
  requireActual: missing('jest.requireActual'),
};
Object.freeze(jest);
