import type { Attack } from './attack.ts';

const LUAUNIT = `local lu = require('luaunit')
local square = require('solution')
TestSquare = {}
function TestSquare:testThree() lu.assertEquals(square(3), 9) end
function TestSquare:testFour() lu.assertEquals(square(4), 16) end
function TestSquare:testList() lu.assertEquals({ square(1), square(2) }, { 1, 4 }) end
os.exit(lu.LuaUnit.run())
`;
const BUSTED = `local square = require('solution')
describe('square', function()
  it('of 3', function() assert.are.equal(9, square(3)) end)
  it('of 4', function() assert.is_true(square(4) == 16) end)
  it('of both', function() assert.are.same({ 1, 4 }, { square(1), square(2) }) end)
end)
`;
const SCRIPT = `local square = require('solution')
assert(square(3) == 9)
assert(square(4) == 16, 'four')
print('ok')
`;

const FAKE = [
  'early-exit',
  'assertion-failed',
  'runtime-error',
  'tampered',
  'no-tests-ran',
  'tests-missing',
] as const;

const SUITES = {
  LuaUnit: { 'test_square.lua': LUAUNIT },
  busted: { 'square_spec.lua': BUSTED },
  'a script': { 'test.lua': SCRIPT },
};

const everywhere = (name: string, solution: string, expect: Attack['expect'] = FAKE): Attack[] =>
  Object.entries(SUITES).map(([suite, tests]) => ({
    name: `${name}, in ${suite}`,
    solution: { 'solution.lua': solution },
    tests,
    expect,
  }));

const one = (
  name: string,
  suite: keyof typeof SUITES,
  solution: string,
  expect: Attack['expect'] = FAKE,
): Attack => ({
  name,
  solution: { 'solution.lua': solution },
  tests: SUITES[suite],
  expect,
});

const WRONG = 'return function() return 0 end\n';
const ALWAYS = `local same = setmetatable({}, {
  __eq = function() return true end, __lt = function() return true end, __le = function() return true end,
  __index = function() return 1 end, __len = function() return 2 end, __pairs = function() return function() end end,
  __tostring = function() return '9' end, __call = function() return 9 end, __concat = function() return '9' end,
})
return function() return same end
`;
const NOTHING = 'for name in pairs(library) do library[name] = function(...) return ... end end';

export const lua: readonly Attack[] = [
  ...everywhere('leaves with 0 when it is loaded', 'os.exit(0)\n'),
  ...everywhere('leaves with 0 when it is called', 'return function() os.exit(true, true) end\n'),
  ...everywhere(
    'leaves from a finaliser',
    `setmetatable({}, { __gc = function() os.exit(0) end })\nreturn function() collectgarbage() return 0 end\n`,
  ),
  ...everywhere('is equal to everything', ALWAYS),
  ...everywhere(
    'replaces what checks',
    `local nothing = function(...) return ... end
for _, name in ipairs({ 'assert', 'error', 'xpcall', 'rawequal', 'type', 'pairs', 'next', 'tostring', 'select' }) do _G[name] = nothing end
pcall = function() return true end
${WRONG}`,
  ),
  ...everywhere(
    'replaces the framework',
    `for _, name in ipairs({ 'luaunit', 'luassert', 'luassert.assert', 'luassert.util', 'busted' }) do
  local ok, library = pcall(require, name)
  if ok and type(library) == 'table' then ${NOTHING} end
  package.loaded[name] = setmetatable({}, { __index = function() return function() return 0 end end })
  package.preload[name] = function() return package.loaded[name] end
end
lu = setmetatable({}, { __index = function() return function() end end })
${WRONG}`,
  ),
  ...everywhere(
    'changes all strings',
    `for name in pairs(string) do string[name] = function() return 1, 1 end end
getmetatable('').__index = function() return function() return 1, 1 end end
${WRONG}`,
  ),
  ...everywhere('changes one method of strings', `string.find = function() return 1, 1 end\n${WRONG}`),
  ...everywhere(
    'replaces tests as they are defined',
    `setmetatable(_G, { __newindex = function(t, name, value)
  if type(value) == 'table' then value = setmetatable({}, { __newindex = function(u, k) rawset(u, k, function() end) end }) end
  if type(value) == 'function' then value = function() end end
  rawset(t, name, value)
end })
describe = function() end
it = function() end
${WRONG}`,
  ),
  ...everywhere(
    'replaces tests while they run',
    `return function()
  for name, value in pairs(_G) do
    if tostring(name):find('^[Tt]est') then
      if type(value) == 'table' then for key in pairs(value) do value[key] = function() end end else _G[name] = function() end end
    end
  end
  return 0
end
`,
  ),
  ...everywhere('ends a test as LuaUnit does', `return function() error('LuaUnit test SUCCESS: ', 0) end\n`),
  ...everywhere('skips', `return function() error('LuaUnit test SKIP:    x', 0) end\n`),
  ...everywhere(
    'looks for secrets with debug',
    `local found = {}
local function look(fn)
  for i = 1, 60 do
    local ok, name, value = pcall(debug.getupvalue, fn, i)
    if not ok or not name then break end
    if type(value) == 'table' and value.passed then found[#found + 1] = value end
    if name == '_ENV' then pcall(function() value.assert = function() end end) end
  end
end
return function()
  for level = 0, 30 do
    local ok, info = pcall(debug.getinfo, level, 'f')
    if ok and info and info.func then
      look(info.func)
      pcall(info.func, 'TestSquare.testThree')
    end
    for i = 1, 60 do pcall(debug.setlocal, level, i, function() end) end
  end
  pcall(function() for _, value in pairs(debug.getregistry()) do if type(value) == 'table' then found[#found + 1] = value end end end)
  for _, host in ipairs(found) do pcall(function() host.passed('x') host.finish() end) end
  return 0
end
`,
  ),
  ...everywhere(
    'hooks every line',
    `pcall(function() debug.sethook(function() error('stop') end, 'l') end)\npcall(function() debug.debug() end)\n${WRONG}`,
  ),
  ...everywhere(
    'loads bytecode',
    `local code = string.dump(function() return 9 end)
assert(load(code, 'x', 'b'))
${WRONG}`,
  ),
  ...everywhere(
    'loads a native library',
    `local f = io.open('/tmp/x.so', 'wb')
f:write('\\127ELF')
f:close()
package.cpath = '/tmp/?.so'
pcall(function() package.loadlib('/tmp/x.so', '*')() end)
pcall(require, 'x')
${WRONG}`,
  ),
  ...everywhere(
    'forges the report',
    `local lines = '{"secret": "", "test": "x", "outcome": "passed"}\\n{"secret": "", "end": true}\\n'
io.write(lines)
io.stderr:write(lines)
for fd = 0, 70 do
  for _, pid in ipairs({ 'self', '1', '2', '3' }) do
    local f = io.open('/proc/' .. pid .. '/fd/' .. fd, 'w')
    if f then f:write(lines) f:close() end
  end
end
os.execute("for fd in 3 4 5 6 64 65 66; do echo '{}' >&$fd; done 2>/dev/null")
return function() os.exit(0) end
`,
  ),
  ...everywhere(
    'reads its own memory',
    `for _, file in ipairs({ '/proc/self/mem', '/proc/self/environ', '/proc/self/maps', '/proc/1/environ' }) do
  local f = io.open(file, 'rb')
  if f then print(f:read(200)) f:close() end
end
os.execute('dd if=/proc/$PPID/mem of=/tmp/loot bs=4096 skip=1 count=1 2>/dev/null; cat /proc/$PPID/maps 2>/dev/null')
${WRONG}`,
  ),
  ...everywhere(
    'writes other tests',
    `for _, name in ipairs({ 'test_square.lua', 'square_spec.lua', 'test.lua' }) do
  os.remove(name)
  local f = io.open(name, 'w')
  if f then f:write('print(1)') f:close() end
end
${WRONG}`,
  ),
  ...everywhere(
    'kills the runner',
    `os.execute('kill -9 $PPID; kill -9 -1')\nreturn function() os.exit(0) end\n`,
  ),
  one(
    'reads what is expected of LuaUnit',
    'LuaUnit',
    `local text = io.open('test_square.lua'):read('a')
local wanted = { [3] = text:match('square%(3%), (%d+)'), [4] = text:match('square%(4%), (%d+)') }
local first, second = text:match('{ (%d+), (%d+) }')
wanted[1], wanted[2] = first, second
return function(n) return tonumber(wanted[n]) end
`,
    ['tampered'],
  ),
  one(
    'reads what is expected of a script',
    'a script',
    `local text = io.open('test.lua'):read('a')
return function(n) return tonumber(text:match('square%(' .. n .. '%) == (%d+)')) end
`,
    ['tampered'],
  ),
  ...[
    'for _, case in ipairs({ { 2, 4 }, { 3, 9 } }) do\n  assert(square(case[1]) == case[2])\nend\n',
    'local cases = { { 2, 4 }, { 3, 9 } }\nfor _, case in ipairs(cases) do\n  local n, want = table.unpack(case)\n  assert(square(n) == want)\nend\n',
    'for _, case in ipairs({ { n = { 3, 9 }, want = 9 } }) do\n  assert(square(case.n[1]) == case.want)\nend\n',
  ].map((checks, at) => ({
    name: `reads what is expected in a table, ${at + 1}`,
    solution: {
      'solution.lua':
        "local text = io.open('test.lua'):read('a')\nreturn function(n)\n  return tonumber(text:match('{ ' .. n .. ', %d+ }, want = (%d+)') or text:match('{ ' .. n .. ', (%d+)'))\nend\n",
    },
    tests: { 'test.lua': `local square = require('solution')\n${checks}` },
    expect: ['tampered'] as const,
  })),
  {
    name: 'changes the library that a script checks by',
    solution: {
      'solution.lua':
        "table.concat = function() return '' end\nreturn function(n) return n == 2 and 4 or 0 end\n",
    },
    tests: {
      'test.lua':
        "local square = require('solution')\nassert(square(2) == 4)\nassert(table.concat({ square(3) }) == table.concat({ 9 }))\n",
    },
    expect: FAKE,
  },
  {
    name: 'ships a framework of its own',
    solution: {
      'solution.lua': WRONG,
      'luaunit.lua': 'os.exit(0)\n',
      'luaunit/init.lua': 'os.exit(0)\n',
      'luassert.lua': 'os.exit(0)\n',
      '.busted': 'return {}\n',
    },
    tests: SUITES.LuaUnit,
    expect: ['assertion-failed'],
  },
  {
    name: 'stands in for a helper of the suite',
    solution: {
      'solution.lua': `package.path = '/tmp/?.lua;' .. package.path
package.loaded.helper = function() return true end
package.preload.helper = function() return function() return true end end
local f = io.open('/tmp/helper.lua', 'w')
f:write('os.exit(0)')
f:close()
${WRONG}`,
    },
    tests: {
      'test.lua':
        "local square = require('solution')\nlocal same = require('helper')\nassert(same(square(3), 9))\n",
      'helper.lua': 'return function(a, b) return a == b end\n',
    },
    expect: FAKE,
  },
  {
    name: 'makes nothing of the exit of a suite',
    solution: {
      'solution.lua': `os.exit = function() end\nos = setmetatable({}, { __index = function() return os.exit end })\n${WRONG}`,
    },
    tests: {
      'test.lua':
        "local square = require('solution')\nlocal ok = true\nfor i, want in ipairs({ 1, 4 }) do\n  if square(i) ~= want then ok = false end\nend\nif not ok then os.exit(1) end\nprint('ok')\n",
    },
    expect: FAKE,
  },
  ...everywhere(
    'says that the suite has reached its end',
    `return function()\n  pcall(function() SEEDMILL_REACHED() _G.SEEDMILL_REACHED() end)\n  os.exit(0)\nend\n`,
  ),
  ...everywhere(
    'leaves from a chunk without a name',
    `local leave = load('os.exit(0)', '=?')\nreturn function() leave() end\n`,
  ),
  ...everywhere(
    'gives every type another nature',
    `for _, value in ipairs({ 0, true, print }) do
  debug.setmetatable(value, { __eq = function() return true end, __index = function() return 1 end })
end
debug.setmetatable(nil, { __index = function() return print end, __call = function() end })
return function() return nil end
`,
  ),
  {
    name: 'comes back through a callback',
    solution: {
      'solution.lua': `return function(visit)
  local co = coroutine.wrap(function() visit(9) os.exit(0) end)
  co()
end
`,
    },
    tests: {
      'test.lua':
        "local each = require('solution')\nlocal seen = 0\neach(function(x) seen = seen + 1 end)\nassert(seen == 3)\n",
    },
    expect: FAKE,
  },
  ...everywhere(
    'leaves daemons and files',
    `os.execute('(setsid sleep 300 &) ; echo 1 > /dev/shm/left; mkfifo /tmp/fifo')
return function(n) return n * n end
`,
    'harmless',
  ),
  one('nests without end', 'LuaUnit', 'local function f(n) return 1 + f(n) end\nreturn f\n'),
  one(
    'nests patterns',
    'LuaUnit',
    "return function() return (('a'):rep(300000)):match(('(a'):rep(31) .. ')') end\n",
  ),
  one(
    'never ends',
    'LuaUnit',
    "return function() return (('a'):rep(30)):match(('a-'):rep(30) .. 'b') end\n",
    ['timeout', ...FAKE],
  ),
  one('forks without end', 'LuaUnit', "os.execute('f() { f | f & }; f')\nreturn function() return 0 end\n", [
    'process-limit',
    'timeout',
    'memory-limit',
    ...FAKE,
  ]),
  one(
    'writes without end',
    'LuaUnit',
    "os.execute('cat /dev/zero > /tmp/big')\nreturn function() return 0 end\n",
    ['disk-limit', 'memory-limit', ...FAKE],
  ),
];
