import { describe, expect, test } from 'vitest';
import { alterLua } from './lua/alterations.ts';
import { lua } from './lua.ts';

describe('the control of a suite', () => {
  test.each([
    ['lu.assertEquals(f(1, 2), 3)', 'lu.assertEquals(f(1, 2), 93)'],
    ['lu.assertEquals(f({1, "a)"}), {1, "x"})', 'lu.assertEquals(f({1, "a)"}), {1, "xx"})'],
    ['lu.assertEquals(result, expected)', 'lu.assertEquals(result, { expected })'],
    ['lu.assertEquals(3, f(2))', 'lu.assertEquals(93, f(2))'],
    ['lu.assertEquals(f(2), g(3))', 'lu.assertEquals(f(2), { g(3) })'],
    ['lu.assertTrue(f(2))', 'lu.assertTrue(not (f(2)))'],
    ['assert.are.equal("a", f("b"))', 'assert.are.equal("ax", f("b"))'],
    ['assert.equals(f("b"), nil)', 'assert.equals(f("b"), 0)'],
    ['assert.are.same({}, f())', 'assert.are.same({ 0 }, f())'],
    ['assert.is_false(f(1))', 'assert.is_false(not (f(1)))'],
    ['assert.has_error(function() f(1) end, "bad")', 'assert.has_error(function() f(1) end, "badx")'],
    ['assert.are_not.equal(1, f(2))', 'assert.are_not.equal(1, f(2))'],
    ['assert(f(1) == 2, "one")', 'assert(f(1) == 92, "one")'],
    ['assert(2 == f(1))', 'assert(92 == f(1))'],
    ['assert(f(1) == 2 and f(2) == 3)', 'assert(not (f(1) == 2 and f(2) == 3))'],
    ['assert(same(f(1), {2}))', 'assert(same(f(1), {92}))'],
    ['assert(is_even(4))', 'assert(not (is_even(4)))'],
    ['local file = assert(io.open("x"))', 'local file = assert(io.open("x"))'],
    ['assert(loadfile("solution.lua"))()', 'assert(loadfile("solution.lua"))()'],
    ['if f(1) ~= 2 then error("no") end', 'if f(1) ~= 92 then error("no") end'],
    ['ok = true if ok == false then os.exit(1) end', 'ok = true if ok == false then os.exit(1) end'],
    ['{ input = 1, expected = 2 }', '{ input = 1, expected = 92 }'],
    ['check("one", f(1), 2)', 'check("onex", f(1), 92)'],
    [
      'local function assert_eq(a, b) if a ~= b then error("x") end end',
      'local function assert_eq(a, b) if a ~= { b } then error("x") end end',
    ],
    [
      'local function assert_eq(a, b) if a ~= b then error("x") end end assert_eq(f(1), 2)',
      'local function assert_eq(a, b) if a ~= b then error("x") end end assert_eq(f(1), 92)',
    ],
    ['lu.assertAlmostEquals(f(1), 0.5, 1e-9)', 'lu.assertAlmostEquals(f(1), 90.5, 1e-9)'],
  ])('%s', (before, after) => {
    expect(alterLua(before)).toBe(after);
  });
});

const matches = (find: string | RegExp, text: string): number =>
  find instanceof RegExp ? [...text.matchAll(find)].length : Number.NaN;

test('counts the tests of LuaUnit and busted, and no others', () => {
  const { tests } = lua.suite;
  expect(
    matches(
      tests,
      "local lu = require('luaunit')\nfunction test_a()\nend\nTestB = {}\nfunction TestB:testC()\nend\nlocal function test_d() end\n",
    ),
  ).toBe(2);
  expect(matches(tests, "describe('a', function()\n  it('b', function() end)\n  it 'c'\nend)\n")).toBe(2);
  expect(matches(tests, 'function test_a()\n  assert(f() == 1)\nend\ntest_a()\n')).toBe(0);
  expect(
    matches(tests, "local function describe(n, f) f() end\ndescribe('a', function()\n  it('b', f)\nend)\n"),
  ).toBe(0);
  expect(matches(tests, "local function test(n, f) f() end\ntest('a', function()\nend)\n")).toBe(0);
});

test('a script does something', () => {
  const { script } = lua.suite;
  expect(
    matches(
      script,
      "local f = require('solution')\nlocal function g()\n  f()\nend\nlocal x = g()\nreturn x\n",
    ),
  ).toBe(0);
  expect(matches(script, "require('solution')\nassert(f(1) == 2)\n")).toBe(1);
  expect(matches(script, "dofile 'solution.lua'\nfor i = 1, 2 do\n  f(i)\nend\n")).toBe(1);
});
