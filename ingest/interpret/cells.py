"""A table by position: merged cells answer for every place they cover."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.amount import is_amount
from ingest.interpret.vocabulary import squeeze
from ingest.records import Cell, Table

DASH = re.compile(r"[-—–－―/]+")
CODE = re.compile(r"\d{2,}")

Places = dict[tuple[int, int], Cell]


def places(table: Table) -> Places:
    return {
        (row, column): cell
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    }


def text_at(at: Places, row: int, column: int) -> str:
    cell = at.get((row, column))
    return squeeze(cell.text) if cell else ""


def body_rows(table: Table) -> range:
    return range(table.header_rows, table.n_rows)


def body_texts(table: Table, column: int) -> Iterator[str]:
    """What is printed in a column below the header; a merged cell counts once."""
    for cell in table.cells:
        if cell.column == column and cell.row >= table.header_rows and cell.text.strip():
            yield squeeze(cell.text)


def is_value(text: str) -> bool:
    """A printed number, percentage or dash."""
    return is_amount(text.rstrip("%％")) or DASH.fullmatch(text) is not None
