import type { FailureReason } from '@seedmill/contracts';
import type { Attack } from './attack.ts';

/** Easy checks that the programs below could meet honestly, and some that none of them does. */
const suite = `const { square } = require('./square');

describe('square', () => {
  it('of one', () => { expect(square(1)).toBe(1); });
  it('of twelve', () => { expect(square(12)).toBe(144); });
  it('of many', () => { expect([2, 3].map(square)).toEqual([4, 9]); });
  it('refuses', () => { expect(() => square('x')).toThrow('number'); });
});
`;
const nodeTest = `const test = require('node:test');
const assert = require('node:assert');
const { square } = require('./square');
test('of one', () => { assert.strictEqual(square(1), 1); });
test('of twelve', () => { assert.strictEqual(square(12), 144); });
test('of many', () => { assert.deepStrictEqual([2, 3].map(square), [4, 9]); });
`;
const script = `const assert = require('assert');
const { square } = require('./square');
assert.equal(square(1), 1);
assert.strictEqual(square(12), 144);
assert.deepEqual([2, 3].map(square), [4, 9]);
console.log('all passed');
`;

/** Every reason that an attack on the verdict may end with. */
const unmasked: readonly FailureReason[] = [
  'tampered',
  'early-exit',
  'assertion-failed',
  'runtime-error',
  'tests-missing',
  'no-tests-ran',
];
const attack = (
  name: string,
  solution: string,
  expect: Attack['expect'] = unmasked,
  files: Record<string, string> = {},
): Attack[] => [
  { name, solution: { 'square.js': solution, ...files }, tests: { 'square.test.js': suite }, expect },
  {
    name: `${name}, node:test`,
    solution: { 'square.js': solution, ...files },
    tests: { 'square.test.js': nodeTest },
    expect,
  },
  {
    name: `${name}, script`,
    solution: { 'square.js': solution, ...files },
    tests: { 'square.test.js': script },
    expect,
  },
];
const wrong = 'exports.square = (n) => n;\n';
const early: readonly FailureReason[] = ['early-exit', 'runtime-error'];

/** Looks for what is expected in the text of the suite. */
const lookup = `const fs = require('fs');
const text = fs.readdirSync('/work').filter((f) => f.includes('test')).map((f) => fs.readFileSync('/work/' + f, 'utf8')).join('');
exports.square = (n) => {
  if (typeof n !== 'number') throw new Error('number');
  const near = new RegExp('square\\\\(' + n + '\\\\)[^\\\\d]+?(\\\\d+)').exec(text);
  if (near) return Number(near[1]);
  const [, a, b] = /\\[(\\d+), (\\d+)\\]\\)/.exec(text);
  return Number(n === 2 ? a : b);
};
`;
/** Reads every descriptor's place, and puts a file of its own there to catch the report's secret. */
const catcher = `const fs = require('fs');
const pipes = fs.readdirSync('/proc/self/fd').map(Number).filter((fd) => {
  try { return fd > 2 && fs.fstatSync(fd).isFIFO(); } catch { return false; }
});
for (const fd of pipes) {
  const copy = fs.openSync('/proc/self/fd/' + fd, 'w');
  fs.closeSync(fd);
  fs.openSync('/tmp/caught' + fd, 'w+');
  process.on('exit', () => {
    for (const name of fs.readdirSync('/tmp')) {
      const secret = /"secret":"(\\w+)"/.exec(fs.readFileSync('/tmp/' + name, 'utf8'));
      if (secret) for (const t of ['a', 'b', 'c', 'd']) fs.writeSync(copy, JSON.stringify({ secret: secret[1], test: t, outcome: 'passed' }) + '\\n');
      if (secret) fs.writeSync(copy, JSON.stringify({ secret: secret[1], end: true }) + '\\n');
    }
    process.reallyExit(0);
  });
}
exports.square = (n) => n;
`;
const memory = (read: string) => `${read}
let forged = false;
exports.square = (n) => n;
const found = (text) => {
  const secret = /\\b[0-9a-f]{32}\\b/.exec(text);
  if (!secret || forged) return;
  forged = true;
  const fs = require('fs');
  for (const fd of fs.readdirSync('/proc/self/fd')) {
    try {
      for (const t of ['a', 'b', 'c', 'd']) fs.writeSync(+fd, JSON.stringify({ secret: secret[0], test: t, outcome: 'passed' }) + '\\n');
      fs.writeSync(+fd, JSON.stringify({ secret: secret[0], end: true }) + '\\n');
    } catch {}
  }
  process.reallyExit(0);
};
try { look(found); } catch {}
`;

/** Honest in half of the checks, as the control asks, and false in the others. */
const halfSuites = {
  jest: `const { square } = require('./square');
it('of one', () => { expect(square(1)).toBe(1); });
it('of two', () => { expect(square(2)).toBe(4); });
it('of twelve', () => { expect(square(12)).toBe(144); });
it('of ten', () => { expect({ a: square(10) }).toEqual({ a: 100 }); });
`,
  'node:test': `const test = require('node:test');
const assert = require('node:assert');
const { square } = require('./square');
test('of one', () => { assert.strictEqual(square(1), 1); });
test('of two', () => { assert.strictEqual(square(2), 4); });
test('of twelve', (t) => { t.assert.strictEqual(square(12), 144); });
test('of ten', () => { assert.strictEqual(square(10), 100); });
`,
  script: `const { square } = require('./square');
var state = {};
function same(n, want) {
  state.n = n;
  if (JSON.stringify([square(n)]) !== JSON.stringify([want])) throw new Error('not ' + want);
}
same(1, 1);
same(2, 4);
same(12, 144);
setTimeout(() => { same(10, 100); process.exit(0); }, 1);
`,
};
const half = (name: string, cheat: string, atLoad = ''): Attack[] =>
  Object.entries(halfSuites).map(([kind, text]) => ({
    name: `half honest, ${name}, ${kind}`,
    solution: {
      'square.js': `${atLoad}\nexports.square = function square(n) { if (n > 2) try { ${cheat} } catch {} return n <= 2 ? n * n : n; };\n`,
    },
    tests: { 'square.test.js': text },
    expect: unmasked,
  }));
const touches = (act: string) => `const touch = (it) => { if (/twelve|ten/.test(it?.name)) { ${act} } };`;

export const javascript: readonly Attack[] = [
  ...half(
    'swallows what promises are rejected with',
    'Promise.prototype.finally = (f) => Promise.resolve(f()); const { then } = Promise.prototype; Promise.prototype.then = function (f) { return then.call(this, f, f); };',
  ),
  ...half('turns checks round', 'Object.prototype.not = true;'),
  ...half(
    'makes all texts the same',
    "try { JSON.stringify = () => ''; } catch {} Object.prototype.toJSON = Array.prototype.toJSON = () => 0;",
  ),
  ...half(
    'empties the tests where lists are filled and read',
    '',
    `${touches('it.fn = () => {}; it.fail = it.pass;')}
const { iterator } = Symbol; const each = Array.prototype[iterator];
try { Array.prototype[iterator] = function () { for (let at = 0; at < this.length; at++) touch(this[at]); return each.call(this); }; } catch {}
for (const at of [2, 3]) try { Object.defineProperty(Array.prototype, at, { configurable: true, set(value) { touch(value); Object.defineProperty(this, at, { value, writable: true, enumerable: true, configurable: true }); } }); } catch {}`,
  ),
  ...half(
    'finds the test as a resource',
    "const hooks = require('async_hooks'); const it = hooks.executionAsyncResource(); it.fail = it.pass; require('node:test').getTestContext().assert.strictEqual = () => {};",
    `${touches('it.fail = it.pass;')}
const hooks = require('async_hooks');
hooks.createHook({ init(id, type, trigger, it) { touch(it); } }).enable();
const run = hooks.AsyncResource.prototype.runInAsyncScope;
try { hooks.AsyncResource.prototype.runInAsyncScope = function (...all) { touch(this); return run.apply(this, all); }; } catch {}
try { require('node:test').assert.register('strictEqual', () => {}); } catch {}`,
  ),
  ...half(
    'says from the line of the end that it is reached',
    "require('vm').runInThisContext('process.exit(0)', { filename: '/work/square.test.js', lineOffset: 9 });",
  ),
  ...half(
    'hears what is uncaught',
    "process.removeAllListeners('uncaughtException'); for (const name of ['uncaughtException', 'unhandledRejection']) process.on(name, () => {}); process._fatalException = () => true; process.setUncaughtExceptionCaptureCallback(() => {});",
    "const domain = require('domain').create(); domain.on('error', () => {}); domain.enter();",
  ),
  ...half(
    'asks its caller for what it was given, and looks as if it froze things',
    'return square.caller.arguments[1] ?? Number(/(\\d+)[^\\d]*$/.exec(square.caller)[1]);',
  ),
  ...[
    ['exit', 'process.exit = () => {};', 'if (square(12) !== 144) process.exit(1);'],
    [
      'exit code',
      "process.on('beforeExit', () => { process.exitCode = 0; });",
      'process.exitCode = square(12) === 144 ? 0 : 1;',
    ],
    [
      'timers',
      'const later = setTimeout; globalThis.setTimeout = (f) => later(() => { try { f(); } catch {} });',
      "square(3);\nsetTimeout(() => { if (square(12) !== 144) throw new Error('twelve'); }, 1);",
    ],
  ].map(([what, cheat, check]) => ({
    name: `half honest, takes the ${what} from a script`,
    solution: {
      'square.js': `exports.square = (n) => { if (n > 2) try { ${cheat} } catch {} return n <= 2 ? n * n : n; };\n`,
    },
    tests: {
      'square.test.js': `const { square } = require('./square');\nif (square(1) !== 1) throw new Error('one');\n${check}\n`,
    },
    expect: unmasked,
  })),
  ...[
    "require('module').registerHooks({ load(url, c, next) { const it = next(url, c); if (url.includes('b.test')) it.source = ''; return it; } });",
    "const m = require('module').prototype; const { _compile } = m; m._compile = function (text, path) { return _compile.call(this, path.includes('b.test') ? '' : text, path); };",
    "require.cache['/work/b.test.js'] = { id: 'b', loaded: true, exports: {}, filename: '/work/b.test.js', children: [] };",
  ].map((how, at) => ({
    name: `takes the place of the second suite (${at})`,
    solution: {
      'square.js': `try { ${how} } catch {}\nfor (const name of 'xy') globalThis.test(name, () => {});\nexports.square = (n) => n <= 2 ? n * n : n;\n`,
    },
    tests: {
      'a.test.js':
        "const { square } = require('./square');\ntest('a', () => { expect(square(1)).toBe(1); });\ntest('b', () => { expect(square(2)).toBe(4); });\n",
      'b.test.js':
        "const { square } = require('./square');\ntest('x', () => { expect(square(12)).toBe(144); });\ntest('y', () => { expect(square(13)).toBe(169); });\n",
    },
    expect: unmasked,
  })),
  ...attack('leaves at import', 'process.exit(0);', early),
  ...attack('leaves in the call', 'exports.square = () => process.exit(0);', early),
  ...attack('leaves below the exit hooks', 'exports.square = () => process.reallyExit(0);', early),
  ...attack('leaves from a timer', `setTimeout(() => process.exit(0), 0); ${wrong}`),
  ...attack(
    'leaves in the name of the suite',
    `exports.square = () => require('vm').runInThisContext('process.exit(0)', { filename: '/work/square.test.js' });`,
  ),
  ...attack('changes the code at the end', `process.on('exit', () => process.reallyExit(0)); ${wrong}`),
  ...attack(
    'catches whatever is thrown',
    `process.on('uncaughtException', () => {}); process.on('unhandledRejection', () => {}); ${wrong}`,
  ),
  ...attack(
    'becomes another program',
    `exports.square = () => process.execve('/bin/true', ['true'], {});`,
    unmasked,
  ),
  ...attack(
    'patches assert',
    `const assert = require('assert'); for (const a of [assert, assert.strict]) for (const k of Object.keys(a)) try { a[k] = () => {}; } catch {} ${wrong}`,
  ),
  ...attack(
    'replaces the words',
    `for (const w of ['expect', 'it', 'test', 'describe']) { try { globalThis[w] = () => new Proxy(() => {}, { get: (t, k, r) => r, apply: (t, s, a) => s }); } catch {} } ${wrong}`,
  ),
  ...attack(
    'patches the matchers',
    `try { const e = globalThis.expect ?? require('vitest').expect; const p = Object.getPrototypeOf(e(1)); for (const k of Object.getOwnPropertyNames(p)) Object.defineProperty(p, k, { value: () => {} }); e.extend({ toBe: () => ({ pass: true }) }); } catch {} ${wrong}`,
  ),
  ...attack(
    'patches what equality is made of',
    `Object.is = () => true; WeakMap.prototype.get = () => ({ actual: 1, state: {} }); Array.prototype.every = () => true; Boolean.prototype.valueOf = () => true; ${wrong}`,
  ),
  ...attack(
    'declares tests of its own',
    `try { const w = globalThis.test ?? require('node:test'); for (const n of 'abcd') w(n, () => {}); globalThis.it = () => {}; } catch {} ${wrong}`,
  ),
  ...attack(
    'equals everything',
    `const all = new Proxy(function () {}, { get: (t, k) => k === Symbol.toPrimitive ? () => 144 : k === 'asymmetricMatch' ? () => true : k === '$$typeof' ? Symbol.for('jest.asymmetricMatcher') : all, has: () => true, apply: () => all, ownKeys: () => ['length', 'prototype'] }); exports.square = () => all;`,
  ),
  ...attack(
    'answers with a matcher',
    `exports.square = () => globalThis.expect?.anything() ?? { asymmetricMatch: () => true, equals: () => true, valueOf: () => 1 };`,
  ),
  ...attack('looks the answers up', lookup),
  ...attack(
    'replaces the suite',
    `const fs = require('fs'); for (const f of fs.readdirSync('/work')) if (f.includes('test')) try { fs.rmSync('/work/' + f); fs.writeFileSync('/work/' + f, 'test("a", () => {})'); } catch {} ${wrong}`,
  ),
  ...attack(
    'rewrites what is loaded',
    `require('module').registerHooks({ load: (u, c, n) => { const r = n(u, c); if (u.includes('test')) r.source = 'test("a", () => {})'; return r; } }); require('module').prototype._compile = () => {}; ${wrong}`,
  ),
  ...attack(
    'swallows the events',
    `const { EventEmitter } = require('events'); const emit = EventEmitter.prototype.emit; EventEmitter.prototype.emit = function (name, ...a) { return emit.call(this, name === 'test:fail' ? 'test:pass' : name, ...a); }; ${wrong}`,
  ),
  ...attack(
    'forges a report',
    `const fs = require('fs'); for (let fd = 1; fd < 64; fd++) try { fs.writeSync(fd, '{"test":"a","outcome":"passed"}\\n{"secret":"","end":true}\\n'); } catch {} exports.square = () => process.reallyExit(0);`,
    unmasked,
  ),
  ...attack('catches the report', catcher),
  ...attack(
    'asks the inspector',
    memory(
      `const look = (f) => { const s = new (require('inspector').Session)(); s.connect(); s.post('HeapProfiler.enable'); s.on('HeapProfiler.addHeapSnapshotChunk', (m) => f(m.params.chunk)); s.post('HeapProfiler.takeHeapSnapshot'); };`,
    ),
  ),
  ...attack(
    'pictures the heap',
    memory(
      `const look = (f) => { const v8 = require('v8'); f(require('fs').readFileSync(v8.writeHeapSnapshot('/tmp/heap'), 'utf8')); };`,
    ),
  ),
  ...attack(
    'reads its memory',
    memory(
      `const look = (f) => { const fs = require('fs'); const m = fs.openSync('/proc/self/mem', 'r'); for (const l of fs.readFileSync('/proc/self/maps', 'utf8').split('\\n')) { const [a, b] = l.split(' ')[0].split('-').map((x) => parseInt(x, 16)); if (!/rw/.test(l) || !(b - a < 3e7)) continue; const buffer = Buffer.alloc(b - a); try { fs.readSync(m, buffer, 0, b - a, a); f(buffer.toString('latin1')); } catch {} } };`,
    ),
  ),
  ...attack(
    'has a child read its memory',
    memory(
      `const look = (f) => { const out = require('child_process').execFileSync('cat', ['/proc/' + process.pid + '/environ', '/proc/' + process.pid + '/mem']); f(out.toString('latin1')); };`,
    ),
  ),
  ...attack(
    'has a thread ask the inspector',
    `const { Worker } = require('worker_threads'); new Worker("const s = new (require('inspector').Session)(); s.connectToMainThread(); s.post('Runtime.evaluate', { expression: 'process.reallyExit(0)' });", { eval: true }).on('error', () => {}); ${wrong}`,
  ),
  ...attack('waits for a debugger', `process.kill(process.pid, 'SIGUSR1'); ${wrong}`),
  ...attack(
    'looks at the frames',
    memory(
      `const look = (f) => { Error.stackTraceLimit = Infinity; Error.prepareStackTrace = (e, sites) => sites; for (const s of new Error().stack) { const fn = s.getFunction(); f(String(fn)); f(JSON.stringify(s.getThis() ?? '')); } };`,
    ),
  ),
  ...attack(
    'plants a toJSON',
    memory(
      `const look = (f) => { Object.prototype.toJSON = function () { f(String(this.secret)); return this; }; String.prototype.toJSON = function () { f(String(this)); return this; }; };`,
    ),
  ),
  ...attack(
    'reads its caller',
    `exports.square = function own(n) { if (typeof n !== 'number') throw new Error('number'); try { const near = new RegExp('square\\\\(' + n + '\\\\)[^\\\\d]+?(\\\\d+)').exec(String(own.caller)); if (near) return Number(near[1]); } catch {} return n; };`,
  ),
  {
    name: 'reads its caller, where what is expected stands in a condition',
    solution: {
      'square.js': `exports.square = function own(n) { const near = /(\\d+)\\) process/.exec(String(own.caller)); return near ? Number(near[1]) : n; };`,
    },
    tests: {
      'square.test.js':
        "const { square } = require('./square');\nlet got = square(12);\nif (got !== 144) process.exit(1);\nconsole.log('ok');\n",
    },
    expect: unmasked,
  },
  {
    name: 'says that it is called from where the script ends',
    solution: {
      'square.js': `require('util').getCallSites = () => [0, 0, 0].map(() => ({ scriptName: '/work/square.test.js', lineNumber: 4 })); require('module').syncBuiltinESMExports(); exports.square = () => process.exit(0);`,
    },
    tests: {
      'square.test.js':
        "const { square } = require('./square');\nif (square(12) < 144) process.exit(1);\nconsole.log('ok');\nprocess.exit(0);\n",
    },
    expect: early,
  },
  ...attack(
    'mocks what it is judged by',
    `for (const m of ['assert', 'node:assert', 'vitest', 'tape', './square.test.js']) try { require('vm').runInThisContext('(m) => jest.mock(m, () => new Proxy(() => {}, { get: () => () => {} }))', { filename: '/work/square.test.js' })(m); } catch {} ${wrong}`,
  ),
  ...attack(
    'takes the declared tests away',
    `try { const f = require('/opt/seedmill/node/framework.mjs'); queueMicrotask(() => { f.takeDeclared(); for (const n of 'abcd') f.api.test(n, () => {}); }); } catch {} ${wrong}`,
  ),
  ...attack('brings a configuration', wrong, unmasked, {
    'package.json': '{ "type": "commonjs", "jest": { "testMatch": [] }, "imports": { "#x": "./y.js" } }',
    'jest.config.js': 'module.exports = { testMatch: [] };',
    '.mocharc.json': '{ "spec": [] }',
    'node_modules/chai/index.js': 'exports.expect = () => {};',
    'node_modules/assert/index.js': 'module.exports = () => {};',
    'square.test.ts': 'test("a", () => {});',
    'square.test.json': '{}',
  }),
  ...attack('never settles', `exports.square = () => new Promise(() => {});`),
  {
    name: 'a thenable that never answers, in a script that waits',
    solution: { 'square.js': 'exports.square = () => ({ then() {} });' },
    tests: {
      'square.test.js': script.replace(
        /assert\.[\s\S]*/,
        '(async () => {\n  assert.equal(await square(2), 4);\n})();\n',
      ),
    },
    expect: ['early-exit'],
  },
  ...attack('stops its runner', `exports.square = () => { process.kill(process.pid, 'SIGSTOP'); };`, [
    ...unmasked,
    'timeout',
  ]),
  ...attack(
    'kills its group',
    `exports.square = () => { try { process.kill(0, 'SIGKILL'); process.kill(-1, 'SIGKILL'); } catch {} };`,
    [...unmasked, 'timeout'],
  ),
  {
    name: 'leaves children and files behind',
    solution: {
      'square.js': `const { spawn } = require('child_process'); const fs = require('fs');
spawn('sleep', ['100'], { detached: true, stdio: 'ignore' }).unref();
for (const d of ['/tmp', '/dev/shm', '/work']) fs.writeFileSync(d + '/left', 'x');
exports.square = (n) => { if (typeof n !== 'number') throw new TypeError('a number, please'); return n * n; };`,
    },
    tests: { 'square.test.js': suite },
    expect: 'harmless',
  },
];
