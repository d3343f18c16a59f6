"""The cited place of a Word, Excel or web file: the table round the cell, or the paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.answer import Citation
from ingest.amount import is_amount
from ingest.read.again.rereader import SpotRereader
from ingest.records import Cell, Table
from ui import nodes
from ui.chips import draw
from ui.nodes import Node, node
from ui.words import say

ROWS, COLUMNS = 5, 3  # shown on each side of the cell
FEW = 9  # columns that are all shown
LABELS = 2  # columns on the left that stay

Places = Mapping[tuple[int, int], Cell]


def show(path: Path, citation: Citation, table: Table | None, name: str, whole: bool) -> None:
    cited = cited_cell(table, citation) if table else None
    if table is not None and cited is not None:
        draw(sheet(table, cited, whole), f"{name}-sheet")
        return
    lines = near(path, citation)
    if lines:
        draw(paragraphs(lines), f"{name}-paragraphs")
    else:
        draw(nodes.notice(say("ask.lost"), say("ask.lost_spot")), f"{name}-lost")


@cache
def _again() -> SpotRereader:
    return SpotRereader()


def near(path: Path, citation: Citation) -> list[tuple[str, str, bool]]:
    spot = citation.spot
    return _again().around(path, spot) if spot else []


def paragraphs(lines: Sequence[tuple[str, str, bool]]) -> Node:
    return node("div", "lines", *(
        node("div", "textline cited" if cited else "textline",
             node("span", "no", number), node("span", "words", text))
        for number, text, cited in lines
    ))  # fmt: skip


def cited_cell(table: Table, citation: Citation) -> Cell | None:
    return next((c for c in table.cells if c.source and c.source.spot == citation.spot), None)


# ------------------------------------------------------------------ the table round a cell


def sheet(table: Table, cited: Cell, whole: bool) -> Node:
    """Header and labels stay, those of the cell are tinted, the cell is marked. `whole`: all rows."""
    rows, columns = _window(table, cited, whole)
    at = {
        (r, c): cell
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    }
    body = [_letters(table, columns, cited)]
    for above, row in pairwise([-1, *rows]):
        if row != above + 1:
            body.append(node("tr", "", node("td", "gap", "⋯", colspan=len(columns) + 1)))
        body.append(
            node("tr", "", _edge(table, row, cited), *_cells(table, at, row, rows, columns, cited))
        )
    return node("div", "sheet", node("table", "", node("tbody", "", *body)))


def _window(table: Table, cited: Cell, whole: bool) -> tuple[list[int], list[int]]:
    width = max((c.column + c.column_span for c in table.cells), default=0)
    if whole:
        return list(range(table.n_rows)), list(range(width))
    near_rows = range(max(0, cited.row - ROWS), min(table.n_rows, cited.row + ROWS + 1))
    near_columns = range(max(0, cited.column - COLUMNS), min(width, cited.column + COLUMNS + 1))
    rows = sorted({*range(min(table.header_rows, 6)), *near_rows})
    columns = range(width) if width <= FEW else sorted({*range(LABELS), *near_columns})
    return rows, list(columns)


def _cells(
    table: Table, at: Places, row: int, rows: Sequence[int], columns: Sequence[int], cited: Cell
) -> Iterator[Node]:
    """Each cell once, at the first of its places that is shown."""
    for n, column in enumerate(columns):
        cell = at.get((row, column))
        if cell is None:
            yield node("td", "", "")
            continue
        left = n > 0 and at.get((row, columns[n - 1])) is cell
        place = rows.index(row)
        above = place > 0 and rows[place - 1] == row - 1 and at.get((row - 1, column)) is cell
        if left or above:
            continue
        wide = sum(at.get((row, c)) is cell for c in columns[n:])
        deep = 1
        while (
            place + deep < len(rows)
            and rows[place + deep] == row + deep
            and (at.get((row + deep, column)) is cell)
        ):
            deep += 1
        tag = "th" if cell.row < table.header_rows else "td"
        yield node(tag, _named(table, cell, cited), cell.text, colspan=wide, rowspan=deep)


def _named(table: Table, cell: Cell, cited: Cell) -> str:
    if cell is cited:
        return "cited num" if is_amount(cell.text) else "cited"
    names = ["head"] if cell.row < table.header_rows else []
    names += ["num"] if is_amount(cell.text) else []
    over = cell.row < table.header_rows and cell.column < cited.column + cited.column_span
    if over and cell.column + cell.column_span > cited.column:
        names.append("on")
    beside = cell.row <= cited.row < cell.row + cell.row_span and cell.column < cited.column
    if beside and cell.text and not is_amount(cell.text):
        names.append("on")
    return " ".join(names)


def _letters(table: Table, columns: Sequence[int], cited: Cell) -> Node:
    """A, B, C of a workbook; the columns' numbers elsewhere."""
    named: dict[int, str] = {}
    for cell in table.cells:
        if cell.source and cell.source.spot:
            spot = cell.source.spot
            name = re.sub(r"\d", "", spot.cell) or str(spot.column or "")
            named.setdefault(cell.column, name)
    heads = (
        node("td", "edge on" if c == cited.column else "edge", named.get(c, "")) for c in columns
    )
    return node("tr", "", node("td", "edge", ""), *heads)


def _edge(table: Table, row: int, cited: Cell) -> Node:
    spots = (c.source.spot for c in table.cells if c.row == row and c.source and c.source.spot)
    spot = next(spots, None)
    name = (re.sub(r"\D", "", spot.cell) or str(spot.row or "")) if spot else ""
    return node("td", "edge on" if row == cited.row else "edge", name)
