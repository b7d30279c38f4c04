"""Read INI files with sections, line continuation, typed values and references.

A line that ends in a backslash continues on the next one. ``;`` and ``#`` start a
comment at the beginning of a line or after white space, unless they are quoted.
``${section.key}`` inside a string is replaced by the value it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Value = str | int | float | bool | list["Value"]

_SECTION = re.compile(r"\[\s*([A-Za-z_][\w.-]*)\s*\]$")
_REFERENCE = re.compile(r"\$\{([\w-]+(?:\.[\w-]+)*)\.([\w-]+)\}")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class IniError(ValueError):
    """A problem in the text, with the number of the line it is on."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(f"line {line}: {problem}")
        self.line = line


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield ``(first line number, line)`` with continued lines joined and comments removed."""
    pending = ""
    start = 0
    for number, raw in enumerate(text.splitlines(), 1):
        line = strip_comment(raw).strip()
        if not pending:
            start = number
        backslashes = len(line) - len(line.rstrip("\\"))
        if backslashes % 2 == 1:
            pending += line[:-1].rstrip() + " "
            continue
        joined = (pending + line).strip()
        pending = ""
        if joined:
            yield start, joined
    if pending.strip():
        raise IniError(start, "the file ends in the middle of a continued line")


def strip_comment(line: str) -> str:
    """Cut a trailing comment off, leaving comment signs inside quotes alone."""
    quote = ""
    index = 0
    while index < len(line):
        char = line[index]
        if quote:
            if char == "\\":
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'" and (index == 0 or line[index - 1] in " \t=,[:"):
            quote = char
        elif char in ";#" and (index == 0 or line[index - 1].isspace()):
            return line[:index]
        index += 1
    return line


def split_items(raw: str) -> list[str]:
    """Split at top-level commas; brackets and quotes protect the commas inside them."""
    items: list[str] = []
    depth, quote, begin = 0, "", 0
    for index, char in enumerate(raw):
        if quote:
            if char == quote and raw[index - 1] != "\\":
                quote = ""
        elif char in "\"'":
            quote = char
        elif char == "[":
            depth += 1
        elif char == "]":
            depth -= 1
        elif char == "," and depth == 0:
            items.append(raw[begin:index].strip())
            begin = index + 1
    last = raw[begin:].strip()
    if last:
        items.append(last)
    return items


def parse_value(raw: str, line: int) -> Value:
    """Turn the text right of ``=`` into a string, number, boolean or list."""
    if raw[:1] in ('"', "'"):
        if len(raw) < 2 or raw[-1] != raw[0]:
            raise IniError(line, f"unterminated string: {raw}")
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), raw[1:-1])
    if raw.startswith("["):
        if not raw.endswith("]"):
            raise IniError(line, f"unterminated list: {raw}")
        return [parse_value(item, line) for item in split_items(raw[1:-1])]
    if raw.lower() in _WORDS:
        return _WORDS[raw.lower()]
    if re.fullmatch(r"[+-]?(\d[\d_]*|0x[\da-fA-F]+)", raw):
        return int(raw, 16 if "x" in raw else 10)
    if re.fullmatch(r"[+-]?(\d+\.\d*|\.\d+|\d+(?=[eE]))([eE][+-]?\d+)?", raw):
        return float(raw)
    return raw


def resolve(
    config: dict[str, dict[str, Value]], section: str, key: str, trail: tuple[str, ...] = ()
) -> Value:
    """Return a value with its references replaced; a reference to itself is an error."""
    name = f"{section}.{key}"
    if name in trail:
        raise ValueError("circular reference: " + " -> ".join((*trail, name)))
    if key not in config.get(section, {}):
        raise KeyError(f"{name} is referenced but not defined")
    value = config[section][key]
    if not isinstance(value, str):
        return value
    return _REFERENCE.sub(lambda m: str(resolve(config, m[1], m[2], (*trail, name))), value)


def parse(text: str) -> dict[str, dict[str, Value]]:
    """Parse a whole file. Keys before the first section belong to ``global``."""
    config: dict[str, dict[str, Value]] = {}
    section = "global"
    for number, line in logical_lines(text):
        if line.startswith("["):
            header = _SECTION.match(line)
            if not header:
                raise IniError(number, f"malformed section header: {line}")
            section = header[1]
            config.setdefault(section, {})
            continue
        key, separator, raw = line.partition("=")
        key = key.strip()
        if not separator or not key:
            raise IniError(number, f"expected key = value, found: {line}")
        if key in config.get(section, {}):
            raise IniError(number, f"{section}.{key} is defined twice")
        config.setdefault(section, {})[key] = parse_value(raw.strip(), number)
    return {name: {key: resolve(config, name, key) for key in keys} for name, keys in config.items()}
