"""How deep the header of a table is, and the path that names each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.amount import is_amount
from ingest.recognise.captions import is_caption, title_span
from ingest.records import Box, Source

DEEPEST = 6
WORDY = 40
INDICATOR = re.compile(r"^[一二三]级指标$")
YEAR = re.compile(r"20\d\d")


class Placed(NamedTuple):
    """A cell on its way into a table."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    source: Source | None
    region: Box | None

    @property
    def below(self) -> int:
        return self.row + self.row_span

    @property
    def after(self) -> int:
        return self.column + self.column_span


@dataclass(frozen=True, slots=True)
class Header:
    kind: str
    captions: int  # leading rows that speak about the table
    rows: int  # captions and header together; 0 for a form


def caption_rows(cells: Sequence[Placed], columns: int) -> int:
    """Leading rows that hold nothing but a title, a unit, a name."""
    depth = 0
    while row := [cell for cell in cells if cell.row == depth]:
        filled = [cell for cell in row if cell.text]
        whole = len(row) == 1 and row[0].column_span == columns and columns > 1
        about = filled and all(is_caption(c.text) or title_span(c.text) for c in filled)
        several = sum(is_caption(c.text) for c in filled) >= 1 and len(filled) <= 3
        if any(cell.row_span > 1 for cell in row) or not (whole or (about and several)):
            break
        depth += 1
    return depth


def read_header(cells: Sequence[Placed], columns: int, title: str) -> Header:
    captions = caption_rows(cells, columns)
    body = [cell for cell in cells if cell.row >= captions]
    indicator = indicator_row(body)
    depth = header_depth(body, captions, columns)
    wordy = any(len(cell.text) > WORDY for cell in body if cell.row <= captions)
    late = indicator is not None and indicator - captions > (depth or 2)
    targets = "绩效" in title or indicator is not None
    keyed = depth is None or _key_and_value(body, captions, columns)
    if wordy or late or (targets and keyed):
        return Header("form", captions, 0)
    return Header("grid", captions, captions + (depth or 1))


def _key_and_value(cells: Sequence[Placed], row: int, columns: int) -> bool:
    """项目名称 | 网络维护: the first row names one thing, it heads no columns."""
    first = [cell for cell in cells if cell.row == row]
    if len(first) != 2 or not all(cell.text for cell in first):
        return False
    return first[1].column_span > 1 or (columns == 2 and first[0].text.endswith("名称"))


def indicator_row(cells: Sequence[Placed]) -> int | None:
    """Where 一级指标 | 二级指标 | … stands."""
    return min((cell.row for cell in cells if INDICATOR.match(cell.text)), default=None)


def header_depth(cells: Sequence[Placed], start: int, columns: int) -> int | None:
    """Smallest depth that no cell crosses and at which every column has a cell of its own."""
    last = max((cell.below for cell in cells), default=start)
    fallback = None
    for depth in range(1, min(DEEPEST, last - start) + 1):
        edge = start + depth
        row = [cell for cell in cells if cell.row < edge <= cell.below]
        if any(is_number(cell.text) for cell in row if cell.row == edge - 1):
            break
        if any(cell.below > edge for cell in row):
            continue
        if sum(cell.column_span for cell in row) < columns:
            continue
        fallback = fallback or depth
        if all(cell.column_span == 1 for cell in row):
            return depth
    return fallback


def is_number(text: str) -> bool:
    return is_amount(text) and not YEAR.fullmatch(text)


def header_paths(
    cells: Sequence[Placed], header: Header, columns: int
) -> tuple[tuple[str, ...], ...]:
    if not header.rows:
        return ()
    rows = [c for c in cells if header.captions <= c.row < header.rows and c.text]
    paths = []
    for column in range(columns):
        above = sorted((c for c in rows if c.column <= column < c.after), key=lambda c: c.row)
        texts = [cell.text for cell in above]
        paths.append(tuple(t for i, t in enumerate(texts) if i == 0 or t != texts[i - 1]))
    return tuple(paths)


def repeated_rows(cells: Sequence[Placed], first: Sequence[Placed], depth: int) -> int:
    """How many leading rows of a continuation print the header again, perhaps clipped."""
    for rows in range(depth, 0, -1):
        head = {(c.row, c.column): c for c in first if c.row < rows}
        again = {(c.row, c.column): c for c in cells if c.row < rows}
        if any(
            cell.below > rows and head.get(k) and head[k].below == rows for k, cell in again.items()
        ):
            continue
        if head.keys() == again.keys() and _same_words(head, again):
            return rows
    return 0


def _same_words(head: dict[tuple[int, int], Placed], again: dict[tuple[int, int], Placed]) -> bool:
    filled = [(head[key].text, again[key].text) for key in head if head[key].text]
    blank = [again[key].text for key in head if not head[key].text]
    equal = sum(one == other for one, other in filled)
    begun = all(one.startswith(other) for one, other in filled)
    return begun and not any(blank) and equal * 2 >= len(filled) > 0
