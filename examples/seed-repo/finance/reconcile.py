"""Match the lines of a bank statement against the entries of a company's books.

Amounts are whole cents; money in is positive. Three passes run from the surest rule to the
weakest, and an entry once matched is out of the game.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Entry:
    """One booking, on either side."""

    id: str
    day: date
    cents: int
    reference: str = ""


@dataclass(frozen=True)
class Match:
    """A bank line with the book entries that explain it, and the rule that said so."""

    bank: Entry
    books: tuple[Entry, ...]
    rule: str


@dataclass
class Reconciliation:
    """The outcome: what matched and what is left over on either side."""

    matches: list[Match] = field(default_factory=list)
    bank_only: list[Entry] = field(default_factory=list)
    books_only: list[Entry] = field(default_factory=list)

    @property
    def difference(self) -> int:
        """Cents by which the bank's open lines exceed those of the books."""
        return sum(e.cents for e in self.bank_only) - sum(e.cents for e in self.books_only)

    def accept(self, bank: Entry, books: Sequence[Entry], rule: str) -> None:
        """Record a match and take its entries off the open lists."""
        self.matches.append(Match(bank, tuple(books), rule))
        self.bank_only.remove(bank)
        for entry in books:
            self.books_only.remove(entry)


def normalise_reference(text: str) -> str:
    """Reduce ``INV 0042-a`` and ``inv42A`` to one form: no punctuation, case or leading zeros."""
    without_zeros = re.sub(r"(?<!\d)0+(?=\d)", "", text.upper())
    return re.sub(r"[\W_]+", "", without_zeros)


def match_references(state: Reconciliation) -> None:
    """Pair entries with the same amount and the same, non-empty reference."""
    open_books: dict[tuple[str, int], list[Entry]] = {}
    for entry in state.books_only:
        key = normalise_reference(entry.reference)
        if key:
            open_books.setdefault((key, entry.cents), []).append(entry)
    for bank in list(state.bank_only):
        candidates = open_books.get((normalise_reference(bank.reference), bank.cents))
        if candidates:
            state.accept(bank, [candidates.pop(0)], "reference")


def match_amounts(state: Reconciliation, max_days: int) -> None:
    """Pair equal amounts at most ``max_days`` apart, the closest dates first."""
    pairs = [
        (abs((bank.day - book.day).days), bank.id, book.id, bank, book)
        for bank in state.bank_only
        for book in state.books_only
        if bank.cents == book.cents
    ]
    taken: set[tuple[str, str]] = set()
    for days, bank_id, book_id, bank, book in sorted(pairs, key=lambda pair: pair[:3]):
        if days > max_days:
            break
        if ("bank", bank_id) in taken or ("books", book_id) in taken:
            continue
        taken |= {("bank", bank_id), ("books", book_id)}
        state.accept(bank, [book], "amount")


def find_group(target: int, entries: Sequence[Entry], max_parts: int) -> list[Entry] | None:
    """Find the fewest entries, two to ``max_parts``, that add up to ``target`` cents."""
    reached: dict[int, tuple[int, ...]] = {0: ()}
    for index, entry in enumerate(entries):
        for total, parts in list(reached.items()):
            if len(parts) == max_parts:
                continue
            longer = (*parts, index)
            known = reached.get(total + entry.cents)
            if known is None or len(longer) < len(known):
                reached[total + entry.cents] = longer
    parts = reached.get(target, ())
    return [entries[i] for i in parts] if len(parts) >= 2 else None


def match_groups(state: Reconciliation, max_days: int, max_parts: int = 4) -> None:
    """Explain one bank line by several book entries, such as a collective transfer."""
    for bank in sorted(state.bank_only, key=lambda e: -abs(e.cents)):
        near = [
            entry
            for entry in state.books_only
            if abs((entry.day - bank.day).days) <= max_days and (entry.cents > 0) == (bank.cents > 0)
        ]
        group = find_group(bank.cents, near, max_parts)
        if group:
            state.accept(bank, group, "group")


def reconcile(bank: Iterable[Entry], books: Iterable[Entry], max_days: int = 5) -> Reconciliation:
    """Run all passes and return the outcome, with leftovers in order of date."""

    def by_day(entry: Entry) -> tuple[date, str]:
        return entry.day, entry.id

    state = Reconciliation([], sorted(bank, key=by_day), sorted(books, key=by_day))
    match_references(state)
    match_amounts(state, max_days)
    match_groups(state, max_days)
    return state


def first_balance_break(opening: int, lines: Iterable[tuple[Entry, int]]) -> tuple[Entry, int] | None:
    """Find the first line whose printed balance does not follow; return it with the error in cents."""
    expected = opening
    for entry, printed in lines:
        expected += entry.cents
        if printed != expected:
            return entry, printed - expected
    return None
