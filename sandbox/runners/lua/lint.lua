-- Finds syntax errors, and calls and uses of globals that nothing defines. Files of the solution come first; those
-- after `--`, its suite, may define names too. A name that is ever assigned, declared, tested or passed on is no error.
-- Returns what kind of mistake it has found, if any: `syntax` or `lint`.

local known = {}
for name in pairs(_G) do
  known[name] = true
end
for name in
  ("unpack loadstring setfenv getfenv bit32 bit jit ffi module newproxy table math utf8 arg self _ENV self"):gmatch("%S+")
do
  known[name] = true
end
local keywords = {}
for word in
  ("and break do else elseif end false for function goto if in local nil not or repeat return then true until while"):gmatch(
    "%S+"
  )
do
  keywords[word] = true
end

local function skip_long(text, at)
  local equals = text:match("^%[(=*)%[", at)
  if not equals then
    return nil
  end
  local _, last = text:find("]" .. equals .. "]", at, true)
  return (last or #text) + 1
end

local function skip_quoted(text, at)
  local quote = text:sub(at, at)
  at = at + 1
  while at <= #text and text:sub(at, at) ~= quote do
    at = at + (text:sub(at, at) == "\\" and 2 or 1)
  end
  return at + 1
end

--- Every token: its text (strings are `""`), and its line.
local function tokens(text)
  local found, line, at = {}, 1, 1
  local function advance(to)
    local _, breaks = text:sub(at, to - 1):gsub("\n", "")
    line, at = line + breaks, to
  end
  while at <= #text do
    local name = text:match("^[%a_][%w_]*", at)
    if text:find("^%s", at) then
      advance(text:match("^%s+()", at))
    elseif text:find("^%-%-", at) then
      advance(skip_long(text, at + 2) or text:match("^[^\n]*()", at))
    elseif name then
      found[#found + 1] = { name, line }
      advance(at + #name)
    elseif text:find("^%d", at) or text:find("^%.%d", at) then
      found[#found + 1] = { "0", line }
      advance(text:match("^[%w.]+()", at))
    elseif text:find("^[\"']", at) or text:find("^%[=*%[", at) then
      found[#found + 1] = { '""', line }
      advance(skip_long(text, at) or skip_quoted(text, at))
    else
      local symbol = text:match("^::", at) or text:match("^%.%.%.?", at) or text:sub(at, at)
      found[#found + 1] = { symbol, line }
      advance(at + #symbol)
    end
  end
  return found
end

local needs_value = { ["("] = true, ['""'] = true, ["{"] = true, ["."] = true, [":"] = true, ["["] = true }

--- Of every name how it is met: `used` where it must have a value, else `seen`.
local function survey(text, file, used, seen)
  local list = tokens(text)
  for at, token in ipairs(list) do
    local name = token[1]
    if name:find("^[%a_]") and not keywords[name] then
      local before = list[at - 1] and list[at - 1][1] or ""
      local after = list[at + 1] and list[at + 1][1] or ""
      if before == "." or before == ":" then
        seen[name] = seen[name] or text:find("_G%s*%.%s*" .. name) ~= nil
      elseif needs_value[after] and before ~= "function" and before ~= "goto" and before ~= "::" then
        used[#used + 1] = { name = name, file = file, line = token[2] }
      else
        seen[name] = true
      end
    elseif name == '""' then
      seen[""] = true
    end
  end
end

local mistake, dynamic = nil, false
local used, seen = {}, {}
local own = true
for _, file in ipairs({ ... }) do
  if file == "--" then
    own = false
  else
    local stream = io.open(file, "rb")
    local text = stream and stream:read("a"):gsub("^\xEF\xBB\xBF", ""):gsub("^#[^\n]*", "") or ""
    local chunk, problem = load(text, "@" .. file, "t")
    if own and not chunk then
      io.stderr:write(problem, "\n")
      return "syntax"
    end
    dynamic = dynamic or text:find("setmetatable%s*%(%s*_G") or text:find("_G%s*%[") or text:find("_ENV")
      or text:find("rawset%s*%(%s*_G")
    survey(text, file, own and used or {}, seen)
  end
end
for _, use in ipairs(used) do
  if not (dynamic or known[use.name] or seen[use.name]) then
    io.stderr:write(("%s:%d: undefined: %s\n"):format(use.file, use.line, use.name))
    mistake = "lint"
  end
end
return mistake
