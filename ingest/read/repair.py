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
CUT = Decimal("1.5")  # less than one field that does not fit its column
MOST_COLUMNS = 60  # in a wider table only the end of a row is tried


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file; rows of one stretch stand on one page."""

    number: int
    stretch: int
    fields: Fields


@dataclass(frozen=True, slots=True)
class Column:
    """`kinds`: numbers (True), texts (False) or both; `share` of the rows that fill it.

    `is_empty` where the row of totals has nothing, so no amount can stand in it.
    """

    kinds: frozenset[bool]
    share: Decimal
    is_empty: bool

    def misfits(self, text: str) -> bool:
        if is_number(text) not in self.kinds:
            return True
        return self.is_empty and is_amount(text) and not _is_nothing(text)


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
    columns = _column_habits(header, body)
    are_cut = all(row.fields[-1] for row in body)
    groups: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in body:
        groups[row.stretch, len(row.fields)].append(row)
    repaired: dict[int, Row] = {}
    for group in groups.values():
        for row in _mend(group, columns, sums, are_cut):
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


def _column_habits(header: Header, body: Iterable[Row]) -> tuple[Column, ...]:
    """What stands in each column, by the rows that are whole."""
    whole = [row.fields for row in body if len(row.fields) == header.columns]
    totals = next((f for f in whole if _is_total(f)), None)
    result = []
    for column in range(header.columns):
        filled = [fields[column] for fields in whole if fields[column]]
        kinds = {is_number(text) for text in filled}
        if not kinds:
            is_words = words().label.search(header.leaf(column)) is not None
            kinds = {True, False} if is_words or is_indicator(header, column) else {True}
        share = Decimal(len(filled)) / max(len(whole), 1)
        is_empty = totals is not None and kinds == {True} and _is_nothing(totals[column])
        result.append(Column(frozenset(kinds), share, is_empty))
    return tuple(result)


def _is_total(fields: Fields) -> bool:
    """The row that adds up all others: 合计 and at least one amount."""
    texts = [plain(text) for text in fields if text and not is_number(text)]
    return (
        bool(texts)
        and set(texts) <= words().total
        and any(is_amount(text) and not _is_nothing(text) for text in fields)
    )


def is_indicator(header: Header, column: int) -> bool:
    return any(words().indicator.search(text) for text in header.path(column))


def _mend(
    group: Sequence[Row], columns: Sequence[Column], sums: Sequence[Sum], are_cut: bool
) -> tuple[Row, ...]:
    """`are_cut`: no line ends in a blank, so the blanks missing are likely those at the end."""
    if len(group[0].fields) == len(columns):
        return tuple(group)
    best: tuple[Decimal, tuple[Fields, ...]] | None = None
    for edited in _edits(group, len(columns)):
        score = sum((_score(fields, columns, sums) for fields in edited), Decimal())
        if best is None:
            best = (score + CUT * len(group) if are_cut else score, edited)
        elif score > best[0]:
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


def _score(fields: Fields, columns: Sequence[Column], sums: Sequence[Sum]) -> Decimal:
    """Sums weigh most, then what fits its column, then where the other rows have something."""
    filled = [(c, text) for c, text in zip(columns, fields, strict=True) if text]
    misfits = sum(c.misfits(text) for c, text in filled)
    unusual = sum((1 - c.share for c, _ in filled), Decimal())
    holds = Counter(h for s in sums if (h := holds_in(fields, s)) is not None)
    return 2 * holds[True] - 4 * holds[False] - 2 * misfits - unusual / 10


def holds_in(fields: Fields, total: Sum) -> bool | None:
    """Whether the sum is right within rounding; None where there is nothing to add."""
    numbers = [fields[c] for c in (total.whole, *total.parts) if fields[c]]
    if all(_is_nothing(text) for text in numbers):
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
