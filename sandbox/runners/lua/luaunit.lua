-- LuaUnit, which tells us of every test. Its own text output would print times.

local given = ...
local host, explain, asked = given.host, given.explain, given.asked
local luaunit = require("luaunit")
local runner = luaunit.LuaUnit
local status = luaunit.NodeStatus
local ran = false

local starts = function(text, prefix)
  return type(text) == "string" and string.find(text, prefix, 1, true)
end

-- Only what LuaUnit itself has thrown ends a test as skipped or early; whatever else is thrown is an error.
function runner.protectedCall(_, instance, method)
  local caught
  local ok = xpcall(function()
    if instance then
      method(instance)
    else
      method()
    end
  end, function(problem)
    caught = problem
  end)
  if ok then
    return { status = status.SUCCESS }
  end
  local kind, message = explain(caught)
  local how, prefix = status.ERROR, nil
  if kind == "assertion" then
    how = status.FAIL
    if starts(message, luaunit.SUCCESS_PREFIX) then
      return { status = status.SUCCESS }
    elseif starts(message, luaunit.SKIP_PREFIX) then
      how, prefix = status.SKIP, luaunit.SKIP_PREFIX
    elseif starts(message, luaunit.FAILURE_PREFIX) then
      prefix = luaunit.FAILURE_PREFIX
    end
  end
  if prefix then
    local from, to = string.find(message, prefix, 1, true)
    message = string.sub(message, 1, from - 1) .. string.sub(message, to + 1)
  end
  return { status = how, msg = message, trace = "" }
end

local output = {}
output.__index = output
function output.new()
  return setmetatable({}, output)
end
function output.startSuite()
  ran = true
end
function output.endTest(_, node)
  local name = node.testName
  if node.status == status.SUCCESS then
    host.passed(name)
  elseif node.status == status.SKIP then
    host.skipped(name)
  else
    host.failed(name, node.status == status.FAIL and "assertion" or "error", node.msg)
    io.stdout:write("not ok ", name, "\n", node.msg, "\n")
  end
end
for _, event in ipairs({ "startClass", "startTest", "updateStatus", "endClass", "endSuite" }) do
  output[event] = function() end
end
runner.outputType = output
function runner.setOutputType() end

return {
  --- Runs what the suite has not run itself.
  run = function()
    if asked.luaunit and not ran and #runner.collectTests() > 0 then
      runner.run()
    end
  end,
  used = function()
    return ran
  end,
}
