"""Rows of performance tables that a transcription moved: projects and their indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.read.repair import Row, is_indicator
from ingest.read.transcript import Fields, Header, is_number, plain, words


def with_second_level(rows: Sequence[Row]) -> list[Row]:
    """A first-level name beside a blank second level, amid rows that have both, is a second."""
    levels = [plain(text) for text in rows[0].fields]
    first, second, third = (levels.index(name) for name in words().indicator_header)
    have_both = any(row.fields[first] and row.fields[second] for row in rows[1:])
    result = [rows[0]]
    for row in rows[1:]:
        name = row.fields[first]
        if have_both and len(result) > 1 and name and not row.fields[second] and row.fields[third]:
            fields = list(row.fields)
            fields[first], fields[second] = "", name
            row = replace(row, fields=tuple(fields))
        result.append(row)
    return result


def realigned(header: Header, body: Sequence[Row]) -> tuple[Row, ...]:
    """Projects whose indicators begin under an amount column move right, with their rows."""
    columns = [c for c in range(header.columns) if is_indicator(header, c)]
    names = [c for c in columns if words().indicator_name.search(header.leaf(c))]
    if not names:
        return tuple(body)
    result: list[Row] = []
    block: list[Row] = []
    for row in body:
        if block and _continues(row, columns[0]):
            block.append(row)
            continue
        result += _settled(block, names)
        block = []
        moved = _moved(header, row, columns[0])
        if moved is None:
            result.append(row)
        else:
            block = [moved]
    return tuple(result + _settled(block, names))


def _continues(row: Row, first: int) -> bool:
    return any(row.fields) and not any(text for text in row.fields[: first - 1])


def _moved(header: Header, row: Row, first: int) -> Row | None:
    """The row moved right from the first words under an amount column; None if it is right."""
    amounts = [
        c for c in range(first) if not words().label.search(header.leaf(c))
    ]  # fmt: skip
    wrong = [c for c in amounts if c < len(row.fields) and row.fields[c]
             and not is_number(row.fields[c])]  # fmt: skip
    shift = first - wrong[0] if wrong else 0
    if not wrong or any(row.fields[-shift:]):
        return None
    at = wrong[0]
    return replace(row, fields=row.fields[:at] + ("",) * shift + row.fields[at:-shift])


def _settled(block: Sequence[Row], names: Sequence[int]) -> list[Row]:
    """The rows below a moved project: each pair under a name, lone pairs under one another."""
    if not block:
        return []
    below = [_under_a_name(row, names) for row in block[1:]]
    lone = Counter(c for row in below if (c := _lone(row.fields, names)) is not None)
    common = lone.most_common(1)
    if common and common[0][1] > 1:
        below = [_at(row, common[0][0], names) for row in below]
    return [block[0], *below]


def _under_a_name(row: Row, names: Sequence[int]) -> Row:
    first = next(c for c, text in enumerate(row.fields) if text)
    if first in names or first + 1 not in names or row.fields[-1]:
        return row
    return replace(row, fields=("", *row.fields[:-1]))


def _lone(fields: Fields, names: Sequence[int]) -> int | None:
    filled = [c for c, text in enumerate(fields) if text]
    return filled[0] if len(filled) <= 2 and filled and filled[0] in names else None


def _at(row: Row, column: int, names: Sequence[int]) -> Row:
    start = _lone(row.fields, names)
    if start is None or start == column:
        return row
    pair = row.fields[start : start + 2]
    fields = [""] * len(row.fields)
    fields[column : column + len(pair)] = pair
    return replace(row, fields=tuple(fields))


def continuation_spans(header: Header, body: Sequence[Row]) -> dict[tuple[int, int], int]:
    """Row spans by (body row, column): a project's cells beside the rows of its indicators.

    0 stands for a cell that an upper one covers.
    """
    columns = [c for c in range(header.columns) if is_indicator(header, c)]
    spans: dict[tuple[int, int], int] = {}
    if not columns or columns[0] == 0:
        return spans
    top = 0
    for i, row in enumerate(body):
        if i == 0 or any(row.fields[: columns[0]]) or not any(row.fields):
            top = i
            continue
        for column in range(columns[0]):
            spans[top, column] = i - top + 1
            spans[i, column] = 0
    return spans
