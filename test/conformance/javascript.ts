import type { Conformance, ConformanceCase } from './conformance.ts';

const commonjs = `function roman(n) {
  if (!Number.isInteger(n) || n < 1) throw new RangeError('out of range: ' + n);
  const signs = [[1000, 'M'], [900, 'CM'], [500, 'D'], [400, 'CD'], [100, 'C'], [90, 'XC'], [50, 'L'], [40, 'XL'],
    [10, 'X'], [9, 'IX'], [5, 'V'], [4, 'IV'], [1, 'I']];
  let text = '';
  for (const [value, sign] of signs) for (; n >= value; n -= value) text += sign;
  return text;
}
`;
const right = { 'roman.js': `${commonjs}module.exports = { roman };\n` };
const wrong = { 'roman.js': right['roman.js'].replace("[4, 'IV'], ", '') };
const rightModule = { 'roman.mjs': `export ${commonjs}` };

/** The same checks in Jest's words. */
const jest = `const { roman } = require('./roman');

describe('roman', () => {
  let calls;
  beforeEach(() => { calls = jest.fn(roman); });
  it('knows single signs', () => {
    expect(roman(1)).toBe('I');
    expect([5, 10].map(roman)).toEqual(['V', 'X']);
  });
  it.each([[4, 'IV'], [9, 'IX'], [1994, 'MCMXCIV']])('writes %i as %s', (n, expected) => {
    expect(roman(n)).toBe(expected);
  });
  test('refuses', () => {
    expect(() => roman(0)).toThrow(RangeError);
    expect(() => roman(0)).toThrow('out of range');
    expect(() => roman(-1)).toThrow(/range: -1/);
  });
  test('later', async () => {
    await expect(Promise.resolve(roman(40))).resolves.toBe('XL');
    await expect(Promise.reject(new Error('no'))).rejects.toThrow('no');
  });
  test('is called', (done) => {
    expect(calls(3)).toHaveLength(3);
    expect(calls).toHaveBeenCalledWith(3);
    setTimeout(done, 1);
  });
});
`;
const passed = (tests?: number) => ({
  outcome: 'passed' as const,
  ...(tests === undefined ? {} : { tests }),
});
const failed = (reason: 'assertion-failed' | 'runtime-error' | 'early-exit' | 'tests-missing') => ({
  outcome: 'failed' as const,
  phase: 'test' as const,
  reason,
});
const suite = (text: string) => ({ 'roman.test.js': text });
/** A suite as it passes the right program and fails the wrong one. */
const both = (
  name: string,
  tests: Record<string, string>,
  count?: number,
): Record<string, ConformanceCase> => ({
  [name]: { solution: right, tests, expect: passed(count) },
  [`${name}, wrong`]: { solution: wrong, tests, expect: failed('assertion-failed') },
});
const required = `const { roman } = require('./roman.js');\n`;

const mocha = `const assert = require('assert');
${required}
describe('roman', function () {
  this.timeout(2000);
  before(function () { this.signs = ['I', 'V']; });
  it('shares what a hook made', function () { assert.strictEqual(roman(5), this.signs[1]); });
  context('below ten', () => {
    it('writes four', () => assert.equal(roman(4), 'IV'));
    specify('refuses', () => assert.throws(() => roman(0), RangeError));
  });
});
`;
const chai = `const { expect, assert } = require('chai');
${required}
describe('roman', () => {
  it('speaks', () => {
    expect(roman(4)).to.equal('IV');
    expect(roman(4)).to.be.a('string').that.has.lengthOf(2);
    expect([roman(1), roman(2)]).to.deep.equal(['I', 'II']);
    expect({ a: { b: roman(1) } }).to.have.nested.property('a.b', 'I');
    expect(() => roman(0)).to.throw(RangeError, /range/);
    expect(roman(10) === 'X').to.be.true;
  });
  it('asserts', () => {
    assert.equal(roman(9), 'IX');
    assert.isTrue(roman(1).startsWith('I'));
    assert.throws(() => roman(-1), RangeError);
  });
});
`;
const vitest = `import { describe, expect, it, vi } from 'vitest';
import { roman } from './roman';

describe('roman', () => {
  it('writes four', ({ expect }) => { expect(roman(4)).toBe('IV'); });
  it('waits', () => {
    vi.useFakeTimers();
    const called = vi.fn();
    setTimeout(() => called(roman(1)), 60_000);
    vi.advanceTimersByTime(59_999);
    expect(called).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(called).toHaveBeenCalledWith('I');
    vi.useRealTimers();
  });
});
`;
const nodeTest = `import { describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { roman } from './roman.js';

test('four', () => assert.equal(roman(4), 'IV'));
describe('others', () => {
  test('nine', async (t) => { await t.test('inside', () => assert.equal(roman(9), 'IX')); });
});
`;
const ownWords = `const assert = require('assert');
${required}let failures = 0;
function test(name, body) {
  try { body(); console.log('ok ' + name); } catch (error) { failures++; console.error(name, error.message); }
}
test('one', () => { assert.strictEqual(roman(1), 'I'); });
test('four', () => { assert.strictEqual(roman(4), 'IV'); });
console.log(failures === 0 ? 'all passed' : failures + ' failed');
process.exit(failures === 0 ? 0 : 1);
`;
const asyncScript = `const assert = require('assert');
${required}
async function main() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepStrictEqual(await Promise.resolve(roman(4)), 'IV');
}
main();
`;
const humanEval = `${required}
const testRoman = () => {
  console.assert(roman(1) === 'I')
  console.assert(JSON.stringify([roman(4)]) === JSON.stringify(['IV']))
}

testRoman()
`;

const snapshots = `${required}
test('four', () => { expect({ text: roman(4) }).toMatchInlineSnapshot(\`
  {
    "text": "IV",
  }
\`); });
test('zero', () => { expect(() => roman(0)).toThrowErrorMatchingInlineSnapshot(\`"out of range: 0"\`); expect(roman(4)).toBe('IV'); });
`;
const mockable = {
  'names.js':
    "export const nameOf = async (id) => { throw new Error('no network'); };\nexport const mark = '!';\n",
  'clock.js': 'exports.hour = () => new Date().getHours();\n',
  'greet.js':
    "import { nameOf, mark } from './names.js';\nimport { hour } from './clock.js';\nexport const greet = async (id) => (hour() < 12 ? 'Good morning' : 'Hello, ' + (await nameOf(id)) + mark);\n",
};
const mocking = `import { greet } from './greet.js';
import { nameOf } from './names.js';
const mockHour = jest.fn();
jest.mock('./clock.js', () => ({ hour: () => mockHour() }));
jest.mock('./names.js');
test('afternoon', async () => {
  mockHour.mockReturnValue(15);
  nameOf.mockResolvedValue('Ann');
  expect(await greet(7)).toBe('Hello, Ann!');
  expect(nameOf).toHaveBeenCalledWith(7);
});
test('again', async () => {
  mockHour.mockReturnValueOnce(13);
  expect(await greet(8)).toBe('Hello, Ann!');
});
`;
const jasmine = `${required}
describe('roman', () => {
  it('writes', () => {
    const told = jasmine.createSpy('told').and.callFake(roman);
    expect(told(4) === 'IV').toBeTrue();
    expect(told.calls.mostRecent().args).toEqual([4]);
  });
  it('refuses', async () => {
    expect(() => roman(0)).toThrowError(RangeError, 'out of range: 0');
    await expectAsync(Promise.resolve(roman(4))).toBeResolvedTo('IV');
  });
});
`;
const tape = `const test = require('tape');
${required}test('roman', (t) => {
  t.plan(2);
  t.equal(roman(4), 'IV', 'four');
  t.deepEqual([roman(1)], ['I']);
});
`;
const ava = `import test from 'ava';
import { roman } from './roman.js';
test('writes', (t) => { t.is(roman(4), 'IV'); });
test('refuses', (t) => { t.throws(() => roman(0), { instanceOf: RangeError, message: /range/ }); t.is(roman(4), 'IV'); });
`;
const uvu = `import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { roman } from './roman.js';
test('writes', () => { assert.is(roman(4), 'IV'); assert.throws(() => roman(0), /range/); });
test.run();
`;

/** One case of the kinds that need no program of their own. */
const kind = (solution: string, expect: ConformanceCase['expect']): ConformanceCase => ({
  solution: { 'roman.js': solution },
  tests: suite(jest),
  expect,
});

export const javascript: Conformance = {
  language: 'javascript',
  kinds: {
    passing: { solution: right, tests: suite(jest), expect: passed(7) },
    failing: { solution: wrong, tests: suite(jest), expect: failed('assertion-failed') },
    hanging: kind('exports.roman = () => { for (;;); };', {
      outcome: 'failed',
      phase: 'test',
      reason: 'timeout',
    }),
    crashing: kind(
      'exports.roman = () => process.kill(process.pid, "SIGSEGV") && setTimeout(() => {}, 1e4);',
      {
        outcome: 'failed',
        phase: 'test',
        reason: 'runtime-error',
      },
    ),
    noTests: {
      solution: right,
      tests: suite(`${required}const expected = 'IV';\n`),
      expect: { outcome: 'failed', phase: 'test', reason: 'no-tests-ran' },
    },
    fewerTests: kind('exports.roman = () => process.exit(0);', failed('early-exit')),
    skipped: {
      solution: right,
      tests: suite(
        `${required}test('a', () => expect(roman(1)).toBe('I'));\ntest.skip('b', () => expect(roman(4)).toBe('IV'));\n`,
      ),
      expect: failed('tests-missing'),
    },
    syntaxError: kind('exports.roman = (n => ;', {
      outcome: 'failed',
      phase: 'parse',
      reason: 'syntax-error',
    }),
    lintError: kind('exports.roman = (n) => romanOf(n);', {
      outcome: 'failed',
      phase: 'lint',
      reason: 'lint-error',
    }),
    typeError: { absent: 'JavaScript has no types to check' },
    memory: kind('const all = []; exports.roman = () => { for (;;) all.push(Buffer.alloc(1e7, 1)); };', {
      outcome: 'failed',
      phase: 'test',
      reason: ['memory-limit', 'runtime-error'],
    }),
    output: kind("exports.roman = () => { for (;;) require('fs').writeSync(1, 'x'.repeat(1e6)); };", {
      outcome: 'failed',
      phase: 'test',
      reason: 'output-limit',
    }),
  },
  usages: {
    ...both('mocha with node:assert', suite(mocha), 3),
    ...both('chai', suite(chai), 2),
    ...both('vitest', suite(vitest), 2),
    ...both('node:test', suite(nodeTest), 3),
    ...both(
      'a script that asserts',
      suite(
        `const assert = require('node:assert');\n${required}assert.equal(roman(1), 'I');\nassert.equal(roman(4), 'IV');\n`,
      ),
      1,
    ),
    ...both('a script with console.assert', suite(humanEval), 1),
    ...both(
      'a script with a console of its own, over a solution whose functions have words of their own',
      suite(
        `${required}const assert = require('assert');
const console = Object.assign(Object.create(globalThis.console), { assert: (it) => assert.ok(it) });
const logger = { ...globalThis.console };
const named = Object.assign(() => roman(4), { toString: () => roman(9), valueOf: () => 9 });
function Sign() {}
Sign.prototype = Object.create(Array.prototype);
Sign.prototype.push = function (it) { this[0] = it; };
const sign = new Sign();
sign.push(1);
BigInt.prototype.toJSON = function () { return String(this); };
assert.equal(JSON.stringify(4n), '"4"');
logger.assert(true);
console.assert(\`\${named}\` === 'IX' && +named === 9 && named() === 'IV' && sign[0] === 1);
`,
      ),
      1,
    ),
    ...both('a script that waits', suite(asyncScript), 1),
    ...both('a script with words of its own', suite(ownWords), 1),
    ...both(
      'a package of its own, in folders',
      {
        'package.json':
          '{ "name": "roman", "type": "module", "scripts": { "test": "jest" }, "devDependencies": { "jest": "^29" } }',
        '__tests__/roman.spec.js': jest.replace("'./roman'", "'../roman'"),
        '__tests__/second.spec.js': `import { test, expect } from '@jest/globals';\nimport { roman } from '../roman.js';\nimport table from './table.json';\ntest('table', () => { expect(table.map(roman)).toEqual(['IV', 'VI']); });\n`,
        '__tests__/table.json': '[4, 6]',
      },
      8,
    ),
    'an ES module, awaited at the top': {
      solution: rightModule,
      tests: {
        'test.mjs': `import assert from 'assert';\nimport { roman } from './roman.mjs';\nassert.equal(await roman(4), 'IV');\n`,
      },
      expect: passed(1),
    },
    'sloppy code': {
      solution: {
        'sum.js':
          'module.exports = function (list) { total = 0; for (i of list) total += i; return total; };\n',
      },
      tests: {
        'sum.test.js': `const sum = require('./sum');\ntest('sum', () => { expect(sum([1, 2])).toBe(3); });\n`,
      },
      expect: passed(1),
    },
    'a script that leaves with 0 where a check does not hold': {
      solution: { 'add.js': 'exports.add = (a, b) => a - b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nif (add(3, 1) !== 4) {\n  console.log('FAIL');\n  process.exit(0);\n}\nconsole.log('ok');\n",
      },
      expect: failed('early-exit'),
    },
    'a script whose main leaves with 0 at its end': {
      solution: { 'add.js': 'exports.add = (a, b) => a + b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nasync function main() {\n  if (add(3, 1) !== 4) process.exit(1);\n  process.exit(0);\n}\nmain();\n",
      },
      expect: passed(1),
    },
    'a script that is passed over unless it is main': {
      solution: { 'add.js': 'exports.add = (a, b) => a - b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nfunction main() {\n  if (add(3, 1) !== 4) process.exit(1);\n  process.exit();\n}\nif (require.main === module) main();\n",
      },
      expect: failed('assertion-failed'),
    },
    'a script whose helper leaves with 0': {
      solution: { 'add.js': 'exports.add = (a, b) => a - b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nfunction fail(text) {\n  console.log(text);\n  process.exit(0);\n}\nif (add(3, 1) !== 4) fail('FAIL');\nconsole.log('ok');\n",
      },
      expect: failed('early-exit'),
    },
    'a script whose main returns before its end': {
      solution: { 'add.js': 'exports.add = (a, b) => a - b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nfunction main() {\n  if (add(3, 1) !== 4) { console.log('FAIL'); return; }\n  console.log('ok');\n}\nmain();\n",
      },
      expect: failed('early-exit'),
    },
    'a script that leaves with 0 before it can only fail': {
      solution: { 'add.js': 'exports.add = (a, b) => a + b;\n' },
      tests: {
        'test.js':
          "const { add } = require('./add');\nlet bad = 0;\nfor (const [a, b, sum] of [[3, 1, 4], [0, 0, 0]]) if (add(a, b) !== sum) bad++;\nif (bad === 0) process.exit(0);\nconsole.error(bad);\nprocess.exit(1);\n",
      },
      expect: passed(1),
    },
    ...both('an inline snapshot', suite(snapshots), 2),
    'a snapshot that is first to be recorded': {
      solution: right,
      tests: suite(`${required}test('all', () => { expect(roman(4)).toMatchSnapshot(); });\n`),
      expect: failed('assertion-failed'),
    },
    'modules that are mocked, by a factory and by themselves': {
      solution: mockable,
      tests: { 'greet.test.js': mocking },
      expect: passed(2),
    },
    'modules that are mocked, wrong': {
      solution: { ...mockable, 'greet.js': mockable['greet.js'].replace('Hello', 'Hi') },
      tests: { 'greet.test.js': mocking },
      expect: failed('assertion-failed'),
    },
    ...both('jasmine', suite(jasmine), 2),
    ...both('tape', suite(tape), 1),
    ...both('ava', suite(ava), 2),
    ...both('uvu', suite(uvu), 1),
    'a promise that never settles': {
      solution: { 'roman.js': 'exports.roman = () => new Promise(() => {});\n' },
      tests: suite(asyncScript),
      expect: failed('early-exit'),
    },
    'what a program adds to the language, and gives its own objects': {
      solution: {
        'own.js': `Array.prototype.last = function () { return this[this.length - 1]; };
function P(x) { this.x = x; }
P.prototype.toString = function () { return 'P' + this.x; };
P.prototype.toJSON = function () { return { p: this.x }; };
exports.P = P;
exports.observed = (list, tell) => { const { push } = list; list.push = function (...all) { tell(all); return push.apply(this, all); }; return list; };
exports.frozen = (it) => Object.freeze(it);\n`,
      },
      tests: {
        'own.test.js': `const { P, observed, frozen } = require('./own');
test('adds', () => { expect([1, 2].last()).toBe(2); });
test('shows', () => { expect(JSON.stringify([new P(1)]) + new P(2)).toBe('[{"p":1}]P2'); });
test('observes', () => { const tell = jest.fn(); observed([], tell).push(3); expect(tell).toHaveBeenCalledWith([3]); });
test('freezes', () => { count = 0; const it = frozen({ a: 1, n: 0 }); it.a = it['n'] = 5; it.n += 2; it.n++; delete it.a; count += it.n; expect([it, count]).toEqual([{ a: 1, n: 0 }, 0]); });
describe('without a sort of its own', () => {
  const { sort } = Array.prototype;
  before(() => { Array.prototype.sort = () => { throw new Error('not this'); }; });
  after(() => { Array.prototype.sort = sort; });
  it('fails', () => { expect(() => [2, 1].sort()).toThrow('not this'); });
});\n`,
      },
      expect: passed(5),
    },
    'a rejection that nobody handles': {
      solution: {
        'roman.js': `exports.roman = (n) => { Promise.reject(new TypeError('late')); return n === 4 ? 'IV' : 'I'; };\n`,
      },
      tests: suite(humanEval),
      expect: failed('runtime-error'),
    },
  },
};
