// Functions that remember how they were called: `jest.fn`, `jest.spyOn`.

const records = new WeakMap();
const everyMock = new Set();
let calls = 0;

/** What a mock remembers; undefined for anything that is none. */
export const recordOf = (value) => (typeof value === 'function' ? records.get(value) : undefined);
export const isMockFunction = (value) => recordOf(value) !== undefined;

const empty = () => ({ calls: [], results: [], instances: [], contexts: [], invocationCallOrder: [] });

function settle(result, value) {
  if (!(value instanceof Promise)) return;
  value.then(
    (resolved) => Object.assign(result, { settled: 'fulfilled', resolved }),
    (reason) => Object.assign(result, { settled: 'rejected', resolved: reason }),
  );
}

export function fn(implementation, restore = () => {}) {
  let behaviour = implementation;
  let once = [];
  let name = 'jest.fn()';
  const record = empty();

  function mock(...args) {
    calls += 1;
    record.calls.push(args);
    record.instances.push(this);
    record.contexts.push(this);
    record.invocationCallOrder.push(calls);
    const result = { type: 'incomplete', value: undefined };
    record.results.push(result);
    const behave = once.shift() ?? behaviour;
    try {
      const value =
        new.target === undefined || behave?.prototype === undefined
          ? behave?.apply(this, args)
          : Reflect.construct(behave, args, new.target);
      Object.assign(result, { type: 'return', value });
      settle(result, value);
      return value;
    } catch (error) {
      Object.assign(result, { type: 'throw', value: error });
      throw error;
    }
  }

  const chain = (act) => (value) => {
    act(value);
    return mock;
  };
  const next = (make) => chain((value) => once.push(make(value)));
  const always = (make) =>
    chain((value) => {
      behaviour = make(value);
    });
  const returns = (value) => () => value;
  const resolves = (value) => async () => value;
  const rejects = (value) => async () => {
    throw value;
  };
  const throws = (value) => () => {
    throw value;
  };
  const same = (value) => value;

  Object.assign(mock, {
    mockImplementation: always(same),
    mockImplementationOnce: next(same),
    mockReturnValue: always(returns),
    mockReturnValueOnce: next(returns),
    mockResolvedValue: always(resolves),
    mockResolvedValueOnce: next(resolves),
    mockRejectedValue: always(rejects),
    mockRejectedValueOnce: next(rejects),
    mockThrow: always(throws),
    mockThrowOnce: next(throws),
    mockReturnThis: chain(() => {
      behaviour = function () {
        return this;
      };
    }),
    getMockImplementation: () => behaviour,
    mockName: chain((text) => {
      name = text;
    }),
    getMockName: () => name,
    mockClear: chain(() => Object.assign(record, empty())),
    mockReset: chain(() => {
      Object.assign(record, empty());
      once = [];
      behaviour = implementation;
    }),
    mockRestore: () => {
      mock.mockReset();
      restore();
    },
  });
  Object.defineProperty(mock, 'mock', {
    value: Object.defineProperty(record, 'lastCall', { get: () => record.calls.at(-1), enumerable: false }),
  });
  records.set(mock, record);
  everyMock.add(mock);
  return mock;
}

/** Puts a mock in the place of a method, or of one side of an accessor, that goes on doing what that did. */
export function spyOn(object, key, side = 'value') {
  let holder = object;
  while (holder !== null && !Object.hasOwn(holder, key)) holder = Object.getPrototypeOf(holder);
  const original = holder === null ? undefined : Object.getOwnPropertyDescriptor(holder, key);
  if (original === undefined)
    throw new Error(`Property \`${String(key)}\` does not exist in the provided object`);
  const current = side === 'value' ? object[key] : original[side];
  if (isMockFunction(current)) return current;
  if (typeof current !== 'function') throw new Error(`Property \`${String(key)}\` is not a function`);
  const own = holder === object;
  const mock = fn(current, () => {
    if (own) Object.defineProperty(object, key, original);
    else delete object[key];
  });
  Object.defineProperty(
    object,
    key,
    side === 'value'
      ? { value: mock, writable: true, configurable: true, enumerable: original.enumerable }
      : { ...original, configurable: true, [side]: mock },
  );
  return mock;
}

const forAll = (method) => () => {
  for (const mock of everyMock) mock[method]();
};
export const clearAllMocks = forAll('mockClear');
export const resetAllMocks = forAll('mockReset');

let restored = [];
/** Has something done when all is restored. */
export const onRestore = (act) => restored.push(act);
export function restoreAllMocks() {
  forAll('mockRestore')();
  for (const act of restored.reverse()) act();
  restored = [];
}
