"""Wrap and justify text by display width, so that wide and combining characters line up."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def char_width(char: str) -> int:
    """Columns that one character takes in a terminal: 0, 1 or 2."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cc", "Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def display_width(text: str) -> int:
    """Columns that ``text`` takes in a terminal."""
    return len(text) if text.isascii() and text.isprintable() else sum(map(char_width, text))


def split_word(word: str, width: int) -> Iterator[str]:
    """Cut a word that is too long into pieces of at most ``width`` columns.

    A combining mark stays with the character before it. A wide character gets a piece of its
    own, though it does not fit, when ``width`` is 1.
    """
    piece, used = "", 0
    for char in word:
        columns = char_width(char)
        if piece and columns and used + columns > width:
            yield piece
            piece, used = "", 0
        piece += char
        used += columns
    if piece:
        yield piece


def wrap(text: str, width: int) -> list[list[str]]:
    """Fill lines greedily; every line is a list of words."""
    if width < 1:
        raise ValueError("width must be at least 1")
    lines: list[list[str]] = []
    room = 0
    for word in text.split():
        for piece in split_word(word, width):
            columns = display_width(piece)
            if lines and columns + 1 <= room:
                lines[-1].append(piece)
                room -= columns + 1
            else:
                lines.append([piece])
                room = width - columns
    return lines


def wrap_evenly(text: str, width: int) -> list[list[str]]:
    """Break lines so that the sum of the squared empty columns is least, the last line free.

    Dynamic programming over the words: ``cost[i]`` is the best total for the words from ``i`` on.
    """
    words = [piece for word in text.split() for piece in split_word(word, width)]
    count = len(words)
    cost = [0.0] * (count + 1)
    line_end = [count] * (count + 1)
    for first in range(count - 1, -1, -1):
        cost[first] = float("inf")
        used = -1
        for end in range(first + 1, count + 1):
            used += 1 + display_width(words[end - 1])
            if used > width and end > first + 1:
                break
            slack = 0 if end == count else (width - used) ** 2
            if slack + cost[end] < cost[first]:
                cost[first] = slack + cost[end]
                line_end[first] = end
    lines = []
    start = 0
    while start < count:
        lines.append(words[start : line_end[start]])
        start = line_end[start]
    return lines


def justify_line(words: list[str], width: int) -> str:
    """Spread the words of one line over exactly ``width`` columns; surplus spaces go left."""
    if len(words) == 1:
        return words[0]
    gaps = len(words) - 1
    spaces = max(width - sum(map(display_width, words)), gaps)
    each, surplus = divmod(spaces, gaps)
    parts = [words[0]]
    for index, word in enumerate(words[1:]):
        parts.append(" " * (each + (index < surplus)))
        parts.append(word)
    return "".join(parts)


def align(text: str, width: int, how: str = "left") -> str:
    """Pad one line to ``width`` columns: ``left``, ``right`` or ``centre``."""
    free = max(width - display_width(text), 0)
    if how == "left":
        return text + " " * free
    if how == "right":
        return " " * free + text
    if how == "centre":
        return " " * (free // 2) + text + " " * (free - free // 2)
    raise ValueError(f"unknown alignment: {how}")


def justify(text: str, width: int, *, evenly: bool = False) -> str:
    """Justify paragraphs separated by blank lines; the last line of each stays ragged."""
    blocks = []
    for paragraph in text.strip().split("\n\n"):
        lines = wrap_evenly(paragraph, width) if evenly else wrap(paragraph, width)
        full = [justify_line(words, width) for words in lines[:-1]]
        blocks.append("\n".join(full + [" ".join(words) for words in lines[-1:]]))
    return "\n\n".join(blocks)
