"""Header rows of a transcribed table: merged cells printed with blanks get their spans back."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import pairwise

from ingest.amount import is_amount

Fields = tuple[str, ...]
PERCENTAGE = re.compile(r"[≥≤><=]?\d+(\.\d+)?[%％]")


@dataclass(frozen=True, slots=True)
class Words:
    """What headers.toml says."""

    subtotal: frozenset[str]
    total: frozenset[str]
    body_start: re.Pattern[str]
    label: re.Pattern[str]
    indicator: re.Pattern[str]
    indicator_name: re.Pattern[str]
    indicator_value: re.Pattern[str]
    indicator_header: tuple[str, ...]
    caption: re.Pattern[str]
    children: dict[str, tuple[str, ...]]


@cache
def words() -> Words:
    text = files("ingest").joinpath("data/headers.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    patterns = {
        key: re.compile(data[key])
        for key in (
            "body_start", "label", "indicator", "indicator_name", "indicator_value", "caption",
        )
    }  # fmt: skip
    return Words(
        subtotal=frozenset(data["subtotal"]),
        total=frozenset(data["total"]),
        indicator_header=tuple(data["indicator_header"]),
        children={key: tuple(value) for key, value in data["children"].items()},
        **patterns,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """A header cell. `last` is the last header row it stands in."""

    text: str
    row: int
    column: int
    span: int
    last: int

    @property
    def end(self) -> int:
        return self.column + self.span


@dataclass(frozen=True, slots=True)
class Header:
    rows: int
    columns: int
    heads: tuple[Head, ...]

    def path(self, column: int) -> tuple[str, ...]:
        over = [h for h in self.heads if h.column <= column < h.end and h.text]
        return tuple(plain(h.text) for h in sorted(over, key=lambda h: h.row))

    def leaf(self, column: int) -> str:
        path = self.path(column)
        return path[-1] if path else ""


def plain(text: str) -> str:
    return "".join(text.split())


def is_number(text: str) -> bool:
    return is_amount(text) or PERCENTAGE.fullmatch(plain(text)) is not None


def read_header(rows: Sequence[Fields]) -> Header:
    """The header of a table, from its leading rows."""
    if not rows or _starts_body(rows[0]):
        return Header(0, max((len(row) for row in rows), default=0), ())
    width = _leading_width(rows)
    heads = _subdivide(Head("", -1, 0, width, -1), _pad(rows[0], width), 0)
    count = 1
    while count < len(rows):
        is_open = [h for h in heads if h.last == count - 1 and h.span > 1]
        if not is_open or not _is_header_row(rows[count], is_open):
            break
        heads, width = _add_row(heads, rows[count], count, width)
        count += 1
    return _named_to_the_end(Header(count, width, tuple(heads)), rows)


def _leading_width(rows: Sequence[Fields]) -> int:
    """As wide as the widest of the rows before the first number."""
    widths = []
    for row in rows:
        if _starts_body(row):
            break
        widths.append(len(row))
    return max(widths)


def _starts_body(row: Fields) -> bool:
    filled = [plain(text) for text in row if text]
    return (
        any(is_amount(text) for text in filled)
        or any(words().body_start.search(text) for text in filled)
        or (len(filled) == 1 and filled[0] in words().total)
        or not filled
    )


def _is_header_row(row: Fields, is_open: Sequence[Head]) -> bool:
    if _starts_body(row):
        return False
    columns = {c for head in is_open for c in range(head.column, head.end)}
    placed = [c for c, text in enumerate(row) if text]
    known = {name for head in is_open for name in words().children.get(plain(head.text), ())}
    return (
        len(placed) == len(columns)
        or sum(c in columns for c in placed) * 2 > len(placed)
        or any(plain(row[c]) in known for c in placed)
    )


def _pad(row: Fields, width: int) -> Fields:
    return row + ("",) * (width - len(row))


def _subdivide(parent: Head, row: Fields, number: int) -> list[Head]:
    """The cells of one row under `parent`: a text reaches to the next text."""
    starts = [c for c in range(parent.column, parent.end) if row[c]]
    if not starts or starts[0] != parent.column:
        starts.insert(0, parent.column)
    return [
        Head(row[a], number, a, b - a, number) for a, b in pairwise([*starts, parent.end])
    ]  # fmt: skip


def _add_row(heads: Sequence[Head], row: Fields, number: int, width: int) -> tuple[list[Head], int]:
    row = _pad(row, width)[:width]
    above = _with_moved_bounds(heads, row, number)
    is_open = sorted(
        (h for h in above if h.last == number - 1 and h.span > 1), key=lambda h: h.column
    )
    row, above, width = _restored_end(_aligned(row, is_open), above, is_open, heads, width)
    result = []
    for head in above:
        under = [] if head.span == 1 or head.last != number - 1 else row[head.column : head.end]
        if any(under):
            result += [head, *_subdivide(head, row, number)]
        else:
            is_live = head.last == number - 1
            result.append(replace(head, last=number) if is_live else head)
    return result, width


def _with_moved_bounds(heads: Sequence[Head], row: Fields, number: int) -> list[Head]:
    """Two groups meet where the second 合计 stands, though the row above has it one off."""
    result = sorted(heads, key=lambda h: (h.row, h.column))
    for i, (left, right) in enumerate(pairwise(result)):
        if right.row != left.row or left.last != number - 1 or right.last != number - 1:
            continue
        left = result[i]
        if left.span < 2 or not _is_subtotal(row, left.column) or _is_subtotal(row, right.column):
            continue
        for start in (right.column + 1, right.column - 1):
            if _is_subtotal(row, start) and left.column < start < right.end:
                result[i] = replace(left, span=start - left.column)
                result[i + 1] = replace(right, column=start, span=right.end - start)
                break
    return result


def _is_subtotal(row: Fields, column: int) -> bool:
    return 0 <= column < len(row) and plain(row[column]) in words().subtotal


def _restored_end(
    row: Fields,
    above: Sequence[Head],
    is_open: Sequence[Head],
    declared: Sequence[Head],
    width: int,
) -> tuple[Fields, list[Head], int]:
    """A last group whose bound moved right has lost a column at its end: known names return."""
    result = list(above)
    if not is_open or is_open[-1].end != width:
        return row, result, width
    last = is_open[-1]
    known = words().children.get(plain(last.text), ())
    span = next((h.span for h in declared if h.row == last.row and h.text == last.text
                 and h.end == width), 0)  # fmt: skip
    printed = [plain(text) for text in row[last.column : last.end] if text]
    is_prefix = bool(printed) and tuple(printed) == known[: len(printed)]
    if span != len(known) or not is_prefix or len(printed) >= span:
        return row, result, width
    row = row[: last.column + len(printed)] + known[len(printed) :]
    result[result.index(last)] = replace(last, span=span)
    return row, result, last.column + span


def _aligned(row: Fields, is_open: Sequence[Head]) -> Fields:
    """A row whose words stand outside the open groups is dealt out over them."""
    columns = [c for head in is_open for c in range(head.column, head.end)]
    placed = [c for c, text in enumerate(row) if text]
    if set(placed) <= set(columns):
        return row
    if len(placed) == len(columns):
        return _placed(row, dict(zip(placed, columns, strict=True)))
    for shift in range(-len(row), len(row) + 1):
        moved = {c + shift for c in placed}
        if moved <= set(columns) and all(h.column in moved for h in is_open):
            return _placed(row, {c: c + shift for c in placed})
    return _placed(row, _by_known_names(row, is_open))


def _by_known_names(row: Fields, is_open: Sequence[Head]) -> dict[int, int]:
    """Each word to the next open group that is known to have it; others stay if they can."""
    target: dict[int, int] = {}
    slots = [
        (head.column + i, name)
        for head in is_open
        for i, name in enumerate(words().children.get(plain(head.text), ())[: head.span])
    ]
    for column, text in enumerate(row):
        found = next((s for s in slots if s[1] == plain(text)), None) if text else None
        if found:
            target[column] = found[0]
            slots = slots[slots.index(found) + 1 :]
    free = [c for head in is_open for c in range(head.column, head.end)]
    for column, text in enumerate(row):
        if text and column not in target and column in free and column not in target.values():
            target[column] = column
    return target


def _placed(row: Fields, target: dict[int, int]) -> Fields:
    moved = {to: row[column] for column, to in target.items()}
    return tuple(moved.get(c, "") for c in range(len(row)))


def _named_to_the_end(header: Header, rows: Sequence[Fields]) -> Header:
    """A last column with no name of its own and nothing in it is a stray tab."""
    last = header.columns - 1
    over = [h for h in header.heads if h.column <= last < h.end and h.last == header.rows - 1]
    is_stray = (
        last > 0
        and len(over) == 1
        and (over[0].span == 2 or not over[0].text)
        and plain(over[0].text) not in words().children
        and all(len(row) <= last or not row[last] for row in rows[header.rows :])
    )
    if not is_stray:
        return header
    heads = (replace(h, span=h.span - 1) if h.end == header.columns else h for h in header.heads)
    return Header(header.rows, last, tuple(h for h in heads if h.span > 0))
