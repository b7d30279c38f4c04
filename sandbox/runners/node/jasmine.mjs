// The object `jasmine`, and the words that only its suites have.

import { asymmetric, matcherOf } from './asymmetric.mjs';
import { timersApi } from './clock.mjs';
import { equals } from './equality.mjs';
import { expect } from './expect.mjs';
import { fn, spyOn as watch } from './mocks.mjs';
import { show, Unmet } from './show.mjs';

/** Jasmine's spies give way at the end of a test. */
let spies = [];
export function restoreSpies() {
  for (const spy of spies.reverse()) spy.mockRestore();
  spies = [];
}

/** A mock with what jasmine hangs on it. `through` is what it does when told to call through. */
function dressed(spy, through) {
  const behaving = (behave) => {
    spy.mockImplementation(behave);
    return spy;
  };
  const thrown = (error) => (typeof error === 'string' ? new Error(error) : error);
  const { mock } = spy;
  const all = () =>
    mock.calls.map((args, at) => ({ args, object: mock.contexts[at], returnValue: mock.results[at].value }));
  return Object.assign(spy, {
    and: {
      returnValue: (value) => behaving(() => value),
      returnValues: (...values) => behaving(() => values.shift()),
      callFake: behaving,
      callThrough: () => behaving(through),
      stub: () => behaving(() => undefined),
      throwError: (error) =>
        behaving(() => {
          throw thrown(error);
        }),
      resolveTo: (value) => behaving(async () => value),
      rejectWith: (error) => behaving(() => Promise.reject(error)),
    },
    calls: {
      count: () => mock.calls.length,
      any: () => mock.calls.length > 0,
      argsFor: (at) => mock.calls[at],
      allArgs: () => mock.calls,
      all,
      first: () => all()[0],
      mostRecent: () => all().at(-1),
      reset: () => spy.mockClear(),
    },
  });
}

export function spyOn(object, key) {
  const through = object[key];
  if (typeof through?.mock === 'object') return through;
  const spy = watch(object, key).mockImplementation(() => undefined);
  spies.push(spy);
  return dressed(spy, through);
}

function spyOnProperty(object, key, side = 'get') {
  const spy = watch(object, key, side).mockImplementation(() => undefined);
  spies.push(spy);
  return dressed(spy);
}

const createSpy = (_name, original) =>
  dressed(
    fn(() => undefined),
    original,
  );

function createSpyObj(name, methods, properties) {
  const [named, valued] = typeof name === 'string' ? [methods, properties] : [name, methods];
  const given = Array.isArray(named) ? named.map((each) => [each, undefined]) : Object.entries(named);
  const made = given.map(([each, value]) => [each, createSpy(each).and.returnValue(value)]);
  return { ...Object.fromEntries(made), ...(Array.isArray(valued) ? {} : valued) };
}

const clock = {
  install() {
    timersApi.useFakeTimers();
    return clock;
  },
  uninstall: () => timersApi.useRealTimers(),
  tick: (ms = 0) => timersApi.advanceTimersByTime(ms),
  mockDate(now) {
    timersApi.setSystemTime(now);
    return clock;
  },
};

const { any, anything, objectContaining, arrayContaining, stringMatching, stringContaining } = asymmetric;
const isEmpty = (value) => (value?.length ?? value?.size ?? Object.keys(Object(value)).length) === 0;

export const jasmine = Object.freeze({
  any,
  anything,
  objectContaining,
  arrayContaining,
  stringMatching,
  stringContaining,
  arrayWithExactContents: (wanted) =>
    matcherOf('exactly', (list) => {
      const left = Array.isArray(list) ? [...list] : [];
      const found = wanted.every((each) => {
        const at = left.findIndex((item) => equals(item, each));
        if (at >= 0) left.splice(at, 1);
        return at >= 0;
      });
      return found && left.length === 0;
    }),
  truthy: () => matcherOf('truthy', Boolean),
  falsy: () => matcherOf('falsy', (value) => !value),
  empty: () => matcherOf('empty', isEmpty),
  notEmpty: () => matcherOf('not empty', (value) => !isEmpty(value)),
  createSpy,
  createSpyObj,
  clock: () => clock,
  addMatchers: () => {},
  get DEFAULT_TIMEOUT_INTERVAL() {
    return 5000;
  },
  set DEFAULT_TIMEOUT_INTERVAL(_) {},
});

/** Checks of what a promise comes to. */
function expectAsync(promise) {
  const rejectedWith = async (wanted) => expect(promise).rejects.toEqual(wanted);
  const sides = {
    toBeResolved: async () => void (await expect(promise).resolves.toSatisfy(() => true)),
    toBeResolvedTo: async (wanted) => expect(promise).resolves.toEqual(wanted),
    toBeRejected: async () => void (await expect(promise).rejects.toSatisfy(() => true)),
    toBeRejectedWith: rejectedWith,
    toBeRejectedWithError: async (...wanted) => expect(promise).rejects.toThrowError(...wanted),
  };
  return { ...sides, withContext: () => sides };
}

/** Words that jasmine declares beside those that all have. */
export const jasmineWords = {
  jasmine,
  spyOn,
  spyOnProperty,
  expectAsync,
  fail(reason = 'fail()') {
    throw new Unmet(
      reason instanceof Error ? reason.message : typeof reason === 'string' ? reason : show(reason),
    );
  },
};
