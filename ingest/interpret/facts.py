"""Tables → facts: one for each number cell, with the path of its row and of its column."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.amount import MONEY, Amount, is_amount, parse_amount
from ingest.interpret.cells import Places, is_value, places
from ingest.interpret.columns import (
    MONEY_IN_HEADER,
    Group,
    column_path,
    column_unit,
    column_year,
    groups_of,
)
from ingest.interpret.forms import form_facts
from ingest.interpret.row import Row
from ingest.interpret.rows import rows_of
from ingest.interpret.vocabulary import squeeze
from ingest.records import Cell, Fact, Source, Table


def table_facts(table: Table, file: str, year: int) -> tuple[Fact, ...]:
    if table.kind == "form":
        return form_facts(table, file, year)
    at = places(table)
    return tuple(
        fact
        for group in groups_of(table)
        for row in rows_of(table, group, at)
        for fact in _row_facts(table, group, row, at, file, year)
    )


def _row_facts(
    table: Table, group: Group, row: Row, at: Places, file: str, year: int
) -> Iterator[Fact]:
    cells = [(column, at.get((row.row, column))) for column in group.values]
    printed = any(cell and cell.text.strip() for _, cell in cells)
    if row.label is None and not printed and not _only_row(table, group):
        return
    for column, cell in cells:
        if cell and (cell.row != row.row or cell.column != column):
            continue  # a merged cell is one fact
        text = squeeze(cell.text) if cell else ""
        if text and not is_value(text):
            continue
        source = _source(cell, row, table, at, column)
        if source is None:
            continue
        yield Fact(
            id=f"{file[:12]}:t{table.number}:r{row.row}c{column}",
            table=table.number,
            form=table.form,
            side=group.side,
            row=row.path,
            column=column_path(table, column, group.side),
            code=row.code,
            amount=read_amount(text, _unit(table, column, row)),
            text=text,
            year=row.year or column_year(table, column, year),
            source=source,
        )


def _only_row(table: Table, group: Group) -> bool:
    """A table of one nameless row (三公): its blanks are facts too."""
    return not group.names and table.n_rows - table.header_rows == 1


def _unit(table: Table, column: int, row: Row) -> str:
    unit = column_unit(table, column)
    found = MONEY_IN_HEADER.search(row.path[-1])
    return found.group(1) if found and (unit in MONEY or not unit) else unit


def read_amount(text: str, unit: str) -> Amount | None:
    """A printed number; None for a blank or a dash. A printed % wins over the header's unit."""
    if text.endswith(("%", "％")):
        text, unit = text[:-1], "%"
    return parse_amount(text, unit) if is_amount(text) else None


def _source(cell: Cell | None, row: Row, table: Table, at: Places, column: int) -> Source | None:
    """Where nothing is printed, the label beside the blank (or the header above) is shown."""
    if cell and cell.source:
        return cell.source
    if row.label and row.label.source:
        return row.label.source
    above = (at.get((r, column)) for r in range(table.header_rows - 1, -1, -1))
    return next((c.source for c in above if c and c.source), None)
