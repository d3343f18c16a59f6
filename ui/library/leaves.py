"""A disclosure's pages as pictures, and its tables as printed and as read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.answer import Citation
from assistant.drawing import draw_apart, draw_page_apart
from ingest.export.shapes import printed_rows
from ingest.export.sheets import Value
from ingest.records import Box, Cell, Disclosure, Fact, Source, Table
from ui.nodes import Node, node
from ui.words import say

ROWS = 40  # of a table, at once
LINES = 60  # of a text file, at once


@lru_cache(maxsize=96)
def picture(path: Path, page: int, boxes: tuple[Box, ...] = ()) -> bytes:
    """A page as WEBP. A file never changes under its sha256, so this may be kept."""
    return draw_page_apart(path, page, boxes)


@lru_cache(maxsize=96)
def cell_picture(path: Path, table: Table, number: int) -> bytes:
    """The page of a printed cell, the cell outlined and its row tinted, as a citation is."""
    cell = table.cells[number - 1]
    assert cell.source is not None
    assert cell.source.box is not None
    return draw_apart(path, cited(table, cell.source), table, whole=True)


def cited(table: Table, source: Source) -> Citation:
    box = (source.box.x0, source.box.top, source.box.x1, source.box.bottom) if source.box else None
    return Citation(1, "", source.file, "", 0, "", "table", table.title, table.form, (), (),
                    source.page, box, source.text)  # fmt: skip


def tables_on(disclosure: Disclosure, page: int) -> list[Table]:
    return [table for table in disclosure.tables if page in table.pages]


def region(table: Table, page: int) -> Box | None:
    """Where a table stands on a page: round all its cells there."""
    boxes = [
        c.source.box for c in table.cells
        if c.source and c.source.page == page and c.source.box
    ]  # fmt: skip
    if not boxes:
        return None
    return Box(min(b.x0 for b in boxes), min(b.top for b in boxes),
               max(b.x1 for b in boxes), max(b.bottom for b in boxes))  # fmt: skip


def table_line(table: Table) -> str:
    title = table.title or say("library.untitled")
    spot = next((c.source.spot for c in table.cells if c.source and c.source.spot), None)
    if spot is not None and spot.sheet:
        return say("library.table_sheet", title=title, sheet=spot.sheet)
    if spot is not None or not table.pages:
        return title
    first, last = table.pages[0], table.pages[-1]
    return say(
        "library.table_line", title=title, pages=first if first == last else f"{first}–{last}"
    )


# ---------------------------------------------------------------------- the printed grid


def grid(table: Table, at: int, numeric: frozenset[int]) -> Node:
    """The table as printed: header rows, then the rows of page `at`, merged cells merged. Each
    printed cell is a button that reports its number in `table.cells`, counted from 1."""
    first = table.header_rows + at * ROWS
    last = min(first + ROWS, table.n_rows)
    head = [_row(table, row, numeric, "th") for row in range(table.header_rows)]
    body = [_row(table, row, numeric, "td", (first, last)) for row in range(first, last)]
    made = node(
        "table",
        "printed",
        *([node("thead", "", *head)] if head else []),
        node("tbody", "", *body),
        label=table.title or say("library.untitled"),
    )
    return node("div", "scroll", made, role="region", label=say("library.table"), focus=1)


def _row(
    table: Table, row: int, numeric: frozenset[int], tag: str, window: tuple[int, int] | None = None
) -> Node:
    cells: list[Node] = []
    first, last = window or (0, table.header_rows)
    for number, cell in enumerate(table.cells, 1):
        starts = cell.row == row or (row == first and cell.row < first < cell.row + cell.row_span)
        if not starts:
            continue
        spans = {
            "colspan": cell.column_span,
            "rowspan": min(cell.row + cell.row_span, last) - row,
        }
        kind = "amount" if cell.column in numeric and tag == "td" else ""
        shown: list[Node | str] = [cell.text] if cell.text else []
        if cell.text and cell.source is not None:
            shown = [node("button", "cell", cell.text, pick=number)]
        extra = {"scope": "col"} if tag == "th" else {}
        cells.append(node(tag, kind, *shown, **{k: v for k, v in spans.items() if v > 1}, **extra))
    return node("tr", "", *cells)


def numeric_columns(table: Table, facts: Iterable[Fact]) -> frozenset[int]:
    """Columns in which amounts were read: they line up at the right."""
    places = {
        (c.source.page, c.source.box, c.source.line, c.source.text): c.column
        for c in table.cells if c.source
    }  # fmt: skip
    found = (
        places.get((f.source.page, f.source.box, f.source.line, f.source.text))
        for f in facts if f.amount is not None
    )  # fmt: skip
    return frozenset(column for column in found if column is not None)


def pages_of_rows(table: Table) -> int:
    return max(1, -(-(table.n_rows - table.header_rows) // ROWS))


def cell_at(table: Table, number: int) -> Cell | None:
    return table.cells[number - 1] if 1 <= number <= len(table.cells) else None


# ---------------------------------------------------------------------- handed out


def printed(table: Table) -> tuple[list[str], list[list[Value]]]:
    """The grid for a spreadsheet: header rows joined, texts exactly as printed."""
    rows = [[text or "" for text in row] for row in printed_rows(table)]
    width = max((len(row) for row in rows), default=0)
    paths = [" / ".join(path) for path in table.columns]
    header = [*paths, *([""] * (width - len(paths)))][:width] if width else paths
    return header, [list(row) for row in rows[table.header_rows :]]


def facts_of(disclosure: Disclosure, table: Table) -> list[Fact]:
    return [fact for fact in disclosure.facts if fact.table == table.number]


def fact_columns() -> list[str]:
    names = ("row", "column", "code", "printed", "value", "unit", "year", "page")
    return [say(f"library.col_{name}") for name in names]


def fact_rows(facts: Sequence[Fact]) -> list[tuple[Value, ...]]:
    return [
        (
            " / ".join(fact.row),
            " / ".join(fact.column),
            fact.code,
            fact.text,
            fact.amount.number if fact.amount else None,
            fact.amount.unit if fact.amount else "",
            fact.year,
            fact.source.page,
        )
        for fact in facts
    ]
