-- Prepares what a suite needs, and returns the function that runs one of its files in this process.
--
-- The code of the job lives in the globals of this Lua state, which it may change as it likes. What judges it does
-- not: the frameworks have copies of the library, and the suite sees the functions that check through an environment
-- of its own, where its tests are kept too.

local host = ...
local globals = _G

local private = {}
for name, value in pairs(globals) do
  private[name] = value
  if type(value) == "table" and value ~= globals then
    private[name] = {}
    for key, member in pairs(value) do
      private[name][key] = member
    end
  end
end
local _ENV = private

local HOME = "/opt/seedmill/lua/"
local raise, readfile = error, loadfile

local function part(name, ...)
  return assert(readfile(HOME .. name .. ".luac", "b", private))(...)
end

-- What was thrown by a check of the suite or of a framework, until it is caught.
local thrown
local function throw(message, level)
  thrown = message
  raise(message, level == 0 and 0 or (level or 1) + 1)
end
error = throw

--- The kind of a caught error, and its text.
local function explain(caught)
  local asserted = thrown ~= nil
    and (
      rawequal(caught, thrown)
      or type(caught) == "string" and type(thrown) == "string" and string.sub(caught, -#thrown) == thrown
    )
  thrown = nil
  local told, text = pcall(tostring, caught)
  return asserted and "assertion" or "error", told and type(text) == "string" and text or "an error without a text"
end

local modules = {}
function require(name)
  if private[name] then
    return private[name]
  elseif modules[name] == nil then
    modules[name] = part("modules/" .. name, name) or true
  end
  return modules[name]
end

part("guard", globals)
local env, open, asked, reached = part("environment", { globals = globals, throw = throw, modules = modules })
_G = env
local abandon = os.exit
os.exit = function(code)
  env.os.exit(code)
end

local luaunit = part("luaunit", { host = host, explain = explain, asked = asked })
local busted = part("busted", { host = host, explain = explain, env = env, modules = modules })

--- Whether strings still have the methods that checks use.
local function sound()
  local text = "seed.mill"
  return text:find("z", 1, true) == nil and text:find("m", 1, true) == 6 and text:sub(1, 2) == "se"
    and text:match("^z") == nil and text:gsub("l", "") == "seed.mi" and #text:rep(2) == 18
end

return function(style, path, suite)
  local function finish()
    local told, right = pcall(sound)
    if not (told and right) then
      host.tampered()
    end
    host.finish()
  end

  -- A script that declares its tests with a framework after all is no test itself.
  local function came_to_end(whole)
    busted.run()
    luaunit.run()
    if style == "script" and not busted.used() and not luaunit.used() then
      if not whole then
        abandon(0)
      end
      host.passed(path)
    end
  end

  local function exit(code, at_end)
    if code == nil or code == true or code == 0 then
      came_to_end(at_end)
    elseif style == "script" and not luaunit.used() then
      host.failed(path, "assertion", "the suite ended with exit code " .. tostring(code))
    end
    finish()
  end

  local chunk, problem = open(path, suite, exit)
  if chunk then
    busted.offer(path)
    local ok, caught = pcall(chunk)
    if ok then
      came_to_end(reached())
    else
      local kind, message = explain(caught)
      host.failed(path, kind, message, style == "framework" and "file" or nil)
      io.stderr:write(message, "\n")
    end
  else
    host.failed(path, "error", problem, "file")
  end
  finish()
end
