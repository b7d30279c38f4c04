-- The describe/it style of busted, with busted's own assertions (luassert).

local given = ...
local host, explain, env, modules = given.host, given.explain, given.env, given.modules

local assert = require("luassert")
local spy, stub, mock, match = require("luassert.spy"), require("luassert.stub"), require("luassert.mock"), require("luassert.match")

local root = { tests = {}, hooks = {} }
local here, finals, used = root, nil, false
local pending = {}

local function group(name, body)
  local outer = here
  here = { name = name, tests = {}, hooks = {}, outer = outer }
  outer.tests[#outer.tests + 1] = here
  local ok, caught = xpcall(body, function(problem)
    return problem
  end)
  if not ok then
    here.problem = { explain(caught) }
  end
  here = outer
end

local function test(name, body)
  here.tests[#here.tests + 1] = { name = name, body = body or pending }
end

local function hook(when)
  return function(body)
    local hooks = here.hooks
    hooks[when] = hooks[when] or {}
    table.insert(hooks[when], body)
  end
end

local function skip(reason)
  error(setmetatable({ reason = reason }, pending), 0)
end

local names = {
  it = test, spec = test, test = test,
  describe = group, context = group, insulate = group, expose = group,
  before_each = hook("before_each"), after_each = hook("after_each"),
  setup = hook("setup"), lazy_setup = hook("setup"), strict_setup = hook("setup"),
  teardown = hook("teardown"), lazy_teardown = hook("teardown"), strict_teardown = hook("teardown"),
  finally = function(body) finals[#finals + 1] = body end,
  pending = function(name)
    if finals then
      skip(name)
    end
    test(name)
  end,
  randomize = function() end, async = function() end,
  assert = assert, spy = spy, stub = stub, mock = mock, match = match,
}

local function attempt(body)
  local caught
  if xpcall(body, function(problem) caught = problem end) then
    return nil
  end
  if type(caught) == "table" and getmetatable(caught) == pending then
    return "skipped"
  end
  return explain(caught)
end

-- The hooks of one kind from the outermost group inwards, or the other way round.
local function around(node, when, inwards)
  local found = {}
  while node do
    local hooks = node.hooks[when] or {}
    for at = inwards and #hooks or 1, inwards and 1 or #hooks, inwards and -1 or 1 do
      table.insert(found, inwards and 1 or #found + 1, hooks[at])
    end
    node = node.outer
  end
  return found
end

local function run_test(within, each, name)
  finals = {}
  local snapshot = assert:snapshot()
  local kind, message
  for _, body in ipairs(around(within, "before_each", true)) do
    if not kind then
      kind, message = attempt(body)
    end
  end
  if not kind then
    kind, message = attempt(each.body)
  end
  local after = finals
  for _, body in ipairs(around(within, "after_each", false)) do
    after[#after + 1] = body
  end
  for _, body in ipairs(after) do
    local worse, why = attempt(body)
    if not kind then
      kind, message = worse, why
    end
  end
  snapshot:revert()
  finals = nil
  if not kind then
    host.passed(name)
  elseif kind == "skipped" then
    host.skipped(name)
  else
    host.failed(name, kind, message)
    io.stdout:write("not ok ", name, "\n", message, "\n")
  end
end

local function run_group(node, path)
  local function all(when)
    for _, body in ipairs(node.hooks[when] or {}) do
      local kind, message = attempt(body)
      if kind then
        host.failed(path == "" and when or path .. " > " .. when, kind, message or "", "group")
      end
    end
  end
  if node.problem then
    host.failed(path, node.problem[1], node.problem[2], "group")
  end
  all("setup")
  for _, each in ipairs(node.tests) do
    local name = (path == "" and "" or path .. " > ") .. tostring(each.name)
    if each.tests then
      run_group(each, name)
    elseif each.body == pending then
      host.skipped(name)
    else
      run_test(node, each, name)
    end
  end
  all("teardown")
end

modules.busted = names
modules["busted.runner"] = function() end

local function is_busted(path)
  local file = io.open(path, "rb")
  local text = file and file:read("a") or ""
  return string.find(text, "%f[%w_]describe%f[^%w_]") and not string.find(text, "function%s+describe%f[^%w_]")
    or string.find(text, "busted", 1, true)
end

return {
  --- Gives a file the names that busted gives, if it is written for busted.
  offer = function(path)
    if is_busted(path) then
      for name, value in pairs(names) do
        rawset(env, name, value)
      end
    end
  end,
  --- Runs what has been described, once.
  run = function()
    local described = root
    root = { tests = {}, hooks = {} }
    here = root
    used = used or #described.tests > 0
    run_group(described, "")
  end,
  used = function()
    return used
  end,
}
