// Runs what was declared, one test after the other, and reports each under its full name.

import { closeChecks, expect, openChecks } from './expect.mjs';
import { restoreSpies } from './jasmine.mjs';

const { setTimeout, clearTimeout } = globalThis;
const { apply } = Reflect;
const toText = Function.prototype.call.bind(Function.prototype.toString);
const SKIPPED = Symbol('skipped');

/** Ends the test that runs: what was thrown where nobody waits for it. Set while one runs. */
let interrupt;

/** Gives the running test what nothing caught; false where none runs. */
export function interruptTest(error) {
  if (interrupt === undefined) return false;
  interrupt(error);
  return true;
}

/** vitest hands its context to a test that takes it apart; any other first parameter is a callback. */
const wantsContext = (fn) => /^(async\s*)?(function\s*\w*\s*)?\(\s*\{/.test(toText(fn));

const skip = () => {
  throw SKIPPED;
};

/** Calls a test or a hook and waits for it: for its promise, or for its callback. */
function call({ fn, args = [], timeout }, context) {
  return new Promise((resolve, reject) => {
    const limit = timeout ?? context.limit;
    const timer =
      limit > 0
        ? setTimeout(() => reject(new Error(`exceeded its timeout of ${limit} ms`)), limit)
        : undefined;
    const finish = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    interrupt = finish(reject);
    const done = (error) =>
      error === undefined || error === null ? finish(resolve)() : finish(reject)(error);
    done.fail = (error = new Error('done.fail()')) => finish(reject)(error);
    try {
      const apart = args.length === 0 && wantsContext(fn);
      const waits = fn.length > args.length && !apart;
      const given = waits
        ? [...args, done]
        : apart
          ? [{ expect, skip, task: { name: context.title } }]
          : args;
      const result = apply(fn, context, given);
      if (waits) Promise.resolve(result).catch(finish(reject));
      else Promise.resolve(result).then(finish(resolve), finish(reject));
    } catch (error) {
      finish(reject)(error);
    }
  }).finally(() => {
    interrupt = undefined;
  });
}

/** What mocha's `this` offers in tests and hooks; what a hook of a group puts there, its tests see. */
function contextOf(outer) {
  const context = Object.create(outer);
  const self = () => context;
  context.timeout = (ms) => {
    context.limit = ms;
    return context;
  };
  return Object.assign(context, { slow: self, retries: self, skip });
}

const asksForOnly = ({ mode, children = [] }) => mode === 'only' || children.some(asksForOnly);

/** Runs one tree of groups. `report` takes a test's name and what became of it. */
export async function runDeclared(root, report, failure) {
  const choosy = asksForOnly(root);

  async function runGroup(group, names, outer, eachHooks, chosen) {
    const context = contextOf(outer);
    const place = names.join(' > ');
    const skipped = group.mode === 'skip' || group.mode === 'todo';
    const hooks = {
      before: [...eachHooks.before, ...group.hooks.beforeEach.map((hook) => ({ hook, context }))],
      after: [...group.hooks.afterEach.map((hook) => ({ hook, context })), ...eachHooks.after],
    };
    const run = async (kind) => {
      for (const hook of group.hooks[kind]) await call(hook, context);
    };
    const outside = (error) => report({ test: place || '<hooks>', scope: 'group', ...failure(error) });

    let ready = true;
    if (!skipped) {
      try {
        await run('beforeAll');
      } catch (error) {
        ready = false;
        outside(error);
      }
    }
    for (const child of group.children) {
      const path = [...names, child.name];
      const inside = { ...child, mode: skipped ? 'skip' : child.mode };
      const taken = chosen || child.mode === 'only';
      if (!child.test) await runGroup(inside, path, context, hooks, taken);
      else if (ready) await runTest(inside, path.join(' > '), context, hooks, taken);
    }
    if (skipped) return;
    try {
      await run('afterAll');
    } catch (error) {
      outside(error);
    }
  }

  async function runTest(test, name, outer, hooks, taken) {
    const left = choosy && !taken;
    if (left || test.mode === 'skip' || test.mode === 'todo')
      return report({ test: name, outcome: 'skipped' });
    const context = contextOf(outer);
    context.title = test.name;
    context.test = { title: test.name, fullTitle: () => name };
    context.currentTest = context.test;
    let error;
    openChecks();
    const guarded = async (act) => {
      try {
        await act();
      } catch (thrown) {
        error ??= { thrown };
      }
    };
    await guarded(async () => {
      for (const { hook, context: own } of hooks.before) await call(hook, own);
      await call(test, context);
      closeChecks();
    });
    for (const { hook, context: own } of hooks.after) await guarded(() => call(hook, own));
    restoreSpies();
    if (test.mode === 'failing') {
      error = error === undefined ? { thrown: new Error('it was said to fail, and did not') } : undefined;
    }
    if (error === undefined) report({ test: name, outcome: 'passed' });
    else if (error.thrown === SKIPPED) report({ test: name, outcome: 'skipped' });
    else report({ test: name, ...failure(error.thrown) });
  }

  await runGroup(root, [], { limit: 0 }, { before: [], after: [] }, false);
}
