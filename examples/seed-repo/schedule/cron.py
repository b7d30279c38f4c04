"""Cron expressions: parse five fields and compute when they fire next.

Supported are lists, ranges, steps, month and weekday names, and ``7`` for Sunday. When day of
month and day of week are both restricted a day matches if either does, as in classic cron.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_SHORTHANDS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
}
# Around a century that is no leap year, 29 February comes back only after eight years.
_SEARCH_YEARS = 8


class CronError(ValueError):
    """The expression is malformed or can never fire."""


@dataclass(frozen=True)
class Field:
    """The legal values of one position: ``low..high``, with optional names for them."""

    name: str
    low: int
    high: int
    names: tuple[str, ...] = ()

    def number(self, text: str) -> int:
        """Read one value, given as digits or as a name such as ``mon`` or ``sep``."""
        lowered = text.lower()
        if lowered in self.names:
            return self.low + self.names.index(lowered)
        upper = 7 if self.name == "day of week" else self.high
        if not lowered.isdecimal() or not self.low <= int(lowered) <= upper:
            raise CronError(f"{self.name}: {text!r} is not within {self.low}-{upper}")
        return int(lowered)

    def parse(self, text: str) -> frozenset[int]:
        """Expand ``1-10/3,15`` and the like into the set of values it stands for."""
        values: set[int] = set()
        for part in text.split(","):
            span, slash, step_text = part.partition("/")
            if slash and (not step_text.isdecimal() or int(step_text) == 0):
                raise CronError(f"{self.name}: bad step in {part!r}")
            step = int(step_text) if slash else 1
            if span == "*":
                first, last = self.low, self.high
            elif "-" in span:
                left, _, right = span.partition("-")
                first, last = self.number(left), self.number(right)
            else:
                first = self.number(span)
                last = self.high if slash else first
            if first > last:
                raise CronError(f"{self.name}: {part!r} runs backwards")
            values.update(range(first, last + 1, step))
        if self.name == "day of week":
            values = {value % 7 for value in values}
        return frozenset(values)


_FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of month", 1, 31),
    Field("month", 1, 12, _MONTHS),
    Field("day of week", 0, 6, _DAYS),
)


class CronExpression:
    """A parsed expression such as ``*/15 9-17 * * mon-fri``."""

    def __init__(self, text: str) -> None:
        fields = _SHORTHANDS.get(text.strip().lower(), text).split()
        if len(fields) != len(_FIELDS):
            raise CronError(f"expected {len(_FIELDS)} fields, found {len(fields)}: {text!r}")
        parsed = [field.parse(part) for field, part in zip(_FIELDS, fields, strict=True)]
        self.minutes, self.hours, self.days, self.months, self.weekdays = parsed
        self._either_day = not fields[2].startswith("*") and not fields[4].startswith("*")

    def fires_on_day(self, moment: datetime) -> bool:
        """Whether the day fields allow the day of ``moment`` (the month is not looked at)."""
        by_date = moment.day in self.days
        by_weekday = moment.isoweekday() % 7 in self.weekdays
        return by_date or by_weekday if self._either_day else by_date and by_weekday

    def next_after(self, moment: datetime) -> datetime:
        """Return the first firing time strictly later than ``moment``."""
        candidate = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        while candidate.year <= moment.year + _SEARCH_YEARS:
            if candidate.month not in self.months:
                # Day 28 plus four days is always in the following month.
                later = candidate.replace(day=28, hour=0, minute=0) + timedelta(days=4)
                candidate = later.replace(day=1)
            elif not self.fires_on_day(candidate):
                candidate = candidate.replace(hour=0, minute=0) + timedelta(days=1)
            elif candidate.hour not in self.hours:
                candidate = candidate.replace(minute=0) + timedelta(hours=1)
            elif candidate.minute not in self.minutes:
                candidate += timedelta(minutes=1)
            else:
                return candidate
        raise CronError(f"does not fire within {_SEARCH_YEARS} years of {moment:%Y-%m-%d}")

    def between(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Yield every firing time after ``start`` up to and including ``end``."""
        moment = self.next_after(start)
        while moment <= end:
            yield moment
            moment = self.next_after(moment)
