"""Write numbers in other ways: Roman, mixed radix, any base, digit groups."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ROMAN = [
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"),
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def to_roman(number: int) -> str:
    """Write 1 to 3999 as a Roman numeral."""
    if not 1 <= number <= 3999:
        raise ValueError(f"no Roman numeral for {number}")
    parts = []
    for value, symbol in _ROMAN:
        times, number = divmod(number, value)
        parts.append(symbol * times)
    return "".join(parts)


def from_roman(text: str) -> int:
    """Read a Roman numeral, accepting only the canonical spelling in either case."""
    rest = text.upper()
    total = 0
    for value, symbol in _ROMAN:
        while rest.startswith(symbol):
            total += value
            rest = rest[len(symbol) :]
    if rest or not 1 <= total <= 3999 or to_roman(total) != text.upper():
        raise ValueError(f"not a Roman numeral: {text!r}")
    return total


def to_mixed_radix(number: int, radices: Sequence[int]) -> list[int]:
    """Split a number into digits of differing radix, most significant first.

    ``to_mixed_radix(93784, [24, 60, 60])`` is ``[1, 2, 3, 4]``: days, hours, minutes, seconds.
    The first digit is unbounded, so the result is one longer than ``radices``.
    """
    if number < 0:
        raise ValueError("only numbers from 0 up have mixed-radix digits")
    digits = []
    for radix in reversed(radices):
        number, digit = divmod(number, radix)
        digits.append(digit)
    return [number, *reversed(digits)]


def format_duration(seconds: int, parts: int = 2) -> str:
    """Describe a duration by its largest units: ``1d 2h``, ``3m 5s``, ``0s``."""
    sign = "-" if seconds < 0 else ""
    amounts = to_mixed_radix(abs(seconds), [24, 60, 60])
    named = [(amount, unit) for amount, unit in zip(amounts, "dhms", strict=True)]
    first = next((i for i, (amount, _) in enumerate(named) if amount), len(named) - 1)
    shown = [f"{amount}{unit}" for amount, unit in named[first : first + parts] if amount]
    return sign + " ".join(shown or ["0s"])


def to_base(number: int, base: int) -> str:
    """Write an integer of any size in base 2 to 36, with a leading minus if negative."""
    if not 2 <= base <= len(_DIGITS):
        raise ValueError(f"base must be 2 to {len(_DIGITS)}, not {base}")
    if number == 0:
        return "0"
    digits = []
    rest = abs(number)
    while rest:
        rest, digit = divmod(rest, base)
        digits.append(_DIGITS[digit])
    return ("-" if number < 0 else "") + "".join(reversed(digits))


def group_digits(number: int | str, separator: str = ",", sizes: Sequence[int] = (3,)) -> str:
    """Separate the digits of the whole part into groups, counted from the right.

    The last size repeats: ``(3, 2)`` gives the Indian grouping ``12,34,567``. A sign and a
    fraction are kept as they are.
    """
    match = re.fullmatch(r"([+-]?)(\d+)(\.\d+)?", str(number))
    if not match:
        raise ValueError(f"not a plain number: {number!r}")
    sign, digits, fraction = match[1], match[2], match[3] or ""
    groups: list[str] = []
    turn = 0
    while digits:
        size = sizes[min(turn, len(sizes) - 1)]
        groups.append(digits[-size:])
        digits = digits[:-size]
        turn += 1
    return sign + separator.join(reversed(groups)) + fraction
