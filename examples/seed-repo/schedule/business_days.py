"""Business-day arithmetic and half-open date ranges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class DateRange:
    """The days from ``start`` up to, but not including, ``end``."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"range ends before it starts: {self.start} .. {self.end}")

    def __len__(self) -> int:
        return (self.end - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def __iter__(self) -> Iterator[date]:
        day = self.start
        while day < self.end:
            yield day
            day += _ONE_DAY

    def overlap(self, other: DateRange) -> DateRange | None:
        """Return the days both ranges share, or ``None`` when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return DateRange(start, end) if start < end else None

    def minus(self, other: DateRange) -> list[DateRange]:
        """Return what is left after cutting ``other`` out: zero, one or two ranges."""
        shared = self.overlap(other)
        if shared is None:
            return [self] if len(self) else []
        pieces = [DateRange(self.start, shared.start), DateRange(shared.end, self.end)]
        return [piece for piece in pieces if len(piece)]


def merge_ranges(ranges: Iterable[DateRange]) -> list[DateRange]:
    """Join overlapping and touching ranges; the result is sorted and disjoint."""
    merged: list[DateRange] = []
    for current in sorted(r for r in ranges if len(r)):
        if merged and current.start <= merged[-1].end:
            last = merged[-1]
            merged[-1] = DateRange(last.start, max(last.end, current.end))
        else:
            merged.append(current)
    return merged


def find_gaps(window: DateRange, busy: Iterable[DateRange], min_days: int = 1) -> list[DateRange]:
    """List the free stretches of at least ``min_days`` days inside ``window``."""
    gaps: list[DateRange] = []
    cursor = window.start
    for block in merge_ranges(busy):
        shared = window.overlap(block)
        if shared is None:
            continue
        if (shared.start - cursor).days >= min_days:
            gaps.append(DateRange(cursor, shared.start))
        cursor = shared.end
    if (window.end - cursor).days >= min_days:
        gaps.append(DateRange(cursor, window.end))
    return gaps


class BusinessCalendar:
    """Knows which days are worked: every weekday that is not a holiday.

    ``weekend`` holds ``date.weekday()`` numbers (Monday is 0), Saturday and Sunday by default.
    """

    def __init__(self, holidays: Iterable[date] = (), weekend: Iterable[int] = (5, 6)) -> None:
        self.weekend = frozenset(weekend)
        if len(self.weekend & set(range(7))) == 7:
            raise ValueError("a week needs at least one working day")
        # A holiday at the weekend takes no working day away, so it must not be counted.
        self.holidays = frozenset(day for day in holidays if day.weekday() not in self.weekend)

    def is_business_day(self, day: date) -> bool:
        """Whether ``day`` is worked."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def shift(self, day: date, count: int) -> date:
        """Move ``count`` business days forward, or back when negative.

        A count of zero moves a free day to the next business day and leaves others alone.
        """
        if count == 0:
            while not self.is_business_day(day):
                day += _ONE_DAY
            return day
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        remaining = abs(count)
        while remaining:
            day += step
            if self.is_business_day(day):
                remaining -= 1
        return day

    def count(self, days: DateRange) -> int:
        """Count the business days of a range without walking through its whole weeks."""
        weeks, extra = divmod(len(days), 7)
        total = weeks * (7 - len(self.weekend))
        first = days.start.weekday()
        total += sum((first + offset) % 7 not in self.weekend for offset in range(extra))
        return total - sum(holiday in days for holiday in self.holidays)

    def last_of_month(self, year: int, month: int) -> date:
        """Return the last business day of a month."""
        first_of_next = date(year + month // 12, month % 12 + 1, 1)
        return self.shift(first_of_next, -1)
