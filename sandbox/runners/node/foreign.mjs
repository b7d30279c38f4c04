// Suites of tape, AVA and uvu: their words for what `framework.mjs` gathers.

import { held, testerOf } from './tester.mjs';

const { setImmediate } = globalThis;
const isFunction = (value) => typeof value === 'function';
const nameOf = (args) => (typeof args[0] === 'string' ? args[0] : args.find(isFunction)?.name || 'test');

/** Runs one test of tape, which is over when it says so, when its plan is met, or when its promise is settled. */
const tapeTest = (body) => () =>
  new Promise((resolve, reject) => {
    const over = (state) => {
      try {
        held(state);
        resolve();
      } catch (error) {
        reject(error);
      }
    };
    const { t, state } = testerOf({ after: (now) => now.made === now.wanted && setImmediate(over, now) });
    t.end = (error) => (error ? reject(error) : over(state));
    t.teardown = () => {};
    t.test = (...args) => tapeTest(args.find(isFunction))().then(() => {}, reject);
    try {
      const result = body(t);
      if (result instanceof Promise) result.then(() => over(state), reject);
    } catch (error) {
      reject(error);
    }
  });

/** `test` of tape. */
export function tapeOf(api) {
  const declaring =
    (declare) =>
    (...args) =>
      declare(nameOf(args), tapeTest(args.find(isFunction)));
  const test = declaring(api.test);
  return Object.assign(test, {
    test,
    only: declaring(api.test.only),
    skip: declaring(api.test.skip),
    onFinish() {},
    onFailure() {},
  });
}

/** `test` of AVA, with macros, hooks and a context for each test. */
export function avaOf(api) {
  let context = {};
  const run = (body, args) => async () => {
    const { t, state } = testerOf({});
    t.context = context;
    t.teardown = () => {};
    await body(t, ...args);
    context = t.context;
    held(state);
  };
  const bodyOf = (args) => args.map((each) => each?.exec ?? each).find(isFunction);
  const declaring =
    (declare) =>
    (...args) => {
      const at = args.findIndex((each) => isFunction(each?.exec ?? each));
      const body = bodyOf(args);
      const title = args[at]?.title?.(
        typeof args[0] === 'string' ? args[0] : undefined,
        ...args.slice(at + 1),
      );
      declare(title ?? nameOf(args), run(body, args.slice(at + 1)));
    };
  const hook = (declare) => {
    const word = (...args) => declare(run(bodyOf(args), []));
    return Object.assign(word, { always: word });
  };
  const test = declaring(api.test);
  return Object.assign(test, {
    serial: test,
    only: declaring(api.test.only),
    skip: declaring(api.test.skip),
    todo: api.test.todo,
    failing: declaring(api.test.failing),
    macro: (given) => given,
    before: hook(api.beforeAll),
    after: hook(api.afterAll),
    beforeEach: hook(api.beforeEach),
    afterEach: hook(api.afterEach),
  });
}

/** `suite` of uvu; a suite declares its tests when it is run. */
export function uvuSuite(api) {
  return (name, start = {}) => {
    const declared = [];
    const adding = (declare) => (title, body) => declared.push(() => declare(title, () => body(start)));
    const hook = (declare) => (body) => declared.push(() => declare(() => body(start)));
    const test = adding(api.test);
    return Object.assign(test, {
      only: adding(api.test.only),
      skip: adding(api.test.skip),
      before: Object.assign(hook(api.beforeAll), { each: hook(api.beforeEach) }),
      after: Object.assign(hook(api.afterAll), { each: hook(api.afterEach) }),
      run() {
        const all = declared.splice(0);
        const declareAll = () => {
          for (const declare of all) declare();
        };
        if (name === undefined) declareAll();
        else api.describe(name, declareAll);
      },
    });
  };
}
