-- The environment of a suite: the job's globals, but for the functions that check, for what leaves the program and
-- for the suite's own tests, which the rest of the job neither sees nor changes.

local given = ...
local globals, throw, modules = given.globals, given.throw, given.modules

local suite, folder, leave = {}, "", nil
local loaded = {}
-- The frameworks that the suite has asked for.
local asked = {}
local original_exit = globals.os.exit
local original_require = globals.require
local search = package.searchpath
local standard = globals.package.path .. ";"
local read = loadfile

local env = {}
for _, name in ipairs({
  "error", "pcall", "xpcall", "rawequal", "rawlen", "rawget", "rawset", "type", "tostring", "tonumber", "ipairs",
  "pairs", "next", "select", "setmetatable", "getmetatable",
}) do
  env[name] = globals[name]
end
env._G = env
env.error = throw
env.assert = function(holds, ...)
  if holds then
    return holds, ...
  end
  local message = ...
  if message == nil then
    message = "assertion failed!"
  end
  throw(message, 0)
end

-- One function of the library, until somebody replaces it for all.
env.os = setmetatable({}, {
  __index = function(_, key)
    local value = globals.os[key]
    if key == "exit" and value == original_exit then
      return leave
    end
    return value
  end,
  __newindex = globals.os,
})

local function normal(path)
  path = string.gsub(path, "^/work/", "")
  path = string.gsub(path, "/%./", "/")
  path = string.gsub(path, "^%./", "")
  while true do
    local shorter, count = string.gsub(path, "[^/]+/%.%./", "", 1)
    if count == 0 then
      return path
    end
    path = shorter
  end
end

local function open(path)
  return read(path, "t", suite[normal(path)] and env or globals)
end

env.dofile = function(path)
  local chunk, problem = open(path)
  if not chunk then
    error(problem, 0)
  end
  return chunk()
end
env.loadfile = function(path, mode, ...)
  if select("#", ...) > 0 then
    return read(path, "t", ...)
  end
  return open(path)
end

env.require = function(name)
  if modules[name] ~= nil then
    asked[name] = true
    return modules[name]
  end
  if loaded[name] ~= nil then
    return loaded[name]
  end
  -- Where a job's module path leads first is for the job's own modules to say.
  local path = type(name) == "string" and (search(name, standard .. folder .. "?.lua") or search(name, globals.package.path))
  if not path or not suite[normal(path)] then
    return original_require(name)
  end
  local chunk, problem = open(path)
  if not chunk then
    error(problem, 0)
  end
  local value = chunk(name, path)
  loaded[name] = value == nil and true or value
  return loaded[name], path
end

-- Tests and frameworks stay here; whatever else a suite defines is everybody's.
local function keep(_, key, value)
  local own = type(key) == "string" and string.find(key, "^[Tt]est")
  for _, module in next, modules do
    own = own or rawequal(module, value)
  end
  if own then
    rawset(env, key, value)
  else
    globals[key] = value
  end
end
setmetatable(env, { __index = globals, __newindex = keep, __metatable = false })

return env, function(path, files, exit)
  suite, leave = files, exit
  folder = "./" .. (string.match(path, "^(.*/)") or "")
  globals.arg = { [0] = path }
  globals.package.path = standard .. folder .. "?.lua"
  return open(path)
end, asked
