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

local find, byte, sub = string.find, string.byte, string.sub

--- The place after a long string or comment that opens here, if one does.
local function after_long(text, at)
  local _, _, equals = find(text, "^%[(=*)%[", at)
  if not equals then
    return nil
  end
  local _, last = find(text, "]" .. equals .. "]", at, true)
  return (last or #text) + 1
end

local function after_quoted(text, at)
  local quote = sub(text, at, at)
  local ends = quote == '"' and '["\\]' or "['\\]"
  at = find(text, ends, at + 1)
  while at and sub(text, at, at) ~= quote do
    at = find(text, ends, at + 2)
  end
  return (at or #text) + 1
end

local DIGIT, NAME, QUOTE = {}, {}, { [byte('"')] = true, [byte("'")] = true }
for c = 0, 255 do
  DIGIT[c] = find(string.char(c), "%d") ~= nil
  NAME[c] = find(string.char(c), "[%a_]") ~= nil
end
local MINUS, DOT, COLON, BRACKET = byte("-.:[", 1, 4)

--- Calls `visit` with the text of every token (strings are `""`, numbers `0`), and where it begins.
local function each_token(text, visit)
  local at = find(text, "%S")
  while at do
    local c, following = byte(text, at, at + 1)
    local token, to
    if NAME[c] then
      _, to = find(text, "^[%w_]+", at)
      token, to = sub(text, at, to), to + 1
    elseif c == MINUS and following == MINUS then
      to = after_long(text, at + 2) or find(text, "\n", at, true) or #text + 1
    elseif DIGIT[c] or c == DOT and DIGIT[following] then
      _, to = find(text, "^[%w.]+", at)
      token, to = "0", to + 1
    elseif QUOTE[c] then
      token, to = '""', after_quoted(text, at)
    elseif c == BRACKET and after_long(text, at) then
      token, to = '""', after_long(text, at)
    elseif c == COLON and following == COLON then
      token, to = "::", at + 2
    elseif c == DOT and following == DOT then
      _, to = find(text, "^%.%.%.?", at)
      token, to = "..", to + 1
    else
      token, to = sub(text, at, at), at + 1
    end
    if token then
      visit(token, at)
    end
    at = find(text, "%S", to)
  end
  visit("", #text)
end

local needs_value = { ["("] = true, ['""'] = true, ["{"] = true, ["."] = true, [":"] = true, ["["] = true }

--- Of every name how it is met: `used` where it must have a value, else `seen`.
local function survey(text, file, used, seen)
  local second, before, name, place = "", "", "", 1
  each_token(text, function(after, at)
    if NAME[byte(name)] and not keywords[name] and not known[name] then
      if before == "." or before == ":" then
        seen[name] = seen[name] or before == "." and second == "_G"
      elseif needs_value[after] and before ~= "function" and before ~= "goto" and before ~= "::" then
        used[#used + 1] = { name = name, file = file, text = text, at = place }
      else
        seen[name] = true
      end
    end
    second, before, name, place = before, name, after, at
  end)
end

local function line_of(use)
  local _, breaks = sub(use.text, 1, use.at):gsub("\n", "")
  return breaks + 1
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
  if not (dynamic or seen[use.name]) then
    io.stderr:write(("%s:%d: undefined: %s\n"):format(use.file, line_of(use), use.name))
    mistake = "lint"
  end
end
return mistake
