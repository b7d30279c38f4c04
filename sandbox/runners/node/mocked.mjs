// Modules that a suite puts others in the place of: `jest.mock`, `vi.mock` and their kin.

import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { exporting, isTaken, mockWith, placeOf } from './loading.mjs';
import { fn } from './mocks.mjs';

const { getCallSites } = util;
const types = { ...util.types };
const ROOT = '/work';
const MOCKED = 'file:///opt/seedmill/mocked/';
const require = createRequire(`${ROOT}/`);
const { cache } = require;

/** What suites judge by is not for mocking. */
const PROTECTED =
  /^(node:)?(assert|assert\/strict|test|module|vm)$|^(vitest|chai|mocha|expect|tape|ava|uvu|uvu\/assert|@jest\/globals|bun:test)$/;

/** Key of a module → how it is mocked, and its number. */
const mocks = new Map();
/** Number → what was made, until the modules are new again. */
let made = new Map();
let last = 0;
/** The module that is asked for as it is. */
let actual;

const keyOf = (specifier, from) =>
  placeOf(specifier, from) ?? (isBuiltin(specifier) ? specifier.replace(/^node:/, '') : specifier);

/** The file of the job from which this was called. */
function caller() {
  for (const { scriptName } of getCallSites(30)) {
    const path = scriptName.startsWith('file:') ? fileURLToPath(scriptName) : scriptName;
    if (path.startsWith(`${ROOT}/`)) return path;
  }
  return `${ROOT}/suite`;
}
const here = (specifier) => keyOf(specifier, dirname(caller()));

/** The module itself, whatever stands in for it. */
function actualOf(key) {
  if (isBuiltin(key)) return process.getBuiltinModule(key);
  const before = actual;
  actual = key;
  try {
    return require(key);
  } finally {
    actual = before;
  }
}

const HIDDEN = new Set(['length', 'name', 'prototype', 'arguments', 'caller', 'constructor']);

/** Another of the same shape, all of whose functions are mocks that give nothing. */
function automocked(value, seen = new Map()) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  if (Array.isArray(value)) return [];
  const plain = typeof value === 'object';
  if (plain && (types.isDate(value) || types.isRegExp(value) || types.isMap(value) || types.isSet(value)))
    return value;
  const mock = plain ? {} : fn();
  seen.set(value, mock);
  const copy = (from, to) => {
    for (const key of Reflect.ownKeys(from)) {
      const { enumerable, get } = Object.getOwnPropertyDescriptor(from, key);
      // What is computed of an instance has no value here; what a module hands on has.
      if (HIDDEN.has(key) || (get !== undefined && from !== value)) continue;
      const inside = automocked(from[key], seen);
      Object.defineProperty(to, key, { value: inside, enumerable, writable: true, configurable: true });
    }
  };
  copy(value, mock);
  const inherited = plain ? Object.getPrototypeOf(value) : value.prototype;
  if (typeof inherited === 'object' && inherited !== null && inherited !== Object.prototype)
    copy(inherited, plain ? mock : mock.prototype);
  return mock;
}

const asCommonJs = (exported) =>
  types.isModuleNamespaceObject(exported) ? { __esModule: true, ...exported } : exported;
const automock = (key) => automocked(asCommonJs(actualOf(key)));

/** A module that the suite wrote to stand in for another. */
const written = (key) =>
  placeOf(key.startsWith('/') ? join(dirname(key), '__mocks__', basename(key)) : `./__mocks__/${key}`, ROOT);

/** What has a `default` is an ES module, as vitest's factories make them. */
const marked = (it) =>
  Object.hasOwn(Object(it), 'default') && !it.__esModule ? { __esModule: true, ...it } : it;

/** What stands in for a module. */
export function take(number) {
  if (made.has(number)) return made.get(number);
  const [key, { factory }] = [...mocks].find(([, mock]) => mock.number === number);
  const mocked = () => {
    if (factory !== undefined) return factory(async () => asCommonJs(actualOf(key)));
    const byHand = written(key);
    return byHand === undefined ? automock(key) : require(byHand);
  };
  const it = mocked();
  made.set(number, types.isPromise(it) ? it : marked(it));
  return made.get(number);
}

mockWith({
  urlOf(key) {
    const name = key.replace(/^node:/, '');
    if (!mocks.has(name) || name === actual) return undefined;
    return `${MOCKED}${mocks.get(name).number}.cjs`;
  },
  sourceOf(url, imported) {
    if (!url.startsWith(MOCKED)) return undefined;
    const number = Number.parseInt(url.slice(MOCKED.length), 10);
    const expression = `process.getBuiltinModule('module').createRequire('/')(${JSON.stringify(import.meta.filename)}).take(${number})`;
    if (imported) return { format: 'module', source: exporting(take(number), expression) };
    return { format: 'commonjs', source: `module.exports = ${expression};` };
  },
});

/** Lets every module be run anew when it is asked for again; gives back those that were there. */
function forget() {
  const before = { modules: new Map(), made };
  for (const path of Object.keys(cache)) {
    const own = path.startsWith(`${ROOT}/`) && !isTaken(path);
    if (!own && !path.startsWith(fileURLToPath(MOCKED))) continue;
    before.modules.set(path, cache[path]);
    delete cache[path];
  }
  made = new Map();
  return before;
}

/** Gives way to the next file of the suite, which has modules and mocks of its own. */
export function openModules() {
  mocks.clear();
  forget();
}

function mock(specifier, second) {
  if (!isTaken(caller())) throw new Error('only a suite mocks modules');
  const key = here(specifier);
  if (PROTECTED.test(key) || isTaken(key)) throw new Error(`${specifier} cannot be mocked`);
  last += 1;
  const number = last;
  const factory = typeof second === 'function' ? second : undefined;
  mocks.set(key, { factory, number });
  // What takes time is made before it is asked for.
  if (types.isAsyncFunction(factory)) return take(number).then((it) => made.set(number, marked(it)));
}

async function isolated(act) {
  const before = forget();
  try {
    return await act();
  } finally {
    remember(before);
  }
}

function remember(before) {
  forget();
  for (const [path, module] of before.modules) cache[path] = module;
  made = before.made;
}

/** The part of `jest` and `vi` that is about modules. `self` is what calls are chained to. */
export function modulesApi(self) {
  const mocking = (specifier, factory) => mock(specifier, factory) ?? self();
  const unmock = (specifier) => {
    mocks.delete(here(specifier));
    return self();
  };
  const requireActual = (specifier) => asCommonJs(actualOf(here(specifier)));
  const requireMock = (specifier) => {
    const key = here(specifier);
    return mocks.has(key) ? require(key) : automock(key);
  };
  return {
    mock: mocking,
    doMock: mocking,
    setMock: (specifier, value) => mocking(specifier, () => value),
    unstable_mockModule: mocking,
    unmock,
    doUnmock: unmock,
    dontMock: unmock,
    deepUnmock: unmock,
    requireActual,
    requireMock,
    importActual: async (specifier) => requireActual(specifier),
    importMock: async (specifier) => requireMock(specifier),
    createMockFromModule: (specifier) => automock(here(specifier)),
    resetModules() {
      forget();
      return self();
    },
    isolateModules(act) {
      const before = forget();
      try {
        act();
      } finally {
        remember(before);
      }
    },
    isolateModulesAsync: isolated,
  };
}
