-- Takes from the job's globals what would reach into other code: its locals, its bytecode, native libraries.
-- The rest of the library stays as it is.

local globals = ...
local inspect = debug

local function protected(value)
  local meta = inspect.getmetatable(value)
  return type(meta) == "table" and rawget(meta, "__metatable") ~= nil
end

local function getmeta(value)
  return getmetatable(value)
end

local function setmeta(value, meta)
  if protected(value) then
    error("cannot change a protected metatable", 2)
  end
  return inspect.setmetatable(value, meta)
end

-- Without the function of a level: it may be one of ours.
local function getinfo(first, ...)
  if type(first) == "number" then
    local info = inspect.getinfo(first == 0 and 0 or first + 1, ...)
    if info then
      info.func = nil
    end
    return info
  end
  if type(first) == "thread" then
    local info = inspect.getinfo(first, ...)
    if info and type((...)) == "number" then
      info.func = nil
    end
    return info
  end
  return inspect.getinfo(first, ...)
end

-- Only the names of a function's parameters.
local function getlocal(fn, index)
  if type(fn) ~= "function" then
    error("getlocal reads the parameters of functions only", 2)
  end
  return inspect.getlocal(fn, index)
end

globals.debug = {
  traceback = inspect.traceback,
  getinfo = getinfo,
  getlocal = getlocal,
  getmetatable = getmeta,
  setmetatable = setmeta,
}
globals.package.loaded.debug = globals.debug

local read, readfile, packed = load, loadfile, table.pack
local last = table.unpack

globals.load = function(chunk, name, _, ...)
  return read(chunk, name, "t", ...)
end
globals.loadfile = function(path, _, ...)
  return readfile(path, "t", ...)
end
globals.dofile = function(path)
  local chunk, problem = readfile(path, "t")
  if not chunk then
    error(problem, 0)
  end
  return chunk()
end

-- Modules are Lua code in text; what the searchers find is loaded as such.
local package = globals.package
local search = package.searchpath
package.loadlib = nil
package.cpath = ""
package.path = "./?.lua;./?/init.lua;./src/?.lua;./src/?/init.lua;./lib/?.lua"
local function find(name)
  local path, problem = search(name, package.path)
  if not path then
    return problem
  end
  local found = packed(readfile(path, "t"))
  if not found[1] then
    error(found[2], 0)
  end
  return last({ found[1], path })
end
for at = #package.searchers, 3, -1 do
  package.searchers[at] = nil
end
package.searchers[2] = find
