// The words of Jest, mocha and vitest that declare tests. They only gather; running.mjs runs.

import { eachOf } from './each.mjs';

const group = (name, parent, mode = 'run') => ({
  name,
  parent,
  mode,
  children: [],
  hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
});

let root = group('', null);
let open = root;

/** Takes what was declared since the last time. */
export function takeDeclared() {
  const declared = root;
  root = group('', null);
  open = root;
  return declared;
}

function readOptions(options) {
  const read = {};
  for (const option of options) {
    if (typeof option === 'number') read.timeout = option;
    else if (typeof option === 'object' && option !== null) Object.assign(read, option);
  }
  return read;
}

/** The mode that options ask for, such as vitest's `{ skip: true }`. */
const modeOf = (mode, { skip, todo, only, fails }) =>
  skip ? 'skip' : todo ? 'todo' : only ? 'only' : fails ? 'failing' : mode;

const nameOf = (name) => (typeof name === 'function' ? name.name : String(name));

function declareTest(mode) {
  return (name, ...rest) => {
    const fn = rest.find((each) => typeof each === 'function');
    const options = readOptions(rest);
    const { args, timeout } = options;
    const asked = modeOf(mode, options);
    // Mocha's pending test, which has no body.
    open.children.push({
      test: true,
      name: nameOf(name),
      mode: fn === undefined ? 'todo' : asked,
      fn,
      args,
      timeout,
    });
    return { timeout: () => {} };
  };
}

function declareGroup(mode) {
  return (name, ...rest) => {
    const fn = rest.find((each) => typeof each === 'function');
    const options = readOptions(rest);
    const inner = group(nameOf(name), open, modeOf(mode, options));
    open.children.push(inner);
    const before = open;
    open = inner;
    try {
      fn?.apply(suiteContext, options.args ?? []);
    } finally {
      open = before;
    }
  };
}

/** What mocha's `this` offers inside `describe`. */
const suiteContext = { timeout: () => suiteContext, slow: () => suiteContext, retries: () => suiteContext };

function family(declare) {
  const withEach = (mode) => {
    const word = declare(mode);
    return Object.assign(word, { each: eachOf(word), for: eachOf(word, false) });
  };
  const word = withEach('run');
  const skip = withEach('skip');
  const only = withEach('only');
  const chosen = (condition, chosenWord) => (condition ? chosenWord : word);
  Object.assign(word, {
    skip,
    only,
    todo: withEach('todo'),
    failing: withEach('failing'),
    fails: withEach('failing'),
    skipIf: (condition) => chosen(condition, skip),
    runIf: (condition) => chosen(!condition, skip),
  });
  for (const same of ['concurrent', 'sequential', 'shuffle']) word[same] = word;
  return { word, skip, only };
}

const hook = (kind) => (first, second, third) => {
  const [fn, timeout] = typeof first === 'function' ? [first, second] : [second, third];
  open.hooks[kind].push({ fn, timeout });
};

const tests = family(declareTest);
const groups = family(declareGroup);
const beforeAll = hook('beforeAll');
const afterAll = hook('afterAll');
const beforeEach = hook('beforeEach');
const afterEach = hook('afterEach');

/** Every word, under each name that one of the frameworks gives it. */
export const api = {
  describe: groups.word,
  context: groups.word,
  suite: groups.word,
  fdescribe: groups.only,
  xdescribe: groups.skip,
  xcontext: groups.skip,
  test: tests.word,
  it: tests.word,
  specify: tests.word,
  fit: tests.only,
  xit: tests.skip,
  xtest: tests.skip,
  xspecify: tests.skip,
  beforeAll,
  before: beforeAll,
  suiteSetup: beforeAll,
  afterAll,
  after: afterAll,
  suiteTeardown: afterAll,
  beforeEach,
  setup: beforeEach,
  afterEach,
  teardown: afterEach,
};

for (const each of Object.values(api)) {
  for (const inner of Object.values(each)) if (typeof inner === 'function') Object.freeze(inner);
  Object.freeze(each);
}
Object.freeze(api);
