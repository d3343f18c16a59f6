"""Body rows of a transcribed table that have a field too many or too few."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from ingest.amount import is_amount, parse_amount
from ingest.read.transcript import Fields, Head, Header, is_number, plain, words

MOST_EDITS = 2  # more fields than that are missing only where ends of lines were cut
MOST_COLUMNS = 60  # in a wider table only the end of a row is tried


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; rows of one stretch stand on one page."""

    number: int
    stretch: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Sum:
    """Column `whole` adds up the columns `parts`."""

    whole: int
    parts: tuple[int, ...]


def repair_body(header: Header, body: Sequence[Row]) -> tuple[Row, ...]:
    """Every row with as many fields as the header has columns, where that can be had.

    Rows of one page that are equally long were damaged in the same way: one edit for all.
    """
    sums = column_sums(header)
    kinds = _kinds(header, body)
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in body:
        groups[row.stretch, len(row.fields)].append(row)
    repaired: dict[int, Row] = {}
    for group in groups.values():
        for row in _mend(group, header.columns, kinds, sums):
            repaired[row.number] = row
    return tuple(repaired[row.number] for row in body)


def column_sums(header: Header) -> tuple[Sum, ...]:
    """合计 = the siblings right of it, on every level of the header."""
    root = Head("", -1, 0, header.columns, -1)
    return tuple(
        found
        for group in (root, *(h for h in header.heads if h.span > 1))
        if (found := _sum_of(group, header)) is not None
    )


def _children(group: Head, header: Header) -> list[Head]:
    under = [
        h
        for h in header.heads
        if h.row == group.last + 1 and group.column <= h.column and h.end <= group.end
    ]
    return sorted(under, key=lambda h: h.column)


def _sum_of(group: Head, header: Header) -> Sum | None:
    children = _children(group, header)
    at = next((i for i, h in enumerate(children)
               if h.span == 1 and plain(h.text) in words().subtotal), None)  # fmt: skip
    if at is None or at == len(children) - 1:
        return None
    parts = [c for child in children[at + 1 :] for c in _amount_columns(child, header)]
    return Sum(children[at].column, tuple(parts)) if parts else None


def _amount_columns(head: Head, header: Header) -> list[int]:
    if head.span == 1:
        skipped = plain(head.text).startswith("其中") or words().label.search(plain(head.text))
        return [] if skipped else [head.column]
    total = _sum_of(head, header)
    if total is not None:
        return [total.whole]
    return [c for child in _children(head, header) for c in _amount_columns(child, header)]


def _kinds(header: Header, body: Iterable[Row]) -> list[set[bool]]:
    """For each column whether numbers, texts or both stand in it, by rows that are whole."""
    kinds: list[set[bool]] = [set() for _ in range(header.columns)]
    for row in body:
        if len(row.fields) == header.columns:
            for column, text in enumerate(row.fields):
                if text:
                    kinds[column].add(is_number(text))
    for column, seen in enumerate(kinds):
        if not seen:
            is_words = words().label.search(header.leaf(column)) is not None
            seen |= {True, False} if is_words or is_indicator(header, column) else {True}
    return kinds


def is_indicator(header: Header, column: int) -> bool:
    return any(words().indicator.search(text) for text in header.path(column))


def _mend(
    group: Sequence[Row], columns: int, kinds: Sequence[set[bool]], sums: Sequence[Sum]
) -> tuple[Row, ...]:
    length = len(group[0].fields)
    if length == columns:
        return tuple(group)
    best: tuple[Decimal, tuple[Fields, ...]] | None = None
    for edited in _edits(group, columns):
        score = sum((_score(fields, kinds, sums) for fields in edited), Decimal())
        if best is None or score > best[0]:
            best = (score, edited)
    if best is None:  # no number may be lost: the table gets wider instead
        return tuple(group)
    return tuple(replace(row, fields=f) for row, f in zip(group, best[1], strict=True))


def _edits(group: Sequence[Row], columns: int) -> Iterator[tuple[Fields, ...]]:
    """Every way to bring the rows to `columns` fields, the end of the row first."""
    length = len(group[0].fields)
    gap = abs(columns - length)
    size = max(columns, length)
    at_the_end = tuple(range(size - gap, size))
    yield from _edit(group, at_the_end, columns)
    if gap <= MOST_EDITS and size <= MOST_COLUMNS:
        for places in reversed(list(combinations(range(size), gap))):
            if places != at_the_end:
                yield from _edit(group, places, columns)


def _edit(
    group: Sequence[Row], places: tuple[int, ...], columns: int
) -> Iterator[tuple[Fields, ...]]:
    rows = [row.fields for row in group]
    if len(rows[0]) < columns:
        yield tuple(_inserted(fields, places, columns) for fields in rows)
    elif all(_is_nothing(fields[place]) for fields in rows for place in places):
        yield tuple(
            tuple(text for c, text in enumerate(fields) if c not in places) for fields in rows
        )


def _inserted(fields: Fields, places: tuple[int, ...], columns: int) -> Fields:
    rest = iter(fields)
    return tuple("" if c in places else next(rest) for c in range(columns))


def _is_nothing(text: str) -> bool:
    return not text or (is_amount(text) and parse_amount(text, "").number == 0)


def _score(fields: Fields, kinds: Sequence[set[bool]], sums: Sequence[Sum]) -> Decimal:
    fits = Counter(
        is_number(text) in seen for text, seen in zip(fields, kinds, strict=True) if text
    )
    holds = Counter(h for s in sums if (h := holds_in(fields, s)) is not None)
    return Decimal(fits[True] - 2 * fits[False] + 2 * holds[True] - 4 * holds[False])


def holds_in(fields: Fields, total: Sum) -> bool | None:
    """Whether the sum is right within rounding; None where there is nothing to add."""
    numbers = [fields[c] for c in (total.whole, *total.parts) if fields[c]]
    if not numbers:
        return None
    if not all(is_amount(text) for text in numbers):
        return False
    read = [parse_amount(text, "") for text in numbers]
    tolerance = max(a.half_step() for a in read) * (len(total.parts) + 1)
    values = {
        c: parse_amount(fields[c], "").number if fields[c] else Decimal()
        for c in (total.whole, *total.parts)
    }
    return abs(values[total.whole] - sum(values[c] for c in total.parts)) <= tolerance
