import type { FailureReason } from '@seedmill/contracts';
import type { Conformance, ConformanceCase } from './conformance.ts';

const SOLUTION = `local M = {}

--- Adds two numbers.
function M.add(a, b)
  return a + b
end

--- The words of a text.
function M.words(text)
  local found = {}
  for word in text:gmatch("%a+") do
    found[#found + 1] = word
  end
  return found
end

return M
`;
const WRONG = SOLUTION.replace('a + b', 'a - b');
const adding = (body: string): string => SOLUTION.replace('return a + b', body);

const LUAUNIT = `local lu = require('luaunit')
local M = require('solution')

TestAdd = {}
function TestAdd:setUp()
  self.one = 1
end
function TestAdd:testSmall()
  lu.assertEquals(M.add(self.one, 2), 3)
end
function TestAdd:testBelowZero()
  lu.assertEquals(M.add(-5, 2), -3)
end

function test_words()
  lu.assertEquals(M.words("a few words"), { "a", "few", "words" })
end

os.exit(lu.LuaUnit.run())
`;

const BUSTED = `local M = require("solution")

describe("solution", function()
  local n
  setup(function() n = 10 end)
  before_each(function() n = n + 1 end)

  it("adds", function()
    assert.are.equal(3, M.add(1, 2))
    assert.is_true(n == 11)
  end)

  describe("words", function()
    before_each(function() n = n * 2 end)

    it("come in order", function()
      assert.are.same({ "a", "b" }, M.words("a b"))
      assert.equal(24, n)
    end)

    it("must be a text", function()
      assert.has_error(function() M.words(nil) end)
      local heard = spy.new(function() end)
      heard(1)
      assert.spy(heard).was.called_with(1)
    end)
  end)
end)
`;

const SCRIPT = `local M = require("solution")
assert(M.add(1, 2) == 3)
assert(M.add(5, 2) == 7, "five and two")
assert(table.concat(M.words("a b"), ",") == "a,b")
print("ok")
`;

const CHECKS = `local M = require("solution")
local passed, failed = 0, 0
local function check(name, got, want)
  if got == want then
    passed = passed + 1
  else
    failed = failed + 1
    print("FAIL", name)
  end
end
check("small", M.add(1, 2), 3)
check("big", M.add(10, 2), 12)
os.exit(failed == 0 and 0 or 1)
`;

const RETURNS = `local M = require('solution')
local function main()
  if M.add(1, 2) ~= 3 then
    print('FAIL')
    return
  end
  for _, word in ipairs(M.words('a b')) do
    local ok = (function() if word then return true end end)()
    assert(ok)
  end
  if M.add(2, 2) == 4 then
    return 0
  end
  error('add')
end
os.exit(main())
`;

const LEAVES = `local M = require('solution')
if M.add(1, 2) ~= 3 then print('FAIL') os.exit() end
print('ok')
`;

const program = (
  solution: string,
  tests: string | Record<string, string>,
  expect: ConformanceCase['expect'],
): ConformanceCase => ({
  solution: { 'solution.lua': solution },
  tests: typeof tests === 'string' ? { 'solution_test.lua': tests } : tests,
  expect,
});
const passed = (tests: number): ConformanceCase['expect'] => ({ outcome: 'passed', tests });
const failed = (reason: FailureReason): ConformanceCase['expect'] => ({
  outcome: 'failed',
  phase: 'test',
  reason,
});

export const lua: Conformance = {
  language: 'lua',
  kinds: {
    passing: program(SOLUTION, LUAUNIT, passed(3)),
    failing: program(WRONG, LUAUNIT, failed('assertion-failed')),
    hanging: program(adding('while true do end'), LUAUNIT, failed('timeout')),
    crashing: program(adding("error('no idea')"), LUAUNIT, failed('runtime-error')),
    noTests: program(
      SOLUTION,
      "local lu = require('luaunit')\nos.exit(lu.LuaUnit.run())\n",
      failed('no-tests-ran'),
    ),
    fewerTests: program(adding('os.exit(0)'), LUAUNIT, failed('early-exit')),
    skipped: program(
      SOLUTION,
      LUAUNIT.replace('function test_words()', 'function test_words()\n  lu.skip("not yet")'),
      failed('tests-missing'),
    ),
    syntaxError: program('local M = {\n', LUAUNIT, {
      outcome: 'failed',
      phase: 'parse',
      reason: 'syntax-error',
    }),
    lintError: program(adding('return sum(a, b)'), LUAUNIT, {
      outcome: 'failed',
      phase: 'lint',
      reason: 'lint-error',
    }),
    typeError: { absent: 'types are looked at when an operation runs' },
    memory: program(adding("local s = ('x'):rep(1 << 30) return #(s .. s)"), LUAUNIT, failed('memory-limit')),
    output: program(adding("while true do print('too much') end"), LUAUNIT, failed('output-limit')),
  },
  usages: {
    'LuaUnit without a call of run': program(
      SOLUTION,
      LUAUNIT.replace('os.exit(lu.LuaUnit.run())\n', ''),
      passed(3),
    ),
    'LuaUnit and a solution of globals': program(
      'function add(a, b)\n  return a + b\nend\n',
      {
        'test.lua': `lu = require('luaunit')
require('solution')
function test_humaneval()
local candidate = add
    lu.assertEquals(candidate(1, 2), 3)
    lu.assertAlmostEquals(candidate(0.1, 0.2), 0.3, 1e-9)
end
os.exit(lu.LuaUnit.run('-v', '-o', 'tap'))
`,
      },
      passed(1),
    ),
    'LuaUnit: errors that are expected': program(
      adding("if type(a) ~= 'number' then error('not a number') end\n  return a + b"),
      `local lu = require('luaunit')
local M = require('solution')
TestErrors = {
  testMessage = function() lu.assertErrorMsgContains('not a number', M.add, 'x', 1) end,
}
function TestErrors.testAny() lu.assertError(M.add, nil, 1) lu.assertTrue(M.add(1, 1) == 2) end
os.exit(lu.LuaUnit.run())
`,
      passed(2),
    ),
    'several files of LuaUnit in a sub-folder, with a helper': program(
      SOLUTION,
      {
        'tests/test_a.lua':
          "local helper = require('helper')\nlocal lu = require('luaunit')\nlocal M = dofile('solution.lua')\nfunction testA() lu.assertEquals(helper.twice(M.add(1, 1)), 4) end\nos.exit(lu.LuaUnit.run())\n",
        'tests/test_b.lua':
          "local lu = require('luaunit')\nlocal M = require('solution')\nTestB = {}\nfunction TestB.testB() lu.assertItemsEquals(M.words('b a'), { 'a', 'b' }) end\nos.exit(lu.LuaUnit.run())\n",
        'tests/helper.lua': 'return { twice = function(x) return 2 * x end }\n',
      },
      passed(2),
    ),
    busted: program(SOLUTION, { 'spec/solution_spec.lua': BUSTED }, passed(3)),
    'busted, by its runner, failing': program(
      WRONG,
      { 'solution_spec.lua': `require 'busted.runner'()\n${BUSTED}` },
      failed('assertion-failed'),
    ),
    'busted with a test that is pending': program(
      SOLUTION,
      { 'solution_spec.lua': `${BUSTED}describe("later", function() pending("not yet") end)\n` },
      failed('tests-missing'),
    ),
    'a script of asserts': program(SOLUTION, { 'test.lua': SCRIPT }, passed(1)),
    'a script whose assert fails': program(WRONG, { 'test.lua': SCRIPT }, failed('assertion-failed')),
    'a script that meets an error': program(
      adding('return a .. {}'),
      { 'test.lua': SCRIPT },
      failed('runtime-error'),
    ),
    'a script with checks and an exit of its own': program(SOLUTION, { 'test.lua': CHECKS }, passed(1)),
    'a script whose checks fail': program(WRONG, { 'test.lua': CHECKS }, failed('assertion-failed')),
    'a script that leaves with 0 where a check fails': program(
      WRONG,
      { 'test.lua': LEAVES },
      failed('early-exit'),
    ),
    'a script that would leave with 0': program(SOLUTION, { 'test.lua': LEAVES }, passed(1)),
    'a script that returns where a check fails': program(
      WRONG,
      { 'test.lua': LEAVES.replace('os.exit()', 'return') },
      failed('early-exit'),
    ),
    'a script that returns at its end': program(
      SOLUTION,
      { 'test.lua': LEAVES.replace('os.exit()', 'return').replace("print('ok')", "return 'ok'") },
      passed(1),
    ),
    'a return of main that leaves checks out': program(WRONG, { 'test.lua': RETURNS }, failed('early-exit')),
    'returns of main that leave nothing out': program(SOLUTION, { 'test.lua': RETURNS }, passed(1)),
    'a table of tables, compared by a helper of the suite': program(
      SOLUTION,
      {
        'test.lua':
          "local M = require('solution')\nlocal function same(a, b) return table.concat(a, ',') == table.concat(b, ',') end\nlocal cases = { { '', {} }, { 'a b', { 'a', 'b' } } }\nfor i, case in ipairs(cases) do\n  assert(same(M.words(case[1]), case[2]), 'case ' .. i)\nend\n",
      },
      passed(1),
    ),
    'a random number of the suite': program(
      adding('return a + b + math.random(6)'),
      {
        'test.lua':
          "local M = require('solution')\nmath.random = function(n) return n end\nassert(M.add(1, 2) == 9)\n",
      },
      passed(1),
    ),
    'marks of the encoding': program(`\uFEFF${SOLUTION}`, { 'test.lua': `\uFEFF${SCRIPT}` }, passed(1)),
    'a script that the solution leaves': program(
      SOLUTION.replace('return M', 'os.exit(0)'),
      { 'test.lua': SCRIPT },
      failed('early-exit'),
    ),
    'old names and guarded globals': program(
      `local unpack = table.unpack or unpack\nlocal load = loadstring or load\nif jit then jit.off() end\n${SOLUTION}`,
      LUAUNIT,
      passed(3),
    ),
    'strings that can be indexed': program(
      `getmetatable('').__index = function(s, i)\n  if type(i) == 'number' then return string.sub(s, i, i) end\n  return string[i]\nend\n${SOLUTION}`,
      LUAUNIT,
      passed(3),
    ),
    'a suite that looks at what is printed': program(
      adding('print(a + b)\n  return a + b'),
      {
        'test.lua':
          "local M = require('solution')\nlocal said\nlocal real = print\nprint = function(x) said = x end\nM.add(1, 2)\nprint = real\nassert(said == 3)\n",
      },
      passed(1),
    ),
  },
};
