-- The environment of a suite: the job's globals, but for the functions that check, for what leaves the program and
-- for the suite's own tests, which the rest of the job neither sees nor changes.

local given = ...
local globals, throw, modules = given.globals, given.throw, given.modules

-- The files of the suite; of each the lines where an exit leaves nothing out, where that is known.
local suite, folder, exit = {}, "", nil
-- Whether the file that is run was run to its last line.
local reached = false
local loaded = {}
-- The frameworks that the suite has asked for.
local asked = {}
local original_exit = globals.os.exit
local original_require = globals.require
local search = package.searchpath
local standard = globals.package.path .. ";"
local read, inspect = loadfile, debug

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

--- Whether all calls that are under way are the last of the suite's, where nothing else follows.
local function leaves_nothing_out()
  for level = 2, math.huge do
    local info = inspect.getinfo(level, "Sl")
    if not info then
      return true
    end
    -- The runner's own code has no name.
    if info.what ~= "C" and info.source ~= "=?" then
      local last = false
      local lines = suite[normal(string.sub(info.source, 2))]
      for from, to in string.gmatch(type(lines) == "string" and lines or "", "(%d+)%-?(%d*)") do
        last = last or info.currentline >= tonumber(from) and info.currentline <= tonumber(to ~= "" and to or from)
      end
      if not last then
        return false
      end
    end
  end
end

local function leave(code)
  exit(code, leaves_nothing_out())
end

-- One function of the library, which only the suite itself may replace, for all.
local own_exit
env.os = setmetatable({}, {
  __index = function(_, key)
    if key == "exit" then
      return own_exit or leave
    end
    return globals.os[key]
  end,
  __newindex = function(_, key, value)
    if key == "exit" then
      own_exit = not rawequal(value, leave) and value or nil
      value = own_exit or original_exit
    end
    globals.os[key] = value
  end,
})

-- Libraries that the job may change for itself; the suite's changes are for all.
for _, name in ipairs({ "table", "string", "math" }) do
  local library = {}
  for key, value in pairs(globals[name]) do
    library[key] = value
  end
  local theirs = globals[name]
  env[name] = setmetatable({}, {
    __index = function(_, key)
      local value = library[key]
      if value == nil then
        return theirs[key]
      end
      return value
    end,
    __newindex = function(_, key, value)
      library[key] = value
      theirs[key] = value
    end,
    __pairs = function()
      return pairs(theirs)
    end,
  })
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

rawset(env, "SEEDMILL_REACHED", function()
  reached = true
end)

--- The file as a function that says when it has come to its last line, be that a `return`.
local function marked(path)
  local file = io.open(path, "rb")
  local text = string.gsub(string.gsub(file and file:read("a") or "", "^\xEF\xBB\xBF", ""), "^#[^\n]*", "")
  return load(text .. "\nSEEDMILL_REACHED()", "@" .. path, "t", env)
    or load(string.gsub(text, "\n([ \t]*return%f[%W][^\n]*%s*)$", "\nSEEDMILL_REACHED() %1"), "@" .. path, "t", env)
end

return env, function(path, files, on_exit)
  suite, exit = files, on_exit
  folder = "./" .. (string.match(path, "^(.*/)") or "")
  globals.arg = { [0] = path }
  globals.package.path = standard .. folder .. "?.lua"
  return marked(path) or open(path)
end, asked, function()
  return reached
end
