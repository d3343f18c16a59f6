"""Which numbers of an answer are better looked at than read: only those that were verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assistant.answer import Answer, Check, Citation, Number

MOST = 30  # bars
LINE = 4  # years from which on a line says more than bars
READ_AGAIN = (Check.VERIFIED, Check.CONFLICT)


class Shape(StrEnum):
    BARS = "bars"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar or point. `part` is its length, between 0 and 1."""

    label: str
    number: Number
    part: float


@dataclass(frozen=True, slots=True)
class Chart:
    """`of` says what the labels are: year, entity or row."""

    shape: Shape
    of: str
    subject: str  # what all marks are of, where they are of one thing
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    number: Number
    cited: Citation
    size: Decimal


def chart_of(given: Answer) -> Chart | None:
    """Bars or a line, where an answer sets numbers of one kind side by side; None where not."""
    spots = _spots(given)
    for of, fewest, label_of in _KINDS:
        chosen = _apart(spots, of, label_of)
        if len(chosen) >= fewest:
            return _drawn(given, of, chosen, label_of)
    return None


def _spots(given: Answer) -> list[_Spot]:
    """Amounts as printed, each of one cell, none negative."""
    cited = {c.id: c for c in given.citations}
    spots: dict[int, _Spot] = {}
    for number in given.numbers:
        plain = number.check in READ_AGAIN and len(number.citations) == 1 and number.yuan
        if plain and number.citations[0] in cited:
            at = number.citations[0]
            spots.setdefault(at, _Spot(number, cited[at], Decimal(number.yuan or 0)))
    found = list(spots.values())
    return found if all(s.size >= 0 for s in found) and any(s.size for s in found) else []


def _year(spot: _Spot) -> str:
    return str(spot.cited.year)


def _entity(spot: _Spot) -> str:
    return spot.cited.entity


def _row(spot: _Spot) -> str:
    return spot.cited.row[-1] if spot.cited.row else ""


def _book(spot: _Spot) -> tuple[str, int, str]:
    return spot.cited.entity, spot.cited.year, spot.cited.stage


def _both(spot: _Spot) -> str:
    return f"{spot.cited.entity} {spot.cited.year}"


_Label = Callable[[_Spot], str]
_KINDS: tuple[tuple[str, int, _Label], ...] = (
    ("entity_year", 4, _both),
    ("entity", 2, _entity),
    ("year", 2, _year),
    ("row", 3, _row),
)


def _apart(spots: Sequence[_Spot], of: str, label_of: _Label) -> list[_Spot]:
    """The spots that differ in this one thing; [] where they differ in others, too."""
    bodies = {s.cited.entity for s in spots}
    years = {s.cited.year for s in spots}
    fits = {
        "entity_year": len(bodies) > 1 and len(years) > 1,
        "entity": len(bodies) > 1 and len(years) == 1,
        "year": len(bodies) == 1 and len(years) > 1,
        "row": len({_book(s) for s in spots}) == 1,
    }[of]
    if not fits or len({s.cited.stage for s in spots}) > 1:
        return []
    if of == "row":
        spots = _of_one_table(spots)
    elif len({s.number.unit for s in spots if s.size}) > 2:
        return []
    counted = Counter(map(label_of, spots))
    same = any(n > 1 for n in counted.values()) or "" in counted or len(spots) > MOST
    return [] if same else list(spots)


def _of_one_table(spots: Sequence[_Spot]) -> list[_Spot]:
    """Rows of one column of one table; most of an answer's numbers must be."""
    tables = Counter((s.cited.sha256, s.cited.table, s.cited.column[-1:]) for s in spots)
    if not tables:
        return []
    most, count = tables.most_common(1)[0]
    if count < 0.7 * len(spots) or not most[1]:
        return []
    return [s for s in spots if (s.cited.sha256, s.cited.table, s.cited.column[-1:]) == most]


def _subject(given: Answer, spots: Sequence[_Spot]) -> str:
    """What was asked for, where it is one thing; else what all rows are called."""
    asked = [str(i["words"]) for i in given.query.get("items", ())]
    rows = {_row(s) for s in spots}
    return asked[0] if len(asked) == 1 else rows.pop() if len(rows) == 1 else ""


def _drawn(given: Answer, of: str, spots: list[_Spot], label_of: _Label) -> Chart:
    if of == "year":
        spots = sorted(spots, key=_year)
    elif of != "row":
        spots = sorted(spots, key=lambda s: -s.size)
    most = max(s.size for s in spots)
    return Chart(
        Shape.LINE if of == "year" and len(spots) >= LINE else Shape.BARS,
        of,
        _subject(given, spots),
        tuple(Mark(label_of(s), s.number, float(s.size / most)) for s in spots),
    )
