// Locks what JavaScript itself is made of: what a suite and this runner are built on, no program may change. What it
// adds to prototypes is its own matter.

const { defineProperty, freeze, getOwnPropertyDescriptor, getPrototypeOf, hasOwn } = Object;
const { ownKeys } = Reflect;
const call = Function.prototype.call.bind(Function.prototype.call);
const { exec } = RegExp.prototype;

/** Their statics and their prototypes are locked, and their names. */
const names =
  'Object Array String Number Boolean BigInt Symbol Promise Map Set WeakMap WeakSet RegExp Function ArrayBuffer Math JSON Reflect'.split(
    ' ',
  );
const alsoNames = 'Error TypeError RangeError Proxy parseInt parseFloat isNaN isFinite'.split(' ');
/** What suites put others in the place of, and nobody judges by. */
const LOOSE = new Set(['constructor', 'Math.random', 'Error.prepareStackTrace']);

/** Programs give these to single functions and objects, by assignment. */
const SAID = new Set(['toString', 'toLocaleString', 'valueOf']);
/** Lists that are looked after have these of their own. */
const OBSERVED = ['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse'];

const nextOf = (iterable) => getPrototypeOf(iterable[Symbol.iterator]());
const iterators = [[], '', new Map(), new Set()].map(nextOf);
iterators.push(getPrototypeOf('a'.matchAll(/a/g)), getPrototypeOf(iterators[0]));
const typed = [getPrototypeOf(Int8Array), getPrototypeOf(Int8Array.prototype)];

const WRITTEN =
  /\b([A-Z]\w*(?:\.prototype)?)\s*(?:\.\s*([\w$]+)\s*=(?!=)|\[\s*['"](\w+)['"]\s*\]\s*=(?!=)|,\s*['"`](\w+)['"`])|\b(?:globalThis|global|window)\.(\w+)\s*=(?!=)|\bstubGlobal\(\s*['"](\w+)/g;

/** What a suite changes itself, as `Array.prototype.sort`, stays open. */
function changedBy(texts) {
  const found = new Set(LOOSE);
  for (const text of texts) {
    for (const [, holder, a, b, c, d, e] of text.matchAll(WRITTEN))
      found.add(holder === undefined ? (d ?? e) : `${holder}.${a ?? b ?? c}`);
  }
  return found;
}

const refuse = (key) => {
  throw new TypeError(`${String(key)} is closed here`);
};

/** What everything inherits from. */
const common = [Object, Array, String, Number, Boolean].map(({ prototype }) => prototype);
const shared = new Set(common);
const isShared = shared.has.bind(shared);

/** One that objects may have of their own, by assignment too, and nobody may change where it is inherited from. */
function lockInherited(holder, key, value, enumerable = false) {
  defineProperty(holder, key, {
    __proto__: null,
    get: () => value,
    set(own) {
      if (this === holder || isShared(this)) refuse(key);
      if ((typeof this !== 'object' && typeof this !== 'function') || this === null) return;
      defineProperty(this, key, {
        __proto__: null,
        value: own,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    configurable: false,
    enumerable,
  });
}

function lock(holder, name, open) {
  for (const key of ownKeys(holder)) {
    if (open.has(key) || open.has(`${name}.${String(key)}`)) continue;
    const descriptor = getOwnPropertyDescriptor(holder, key);
    if (!descriptor.configurable || key === Symbol.species) continue;
    if (SAID.has(key) && name.endsWith('.prototype')) {
      lockInherited(holder, key, descriptor.value);
      continue;
    }
    const locked = { __proto__: null, configurable: false };
    if (hasOwn(descriptor, 'value')) locked.writable = false;
    defineProperty(holder, key, locked);
  }
}

/** `texts`: the suite's, which may change what it likes. */
export function lockBuiltins(texts) {
  const open = changedBy(texts);
  for (const prototype of common) {
    for (const key of ['toJSON', Symbol.toPrimitive])
      if (!hasOwn(prototype, key)) lockInherited(prototype, key, undefined);
  }
  guardDefinitions();
  for (const key of ownKeys(Object.prototype)) {
    const { value } = getOwnPropertyDescriptor(Object.prototype, key);
    if (typeof value !== 'function' || open.has(key) || open.has(`Object.prototype.${String(key)}`)) continue;
    lockInherited(Object.prototype, key, value);
  }
  for (const key of OBSERVED) {
    const { value, writable } = getOwnPropertyDescriptor(Array.prototype, key);
    if (writable && !open.has(`Array.prototype.${key}`)) lockInherited(Array.prototype, key, value);
  }
  for (const name of names) {
    const it = globalThis[name];
    lock(it, name, open);
    if (typeof it === 'function') lock(it.prototype, `${name}.prototype`, open);
  }
  lock(Date.prototype, 'Date.prototype', open);
  // Frozen and not locked: V8 goes on to take their shortcuts.
  for (const each of iterators) freeze(each);
  for (const each of typed) lock(each, '', open);
  for (const name of [...names, ...alsoNames]) {
    if (!open.has(name))
      defineProperty(globalThis, name, { __proto__: null, writable: false, configurable: false });
  }
}

const callers = 'setTimeout setInterval setImmediate queueMicrotask process console'.split(' ');
const judging = [
  ['process', ['exit', 'nextTick', 'emit']],
  ['console', ['assert']],
];

/** What plain scripts call, and are called by. */
export function lockRuntime(texts) {
  const written = (name) =>
    texts.some((text) => new RegExp(`\\b${name}\\s*=(?!=)|[Tt]imers|[Mm]ock|[Ss]tub|[Ss]py`).test(text));
  const close = (holder, key) =>
    defineProperty(holder, key, {
      __proto__: null,
      value: holder[key],
      writable: false,
      configurable: false,
    });
  for (const name of callers) if (!written(name)) close(globalThis, name);
  for (const [name, keys] of judging)
    for (const key of keys)
      if (!written(`${name}\\.${key}`)) lockInherited(globalThis[name], key, globalThis[name][key], true);
}

/**
 * Lists fill by assignment, which setters under their numbers would be asked of: none is put where all lists have it
 * from. Nor is what lists make others with.
 */
function guardDefinitions() {
  const indexed = new Set([Array.prototype, Object.prototype]);
  const isIndexed = indexed.has.bind(indexed);
  const species = new Set(names.map((name) => globalThis[name]));
  const hasSpecies = species.has.bind(species);
  const check = (target, key) => {
    // It has no setter; to lock it would slow down every list that is made of another.
    if (key === Symbol.species && hasSpecies(target)) refuse(key);
    if (
      isIndexed(target) &&
      (typeof key === 'string' || typeof key === 'number') &&
      call(exec, /^\d+$/, key) !== null
    )
      refuse(key);
  };
  const guard = (holder, name, before) => {
    const { value: original } = getOwnPropertyDescriptor(holder, name);
    const { [name]: guarded } = {
      [name](...args) {
        before(this, ...args);
        return call(original, this, ...args);
      },
    };
    defineProperty(guarded, 'length', { __proto__: null, value: original.length });
    defineProperty(holder, name, { __proto__: null, value: guarded });
  };
  for (const holder of [Object, Reflect]) {
    guard(holder, 'defineProperty', (_, target, key) => check(target, key));
    guard(holder, 'setPrototypeOf', (_, target) => isIndexed(target) && refuse('a prototype'));
  }
  guard(Object, 'defineProperties', (_, target, all) => {
    for (const key of ownKeys(all)) check(target, key);
  });
  for (const name of ['__defineGetter__', '__defineSetter__']) guard(Object.prototype, name, check);
  const { get, set } = getOwnPropertyDescriptor(Object.prototype, '__proto__');
  defineProperty(Object.prototype, '__proto__', {
    __proto__: null,
    get,
    set(value) {
      if (isIndexed(this)) refuse('a prototype');
      call(set, this, value);
    },
    configurable: false,
  });
}
